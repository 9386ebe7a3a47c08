import { rowsFor } from './decide.ts';
import type { PersonEvidence, RightsReader } from './evidence.ts';
import type { Rights } from './rights.ts';

/**
 * By what a person is found for whoever may follow it by its periods: the SIRETs that these name, and the SIREN of whoever
 * registered it, for any establishment of France Travail follows whom another one registered. Sorted, each once.
 */
export function followersOf({ registrations, advice }: PersonEvidence): readonly string[] {
  const named = [
    ...registrations.flatMap(({ organisation, referent }) => [sirenOf(organisation), referent ?? []].flat()),
    ...advice.map(({ operator }) => operator),
  ];
  return [...new Set(named)].sort();
}

/** By what an organisation finds whom it follows; null: for this purpose nothing opens by that. */
export function followedBy(
  rights: Rights,
  reader: Pick<RightsReader, 'kinds' | 'siret'>,
  purpose: string,
): readonly string[] | null {
  const opens = (['registered', 'accompanied'] as const).some(
    (relation) => rowsFor(rights, reader, relation, purpose).length > 0,
  );
  return opens ? [reader.siret, sirenOf(reader.siret)] : null;
}

function sirenOf(siret: string): string {
  return siret.slice(0, 9);
}
