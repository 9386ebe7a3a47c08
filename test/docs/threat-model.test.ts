import { describe, expect, it } from 'vitest';
import { exists, textOf } from './project-files.ts';

const page = textOf('docs/security/threat-model.md');

interface Threat {
  readonly name: string;
  readonly cells: readonly string[];
}

/** The rows of every table of threats: what, who could, what stands against it, what remains, shown by. */
function threatsOf(text: string): readonly Threat[] {
  const rows = text.split('\n').filter((line) => /^\| T\d+ /.test(line));
  return rows.map((row) => {
    const cells = row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { name: cells[0] ?? '', cells };
  });
}

/** Tests as a cell names them: `file` › *title*, several separated by semicolons. */
function testsIn(cell: string): readonly { readonly file: string; readonly title: string }[] {
  return [...cell.matchAll(/`([^`]+)` › \*([^*]+)\*/g)].map(([, file = '', title = '']) => ({ file, title }));
}

/** A title is written in the file between quotes; a part of it will do, since some hold a value of each row. */
function isShown({ file, title }: { readonly file: string; readonly title: string }): boolean {
  return exists(file) && textOf(file).includes(title);
}

describe('The threat model', () => {
  it('says of each threat who could do it, what stands against it, what remains, and which test shows it', () => {
    const threats = threatsOf(page);
    expect(threats.length).toBeGreaterThan(20);
    const incomplete = threats.filter(({ cells }) => cells.length !== 5 || cells.some((cell) => cell === ''));
    expect(incomplete.map(({ name }) => name)).toEqual([]);
    const unshown = threats.filter(
      ({ cells }) => testsIn(cells[4] ?? '').length === 0 && cells[4] !== 'no test: organisational',
    );
    expect(unshown.map(({ name }) => name)).toEqual([]);
    const numbers = threats.map(({ name }) => name.split(' ')[0]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('names tests that there are', () => {
    const missing = testsIn(page).filter((test) => !isShown(test));
    expect(missing).toEqual([]);
  });

  it('would not pass with a test that is not there', () => {
    expect(testsIn('`a/b.test.ts` › *does it*; `c.test.ts` › *too*')).toHaveLength(2);
    expect(isShown({ file: 'test/docs/threat-model.test.ts', title: ['is', 'nowhere', 'written'].join('-') })).toBe(
      false,
    );
    expect(isShown({ file: 'test/docs/none.test.ts', title: 'names tests that there are' })).toBe(false);
  });
});
