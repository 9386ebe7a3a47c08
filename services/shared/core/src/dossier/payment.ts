import type { Rules } from '../rules.ts';
import { type AssessedDossier, attendances } from './assess.ts';
import { isAwaited } from './expectations.ts';
import { endOf, type Stay } from './record.ts';

/** What keeps a trainee from being paid; sentences and remedies stand in `schemas/rules.json` (`payments`). */
export const paymentBlockages = [
  'not-sent',
  'not-registered',
  'absent-at-entry',
  'entry-missing',
  'entry-contested',
  'interruption-running',
  'attendance-missing',
] as const;
export type PaymentBlockageName = (typeof paymentBlockages)[number];

export interface PaymentBlockage {
  readonly reason: PaymentBlockageName;
  /** `YYYY-MM-DD`, from which day it stands; null: no day says it. */
  readonly since: string | null;
  /** `YYYY-MM` of a month without attendance. */
  readonly month: string | null;
}

/** Who pays the trainee of a dossier, and which days. Null: open on that side. */
export interface Pay {
  /** SIRET; null: nobody says. */
  readonly body: string | null;
  /** It is sent to that body today. */
  readonly sent: boolean;
  readonly from: string | null;
  readonly to: string | null;
}

/** What keeps the days that are paid from being paid today (rules.md, Movements and payments). */
export function blockagesOf(dossier: AssessedDossier, pay: Pay, rules: Rules): readonly PaymentBlockage[] {
  const stays = staysPaid(dossier, pay);
  return [
    ...(pay.sent ? [] : [blockage('not-sent', pay.to ?? pay.from)]),
    ...(isUnregistered(dossier) ? [blockage('not-registered', null)] : []),
    ...withoutEntry(dossier, stays),
    ...stays.flatMap((stay) => [...contested(stay), ...interruptions(stay), ...missing(dossier, stay, pay, rules)]),
  ];
}

/** Stays that touch the days paid, and those that did not begin. */
export function staysPaid({ stays }: Pick<AssessedDossier, 'stays'>, pay: Pay): readonly Stay[] {
  return stays.filter((stay) => {
    const from = stay.entry?.value ?? endOf(stay)?.value ?? null;
    return from === null || isPaid(pay, from, endOf(stay)?.value ?? null);
  });
}

/** Whether any day of a period is paid. */
export function isPaid({ from, to }: Pick<Pay, 'from' | 'to'>, first: string, last: string | null): boolean {
  return first <= (to ?? '9999') && (last ?? '9999') >= (from ?? '');
}

/** Whether any day of a month may be paid. */
export function isMonthPaid(pay: Pick<Pay, 'from' | 'to'>, month: string): boolean {
  return isPaid(pay, `${month}-01`, `${month}-31`);
}

function blockage(reason: PaymentBlockageName, since: string | null, month: string | null = null): PaymentBlockage {
  return { reason, since, month };
}

/** « Non inscrit » is not paid (Guide Kairos 2021, l. 871-875). */
function isUnregistered({ anomalies }: AssessedDossier): boolean {
  return anomalies.some(({ code }) => code === 'training-not-registered');
}

function withoutEntry({ expectations }: AssessedDossier, stays: readonly Stay[]): readonly PaymentBlockage[] {
  const begun = stays.filter(({ state }) => state !== 'expected');
  if (begun.some(({ state, entry }) => state !== 'absent-at-entry' && entry !== null)) return [];
  const absent = begun.findLast(({ state }) => state === 'absent-at-entry');
  if (absent !== undefined) return [blockage('absent-at-entry', absent.absence?.value ?? null)];
  return [blockage('entry-missing', expectations.find(({ what }) => what === 'entry')?.since ?? null)];
}

/** Sources do not agree on the day, or on whether there was an entry at all. */
function contested({ state, entry }: Stay): readonly PaymentBlockage[] {
  if (entry === null || state === 'absent-at-entry') return [];
  const isContested = entry.standing === 'contested' || entry.contestedBy.length > 0;
  return isContested ? [blockage('entry-contested', entry.value)] : [];
}

function interruptions(stay: Stay): readonly PaymentBlockage[] {
  return running(stay).map((from) => blockage('interruption-running', from));
}

/** First days of the interruptions that leave the stay interrupted today. */
function running({ state, interruptions }: Stay): readonly string[] {
  if (state !== 'interrupted') return [];
  return interruptions
    .filter(({ changesState, resumedOn }) => changesState && resumedOn === null)
    .map(({ period }) => period.value.from);
}

/** Months whose due day has passed; of a stay that is interrupted, up to the month in which it was. */
function missing(dossier: AssessedDossier, stay: Stay, pay: Pay, rules: Rules): readonly PaymentBlockage[] {
  const { session, today } = dossier;
  const reported = [stay.entry, ...dossier.attendance].filter((each) => each !== null);
  if (!isAwaited({ what: 'attendance', about: stay.key }, dossier, reported, rules)) return [];
  const until = running(stay).toSorted()[0]?.slice(0, 7) ?? '9999';
  return attendances({ record: dossier, session, today, rules }, stay).flatMap(({ month = '', dueBy }) =>
    dueBy !== null && dueBy < today && month <= until && isMonthPaid(pay, month)
      ? [blockage('attendance-missing', dueBy, month)]
      : [],
  );
}
