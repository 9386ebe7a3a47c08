import { setImmediate as nextTurn } from 'node:timers/promises';
import { closedMonths, closeMonth, type MeasureName, measures, type Naming, parisDay, type ToldCell } from '@hub/core';
import {
  beginWeek,
  type ClosedMonth,
  countFigures,
  type FamilyName,
  keepMonth,
  madeMonths,
  measuresOf,
  toldOf,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { inOneSnapshot, type MakingStatistics, type Rows } from './by-family.ts';

export interface StatisticsReport {
  readonly week: string;
  /** False: the figures of this week were made before. */
  readonly made: boolean;
  /** Months that were closed, of how many figures. */
  readonly months: number;
}

/**
 * Makes the figures of this week: of each measure the months that have closed since, counted in one snapshot of the records.
 * What was made is left as it is. All of it or nothing.
 */
export function makeStatistics(making: MakingStatistics): Promise<StatisticsReport> {
  return inOneSnapshot(making, async ({ client, version, week, namings, families }) => {
    if (version === null || !(await beginWeek(client, week, version.version))) return { week, made: false, months: 0 };
    let months = 0;
    for await (const family of families) {
      const closed = await closeFamily({ client, version }, family, parisDay(making.now), namings);
      for (const each of closed) await keepMonth(client, week, each);
      months += closed.length;
    }
    return { week, made: true, months };
  });
}

/** The months of a family's measures that have closed and are not made; of one with too few nothing is made, and it stays open. */
async function closeFamily(
  rows: Rows,
  family: FamilyName,
  today: string,
  namings: readonly Naming[],
): Promise<readonly ClosedMonth[]> {
  const open = new Map<MeasureName, readonly string[]>();
  for (const measure of measuresOf(family)) {
    const made = await madeMonths(rows.client, measure);
    open.set(
      measure,
      closedMonths(measure, today).filter((month) => !made.has(month)),
    );
  }
  const months = [...new Set([...open.values()].flat())].sort();
  const [from] = months;
  const to = months.at(-1);
  if (from === undefined || to === undefined) return [];
  const counted = await countFigures(rows, { family, from, to, namings });
  const closed: ClosedMonth[] = [];
  for (const [measure, wanted] of open) {
    const { of } = measures[measure];
    for (const month of wanted) {
      // Live events are projected between two of them: each takes some tenths of a second.
      await nextTurn();
      const ofWhole = of === null ? null : await wholeOf(rows.client, closed, of, month);
      const cells = closeMonth(measure, counted.get(month) ?? [], ofWhole);
      if (cells.length > 0) closed.push({ measure, month, cells });
    }
  }
  return closed;
}

/** Made just now, or in a week before. */
async function wholeOf(
  client: ClientBase,
  closed: readonly ClosedMonth[],
  measure: ClosedMonth['measure'],
  month: string,
): Promise<readonly ToldCell[]> {
  const now = closed.find((each) => each.measure === measure && each.month === month);
  return now?.cells ?? (await toldOf(client, measure, month));
}
