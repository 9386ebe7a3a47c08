import type { SealedCategory } from '@hub/contracts';
import { type Fact, type FactRef, factKey, HubError } from '@hub/core';
import { type KeyStore, type Partner, sealedPlace, unseal } from '@hub/platform';
import type { StoredPerson } from './read-person.ts';
import { maySeeBlock } from './rights.ts';

/** A sealed block opened: its properties, and the fact that reported them. */
type OpenedBlock = FactRef & Readonly<Record<string, unknown>>;

/** Opens blocks of one person; what has no key any more (destroyed) or is not for this reader is left out. */
export interface Opener {
  open(category: SealedCategory, references: readonly FactRef[]): readonly OpenedBlock[];
  /** Categories of which at least one block was opened, for the access trace. */
  readonly opened: ReadonlySet<SealedCategory>;
}

/** Fetches the keys of everybody in the answer at once. */
export async function opener(keyStore: KeyStore, person: StoredPerson, reader: Partner): Promise<Opener> {
  const facts = sealedFacts(person);
  const keys = await keyStore.keysOf([...new Set([...facts.values()].map(({ trainee }) => trainee))]);
  const opened = new Set<SealedCategory>();
  const openOne = (category: SealedCategory, { source, eventId }: FactRef): OpenedBlock[] => {
    const found = facts.get(factKey({ source, id: eventId }));
    if (found === undefined || !maySeeBlock(reader, category, source)) return [];
    const properties = openBlock(keys.get(found.trainee), found.trainee, found.fact, category);
    if (properties === null) return [];
    opened.add(category);
    return [{ ...properties, source, eventId }];
  };
  return { open: (category, references) => references.flatMap((reference) => openOne(category, reference)), opened };
}

interface SealedFact {
  readonly fact: Fact;
  readonly trainee: string;
}

/** By (source, id); of several variants the one received first, as in the record. */
function sealedFacts({ trainees, dossiers }: StoredPerson): ReadonlyMap<string, SealedFact> {
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
