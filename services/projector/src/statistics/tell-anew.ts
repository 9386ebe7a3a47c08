import { setImmediate as nextTurn } from 'node:timers/promises';
import { closeMonthAnew, HubError, type MeasureName, measures, type Naming } from '@hub/core';
import {
  type ClosedMonth,
  countFigures,
  type FamilyName,
  keepMonth,
  measuresOf,
  newestWeek,
  type Telling,
  tellingsOf,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { inOneSnapshot, type MakingStatistics, type Rows } from './by-family.ts';

export interface MonthsAnew {
  /** `YYYY-MM` */
  readonly months: readonly string[];
  /** Which fault of the hub was mended. */
  readonly reason: string;
}

type FigureMonth = Pick<ClosedMonth, 'measure' | 'month'>;

export interface AnewReport {
  readonly week: string;
  readonly anew: readonly FigureMonth[];
  /** They had been told, and are left as they were: their difference would say something of few. */
  readonly left: readonly FigureMonth[];
}

/**
 * Tells months anew, under the week that is made already, in one snapshot of the records: of each figure that was told of
 * them what may be told beside what was told before. All of it or nothing.
 */
export function tellAnew(making: MakingStatistics, { months, reason }: MonthsAnew): Promise<AnewReport> {
  return inOneSnapshot(making, async ({ client, version, week, namings, families }) => {
    if (version === null || (await newestWeek(client, null)) !== week) {
      throw new HubError('wrong-use', `The figures of ${week} are not made yet: "hub statistics make" first.`);
    }
    const anew: ClosedMonth[] = [];
    const left: FigureMonth[] = [];
    for await (const family of families) {
      for (const each of await familyAnew({ client, version }, { family, months, namings, week })) {
        if (each.cells.length === 0) left.push({ measure: each.measure, month: each.month });
        else anew.push(each);
      }
    }
    for (const each of anew) await keepMonth(client, week, each, reason);
    return { week, anew: anew.map(({ measure, month }) => ({ measure, month })), left };
  });
}

interface AskedFamily {
  readonly family: FamilyName;
  readonly months: readonly string[];
  readonly namings: readonly Naming[];
  readonly week: string;
}

/** Those that had been told; without cells: left as told. */
async function familyAnew(rows: Rows, { family, months, namings, week }: AskedFamily): Promise<readonly ClosedMonth[]> {
  const [from = '', to = from] = [[...months].sort()[0], [...months].sort().at(-1)];
  const counted = await countFigures(rows, { family, from, to, namings });
  const made: ClosedMonth[] = [];
  for (const measure of measuresOf(family)) {
    for (const month of months) {
      // Live events are projected between two of them.
      await nextTurn();
      const former = await tellingsOf(rows.client, measure, month);
      if (former.length === 0) continue;
      requireEarlier(former, month, week);
      const whole = await wholeAnew(rows.client, made, measure, month);
      const tellings = former.map((each) => ({ cells: each.cells, ofWhole: wholeThen(whole.former, each) }));
      const cells = whole.isLeft ? [] : closeMonthAnew(measure, counted.get(month) ?? [], whole.cells, tellings);
      made.push({ measure, month, cells });
    }
  }
  return made;
}

/** Of what a measure is a part: a part is left as it was told where its whole is. Null: it is a part of nothing. */
async function wholeAnew(client: ClientBase, made: readonly ClosedMonth[], measure: MeasureName, month: string) {
  const { of } = measures[measure];
  if (of === null) return { cells: null, former: null, isLeft: false };
  const cells = made.find((each) => each.measure === of && each.month === month)?.cells ?? [];
  return { cells, former: await tellingsOf(client, of, month), isLeft: cells.length === 0 };
}

function wholeThen(wholes: readonly Telling[] | null, { week }: Telling) {
  return wholes === null ? null : (wholes.findLast((each) => each.week <= week)?.cells ?? []);
}

function requireEarlier(former: readonly Telling[], month: string, week: string): void {
  if (former.every((each) => each.week < week)) return;
  throw new HubError('wrong-use', `${month} was told in ${week}: tell it anew from next Monday on, or leave it out.`);
}
