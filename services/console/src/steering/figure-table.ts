import type { Catalogue, FigureItem } from './statistics.ts';

/** `hidden`: nobody, few, or what would give few away; `open`: the month is not told yet. */
export type Cell = { readonly state: 'told'; readonly value: number } | { readonly state: 'hidden' | 'open' };

/** A line of figures, one cell for each month. */
export interface Series {
  readonly code: string;
  readonly label: string;
  readonly cells: readonly Cell[];
}

export interface FigureTable {
  readonly months: readonly string[];
  readonly series: readonly Series[];
}

/** Months of a measure that were told by this week. */
export function toldMonths({ weeks }: Catalogue, measure: string, week: string): ReadonlySet<string> {
  const closed = weeks.filter((each) => each.week <= week).flatMap((each) => each.closed);
  return new Set(closed.flatMap((each) => (each.measure === measure ? [each.month] : [])));
}

export interface SeriesWanted {
  readonly months: readonly string[];
  readonly told: ReadonlySet<string>;
  /** By which key the items are told apart; null: by none. */
  readonly key: string | null;
  readonly labelOf: (code: string) => string;
}

/** A series for each value of the key, the greatest sum first; without a key the one of all. */
export function figureTable(items: readonly FigureItem[], { months, told, key, labelOf }: SeriesWanted): FigureTable {
  const codes = key === null ? [''] : [...new Set(items.map((item) => String(item[key])))];
  const series = codes.map((code) => {
    const own = items.filter((item) => key === null || item[key] === code);
    return { code, label: labelOf(code), cells: cellsOf(own, months, told) };
  });
  return { months, series: series.sort((a, b) => sumOf(b) - sumOf(a) || (a.label < b.label ? -1 : 1)) };
}

function cellsOf(items: readonly FigureItem[], months: readonly string[], told: ReadonlySet<string>): readonly Cell[] {
  const values = new Map(items.map(({ month, value }) => [month, value]));
  return months.map((month) => {
    const value = values.get(month);
    return value === undefined ? untoldIn(month, told) : { state: 'told', value };
  });
}

/** Of a month without a figure; `told`: the months of the measure. */
export function untoldIn(month: string, told: ReadonlySet<string>): Cell {
  return { state: told.has(month) ? 'hidden' : 'open' };
}

function sumOf({ cells }: Series): number {
  return cells.reduce((sum, cell) => sum + (toldValue(cell) ?? 0), 0);
}

export function toldValue(cell: Cell | undefined): number | null {
  return cell?.state === 'told' ? cell.value : null;
}

/** In hundredths, of two figures that are rounded themselves; null: one of them is not told. */
export function shareOf(part: Cell | undefined, whole: Cell | undefined): number | null {
  const [counted, of] = [toldValue(part), toldValue(whole)];
  return counted === null || of === null || of === 0 ? null : Math.round((100 * counted) / of);
}
