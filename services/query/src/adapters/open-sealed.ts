import type { SealedCategory } from '@hub/contracts';
import { type Fact, type FactRef, HubError } from '@hub/core';
import { type KeyStore, type Partner, unseal } from '@hub/platform';
import { maySeeBlock } from '../domain/rights.ts';
import type { StoredPerson } from '../domain/stored-person.ts';

/** A sealed block opened: its properties, and the fact that told them. */
type OpenedBlock = FactRef & Readonly<Record<string, unknown>>;

/** Opens blocks of one person; what has no key any more (destroyed) or is not for this reader is left out. */
export interface Opener {
  open(category: SealedCategory, references: readonly FactRef[]): readonly OpenedBlock[];
  /** Categories of which at least one block was opened, for the access trace. */
  readonly opened: ReadonlySet<SealedCategory>;
}

interface Sealed {
  readonly fact: Fact;
  readonly trainee: string;
}

/** Fetches the keys of everybody in the answer at once. */
export async function opener(keyStore: KeyStore, person: StoredPerson, reader: Partner): Promise<Opener> {
  const facts = sealedFacts(person);
  const keys = await keyStore.keysOf([...new Set([...facts.values()].map(({ trainee }) => trainee))]);
  const opened = new Set<SealedCategory>();
  const openOne = (category: SealedCategory, { source, eventId }: FactRef): OpenedBlock[] => {
    const found = facts.get(`${source}/${eventId}`);
    const block = found?.fact.sealed?.[category];
    const key = found === undefined ? undefined : keys.get(found.trainee);
    if (found === undefined || block === undefined || key === undefined) return [];
    if (!maySeeBlock(reader, category, source)) return [];
    const place = { trainee: found.trainee, event: `${source}:${eventId}`, category };
    const properties = unsealed(key, block, place);
    if (properties === null) return [];
    opened.add(category);
    return [{ ...properties, source, eventId }];
  };
  return { open: (category, references) => references.flatMap((reference) => openOne(category, reference)), opened };
}

/** By (source, id); of several variants the one received first, as in the record. */
function sealedFacts({ trainees, dossiers }: StoredPerson): ReadonlyMap<string, Sealed> {
  const facts = new Map<string, Sealed>();
  for (const row of [...trainees, ...dossiers]) {
    for (const fact of row.facts) {
      if (fact.sealed === undefined) continue;
      const known = facts.get(`${fact.source}/${fact.id}`);
      if (known !== undefined && known.fact.receivedAt <= fact.receivedAt) continue;
      facts.set(`${fact.source}/${fact.id}`, { fact, trainee: row.trainee });
    }
  }
  return facts;
}

function unsealed(key: Buffer, block: string, place: Parameters<typeof unseal>[2]): Record<string, unknown> | null {
  try {
    return JSON.parse(unseal(key, block, place)) as Record<string, unknown>;
  } catch (error) {
    // One damaged block must not hide the rest of the path.
    if (error instanceof HubError && error.code === 'sealed-block-damaged') return null;
    throw error;
  }
}
