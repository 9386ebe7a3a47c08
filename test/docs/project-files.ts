import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
const texts = /\.(?:ts|js|mjs|json|md|sql|xml|csv|jsonl|ndjson|yml)$/;
const readingTests = relative(root, import.meta.dirname);

/** The text of a file of the project, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

export function jsonOf<T>(path: string): T {
  return JSON.parse(textOf(path)) as T;
}

/** Paths of the text files in these folders, or these files themselves; without the tests that read them. */
export function filesIn(...places: readonly string[]): readonly string[] {
  return places.flatMap((place) => (texts.test(place) ? [place] : filesBelow(place)));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && texts.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules') && !path.startsWith(readingTests));
}

/** The headings of the second level of a page. */
export function headingsOf(page: string): readonly string[] {
  return [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
}
