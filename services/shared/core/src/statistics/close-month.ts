import { type CrossingName, fewestTold, type MeasureName, measures, rounded } from './measures.ts';
import { type FormerTelling, movedByFew } from './moved-by-few.ts';
import { type Cell, cellName, type ToldCell, tellable } from './tellable.ts';

/** How many of one month are counted under one combination of keys, of those that one organisation alone reported or others. */
export interface CountedRow {
  readonly crossing: CrossingName;
  readonly keys: readonly string[];
  /** SIREN of who alone reported them; null: several did, or nobody known. */
  readonly soleReporter: string | null;
  readonly counts: Readonly<Partial<Record<MeasureName, number>>>;
}

/**
 * What may be told of one month and measure anew, where a fault of the hub was mended: nothing that was not told before, and
 * nothing that moved by few since. Whoever alone reported some of those counted is not told it anew: it would know of the
 * difference too who they are not.
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
  const sole = [
    ...rows.flatMap(({ soleReporter }) => soleReporter ?? []),
    ...told.flat().flatMap(({ untold }) => untold),
  ];
  const untold = [...new Set(sole)].sort();
  if (moved.has(cellName({ crossing: 'month', keys: [] }))) return [];
  return tellable(all, { fewest, hidden, moved }).map(({ crossing, keys, count }) => {
    return { crossing, keys, value: rounded(count), untold };
  });
}

/**
 * What may be told of one month and measure. `ofWhole`: what is told of that of which the measure is a part; where that is not
 * told, neither is its part. Whoever alone reported some of those counted knows them: to it is told what may be told of the
 * others, and never what is told to nobody.
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
  const untold = new Map(told.map((each) => [cellName(each), [] as string[]]));
  const reporters = new Set([
    ...rows.flatMap(({ soleReporter }) => soleReporter ?? []),
    ...(ofWhole ?? []).flatMap((each) => each.untold),
  ]);
  for (const reporter of [...reporters].sort()) {
    const withheld = (ofWhole ?? []).filter((each) => each.untold.includes(reporter)).map(cellName);
    const ofOthers = cellsOf(
      measure,
      rows.filter(({ soleReporter }) => soleReporter !== reporter),
    );
    const toReporter = tellable(ofOthers, { fewest, hidden: new Set([...isHidden(names), ...withheld]) });
    const known = new Set(toReporter.map(cellName));
    for (const [name, sirens] of untold) if (!known.has(name)) sirens.push(reporter);
  }
  return told.map(({ crossing, keys, count }) => {
    return { crossing, keys, value: rounded(count), untold: untold.get(cellName({ crossing, keys })) ?? [] };
  });
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
