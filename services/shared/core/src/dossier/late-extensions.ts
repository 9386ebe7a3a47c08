import { daysBetween, parisDay } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { refs } from './fact-refs.ts';
import { compareRecordings, type Fact, type FactsByType, factsOf, groupBy } from './facts.ts';
import type { Sifted } from './live-facts.ts';
import type { Anomaly } from './record.ts';
import { previousExitOn, type StayGroup } from './stays.ts';

/** A fact that says when the path is to end. */
type Ending = Fact<'path-planned' | 'path-extended'>;

/**
 * Another end of the path is to be told fifteen days before the one that stood until then, or before itself where it is
 * earlier (Guide Kairos 2021, l. 512). What counts is when its source first told that end: a correction or a repeat of what
 * was told in time is in time.
 */
export function extensionsToldLate(
  context: AnomalyContext,
  sifted: Sifted,
  facts: FactsByType,
  stays: readonly StayGroup[],
): readonly Anomaly[] {
  const days = context.rules.anomalies['late-extension']?.threshold;
  const live = [...factsOf(facts, 'path-planned'), ...factsOf(facts, 'path-extended')].filter(isEnding);
  if (days === undefined || live.length === 0) return [];
  const told = sifted.facts.filter(isEnding).filter((fact) => !wasTakenBack(sifted, fact));
  if (told.length < 2) return [];
  const pathOf = ({ effectiveDate }: Ending) => previousExitOn(stays, effectiveDate) ?? '';
  // The plan of a stay says nothing of the next.
  const byPath = new Map([...groupBy(told, pathOf)].map(([path, own]) => [path, firstTellings(own)]));
  return live.flatMap((fact) => {
    const first = byPath.get(pathOf(fact))?.get(saying(fact));
    const before = fact.type === 'path-extended' ? first?.before : first?.ownBefore;
    const end = endOf(fact);
    if (first === undefined || before === undefined || endOf(before) === end) return [];
    const stood = endOf(before);
    const left = daysBetween(parisDay(first.recordedAt), stood < end ? stood : end);
    return left >= days ? [] : anomaly(context, 'late-extension', refs([before, fact]), { days: left, before: stood });
  });
}

/** When a source first said an end, and what had been said last until then: an extension moves whatever end stood, a plan that of its own source. */
interface FirstTelling {
  readonly recordedAt: string;
  readonly before: Ending | undefined;
  readonly ownBefore: Ending | undefined;
}

function firstTellings(told: readonly Ending[]): ReadonlyMap<string, FirstTelling> {
  const tellings = new Map<string, FirstTelling>();
  const lastOf = new Map<string, Ending>();
  let last: Ending | undefined;
  for (const [recordedAt, together] of groupBy(told.toSorted(compareRecordings), (fact) => fact.recordedAt)) {
    for (const fact of together) {
      const said = saying(fact);
      if (!tellings.has(said)) tellings.set(said, { recordedAt, before: last, ownBefore: lastOf.get(fact.source) });
    }
    for (const fact of together) {
      last = fact;
      lastOf.set(fact.source, fact);
    }
  }
  return tellings;
}

function saying(fact: Ending): string {
  return `${fact.source} ${endOf(fact)}`;
}

function isEnding(fact: Fact): fact is Ending {
  if (fact.later || fact.data.origin !== undefined) return false;
  if (fact.type === 'path-extended') return true;
  return fact.type === 'path-planned' && fact.data.scope !== 'path' && fact.data.plannedExit !== undefined;
}

/** Retracted or withdrawn, and so never said; what was corrected stood until then. */
function wasTakenBack({ removed }: Sifted, fact: Fact): boolean {
  return removed.get(fact)?.some(({ data }) => data.corrects === undefined) ?? false;
}

function endOf({ data }: Ending): string {
  return data.plannedExit ?? '';
}
