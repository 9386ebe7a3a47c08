import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Where each page that is looked at is kept as a picture, for people: `HUB_TEST_SCREENSHOTS=/tmp/pages npx vitest …`. */
const { HUB_TEST_SCREENSHOTS: pictures } = process.env;

/** Widths of a telephone, a tablet and a screen, in points. */
const widths = [320, 768, 1280];

/**
 * What is wrong with a page as it stands, looked at in one load: what axe finds of WCAG 2.2 AA and of good practice, its
 * colours in the dark too; sideways scrolling and texts over each other at three widths.
 */
export async function faults(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await overflow(page);
    if (wider > 0) found.push(`wider than ${width} px by ${wider}`);
    for (const lap of await overlaps(page)) found.push(`at ${width} px ${lap} lie on each other`);
    if (pictures !== undefined) await page.screenshot({ path: pictureOf(page, width), fullPage: true });
  }
  found.push(...(await violations(page)));
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await violations(page, ['color-contrast'])).map((violation) => `in the dark ${violation}`));
  return found;
}

function pictureOf(page: Page, width: number): string {
  const { pathname, search } = new URL(page.url());
  return `${pictures}/${`${pathname}${search}`
    .slice(1)
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .slice(0, 100)}-${width}.png`;
}

/** Of these rules of axe, or of all. Its script goes by the debugger: the pages allow none. */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(`axe.run(${JSON.stringify(rules ? { runOnly: rules } : {})})`)) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Whether a line stands around what has the focus. */
const focusSeen = `(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)(getComputedStyle(document.activeElement))`;

/** Presses Tab until the link, button or field of this name has the focus and shows it, as whoever has no mouse. */
export async function reach(page: Page, name: string | RegExp): Promise<void> {
  for (let pressed = 0; pressed < 150; pressed += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(
      '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()',
    );
    if (typeof name === 'string' ? focused !== name : !name.test(focused)) continue;
    if (await page.evaluate(focusSeen)) return;
    throw new Error(`"${name}" has the focus and does not show it.`);
  }
  throw new Error(`Tab does not come to "${name}".`);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await reach(page, name);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** By how many points the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Texts of one picture that lie on each other. */
function overlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('svg')].flatMap((svg) => {
    const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return texts.flatMap(([a, one], place) => texts.slice(place + 1).flatMap(([b, other]) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom ? [a + '/' + b] : []));
  })`);
}
