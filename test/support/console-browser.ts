import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations of WCAG 2.2 AA and of good practice, as axe finds them. Its script goes by the debugger: the pages allow none. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run(),
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Presses Tab until the link, button or field of this name has the focus, as whoever has no mouse. */
export async function reach(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()',
    );
    if (focused === name) return;
  }
  throw new Error(`Tab does not come to "${name}".`);
}

export async function press(page: Page, name: string): Promise<void> {
  await reach(page, name);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** By how many points the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Texts of one picture that lie on each other. */
export function overlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('svg')].flatMap((svg) => {
    const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return texts.flatMap(([a, one], place) => texts.slice(place + 1).flatMap(([b, other]) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom ? [a + '/' + b] : []));
  })`);
}
