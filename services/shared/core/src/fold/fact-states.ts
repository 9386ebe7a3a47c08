import type { Fact, FactSet, OwnedFacts } from '../facts.ts';
import { siftJoined } from './describe.ts';
import type { FactState } from './record.ts';
import { isLater, isOperator } from './sift.ts';
import { refOf } from './slots.ts';
import { standingVariant } from './union.ts';

/** Every stored fact with what became of it, by (source, id) (`facts=true`; DICTIONARY D). */
export function factStates(dossiers: readonly OwnedFacts[]): readonly FactState[] {
  const sifted = siftJoined(dossiers);
  const variants = new Map<Fact, Fact>();
  for (const group of sifted.reused) {
    const standing = standingVariant(group);
    for (const fact of group) if (fact !== standing) variants.set(fact, standing);
  }
  const superseded = new Set(sifted.superseded);
  const echoes = new Set(sifted.echoes);
  return sifted.facts
    .filter((fact) => !isLater(fact))
    .map((fact) => {
      const { source, id, type, effectiveDate, recordedAt, receivedAt } = fact;
      const told = { source, id, type, effectiveDate, recordedAt, receivedAt };
      const standing = variants.get(fact);
      if (standing !== undefined) return { ...told, state: 'variant', by: [refOf(standing)] };
      const removers = sifted.removed.get(fact);
      if (removers !== undefined) {
        const state = removers.every(isOperator) ? 'set-aside' : 'removed';
        return { ...told, state, by: removers.map(refOf) };
      }
      if (superseded.has(fact)) return { ...told, state: 'superseded', by: newerOf(fact, sifted.facts).map(refOf) };
      if (echoes.has(fact)) {
        const origin = fact.data.origin as { source: string; id: string };
        return { ...told, state: 'echo', by: [{ source: origin.source, eventId: origin.id }] };
      }
      return { ...told, state: 'live', by: [] };
    });
}

interface Statement {
  readonly ref: string;
  readonly sequence: number;
}

/** The facts of the newest sequence of the same statement. */
function newerOf(fact: Fact, facts: FactSet): Fact[] {
  const { ref } = fact.data.statement as Statement;
  const told = facts.filter(
    (other) => other.source === fact.source && (other.data.statement as Statement | undefined)?.ref === ref,
  );
  const newest = Math.max(...told.map((other) => (other.data.statement as Statement).sequence));
  return told.filter((other) => (other.data.statement as Statement).sequence === newest);
}
