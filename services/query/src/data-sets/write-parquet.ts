import { open } from 'node:fs/promises';
import { dayNumber } from '@hub/core';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, ColumnType, Value } from './kinds.ts';
import type { LineWriter } from './write-csv.ts';

/** Rows of a group: they are held until it is written, some 4 MB of sixty columns. */
const groupRows = 2_000;

/** How a column is stored; a date is the days since 1970-01-01. */
const stored = {
  integer: { type: 'INT32' },
  decimal: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  date: { type: 'INT32', converted_type: 'DATE' },
  boolean: { type: 'BOOLEAN' },
} as const satisfies Record<ColumnType, object>;

/** A file that ends only with its last bytes: one that was cut off is none. */
export async function parquetWriter(path: string, columns: readonly Column[]): Promise<LineWriter> {
  const file = await open(path, 'wx', 0o640);
  const bytes = new ByteWriter();
  const flush = async () => {
    await file.writeFile(bytes.getBytes());
    bytes.index = 0;
  };
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'hub' });
  let waiting: (readonly Value[])[] = [];
  const writeGroup = async () => {
    if (waiting.length === 0) return;
    await writer.write({ columnData: columnData(columns, waiting), rowGroupSize: groupRows });
    waiting = [];
    await flush();
  };
  return {
    write: async (lines) => {
      waiting.push(...lines);
      if (waiting.length >= groupRows) await writeGroup();
    },
    finish: async () => {
      await writeGroup();
      await writer.finish();
      await flush();
      await file.sync();
      await file.close();
    },
    abandon: () => file.close(),
  };
}

function schemaOf(columns: readonly Column[]) {
  const leaves = columns.map(({ name, type }) => ({ name, ...stored[type], repetition_type: 'OPTIONAL' as const }));
  return [{ name: 'root', num_children: columns.length }, ...leaves];
}

function columnData(columns: readonly Column[], lines: readonly (readonly Value[])[]) {
  return columns.map(({ name, type }, index) => {
    const values = lines.map((line) => line[index] ?? null);
    return { name, data: type === 'date' ? values.map((day) => day && dayNumber(String(day))) : values };
  });
}
