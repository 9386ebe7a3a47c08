import { isDeepStrictEqual } from 'node:util';
import { type Fact, type FactSet, factKey } from '@hub/core';

/** An event by its source, its id there and its type. */
export interface EventNamed {
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

/** Events that one row holds and the other does not; `changed`: both do, and say something else. */
export interface EventDifference {
  readonly onlyHere: readonly EventNamed[];
  readonly onlyThere: readonly EventNamed[];
  readonly changed: readonly EventNamed[];
}

export function differingEvents(here: FactSet, there: FactSet): EventDifference {
  const [ofHere, ofThere] = [byIdentity(here), byIdentity(there)];
  const shared = [...ofHere].filter(([identity]) => ofThere.has(identity));
  return {
    onlyHere: without(ofHere, ofThere),
    onlyThere: without(ofThere, ofHere),
    changed: shared
      .filter(([identity, fact]) => !isDeepStrictEqual(fact, ofThere.get(identity)))
      .map(([, fact]) => named(fact)),
  };
}

function byIdentity(facts: FactSet): ReadonlyMap<string, Fact> {
  return new Map(facts.map((fact) => [`${factKey(fact)} ${fact.digest}`, fact]));
}

function without(facts: ReadonlyMap<string, Fact>, others: ReadonlyMap<string, Fact>): readonly EventNamed[] {
  return [...facts].filter(([identity]) => !others.has(identity)).map(([, fact]) => named(fact));
}

function named({ source, id, type }: Fact): EventNamed {
  return { source, id, type };
}
