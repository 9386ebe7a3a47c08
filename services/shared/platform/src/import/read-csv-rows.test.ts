import { describe, expect, it } from 'vitest';
import { readCsvRows } from './read-csv-rows.ts';

async function rowsOf(text: string): Promise<unknown[]> {
  async function* lines() {
    for (const [place, line] of text.split('\n').entries()) yield { line: place + 1, text: line };
  }
  const rows: unknown[] = [];
  for await (const row of readCsvRows(lines(), { delimiter: '|', width: 2 })) rows.push(row);
  return rows;
}

describe('rows of a CSV', () => {
  it('keep separators, quotes and line breaks inside quotes', async () => {
    expect(await rowsOf('a|"b|""c"""\n"d\ne"|f\n"g ""h"""|""')).toEqual([
      { line: 1, cells: ['a', 'b|"c"'] },
      { line: 2, cells: ['d\ne', 'f'] },
      { line: 4, cells: ['g "h"', ''] },
    ]);
  });

  it('end in a cell of several lines', async () => {
    expect(await rowsOf('a|"b\n\nc"\nd|e')).toEqual([
      { line: 1, cells: ['a', 'b\n\nc'] },
      { line: 4, cells: ['d', 'e'] },
    ]);
  });

  it('keep a quote inside a plain cell', async () => {
    expect(await rowsOf('a|5" disk\nb|c')).toEqual([
      { line: 1, cells: ['a', '5" disk'] },
      { line: 2, cells: ['b', 'c'] },
    ]);
  });

  it('lose one line only to a quote that is never closed', async () => {
    const rest = Array.from({ length: 30 }, (_, place) => `x|${place}`);
    const rows = await rowsOf(['"a', ...rest].join('\n'));
    expect(rows[0]).toEqual({ line: 1, cells: null });
    expect(rows.slice(1)).toEqual(rest.map((line, place) => ({ line: place + 2, cells: line.split('|') })));
    expect(await rowsOf('"a\nc|d')).toEqual([
      { line: 1, cells: null },
      { line: 2, cells: ['c', 'd'] },
    ]);
  });

  it('never join the head of one to the end of another, where a label is cut behind its quote in both', async () => {
    expect(await rowsOf('LEA|"TITRE PRO\nIDA|"TITRE PRO\nANA|x')).toEqual([
      { line: 1, cells: ['LEA', '"TITRE PRO'] },
      { line: 2, cells: ['IDA', '"TITRE PRO'] },
      { line: 3, cells: ['ANA', 'x'] },
    ]);
  });
});
