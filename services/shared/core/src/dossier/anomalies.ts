import { daysBetween, deadline, parisDay } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { correctionCycles } from './correction-cycles.ts';
import { eventKinds } from './event-kinds.ts';
import { merged, refs } from './fact-refs.ts';
import { compareText, type Fact, factKey, indexOfFact } from './facts.ts';
import type { Sifted } from './live-facts.ts';
import {
  type Anomaly,
  type Attempt,
  type DossierRecord,
  endOf,
  type FieldValue,
  type Hours,
  type Stay,
  type WholePathPlan,
} from './record.ts';
import type { StayGroup } from './stays.ts';

type Found = readonly Anomaly[];

const none: Found = [];

/** Anomalies of the set of facts itself: reuse, removals, echoes, late reports (rules.md, Anomalies). */
export function anomaliesOfFacts(context: AnomalyContext, sifted: Sifted, awaiting: readonly Fact[]): Found {
  return [
    ...sifted.reused.flatMap((variants) => reusedId(context, variants)),
    ...sifted.removals.flatMap(({ remover, source, id, elsewhere }) =>
      elsewhere || indexOfFact(sifted.facts, source, id) >= 0
        ? none
        : anomaly(context, 'awaiting-target', refs([remover]), { target: factKey({ source, id }) }),
    ),
    ...awaiting.flatMap((echo) =>
      echo.data.origin === undefined
        ? none
        : anomaly(context, 'awaiting-origin', refs([echo]), { origin: factKey(echo.data.origin) }),
    ),
    ...correctionCycles(sifted).flatMap((cycle) => anomaly(context, 'correction-cycle', refs(cycle))),
    ...lateReports(context, sifted),
  ];
}

/** What the hub publishes itself, it publishes again with what it knows by then. */
function reusedId(context: AnomalyContext, variants: readonly Fact[]): Found {
  if (variants[0]?.source === 'hub') return none;
  return anomaly(context, 'id-reused', refs(variants), { variants: variants.length });
}

function lateReports(context: AnomalyContext, sifted: Sifted): Found {
  const { rules } = context;
  const days = rules.anomalies['late-declaration']?.threshold;
  if (days === undefined) return none;
  return sifted.live.flatMap((fact) => {
    const { effectiveDate } = fact;
    if (!eventKinds[fact.type].isUrgent || effectiveDate === null) return none;
    if (parisDay(fact.recordedAt) <= effectiveDate) return none;
    const reported = parisDay(firstRecording(sifted, fact));
    if (reported <= deadline(effectiveDate, days, rules.dayCount)) return none;
    return anomaly(context, 'late-declaration', refs([fact]), { days: daysBetween(effectiveDate, reported) });
  });
}

/** A source that corrects or reports again a day it had reported in time is not late. */
function firstRecording(sifted: Sifted, fact: Fact): string {
  if (fact.data.corrects === undefined && fact.data.statement === undefined) return fact.recordedAt;
  return sifted.facts
    .filter(
      ({ type, source, effectiveDate, later }) =>
        !later && type === fact.type && source === fact.source && effectiveDate === fact.effectiveDate,
    )
    .reduce((first, { recordedAt }) => (recordedAt < first ? recordedAt : first), fact.recordedAt);
}

interface Described extends Pick<DossierRecord, 'plan' | 'wholePath' | 'hours'> {
  readonly stayGroups: readonly StayGroup[];
  readonly stays: readonly Stay[];
  readonly attempts: readonly Attempt[];
}

/** Anomalies of stays against dates, hours, plan and positioning (rules.md, Anomalies). */
export function anomaliesOfStays(context: AnomalyContext, described: Described): Found {
  const { stays, stayGroups, attempts, hours, plan, wholePath } = described;
  const ofStays = stays.flatMap((stay, index) => {
    const group = stayGroups[index];
    return [
      ...datesOf(context, stay, attempts, group?.previousExit ?? null),
      ...(group === undefined ? none : afterExit(context, stay, group)),
      ...durationOf(context, stay, stays, hours),
    ];
  });
  return [
    ...ofStays,
    ...overlappingHours(context, hours),
    ...(plan === null ? none : againstPlan(context, plan, hours)),
    ...(wholePath === null ? none : impossiblePlan(context, wholePath, { scope: 'path' })),
  ];
}

/** `previousExit`: day of the exit before this stay; an attempt of before led to the stay before. */
function datesOf(
  context: AnomalyContext,
  stay: Stay,
  attempts: readonly Attempt[],
  previousExit: string | null,
): Found {
  const { entry, key, interruptions } = stay;
  const end = endOf(stay);
  const isPositioned = (day: string) =>
    attempts.some(({ openedOn }) => openedOn <= day && (previousExit === null || openedOn >= previousExit));
  return [
    ...(entry !== null && end !== null && end.value < entry.value
      ? anomaly(context, 'exit-before-entry', merged([entry, end]), { stay: key })
      : none),
    ...(entry !== null && !isPositioned(entry.value)
      ? anomaly(context, 'entry-without-positioning', merged([entry]), { stay: key })
      : none),
    ...interruptions.flatMap(({ period, changesState, resumedOn }) => {
      const { from } = period.value;
      if (end === null || !changesState || resumedOn !== null || from > end.value) return none;
      return anomaly(context, 'interruption-without-resumption', merged([period, end]), { stay: key, from });
    }),
  ];
}

/** Facts of the stay dated after its end; an assessment always comes later and is no fault. */
function afterExit(context: AnomalyContext, stay: Stay, { others, abandonments }: StayGroup): Found {
  const end = endOf(stay);
  if (end === null || end.standing === 'contested') return none;
  return [...others, ...abandonments]
    .filter((fact) => fact.type !== 'assessment-recorded' && firstDayOf(fact) > end.value)
    .flatMap((fact) => anomaly(context, 'fact-after-exit', refs([fact]), { stay: stay.key }));
}

/** A month of attendance is reported at its end and begins with its first day. */
function firstDayOf(fact: Fact): string {
  if (fact.type === 'attendance-reported') return `${fact.data.month}-01`;
  return 'from' in fact.data ? fact.data.from : (fact.effectiveDate ?? '');
}

/** More hours a day than the threshold over the stay; the hours of a stay whose exit precedes its entry are ignored. */
function durationOf(
  context: AnomalyContext,
  stay: Stay,
  stays: readonly Stay[],
  hours: readonly FieldValue<Hours>[],
): Found {
  const end = endOf(stay);
  const perDay = context.rules.anomalies['impossible-duration']?.threshold;
  if (perDay === undefined || end === null || stay.entry === null || end.value < stay.entry.value) return none;
  const entry = stay.entry.value;
  const own = hours.filter(({ value }) => stays.length === 1 || (value.from >= entry && value.from <= end.value));
  const total = own.reduce(addHours, 0);
  const days = daysBetween(entry, end.value) + 1;
  if (total <= perDay * days) return none;
  const facts = merged([stay.entry, end, ...own]);
  return anomaly(context, 'impossible-duration', facts, { stay: stay.key, hours: total, days });
}

function addHours(sum: number, { value }: FieldValue<Hours>): number {
  return sum + value.hoursCentre + value.hoursCompany;
}

function overlappingHours(context: AnomalyContext, hours: readonly FieldValue<Hours>[]): Found {
  const byStart = hours.toSorted(
    (a, b) => compareText(a.value.from, b.value.from) || compareText(a.value.to, b.value.to),
  );
  // Of each module, and of the whole stay, the period that reaches furthest so far.
  const reached = new Map<string | null, FieldValue<Hours>>();
  return byStart.flatMap((period) => {
    const { module, from, to } = period.value;
    const found = [...reached.values()]
      .filter(({ value }) => from <= value.to && mayCountTwice(value.module, module))
      .flatMap((other) => anomaly(context, 'hours-overlap', merged([other, period])));
    const own = reached.get(module);
    if (own === undefined || to > own.value.to) reached.set(module, period);
    return found;
  });
}

/** Hours of two modules are two things; those of the whole stay may hold those of a module. */
function mayCountTwice(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function againstPlan(
  context: AnomalyContext,
  plan: NonNullable<DossierRecord['plan']>,
  hours: readonly FieldValue<Hours>[],
): Found {
  const source = plan.hoursCentre ?? plan.hoursCompany;
  if (source === null) return none;
  const planned = plannedHours(plan);
  const done = hours.reduce(addHours, 0);
  const percent = context.rules.anomalies['hours-beyond-plan']?.threshold;
  const isBeyond = percent !== undefined && planned > 0 && done * 100 > planned * percent;
  return [
    ...(isBeyond ? anomaly(context, 'hours-beyond-plan', merged([source, ...hours]), { planned, done }) : none),
    ...impossiblePlan(context, plan, {}),
  ];
}

/** More hours a day than the threshold over the plan itself. */
function impossiblePlan(context: AnomalyContext, plan: WholePathPlan, about: Anomaly['about']): Found {
  const { plannedEntry, plannedExit, hoursCentre, hoursCompany } = plan;
  const source = hoursCentre ?? hoursCompany;
  const perDay = context.rules.anomalies['impossible-duration']?.threshold;
  if (perDay === undefined || source === null || plannedEntry === null || plannedExit === null) return none;
  const planned = plannedHours(plan);
  const days = daysBetween(plannedEntry.value, plannedExit.value) + 1;
  if (days <= 0 || planned <= perDay * days) return none;
  return anomaly(context, 'impossible-duration', merged([source, plannedExit]), { ...about, hours: planned, days });
}

function plannedHours({ hoursCentre, hoursCompany }: WholePathPlan): number {
  return (hoursCentre?.value ?? 0) + (hoursCompany?.value ?? 0);
}
