import { daysBetween } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { correctionCycles } from './correction-cycles.ts';
import { isSameContent } from './event-kinds.ts';
import { merged, refs } from './fact-refs.ts';
import { compareRecordings, compareText, type Fact, factKey, groupBy, indexOfFact, lastRecording } from './facts.ts';
import { declaredLate } from './late-declarations.ts';
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
import { tieOf } from './resolve.ts';
import type { StayGroup } from './stays.ts';

type Found = readonly Anomaly[];

const none: Found = [];

/** Anomalies of the set of facts itself: reuse, removals, echoes, late reports (rules.md, Anomalies). */
export function anomaliesOfFacts(
  context: AnomalyContext,
  sifted: Sifted,
  awaiting: readonly Fact[],
  stays: readonly StayGroup[] = [],
): Found {
  return [
    ...retractedAgain(context, sifted),
    ...sequencesReused(context, sifted.live),
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
    ...declaredLate(context, sifted, stays),
  ];
}

/** What was retracted stays away, whatever is reported under its id: only a new id says it again. */
function retractedAgain(context: AnomalyContext, { facts, removed }: Sifted): Found {
  if (removed.size === 0) return none;
  return [...removed].flatMap(([fact, removers]) => {
    const [first] = removers
      .filter(({ type }) => type !== 'facts-moved')
      .map(({ recordedAt }) => recordedAt)
      .sort();
    return first !== undefined && variantsOf(facts, fact).some((told) => lastRecording(told) > first)
      ? anomaly(context, 'retracted-again', refs([fact, ...removers]), { id: fact.id })
      : none;
  });
}

function variantsOf(facts: Sifted['facts'], { source, id }: Fact): readonly Fact[] {
  const from = indexOfFact(facts, source, id);
  let to = from;
  while (facts[to]?.source === source && facts[to]?.id === id) to += 1;
  return facts.slice(from, to);
}

/** Two states of one thing under one number: no source says which of them is the newer. */
function sequencesReused(context: AnomalyContext, live: readonly Fact[]): Found {
  const stated = live.filter(({ data }) => data.statement !== undefined);
  if (stated.length < 2) return none;
  const groups = groupBy(stated, ({ source, type, data: { statement } }) =>
    JSON.stringify([source, type, statement?.ref, statement?.sequence]),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    const differ = own.filter((fact) => first !== undefined && !isSameContent(fact, first));
    if (first === undefined || differ.length === 0) return none;
    const { ref = '', sequence = 0 } = first.data.statement ?? {};
    return anomaly(context, 'sequence-reused', refs(own), { ref, sequence });
  });
}

/**
 * Where the newest of several facts decides (the situation of a source, the verdict on a pair), those recorded at the same time
 * as it are parted by their ids alone. `keyOf`: what only one of them can decide; `saysOf`: what another says too, or not.
 */
export function tiesOfNewest<F extends Fact>(
  context: AnomalyContext,
  facts: readonly F[],
  keyOf: (fact: F) => string,
  saysOf: (fact: F) => string,
): Found {
  if (facts.length < 2) return none;
  return [...groupBy(facts.toSorted(compareRecordings), keyOf).values()].flatMap((own) => {
    const newest = own.at(-1) as F;
    const equal = own.filter((fact) => fact.recordedAt === newest.recordedAt && saysOf(fact) !== saysOf(newest));
    return equal.length === 0 ? none : tieOf(context, [newest, ...equal]);
  });
}

/** The funding of a dossier is that of its first candidature (or entry) that names one: those of one day may name others. */
export function tiedFunding(context: AnomalyContext, facts: readonly Fact[]): Found {
  const first = facts.find(({ data }) => data.funding !== undefined);
  if (first === undefined) return none;
  const equal = facts.filter(
    ({ data, effectiveDate }) =>
      effectiveDate === first.effectiveDate && data.funding !== undefined && data.funding !== first.data.funding,
  );
  return equal.length === 0 ? none : tieOf(context, [first, ...equal]);
}

/** What the hub publishes itself, it publishes again with what it knows by then. */
function reusedId(context: AnomalyContext, variants: readonly Fact[]): Found {
  if (variants[0]?.source === 'hub') return none;
  return anomaly(context, 'id-reused', refs(variants), { variants: variants.length });
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
    // Hours of two modules are two things; those of the whole stay may hold those of a module.
    const beside = module === null ? [...reached.keys()] : [null, module];
    const own = reached.get(module);
    const found = beside.flatMap((other) => {
      const before = reached.get(other);
      if (before === undefined) return none;
      if (from <= before.value.to) return anomaly(context, 'hours-overlap', merged([before, period]));
      reached.delete(other);
      return none;
    });
    if (own === undefined || to > own.value.to) reached.set(module, period);
    return found;
  });
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
