import type { SealedCategory } from '@hub/contracts';
import type { DossierRecord } from '@hub/core';
import type { Partner } from '@hub/platform';

/** What a reader may see of one dossier. */
export type Sight = 'full' | 'nothing';

/**
 * The first, closed rule (DICTIONARY G): the authority sees every dossier, a financer those on which a live financing
 * line names its SIRET, everybody else none. A restricted person (Code du travail R6323-38) is shown to the authority only.
 */
export function sightOf(
  reader: Partner,
  dossier: Pick<DossierRecord, 'financing'>,
  person: { readonly restricted: boolean },
): Sight {
  if (reader.kind === 'authority') return 'full';
  if (person.restricted || reader.kind !== 'financer' || reader.siret === null) return 'nothing';
  const finances = dossier.financing.some(({ engaged, realised }) =>
    [engaged, realised].some((line) => line !== null && line.value.financerSiret === reader.siret),
  );
  return finances ? 'full' : 'nothing';
}

/**
 * In lists of anomalies and expectations: as in reads, and beside that a partner sees, of a dossier on which one of its
 * own systems has a live fact or has to tell one (`tellers`), what concerns its own statements.
 */
export function listSightOf(
  reader: Partner,
  dossier: Pick<DossierRecord, 'financing'>,
  person: { readonly restricted: boolean },
  tellers: Iterable<string>,
): Sight | 'own' {
  const sight = sightOf(reader, dossier, person);
  if (sight === 'full' || person.restricted) return sight;
  return [...tellers].some((source) => reader.sources.includes(source)) ? 'own' : 'nothing';
}

/** Identifiers are opened for nobody; the situation (RQTH, household, prescriber) to the authority and to the system that told it. */
export function maySeeBlock(reader: Partner, category: SealedCategory, source: string): boolean {
  if (category === 'identifiers') return false;
  return category !== 'situation' || reader.kind === 'authority' || reader.sources.includes(source);
}
