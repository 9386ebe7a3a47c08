import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { Column, Value } from './kinds.ts';

/** Where the lines of a data set go. A file that is not finished is nobody's. */
export interface LineWriter {
  write(lines: readonly (readonly Value[])[]): Promise<void>;
  /** Resolves once all of it is on the disk. */
  finish(): Promise<void>;
  /** Closes it as it is. */
  abandon(): Promise<void>;
}

export async function csvWriter(path: string, columns: readonly Column[], bom: boolean): Promise<LineWriter> {
  const file = await open(path, 'wx', 0o640);
  await file.writeFile(`${bom ? '\uFEFF' : ''}${csvText([columns.map(({ name }) => name)])}`);
  return {
    write: (lines) => file.writeFile(csvText(lines)),
    finish: async () => {
      await file.sync();
      await file.close();
    },
    abandon: () => file.close(),
  };
}

/**
 * RFC 4180 with semicolons, as spreadsheets in French read it. What a spreadsheet would take for a formula gets an apostrophe
 * before it: some texts are what partners wrote.
 */
export function csvText(lines: readonly (readonly Value[])[]): string {
  return stringify(lines as Value[][], {
    delimiter: ';',
    record_delimiter: '\r\n',
    escape_formulas: true,
    quote_record_delimiter: true,
    cast: { boolean: (value) => (value ? 'O' : 'N') },
  });
}
