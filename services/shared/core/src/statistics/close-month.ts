import { type CrossingName, fewestTold, isBySource, type MeasureName, measures, rounded } from './measures.ts';
import { type FormerTelling, movedByFew } from './moved-by-few.ts';
import { type Cell, cellName, type ToldCell, tellable, tellableToDeclarer } from './tellable.ts';

/** How many of one month are counted under one combination of keys, of those that one organisation alone reported or others. */
export interface CountedRow {
  readonly crossing: CrossingName;
  readonly keys: readonly string[];
  /** SIREN of who alone reported them; null: several did, or nobody known. */
  readonly soleReporter: string | null;
  /** SIREN of who declared them, where they are counted by source alone; null: not known. */
  readonly declarer?: string | null;
  readonly counts: Readonly<Partial<Record<MeasureName, number>>>;
}

/**
 * What may be told of one month and measure anew, where a fault of the hub was mended: nothing that was not told before, and
 * nothing that moved by few since. Whoever alone reported some of those counted is not told it anew: it would know of the
 * difference too who they are not. Nor is whoever declared some told it anew by source.
 */
export function closeMonthAnew(
  measure: MeasureName,
  rows: readonly CountedRow[],
  ofWhole: readonly ToldCell[] | null,
  former: readonly FormerTelling[],
  fewest: number = fewestTold,
): readonly ToldCell[] {
  const all = cellsOf(measure, rows);
  const told = [...former.map(({ cells }) => cells), ...(ofWhole === null ? [] : [ofWhole])];
  const known = told.map((cells) => new Set(cells.map(cellName)));
  const hidden = new Set(all.map(cellName).filter((name) => known.some((names) => !names.has(name))));
  const moved = new Set(former.flatMap((each) => [...movedByFew(all, each, fewest)]));
  const untoldOf = (cells: readonly ToldCell[]) => cells.flatMap(({ untold }) => untold);
  const before = told.flat();
  const sole = [
    ...rows.flatMap(({ soleReporter }) => soleReporter ?? []),
    ...untoldOf(before.filter((cell) => !isBySource(cell))),
  ];
  const bySource = [...sole, ...ownSources(rows).keys(), ...untoldOf(before)];
  if (moved.has(cellName({ crossing: 'month', keys: [] }))) return [];
  return tellable(all, { fewest, hidden, moved }).map(({ crossing, keys, count }) => {
    const untold = sortedOnce(isBySource({ crossing }) ? bySource : sole);
    return { crossing, keys, value: rounded(count), untold };
  });
}

/**
 * What may be told of one month and measure. `ofWhole`: what is told of that of which the measure is a part; where that is not
 * told, neither is its part. Whoever alone reported some of those counted knows them: to it is told what may be told of the
 * others, and never what is told to nobody. Whoever declared some knows how many of its sources are: to it is told by source
 * what says no more of the others'.
 */
export function closeMonth(
  measure: MeasureName,
  rows: readonly CountedRow[],
  ofWhole: readonly ToldCell[] | null,
  fewest: number = fewestTold,
): readonly ToldCell[] {
  const all = cellsOf(measure, rows);
  const isHidden = (told: ReadonlySet<string>) => new Set(all.map(cellName).filter((name) => !told.has(name)));
  const whole = ofWhole === null ? null : new Set(ofWhole.map(cellName));
  const told = tellable(all, { fewest, hidden: whole === null ? new Set() : isHidden(whole) });
  const names = new Set(told.map(cellName));
  const reporters = new Set(rows.flatMap(({ soleReporter }) => soleReporter ?? []));
  const declarers = ownSources(rows);
  const kept = (ofWhole ?? []).flatMap((each) => each.untold);
  const readers = sortedOnce([...reporters, ...declarers.keys(), ...kept]).map((reader) => {
    const withheld = (ofWhole ?? []).filter((each) => each.untold.includes(reader)).map(cellName);
    const hidden = new Set([...isHidden(names), ...withheld]);
    const ofOthers = cellsOf(
      measure,
      rows.filter(({ soleReporter }) => soleReporter !== reader),
    );
    const toReporter = new Set(tellable(ofOthers, { fewest, hidden }).map(cellName));
    const own = declarers.get(reader);
    if (own === undefined) return { reader, told: toReporter };
    const foreign = new Set(declarationsIn(rows).flatMap(({ source, by }) => (by === reader ? [] : source)));
    const shared = all.filter((cell) => sourceOf(cell).some((source) => own.has(source) && foreign.has(source)));
    const unknown = new Set([...hidden, ...isHidden(toReporter), ...shared.map(cellName)]);
    const bySource = new Set(tellableToDeclarer(all, { fewest, hidden: unknown }, own).map(cellName));
    const isTold = (cell: Cell) => (isBySource(cell) ? bySource : toReporter).has(cellName(cell));
    return { reader, told: new Set(all.filter(isTold).map(cellName)) };
  });
  return told.map(({ crossing, keys, count }) => {
    const name = cellName({ crossing, keys });
    const untold = readers.filter((each) => !each.told.has(name)).map(({ reader }) => reader);
    return { crossing, keys, value: rounded(count), untold };
  });
}

/** By SIREN: the sources under which it declared. */
function ownSources(rows: readonly CountedRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byDeclarer = Map.groupBy(
    declarationsIn(rows).filter(({ by }) => by !== null),
    ({ by }) => by ?? '',
  );
  return new Map([...byDeclarer].map(([by, own]) => [by, new Set(own.map(({ source }) => source))]));
}

/** Who declared under which source. */
function declarationsIn(rows: readonly CountedRow[]) {
  const ofSources = rows.filter(({ crossing }) => crossing === 'source');
  return ofSources.map(({ keys: [source = ''], declarer = null }) => ({ source, by: declarer }));
}

function sourceOf(cell: Pick<Cell, 'crossing' | 'keys'>): readonly string[] {
  return isBySource(cell) ? cell.keys.slice(-1) : [];
}

function sortedOnce(sirens: readonly string[]): readonly string[] {
  return [...new Set(sirens)].sort();
}

function cellsOf(measure: MeasureName, rows: readonly CountedRow[]): readonly Cell[] {
  const { of } = measures[measure];
  const cells = new Map<string, Cell>();
  for (const { crossing, keys, counts } of rows) {
    const name = cellName({ crossing, keys });
    const before = cells.get(name);
    const count = (before?.count ?? 0) + (counts[measure] ?? 0);
    const whole = of === null ? null : (before?.whole ?? 0) + (counts[of] ?? 0);
    cells.set(name, { crossing, keys, count, whole });
  }
  return [...cells.values()].filter(({ count, whole }) => count > 0 || (whole ?? 0) > 0);
}
