import { inOrder, siftJoined } from './describe.ts';
import { refOf } from './fact-refs.ts';
import { type Fact, type FactSet, keptVariant, type OwnedFacts } from './facts.ts';
import { isOperator } from './live-facts.ts';
import type { FactState } from './record.ts';

/** Every stored fact with what became of it, by (source, id) (`facts=true`). */
export function factStates(dossiers: readonly OwnedFacts[]): readonly FactState[] {
  const sifted = siftJoined(dossiers);
  const variants = new Map<Fact, Fact>();
  for (const group of sifted.reused) {
    const standing = keptVariant(group);
    for (const fact of group) if (fact !== standing) variants.set(fact, standing);
  }
  const superseded = new Set(sifted.superseded);
  const echoes = new Set(sifted.echoes);
  return sifted.facts
    .filter((fact) => !fact.later)
    .map((fact) => {
      const { source, id, type, effectiveDate, recordedAt, receivedAt } = fact;
      const named = { source, id, type, effectiveDate, recordedAt, receivedAt };
      const standing = variants.get(fact);
      if (standing !== undefined) return { ...named, state: 'variant', by: [refOf(standing)] };
      const removers = sifted.removed.get(fact);
      if (removers !== undefined) {
        const state = removers.every(isOperator) ? 'set-aside' : 'removed';
        return { ...named, state, by: removers.map(refOf) };
      }
      if (superseded.has(fact)) return { ...named, state: 'superseded', by: newerOf(fact, sifted.facts).map(refOf) };
      if (echoes.has(fact)) {
        const { origin } = fact.data;
        return {
          ...named,
          state: 'echo',
          by: origin === undefined ? [] : [{ source: origin.source, eventId: origin.id }],
        };
      }
      return { ...named, state: 'live', by: [] };
    });
}

/** One event as its receipt names it. `content`: how its digest begins; absent: the content of its id that stands. */
export interface NamedContent {
  readonly source: string;
  readonly id: string;
  readonly content?: string;
}

/**
 * What became of one event among the facts of its subject; null where they do not hold it. Every content of an id that was
 * removed is removed: nothing comes back but under a new id (rules.md, Live facts and removal).
 */
export function stateOfEvent(
  owned: OwnedFacts,
  { source, id, content }: NamedContent,
): Pick<FactState, 'state' | 'by'> | null {
  const isNamed = (fact: { readonly source: string; readonly id: string }) => fact.source === source && fact.id === id;
  const contents = inOrder(owned.facts).filter(isNamed);
  // In the order of the set, as the contents are.
  const states = factStates([owned]).filter(isNamed);
  const standing = contents.length === 0 ? -1 : contents.indexOf(keptVariant(contents));
  const own = content === undefined ? standing : contents.findIndex(({ digest }) => digest.startsWith(content));
  const [state, stands] = [states[own], states[standing]];
  if (state === undefined || stands === undefined) return null;
  const isRemoved = stands.state === 'removed' || stands.state === 'set-aside';
  const told = isRemoved ? stands : state;
  return { state: told.state, by: told.by };
}

/** The facts of the newest sequence of the same statement. */
function newerOf(fact: Fact, facts: FactSet): Fact[] {
  const { statement } = fact.data;
  const same = facts.filter(
    (other) => other.source === fact.source && other.data.statement?.ref === statement?.ref && statement !== undefined,
  );
  const newest = Math.max(...same.map((other) => other.data.statement?.sequence ?? 0));
  return same.filter((other) => other.data.statement?.sequence === newest);
}
