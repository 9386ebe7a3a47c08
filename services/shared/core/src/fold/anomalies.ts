import { daysBetween, deadline, parisDay } from '../calendar.ts';
import type { Fact } from '../facts.ts';
import { correctionCycles } from './correction-cycles.ts';
import type { Attempt, DossierRecord, FactRef, FieldValue, Hours, Stay } from './record.ts';
import type { Sifted } from './sift.ts';
import { type Fold, note, noteOf } from './slots.ts';
import type { StayGroup } from './stays.ts';
import { compareText, factKey, indexOfFact } from './union.ts';

/** Anomalies of the set of facts itself: reuse, removals, echoes, references, late telling (DICTIONARY H). */
export function noteFacts(fold: Fold, sifted: Sifted, awaiting: readonly Fact[]): void {
  for (const variants of sifted.reused) {
    // What the hub tells itself, it tells again with what it knows by then.
    if (variants[0]?.source !== 'hub') note(fold, 'id-reused', variants, { variants: variants.length });
  }
  for (const { remover, source, id, elsewhere } of sifted.removals) {
    if (elsewhere || indexOfFact(sifted.facts, source, id) >= 0) continue;
    note(fold, 'awaiting-target', [remover], { target: `${source}/${id}` });
  }
  for (const echo of awaiting) {
    const origin = echo.data.origin as { source: string; id: string };
    note(fold, 'awaiting-origin', [echo], { origin: factKey(origin) });
  }
  for (const cycle of correctionCycles(sifted)) note(fold, 'correction-cycle', cycle);
  noteLate(fold, sifted);
}

/** Entry, interruption, resumption and exit are told within three days (décret 2019-1386; S1 l31-46). */
const toldWithinDays: ReadonlySet<string> = new Set([
  'entry-attested',
  'resumption-attested',
  'interruption-observed',
  'abandonment-declared',
  'exit-declared',
]);

function noteLate(fold: Fold, sifted: Sifted): void {
  const days = fold.rules.anomalies['late-declaration']?.threshold;
  if (days === undefined) return;
  for (const fact of sifted.live) {
    if (!toldWithinDays.has(fact.type) || fact.effectiveDate === null) continue;
    if (parisDay(fact.recordedAt) <= fact.effectiveDate) continue;
    const told = parisDay(firstRecording(sifted, fact));
    if (told > deadline(fact.effectiveDate, days, fold.rules.dayCount)) {
      note(fold, 'late-declaration', [fact], { days: daysBetween(fact.effectiveDate, told) });
    }
  }
}

/** A source that corrects or tells again a day it had told in time is not late. */
function firstRecording(sifted: Sifted, fact: Fact): string {
  if (fact.data.corrects === undefined && fact.data.statement === undefined) return fact.recordedAt;
  let first = fact.recordedAt;
  for (const other of sifted.facts) {
    if (other.type !== fact.type || other.source !== fact.source || other.effectiveDate !== fact.effectiveDate)
      continue;
    if (other.recordedAt < first) first = other.recordedAt;
  }
  return first;
}

interface Described extends Pick<DossierRecord, 'plan' | 'hours'> {
  readonly stayGroups: readonly StayGroup[];
  readonly stays: readonly Stay[];
  readonly attempts: readonly Attempt[];
}

/** Anomalies of stays against dates, hours, plan and positioning (DICTIONARY H). */
export function noteStays(fold: Fold, described: Described): void {
  const { stays, stayGroups, attempts, hours, plan } = described;
  stays.forEach((stay, index) => {
    const group = stayGroups[index];
    noteDates(fold, stay, attempts, group?.closing ?? null);
    if (group !== undefined && stay.state === 'exited') noteAfterExit(fold, stay, group);
    noteDuration(fold, stay, stays, hours);
  });
  noteHours(fold, hours);
  if (plan !== null) notePlan(fold, plan, hours);
}

/** `closing`: day of the exit before this stay; an attempt of before led to the stay before. */
function noteDates(fold: Fold, stay: Stay, attempts: readonly Attempt[], closing: string | null): void {
  const { entry, key } = stay;
  const end = endOf(stay);
  if (entry !== null && end !== null && end.value < entry.value)
    noteRefs(fold, 'exit-before-entry', [entry, end], { stay: key });
  const positioned = (day: string) =>
    attempts.some(({ openedOn }) => openedOn <= day && (closing === null || openedOn >= closing));
  if (entry !== null && !positioned(entry.value)) {
    noteRefs(fold, 'entry-without-positioning', [entry], { stay: key });
  }
  if (end === null) return;
  for (const { period, changesState, resumedOn } of stay.interruptions) {
    if (changesState && resumedOn === null && period.value.from <= end.value) {
      noteRefs(fold, 'interruption-without-resumption', [period, end], { stay: key, from: period.value.from });
    }
  }
}

/** The exit, else the abandonment that stands for it. */
export function endOf(stay: Stay): FieldValue<string> | null {
  return stay.state === 'exited' ? (stay.exit ?? stay.abandonment) : null;
}

/** Kept for the list of a day after the exit: an assessment comes after it (H: exit + 15). */
function noteAfterExit(fold: Fold, stay: Stay, group: StayGroup): void {
  const end = endOf(stay);
  if (end === null || end.standing === 'contested') return;
  const told = [...group.others, ...group.abandonments];
  const late = told.filter((fact) => fact.type !== 'assessment-recorded' && firstDayOf(fact) > end.value);
  for (const fact of late) note(fold, 'fact-after-exit', [fact], { stay: stay.key });
}

/** A month of attendance is told at its end and begins with its first day. */
function firstDayOf(fact: Fact): string {
  if (fact.type === 'attendance-reported') return `${fact.data.month}-01`;
  return typeof fact.data.from === 'string' ? fact.data.from : (fact.effectiveDate ?? '');
}

/** More hours a day than the threshold over the stay; the hours of a stay whose exit precedes its entry are ignored. */
function noteDuration(fold: Fold, stay: Stay, stays: readonly Stay[], hours: readonly FieldValue<Hours>[]): void {
  const end = endOf(stay);
  const perDay = fold.rules.anomalies['impossible-duration']?.threshold;
  if (perDay === undefined || end === null || stay.entry === null || end.value < stay.entry.value) return;
  const entry = stay.entry.value;
  const own = hours.filter(({ value }) => stays.length === 1 || (value.from >= entry && value.from <= end.value));
  const total = own.reduce((sum, { value }) => sum + value.hoursCentre + value.hoursCompany, 0);
  const days = daysBetween(entry, end.value) + 1;
  if (total > perDay * days)
    noteRefs(fold, 'impossible-duration', [stay.entry, end, ...own], { stay: stay.key, hours: total, days });
}

function noteHours(fold: Fold, hours: readonly FieldValue<Hours>[]): void {
  if (hours.length < 2) return;
  const byStart = hours.toSorted(
    (a, b) => compareText(a.value.from, b.value.from) || compareText(a.value.to, b.value.to),
  );
  let reach = byStart[0] as FieldValue<Hours>;
  for (const period of byStart.slice(1)) {
    if (period.value.from <= reach.value.to) noteRefs(fold, 'hours-overlap', [reach, period]);
    if (period.value.to > reach.value.to) reach = period;
  }
}

function notePlan(fold: Fold, plan: NonNullable<DossierRecord['plan']>, hours: readonly FieldValue<Hours>[]): void {
  const planned = (plan.hoursCentre?.value ?? 0) + (plan.hoursCompany?.value ?? 0);
  const done = hours.reduce((sum, { value }) => sum + value.hoursCentre + value.hoursCompany, 0);
  const percent = fold.rules.anomalies['hours-beyond-plan']?.threshold;
  const source = plan.hoursCentre ?? plan.hoursCompany;
  if (percent !== undefined && source !== null && planned > 0 && done * 100 > planned * percent) {
    noteRefs(fold, 'hours-beyond-plan', [source, ...hours], { planned, done });
  }
  const perDay = fold.rules.anomalies['impossible-duration']?.threshold;
  const { plannedEntry, plannedExit } = plan;
  if (perDay === undefined || source === null || plannedEntry === null || plannedExit === null) return;
  const days = daysBetween(plannedEntry.value, plannedExit.value) + 1;
  if (days > 0 && planned > perDay * days) {
    noteRefs(fold, 'impossible-duration', [source, plannedExit], { hours: planned, days });
  }
}

function noteRefs(
  fold: Fold,
  code: Parameters<typeof note>[1],
  values: readonly FactRef[],
  about: Parameters<typeof note>[3] = {},
): void {
  const byKey = new Map(values.map(({ source, eventId }) => [`${source}/${eventId}`, { source, eventId }]));
  const facts = [...byKey.keys()].sort(compareText).map((key) => byKey.get(key) as FactRef);
  noteOf(fold, code, facts, about);
}
