import type { SealedCategory } from '@hub/contracts';
import { type DossierRecord, financersOf } from '@hub/core';
import type { OrganisationKind, Partner } from '@hub/platform';

const financerKinds: readonly OrganisationKind[] = ['region', 'opco', 'transitions-pro', 'agefiph', 'france-travail'];

export function isFinancer({ kinds }: Pick<Partner, 'kinds'>): boolean {
  return kinds.some((kind) => financerKinds.includes(kind));
}

/** What a reader may see of one dossier. */
export type Sight = 'full' | 'nothing';

/**
 * The authority sees every dossier, a financer those on which a live financing
 * line names its SIRET, everybody else none. A restricted person (Code du travail R6323-38) is shown to the authority only.
 */
export function sightOf(
  reader: Partner,
  dossier: Pick<DossierRecord, 'financing'>,
  person: { readonly restricted: boolean },
): Sight {
  return sightByFinancers(reader, financersOf(dossier), person);
}

/** The same rule on the columns of a row: `financers` are the SIRETs on live financing lines. */
export function sightByFinancers(
  reader: Partner,
  financers: readonly string[],
  person: { readonly restricted: boolean },
): Sight {
  if (reader.kinds.includes('authority')) return 'full';
  if (person.restricted || !isFinancer(reader)) return 'nothing';
  return financers.includes(reader.siret) ? 'full' : 'nothing';
}

/**
 * In lists of anomalies and expectations a partner also sees what concerns its own statements, of a dossier in which one of
 * its systems has a live fact or has to report one (`sources`).
 */
export function listSightOf(
  reader: Partner,
  dossier: Pick<DossierRecord, 'financing'>,
  person: { readonly restricted: boolean },
  sources: Iterable<string>,
): Sight | 'own' {
  const sight = sightOf(reader, dossier, person);
  if (sight === 'full' || person.restricted) return sight;
  return [...sources].some((source) => reader.sources.includes(source)) ? 'own' : 'nothing';
}

/** Identifiers are opened for nobody; the situation (RQTH, household, prescriber) to the authority and to the system that reported it. */
export function maySeeBlock(reader: Partner, category: SealedCategory, source: string): boolean {
  if (category === 'identifiers') return false;
  return category !== 'situation' || reader.kinds.includes('authority') || reader.sources.includes(source);
}
