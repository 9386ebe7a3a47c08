import type { SealedCategory } from '@hub/contracts';
import { type BlockCategory, type BlockScope, type Fact, type FactRef, factKey, HubError, type Sight } from '@hub/core';
import { type KeyStore, sealedPlace, unseal } from '@hub/platform';
import type { KnownPerson } from './known-person.ts';
import { isOwn } from './own-facts.ts';

/** A sealed block opened: its properties, and the fact that reported them. */
export type OpenedBlock = FactRef & Readonly<Record<string, unknown>>;

/** Opens blocks of one person; what has no key any more (destroyed) is left out. */
export interface Opener {
  /** Those of these facts that `mayOpen`. */
  open(
    category: SealedCategory,
    references: readonly FactRef[],
    mayOpen: (fact: Fact) => boolean,
  ): readonly OpenedBlock[];
  /** Categories of which at least one block was opened, for the access trace. */
  readonly opened: ReadonlySet<SealedCategory>;
}

/** Fetches the keys of everybody in the answer at once. */
export async function opener(keyStore: KeyStore, person: Pick<KnownPerson, 'trainees' | 'dossiers'>): Promise<Opener> {
  const facts = sealedFacts(person);
  const keys = await keyStore.keysOf([...new Set([...facts.values()].map(({ trainee }) => trainee))]);
  const opened = new Set<SealedCategory>();
  const openOne = (
    category: SealedCategory,
    { source, eventId }: FactRef,
    mayOpen: (fact: Fact) => boolean,
  ): OpenedBlock[] => {
    const found = facts.get(factKey({ source, id: eventId }));
    if (found === undefined || !mayOpen(found.fact)) return [];
    const properties = openBlock(keys.get(found.trainee), found.trainee, found.fact, category);
    if (properties === null) return [];
    opened.add(category);
    return [{ ...properties, source, eventId }];
  };
  return {
    open: (category, references, mayOpen) => references.flatMap((each) => openOne(category, each, mayOpen)),
    opened,
  };
}

/**
 * Which blocks of a category a sight opens. `dossier`: those of a system that reports in the dossier: what it says of who
 * the person is, it says once, with whatever event came first.
 */
export function blocksOpenTo(
  { categories, blocks, own }: Sight,
  category: BlockCategory,
  siret: string,
  dossier: readonly { readonly facts: readonly Fact[] }[],
): (fact: Fact) => boolean {
  const scope = categories.includes(category) ? (blocks[category] ?? 'own') : null;
  const opensOwn = scope !== null || own.includes(category);
  const sources = scope === 'dossier' ? sourcesIn(dossier) : systemsOf(scope);
  return (fact) => scope === 'all' || (opensOwn && isOwn(fact, siret)) || sources.has(fact.source);
}

function systemsOf(scope: BlockScope | null): ReadonlySet<string> {
  return new Set(scope === null || typeof scope === 'string' ? [] : scope);
}

function sourcesIn(dossier: readonly { readonly facts: readonly Fact[] }[]): ReadonlySet<string> {
  return new Set(dossier.flatMap(({ facts }) => facts.map(({ source }) => source)));
}

interface SealedFact {
  readonly fact: Fact;
  readonly trainee: string;
}

/** By (source, id); of several variants the one received first, as in the record. */
function sealedFacts({
  trainees,
  dossiers,
}: Pick<KnownPerson, 'trainees' | 'dossiers'>): ReadonlyMap<string, SealedFact> {
  const facts = new Map<string, SealedFact>();
  for (const row of [...trainees, ...dossiers]) {
    for (const fact of row.facts) {
      if (fact.sealed === undefined) continue;
      const known = facts.get(factKey(fact));
      if (known !== undefined && known.fact.receivedAt <= fact.receivedAt) continue;
      facts.set(factKey(fact), { fact, trainee: row.trainee });
    }
  }
  return facts;
}

/** Null where the fact has no such block, the trainee no key, or the block is damaged: one damaged block hides no other. */
export function openBlock(
  key: Buffer | undefined,
  trainee: string,
  fact: Fact,
  category: SealedCategory,
): Readonly<Record<string, unknown>> | null {
  const block = fact.sealed?.[category];
  if (block === undefined || key === undefined) return null;
  try {
    return JSON.parse(unseal(key, block, sealedPlace(fact, trainee, category))) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof HubError && error.code === 'sealed-block-damaged') return null;
    throw error;
  }
}
