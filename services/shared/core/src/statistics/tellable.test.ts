import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isBySource } from './measures.ts';
import { type Cell, cellName, tellable, tellableToDeclarer } from './tellable.ts';

const fewest = 3;
const none: ReadonlySet<string> = new Set();

/** Counts by territory and funding, with every margin. */
function tableOf(counts: readonly (readonly number[])[], wholes: readonly (readonly number[])[] | null = null): Cell[] {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const column = (rows: readonly (readonly number[])[], at: number) => rows.map((row) => row[at] ?? 0);
  const cell = (crossing: Cell['crossing'], keys: string[], of: (rows: readonly (readonly number[])[]) => number) => ({
    crossing,
    keys,
    count: of(counts),
    whole: wholes === null ? null : of(wholes),
  });
  const places = counts.map((_, t) => t);
  const fundings = (counts[0] ?? []).map((_, f) => f);
  return [
    cell('month', [], (rows) => sum(rows.map(sum))),
    ...places.map((t) => cell('territory', [`t${t}`], (rows) => sum(rows[t] ?? []))),
    ...fundings.map((f) => cell('funding', [`f${f}`], (rows) => sum(column(rows, f)))),
    ...places.flatMap((t) =>
      fundings.map((f) => cell('territory-funding', [`t${t}`, `f${f}`], (rows) => rows[t]?.[f] ?? 0)),
    ),
  ].filter(({ count, whole }) => count > 0 || (whole ?? 0) > 0);
}

/** Every table of these counts at most, by trying all; who attacks knows which combinations nobody has. */
function* tablesWithin(most: readonly (readonly number[])[], at = 0): Generator<number[][]> {
  const width = most[0]?.length ?? 0;
  if (at === most.length * width) {
    yield most.map((row) => row.map(() => 0));
    return;
  }
  const [t, f] = [Math.floor(at / width), at % width];
  for (const table of tablesWithin(most, at + 1)) {
    for (let count = 0; count <= (most[t]?.[f] ?? 0); count += 1) {
      const row = table[t] as number[];
      const before = row[f] ?? 0;
      row[f] = count;
      yield table;
      row[f] = before;
    }
  }
}

/** What each cell may be for whoever knows what is told and adds and subtracts. */
function possible(cells: readonly Cell[], told: readonly Cell[], most: number[][], wholes: number[][] | null) {
  const known = told.map((each) => [cellName(each), each.count] as const);
  const values = new Map(cells.map((each) => [cellName(each), new Set<number>()]));
  for (const table of tablesWithin(most)) {
    const counts = new Map(tableOf(table, wholes).map((each) => [cellName(each), each.count]));
    if (known.some(([name, count]) => (counts.get(name) ?? 0) !== count)) continue;
    for (const [name, set] of values) set.add(counts.get(name) ?? 0);
  }
  return values;
}

const counts = (most: number) =>
  fc.constantFrom([2, 2], [2, 3], [3, 2]).chain(([rows = 2, columns = 2]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: most }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

it('whoever adds and subtracts all that is told still finds every value below the least possible for each small cell', () => {
  fc.assert(
    fc.property(counts(4), (table) => {
      const cells = tableOf(table);
      const told = tellable(cells, { fewest, hidden: none });
      const total = cells.find(({ crossing }) => crossing === 'month')?.count ?? 0;
      if (total < fewest) {
        expect(told).toEqual([]);
        return;
      }
      const most = table.map((row) => row.map((count) => (count === 0 ? 0 : Math.min(total, 6))));
      const values = possible(cells, told, most, null);
      for (const cell of cells.filter(({ count }) => count < fewest)) {
        expect([...(values.get(cellName(cell)) ?? [])]).toEqual(expect.arrayContaining([0, 1, 2]));
      }
    }),
    { numRuns: 25 },
  );
});

it('of what moved by few since it was told, every move by fewer than the least stays possible', () => {
  fc.assert(
    fc.property(counts(4), fc.nat(20), (table, chosen) => {
      const cells = tableOf(table);
      const parts = cells.filter(({ crossing }) => crossing !== 'month');
      const moved = parts[chosen % Math.max(1, parts.length)];
      if (moved === undefined) return;
      const told = tellable(cells, { fewest, hidden: none, moved: new Set([cellName(moved)]) });
      const total = cells.find(({ crossing }) => crossing === 'month')?.count ?? 0;
      if (told.length === 0) return;
      const most = table.map((row) => row.map((count) => (count === 0 ? 0 : Math.min(total, 6))));
      const seen = possible(cells, told, most, null).get(cellName(moved));
      const around = [-2, -1, 0, 1, 2].map((move) => moved.count + move).filter((count) => count >= 0);
      expect([...(seen ?? [])], cellName(moved)).toEqual(expect.arrayContaining(around));
    }),
    { numRuns: 25 },
  );
});

it('neither a small part nor a small rest of a whole that is told is found by subtracting', () => {
  const parts = counts(5).chain((wholes) =>
    fc.tuple(
      fc.constant(wholes),
      fc.tuple(...wholes.map((row) => fc.tuple(...row.map((most) => fc.integer({ min: 0, max: most }))))),
    ),
  );
  fc.assert(
    fc.property(parts, ([wholes, table]) => {
      const cells = tableOf(table, wholes);
      const told = tellable(cells, { fewest, hidden: none });
      const values = possible(cells, told, wholes, wholes);
      if (told.length === 0) return;
      for (const cell of cells) {
        const whole = cell.whole ?? 0;
        const seen = [...(values.get(cellName(cell)) ?? [])];
        const below = [0, 1, 2].filter((count) => count <= whole);
        if (cell.count < fewest) expect(seen, cellName(cell)).toEqual(expect.arrayContaining(below));
        if (whole - cell.count < fewest)
          expect(seen, cellName(cell)).toEqual(expect.arrayContaining(below.map((rest) => whole - rest)));
      }
    }),
    { numRuns: 60 },
  );
});

it('a part says no more of a small whole than the wholes themselves', () => {
  const square = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 5 })));
  const parts = square.chain((wholes) =>
    fc.tuple(fc.constant(wholes), fc.tuple(...wholes.map((most) => fc.integer({ min: 0, max: most })))),
  );
  const rows = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]) => [
    [a, b],
    [c, d],
  ];
  fc.assert(
    fc.property(parts, ([wholes, counts]) => {
      const cells = tableOf(rows(wholes));
      const told = tellable(cells, { fewest, hidden: none });
      const isTold = new Set(told.map(cellName));
      const hidden = new Set(cells.map(cellName).filter((name) => !isTold.has(name)));
      const ofPart = tellable(tableOf(rows(counts), rows(wholes)), { fewest, hidden });
      if (ofPart.length === 0) return;
      const values = possibleWholes(cells, told, ofPart, rows(wholes));
      for (const cell of cells.filter(({ count }) => count < fewest)) {
        expect([...(values.get(cellName(cell)) ?? [])]).toEqual(expect.arrayContaining([0, 1, 2]));
      }
    }),
    { numRuns: 300 },
  );
});

/** What each whole may be for whoever knows what is told of the wholes and of the part. */
function possibleWholes(
  cells: readonly Cell[],
  told: readonly Cell[],
  ofPart: readonly Cell[],
  wholes: readonly (readonly number[])[],
) {
  const values = new Map(cells.map((each) => [cellName(each), new Set<number>()]));
  const total = wholes.flat().reduce((a, b) => a + b, 0);
  const most = wholes.map((row) => row.map((count) => (count === 0 ? 0 : Math.min(7, total))));
  for (const table of tablesWithin(most)) {
    const now = new Map(tableOf(table).map((each) => [cellName(each), each.count]));
    const fits = told.every((each) => (now.get(cellName(each)) ?? 0) === each.count);
    if (fits && hasPart(table, ofPart)) for (const [name, set] of values) set.add(now.get(name) ?? 0);
  }
  return values;
}

/** Whether some part of a table has these counts. */
function hasPart(table: number[][], told: readonly Cell[]): boolean {
  for (const part of tablesWithin(table)) {
    const counts = new Map(tableOf(part, table).map((each) => [cellName(each), each.count]));
    if (told.every((each) => (counts.get(cellName(each)) ?? 0) === each.count)) return true;
  }
  return false;
}

type Table = readonly (readonly number[])[];

/** Persons by territory, funding and source, as the two tables that are told of them: the same territories in both. */
function declaredIn(people: readonly Table[]): { readonly fundings: Table; readonly sources: Table } {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const sources = people.map((rows) => (rows[0] ?? []).map((_, source) => sum(rows.map((row) => row[source] ?? 0))));
  return { fundings: people.map((rows) => rows.map(sum)), sources };
}

function bySource(sources: Table, wholes: Table | null): Cell[] {
  const crossings = new Map<string, Cell['crossing']>([
    ['funding', 'source'],
    ['territory-funding', 'territory-source'],
  ]);
  return tableOf(sources, wholes).flatMap((cell) => {
    const crossing = crossings.get(cell.crossing);
    return crossing === undefined ? [] : [{ ...cell, crossing, keys: cell.keys.map((key) => key.replace('f', 's')) }];
  });
}

interface Declared {
  readonly fundings: Table;
  readonly sources: Table;
}

const cellsOf = ({ fundings, sources }: Declared, wholes: Declared | null = null): Cell[] => [
  ...tableOf(fundings, wholes?.fundings),
  ...bySource(sources, wholes?.sources ?? null),
];

/** What each cell may be for whoever knows these counts, by trying all pairs of tables that have the same territories. */
function possibleBySource(cells: readonly Cell[], known: ReadonlyMap<string, number>, most: Declared) {
  const values = new Map(cells.map((each) => [cellName(each), new Set<number>()]));
  const tried = (table: Table, cellsIn: (counts: Table) => Cell[]) => {
    const own = cells.map(cellName).filter((name) => cellsIn(table).some((each) => cellName(each) === name));
    const byTerritory = new Map<string, Map<string, Set<number>>>();
    for (const counts of tablesWithin(table)) {
      const now = new Map(cellsIn(counts).map((each) => [cellName(each), each.count]));
      if (own.some((name) => known.has(name) && known.get(name) !== (now.get(name) ?? 0))) continue;
      const territories = counts.map((row) => row.reduce((a, b) => a + b, 0)).join(' ');
      const seen = byTerritory.get(territories) ?? new Map(own.map((name) => [name, new Set<number>()]));
      byTerritory.set(territories, seen);
      for (const [name, set] of seen) set.add(now.get(name) ?? 0);
    }
    return byTerritory;
  };
  const ofFundings = tried(most.fundings, (table) => tableOf(table));
  const ofSources = tried(most.sources, (table) => bySource(table, null));
  for (const [territories, seen] of ofFundings) {
    const beside = ofSources.get(territories);
    if (beside === undefined) continue;
    for (const [name, set] of [...seen, ...beside]) for (const value of set) values.get(name)?.add(value);
  }
  return values;
}

const people = (most: number) => {
  const pair = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 2, maxLength: 2 });
  return pair(pair(pair(fc.integer({ min: 0, max: most }))));
};
/** As far as a small cell is ever moved. */
const upTo = (table: Table) => table.map((row) => row.map((count) => (count === 0 ? 0 : count + fewest - 1)));
const around = ({ fundings, sources }: Declared): Declared => ({ fundings: upTo(fundings), sources: upTo(sources) });
const countsOf = (told: readonly Cell[]) => new Map(told.map((each) => [cellName(each), each.count] as const));

it('whoever adds and subtracts figures by source, territory and funding finds every value below the least for each small cell', () => {
  let tellings = 0;
  fc.assert(
    fc.property(people(3), (found) => {
      const declared = declaredIn(found);
      const cells = cellsOf(declared);
      const told = tellable(cells, { fewest, hidden: none });
      if (told.length === 0) return;
      if (told.some(isBySource)) tellings += 1;
      const values = possibleBySource(cells, countsOf(told), around(declared));
      for (const cell of cells.filter(({ count }) => count < fewest)) {
        expect([...(values.get(cellName(cell)) ?? [])], cellName(cell)).toEqual(expect.arrayContaining([0, 1, 2]));
      }
    }),
    { numRuns: 150 },
  );
  expect(tellings).toBeGreaterThan(3);
});

it('nor is a small part by source found, nor a small rest of its whole', () => {
  const parts = people(3).chain((wholes) =>
    fc.tuple(
      fc.constant(wholes),
      fc.tuple(
        ...wholes.map((rows) =>
          fc.tuple(...rows.map((row) => fc.tuple(...row.map((most) => fc.integer({ min: 0, max: most }))))),
        ),
      ),
    ),
  );
  fc.assert(
    fc.property(parts, ([wholes, found]) => {
      const [whole, part] = [declaredIn(wholes), declaredIn(found)];
      const cells = cellsOf(part, whole);
      const told = tellable(cells, { fewest, hidden: none });
      if (told.length === 0) return;
      const values = possibleBySource(cells, countsOf(told), whole);
      for (const cell of cells) {
        const of = cell.whole ?? 0;
        const seen = [...(values.get(cellName(cell)) ?? [])];
        const below = [0, 1, 2].filter((count) => count <= of);
        if (cell.count < fewest) expect(seen, cellName(cell)).toEqual(expect.arrayContaining(below));
        if (of - cell.count < fewest)
          expect(seen, cellName(cell)).toEqual(expect.arrayContaining(below.map((rest) => of - rest)));
      }
    }),
    { numRuns: 300 },
  );
});

it('who knows how many its own source declared learns by the figures by source no more of others than without them', () => {
  const three = fc.array(
    fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 }),
    { minLength: 2, maxLength: 2 },
  );
  fc.assert(
    fc.property(three, (found) => {
      const declared = declaredIn(found);
      const cells = cellsOf(declared);
      const all = tellable(cells, { fewest, hidden: none });
      if (all.length === 0) return;
      const isTold = new Set(all.map(cellName));
      const hidden = new Set(cells.map(cellName).filter((name) => !isTold.has(name)));
      const own = cells.filter((cell) => isBySource(cell) && cell.keys.at(-1) === 's0');
      const told = tellableToDeclarer(cells, { fewest, hidden }, new Set(['s0']));
      const before = [...own, ...all.filter((cell) => !isBySource(cell))];
      const without = possibleBySource(cells, countsOf(before), around(declared));
      const withThem = possibleBySource(cells, countsOf([...before, ...told]), around(declared));
      for (const cell of cells.filter((each) => each.count < fewest && !own.includes(each))) {
        const name = cellName(cell);
        const possibly = [...(without.get(name) ?? [])].filter((value) => value < fewest);
        expect([...(withThem.get(name) ?? [])], name).toEqual(expect.arrayContaining(possibly));
      }
    }),
    { numRuns: 20 },
  );
});

const domain = (territory: string, name: string, count: number): Cell => {
  return { crossing: 'territory-domain', keys: [territory, name], count, whole: null };
};
const territory = (name: string, count: number): Cell => ({ crossing: 'territory', keys: [name], count, whole: null });
const month = (count: number): Cell => ({ crossing: 'month', keys: [], count, whole: null });
const names = (told: readonly Cell[]) => told.map(cellName);

it('hides with one small domain the least of the others of its territory', () => {
  const cells = [
    month(100),
    territory('a', 100),
    domain('a', '220', 2),
    domain('a', '310', 38),
    domain('a', '420', 60),
  ];
  expect(names(tellable(cells, { fewest: 20, hidden: none }))).toEqual([
    'month ',
    'territory a',
    'territory-domain a 420',
  ]);
});

it('tells no domain of a territory that is not told itself', () => {
  const domains = [domain('t0', '220', 5), domain('t1', '310', 55)];
  const cells = [...tableOf([[5], [55]]), ...domains];
  expect(names(tellable(cells, { fewest: 20, hidden: none }))).toEqual(['month ', 'funding f0']);
});

it('tells nothing of a part of which nearly all are in one domain that is told, and larger than what is left beside it', () => {
  const part = (crossing: Cell['crossing'], keys: string[], count: number, whole: number): Cell => {
    return { crossing, keys, count, whole };
  };
  // 60 of the domain, 48 of the part in all: at least 12 of the domain are not in it, and 15 must not be told from 0.
  const cells = (beside: number) => [
    part('month', [], 48 + beside, 105 + 2 * beside),
    part('territory', ['a'], 3, 25),
    part('territory', ['b'], 45 + beside, 80 + 2 * beside),
    part('funding', ['f0'], 48 + beside, 105 + 2 * beside),
    part('territory-funding', ['a', 'f0'], 3, 25),
    part('territory-funding', ['b', 'f0'], 45 + beside, 80 + 2 * beside),
    part('territory-domain', ['a', '220'], 3, 25),
    part('territory-domain', ['b', '220'], beside, 20 + 2 * beside),
    part('territory-domain', ['b', '310'], 45, 60),
  ];
  expect(tellable(cells(0), { fewest: 20, hidden: none })).toEqual([]);
  // Where as many may be of another domain beside it, the part is told.
  expect(names(tellable(cells(20), { fewest: 20, hidden: none }))).toEqual(['month ', 'funding f0']);
});

it('hides beside small fundings no other where they hide each other', () => {
  const small = [7, 8, 9].map((count, at): Cell => ({ crossing: 'financer', keys: [`k${at}`], count, whole: null }));
  const cells = [month(84), ...small, { crossing: 'financer', keys: ['region'], count: 60, whole: null } as const];
  expect(names(tellable(cells, { fewest: 20, hidden: none }))).toEqual(['month ', 'financer region']);
});

it('tells nothing of a month with fewer, and nothing that is hidden for another reason', () => {
  expect(tellable([month(19), territory('a', 19)], { fewest: 20, hidden: none })).toEqual([]);
  const hidden = new Set(['territory t0', 'territory-funding t0 f0']);
  expect(names(tellable(tableOf([[30], [60]]), { fewest: 20, hidden }))).toEqual([
    'month ',
    'territory t1',
    'funding f0',
    'territory-funding t1 f0',
  ]);
});

it('reveals no more of a large table by its rounded figures than by the figures themselves', () => {
  const large = fc.array(fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 12, maxLength: 12 }), {
    minLength: 18,
    maxLength: 18,
  });
  fc.assert(
    fc.property(large, (table) => {
      const cells = tableOf(table);
      const told = tellable(cells, { fewest: 20, hidden: none });
      // An equation with one unknown would say it.
      const known = new Set(names(told));
      for (let t = 0; t < 18; t += 1) {
        const row = cells.filter(({ crossing, keys }) => crossing === 'territory-funding' && keys[0] === `t${t}`);
        const hidden = row.filter((each) => !known.has(cellName(each)));
        if (known.has(`territory t${t}`) && hidden.length > 0) {
          expect(hidden.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(19);
          expect(hidden.length).toBeGreaterThan(1);
        }
      }
    }),
    { numRuns: 10 },
  );
});
