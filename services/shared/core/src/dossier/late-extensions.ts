import { daysBetween, parisDay } from '../calendar.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { refs } from './fact-refs.ts';
import type { Fact } from './facts.ts';
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
  stays: readonly StayGroup[],
): readonly Anomaly[] {
  const days = context.rules.anomalies['late-extension']?.threshold;
  const live = sifted.live.filter(isEnding);
  if (days === undefined || live.length === 0) return [];
  const told = sifted.facts.filter(isEnding).filter((fact) => !wasTakenBack(sifted, fact));
  return live.flatMap((fact) => {
    const ofPath = told.filter((other) => isOfSamePath(stays, fact, other));
    const first = ofPath.filter((other) => isSameEnd(fact, other)).reduce(earlier, fact);
    const before = ofPath
      .filter((other) => other.recordedAt < first.recordedAt && mayMove(fact, other))
      .reduce<Ending | null>((last, next) => (last === null ? next : later(last, next)), null);
    const end = endOf(fact);
    const stood = before === null ? null : endOf(before);
    if (before === null || stood === null || stood === end) return [];
    const left = daysBetween(parisDay(first.recordedAt), stood < end ? stood : end);
    return left >= days ? [] : anomaly(context, 'late-extension', refs([before, fact]), { days: left, before: stood });
  });
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

/** The plan of a stay says nothing of the next. */
function isOfSamePath(stays: readonly StayGroup[], a: Fact, b: Fact): boolean {
  return previousExitOn(stays, a.effectiveDate) === previousExitOn(stays, b.effectiveDate);
}

function isSameEnd(fact: Ending, other: Ending): boolean {
  return other.source === fact.source && endOf(other) === endOf(fact);
}

/** An extension moves whatever end stood; a plan replaces that of its own source, and contests another's. */
function mayMove(fact: Ending, other: Ending): boolean {
  return fact.type === 'path-extended' || other.source === fact.source;
}

function endOf({ data }: Ending): string {
  return data.plannedExit ?? '';
}

function earlier(a: Ending, b: Ending): Ending {
  return b.recordedAt < a.recordedAt ? b : a;
}

function later(a: Ending, b: Ending): Ending {
  return b.recordedAt >= a.recordedAt ? b : a;
}
