import { daysBetween, deadline, parisDay } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { eventKinds, fieldKey } from './event-kinds.ts';
import { refs } from './fact-refs.ts';
import { type Fact, groupBy } from './facts.ts';
import type { Sifted } from './live-facts.ts';
import type { Anomaly } from './record.ts';
import { type StayGroup, stayOfFact } from './stays.ts';

/** What the law wants reported within three days (décret 2019-1386), and its source first told later. */
export function declaredLate(
  context: AnomalyContext,
  { facts, live }: Sifted,
  stays: readonly StayGroup[],
): readonly Anomaly[] {
  const { rules } = context;
  const days = rules.anomalies['late-declaration']?.threshold;
  if (days === undefined) return [];
  const isLate = ({ recordedAt, effectiveDate }: Fact) => {
    if (effectiveDate === null) return false;
    const reported = parisDay(recordedAt);
    return reported > effectiveDate && reported > deadline(effectiveDate, days, rules.dayCount);
  };
  const late = live.filter((fact) => isUrgent(fact) && isLate(fact));
  if (late.length === 0) return [];
  const firstOf = firstTellings(facts.filter(isUrgent), stays);
  return late.flatMap((fact) => {
    const first = firstOf(fact);
    if (!isLate(first)) return [];
    const told = daysBetween(first.effectiveDate ?? '', parisDay(first.recordedAt));
    return anomaly(context, 'late-declaration', refs([fact]), { days: told });
  });
}

function isUrgent({ type, later }: Fact): boolean {
  return eventKinds[type].isUrgent === true && !later;
}

/**
 * What its source first told of a fact: in its field, whatever stands there by now, or along what it corrects and the
 * statements of its reference. Whoever told it in time and now says another day is not late.
 */
function firstTellings(urgent: readonly Fact[], stays: readonly StayGroup[]): (fact: Fact) => Fact {
  const fieldOf = (fact: Fact) => JSON.stringify([fieldKey(fact), fact.data.module, stayOfFact(stays, fact)?.key]);
  const byField = groupBy(urgent, (fact) => named(fact, 'field', fieldOf(fact)));
  const byId = groupBy(urgent, (fact) => named(fact, 'id', fact.id));
  const byStatement = groupBy(urgent, (fact) => named(fact, 'statement', fact.data.statement?.ref ?? ''));
  const all = new Map([...byField, ...byId, ...byStatement]);
  const firsts = new Map<string, Fact>();
  return (fact) => {
    const field = named(fact, 'field', fieldOf(fact));
    const first = firsts.get(field) ?? [...toldUnder(field, all)].reduce(earlier, fact);
    firsts.set(field, first);
    return first;
  };
}

function* toldUnder(field: string, all: ReadonlyMap<string, readonly Fact[]>): Generator<Fact> {
  const names = new Set([field]);
  // A set goes on to what is added to it meanwhile.
  for (const name of names) {
    for (const told of all.get(name) ?? []) {
      for (const before of toldBefore(told)) names.add(before);
      yield told;
    }
  }
}

function earlier(first: Fact, next: Fact): Fact {
  return next.recordedAt < first.recordedAt ? next : first;
}

function toldBefore(fact: Fact): readonly string[] {
  const { corrects = [], statement } = fact.data;
  const corrected = corrects.map((target) => named(fact, 'id', typeof target === 'string' ? target : target.id));
  return statement === undefined ? corrected : [...corrected, named(fact, 'statement', statement.ref)];
}

/** Names that only one source's facts of one event bear. */
function named({ source, type }: Fact, by: 'field' | 'id' | 'statement', name: string): string {
  return `${by} ${source} ${type} ${name}`;
}
