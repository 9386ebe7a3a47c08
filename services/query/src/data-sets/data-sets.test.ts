import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { categories, parisDay } from '@hub/core';
import { dataSetKinds, weekFault, weekOf } from '@hub/platform';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Column, setKinds, type Value } from './kinds.ts';
import { csvText, csvWriter } from './write-csv.ts';
import { parquetWriter } from './write-parquet.ts';

describe('A CSV', () => {
  it.each<[value: Value, written: string]>([
    ['=1+1', "'=1+1"],
    ['+33', "'+33"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['=HYPERLINK("http://x";"y")', `"'=HYPERLINK(""http://x"";""y"")"`],
    ['a;b', '"a;b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
    [-2.5, '-2.5'],
    [151.67, '151.67'],
    [0, '0'],
    [true, 'O'],
    [false, 'N'],
    [null, ''],
    ['', ''],
    ['2026-06-14', '2026-06-14'],
  ])('writes %j as %s', (value, written) => {
    expect(csvText([[value, 'end']])).toBe(`${written};end\r\n`);
  });
});

describe('A week', () => {
  it.each<[week: string, days: readonly [string, string, string] | null]>([
    ['2026-W01', ['2025-12-29', '2026-01-04', '2026-01-04T23:00:00.000Z']],
    ['2026-W24', ['2026-06-08', '2026-06-14', '2026-06-14T22:00:00.000Z']],
    // The hour changes on its Sunday.
    ['2026-W13', ['2026-03-23', '2026-03-29', '2026-03-29T22:00:00.000Z']],
    ['2026-W43', ['2026-10-19', '2026-10-25', '2026-10-25T23:00:00.000Z']],
    ['2026-W53', ['2026-12-28', '2027-01-03', '2027-01-03T23:00:00.000Z']],
    ['2025-W53', null],
    ['2026-W00', null],
    ['2026-24', null],
  ])('%s goes from Monday to Sunday in Paris', (week, days) => {
    const found = weekOf(week);
    expect(found && [found.from, found.to, found.over]).toEqual(days);
  });

  it('has data sets an hour after it is over', () => {
    expect(weekFault('2026-W24', Date.parse('2026-06-14T22:59:00Z'))).toContain('over');
    expect(weekFault('2026-W24', Date.parse('2026-06-14T23:00:00Z'))).toBeNull();
  });
});

describe('The columns of a data set', () => {
  it('have each a name of its own, and a category that there is', () => {
    for (const kind of dataSetKinds) {
      const { columns } = setKinds[kind];
      const names = columns.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name, label, from } of columns) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(label).not.toBe('');
        expect(from === null || categories.includes(from)).toBe(true);
      }
    }
  });

  it('say who somebody is by a dossier number and a surrogate id alone', () => {
    const sealed = ['identity', 'contact', 'situation', 'reasons'];
    const columns = dataSetKinds.flatMap((kind) => setKinds[kind].columns);
    expect(columns.filter(({ from }) => from !== null && sealed.includes(from))).toEqual([]);
    expect(new Set(columns.flatMap(({ name, from }) => (from === null ? name : [])))).toEqual(
      new Set(['dossier', 'trainee']),
    );
  });
});

describe('A file', () => {
  const columns: readonly Column[] = [
    { name: 'n', label: 'N', type: 'integer', from: null },
    { name: 'x', label: 'X', type: 'decimal', from: null },
    { name: 't', label: 'T', type: 'text', from: null },
    { name: 'd', label: 'D', type: 'date', from: null },
    { name: 'b', label: 'B', type: 'boolean', from: null },
  ];
  const lines = Array.from({ length: 12_345 }, (_, n): Value[] => [
    100_000_000 + n,
    n % 3 === 0 ? null : n / 4,
    n % 5 === 0 ? null : `é ${n % 7}`,
    n % 2 === 0 ? null : '2026-06-14',
    n % 11 === 0 ? null : n % 2 === 0,
  ]);
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hub-sets-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('in Parquet holds what was written, in groups of bounded size, and is the same whenever it is written', async () => {
    const written = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const path = join(directory, name);
        const writer = await parquetWriter(path, columns);
        for (let at = 0; at < lines.length; at += 500) await writer.write(lines.slice(at, at + 500));
        await writer.finish();
        return readFile(path);
      }),
    );
    const [bytes = Buffer.alloc(0), again] = written;
    expect(bytes.equals(again ?? Buffer.alloc(0))).toBe(true);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      2_000, 2_000, 2_000, 2_000, 2_000, 2_000, 345,
    ]);
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(lines.length);
    const back = rows.map(({ n, x, t, d, b }) => [n, x, t, d === null ? null : parisDay(d.getTime()), b]);
    expect(back).toEqual(lines);
  });

  it('in CSV begins with the names of its columns, behind a byte order mark where one is asked for', async () => {
    const path = join(directory, 'csv');
    const writer = await csvWriter(path, columns, true);
    await writer.write(lines.slice(0, 2));
    await writer.finish();
    expect(await readFile(path, 'utf8')).toBe(
      '\uFEFFn;x;t;d;b\r\n100000000;;;;\r\n100000001;0.25;é 1;2026-06-14;N\r\n',
    );
  });
});
