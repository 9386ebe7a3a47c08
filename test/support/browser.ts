import { access, constants } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine (`HUB_TEST_CHROMIUM`, or where packages put it); null, said loudly: there is none. */
export async function findBrowser(): Promise<string | null> {
  const { HUB_TEST_CHROMIUM: named } = process.env;
  for (const place of named === undefined ? places : [named]) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  process.stderr.write(
    '\n*** NO BROWSER: keyboard, contrast and width of the pages are NOT tried. Install chromium, or set HUB_TEST_CHROMIUM. ***\n\n',
  );
  return null;
}

/** As root, Chromium has no sandbox of its own; it opens nothing here but the hub's pages. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
