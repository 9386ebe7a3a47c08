import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rooms } from '../rooms/rooms.ts';

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
const [, block = ''] = /## Rooms\n\n```\n([\s\S]*?)```/.exec(page) ?? [];

/** What the page says of each package, by its folder under `services/`. */
function partOf(folder: string): string {
  const lines = block.split('\n');
  const from = lines.findIndex((line) => line.trimStart().split(' ').includes(`${folder}/`));
  const after = lines.slice(from + 1).findIndex((line) => /^ {0,2}\S/.test(line));
  return from < 0 ? '' : lines.slice(from, from + 1 + after).join(' ');
}

it('the page on architecture names every room of every package', () => {
  const missing = Object.entries(rooms).flatMap(([source, inside]) => {
    const folder = source.replace(/^services\//, '').replace(/\/src$/, '');
    const part = partOf(folder);
    return Object.keys(inside)
      .filter((room) => !part.split(/[\s,;:]+/).includes(`${room}/`))
      .map((room) => `${folder}: ${room}`);
  });
  expect(missing).toEqual([]);
});
