import { type DelayCounts, placeIn } from '@hub/platform';

/** What this projector counted of how long things took, by version, minute or hour, and pair of names. */
export interface DelaySeries {
  /** Upper bounds, in seconds. */
  readonly bounds: readonly number[];
  /** A minute or an hour. */
  readonly unitMs: number;
  /** What is older and written is forgotten. */
  readonly keptMs: number;
  /** What would be more of them is counted nowhere. */
  readonly rowsMax: number;
  readonly rows: Map<string, DelayRow>;
}

export interface DelayRow extends DelayCounts {
  readonly counts: number[];
  readonly more: Record<string, number>;
  total: number;
  /** Of the total, what the database knows of. */
  written: number;
}

/** Counts it, and gives the row in which it stands; null where there are too many. */
export function countDelay(
  series: DelaySeries,
  { version, pair, at }: Pick<DelayCounts, 'version' | 'pair'> & { readonly at: number },
  seconds: number,
  more: Readonly<Record<string, number>> = {},
): DelayRow | null {
  const beginning = Math.floor(at / series.unitMs) * series.unitMs;
  const key = [version, beginning, ...pair].join(' ');
  const known = series.rows.get(key);
  if (known === undefined && series.rows.size >= series.rowsMax) return null;
  const counts = Array<number>(series.bounds.length + 1).fill(0);
  const row = known ?? { version, beginning, pair, counts, more: { ...more }, total: 0, written: 0 };
  series.rows.set(key, row);
  const place = placeIn(series.bounds, seconds);
  row.counts[place] = (row.counts[place] ?? 0) + 1;
  row.total += 1;
  return row;
}

/** What the database does not know yet, as it is at this moment; `written` is to be called once it does. */
export function unwritten(series: DelaySeries): { readonly rows: readonly DelayCounts[]; written(): void } {
  const changed = [...series.rows.values()].filter(({ total, written }) => total !== written);
  const rows = changed.map((row) => ({ ...row, counts: [...row.counts], more: { ...row.more } }));
  const written = () => {
    for (const [index, row] of changed.entries()) row.written = rows[index]?.total ?? 0;
    const since = Date.now() - series.keptMs;
    for (const [key, { beginning }] of series.rows) if (beginning < since) series.rows.delete(key);
  };
  return { rows, written };
}
