import { type FactSet, factSet, union } from '@hub/core';
import type { Parked } from '@hub/platform';
import { type Group, namedBy, park } from './arrival.ts';

export interface Folded<Described> {
  readonly facts: FactSet;
  readonly record: Described;
  readonly parked: readonly Parked[];
}

/**
 * The union of what is stored and what arrived, and its record. Where the rules break on the whole, events are added
 * one by one and those that break them are parked; null where none is left of a subject that had none.
 */
export function foldGroup<Described>(
  stored: FactSet,
  group: Group,
  describeFacts: (facts: FactSet) => Described,
): Folded<Described> | { parked: readonly Parked[] } {
  try {
    const facts = union(stored, factSet(group.arrivals.map((arrival) => arrival.event.fact)));
    return { facts, record: describeFacts(facts), parked: [] };
  } catch {
    return foldOneByOne(stored, group, describeFacts);
  }
}

function foldOneByOne<Described>(
  stored: FactSet,
  group: Group,
  describeFacts: (facts: FactSet) => Described,
): Folded<Described> | { parked: readonly Parked[] } {
  const parked: Parked[] = [];
  let last: { facts: FactSet; record: Described } | undefined;
  for (const arrival of group.arrivals) {
    try {
      const facts = union(last?.facts ?? stored, [arrival.event.fact]);
      last = { facts, record: describeFacts(facts) };
    } catch (error) {
      parked.push(park(arrival, namedBy(arrival), 'fold-failed', error));
    }
  }
  return last === undefined ? { parked } : { ...last, parked };
}
