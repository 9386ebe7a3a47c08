import type { EventName } from '@hub/contracts';
import rightsFile from '../../../../../schemas/rights.json' with { type: 'json' };
import { type Fact, factSet } from '../dossier/facts.ts';
import { describeRow } from '../dossier/summary.ts';
import type { DossierEvidence, PersonEvidence, RightsReader, SessionEvidence } from '../rights/evidence.ts';
import { personEvidenceOf } from '../rights/person-evidence.ts';
import { type Relation, relationsOf, type Scene } from '../rights/relations.ts';
import type { Rights } from '../rights/rights.ts';
import { factOn } from './as-fact.ts';
import { releasedRules } from './released-rules.ts';

/** Small scenes: who reports what of a dossier and of a person, and who reads. */

export const releasedRights = rightsFile as unknown as Rights;

/** Organisations of the scenes, by what they are. */
export const sirets = {
  franceTravail: '99000105900015',
  region: '99000106700018',
  otherRegion: '99000107500011',
  opco: '99000108300015',
  otherOpco: '99000112500014',
  transitionsPro: '99000113300018',
  agefiph: '99000114100011',
  missionLocale: '99000115800015',
  capEmploi: '99000116600018',
  cep: '99000109100018',
  otherCep: '99000117400012',
  payBody: '99000118200015',
  certifier: '99000119000018',
  authority: '99000110900018',
  carif: '99000103400018',
  employer: '99000102600014',
} as const;
export type Named = keyof typeof sirets;

const kinds: Readonly<Record<Exclude<Named, 'employer'>, readonly string[]>> = {
  franceTravail: ['france-travail'],
  region: ['region'],
  otherRegion: ['region'],
  opco: ['opco'],
  otherOpco: ['opco'],
  transitionsPro: ['transitions-pro'],
  agefiph: ['agefiph'],
  missionLocale: ['mission-locale', 'cep-operator'],
  capEmploi: ['cap-emploi', 'cep-operator'],
  cep: ['cep-operator'],
  otherCep: ['cep-operator'],
  payBody: ['pay-body'],
  certifier: ['certifier'],
  authority: ['authority'],
  carif: ['system-only'],
};

const territories: Readonly<Partial<Record<Named, readonly string[]>>> = {
  region: ['centre-val-de-loire'],
  transitionsPro: ['centre-val-de-loire'],
  otherRegion: ['normandie'],
};

export function readerNamed(name: Exclude<Named, 'employer'>, more: Partial<RightsReader> = {}): RightsReader {
  return { siret: sirets[name], kinds: kinds[name], territories: territories[name] ?? [], exceptions: {}, ...more };
}

/** The session of most scenes, in Centre-Val de Loire. */
export const session = 'session:07:114782';

/**
 * What an organisation reports by a system: `by` is `<organisation> <source>/<id>`. Without references it is about the person,
 * or names a dossier by its number.
 */
export function told(
  by: `${Named} ${string}`,
  type: EventName,
  day: string,
  data: object = {},
  more: Partial<Omit<Fact, 'data' | 'type'>> = {},
): Fact {
  const [name, named = ''] = by.split(' ');
  const whose = { organisation: sirets[name as Named], references: [session] };
  return factOn(named, type, day, { effectiveDate: day, ...data }, { ...whose, ...more });
}

export function evidence(facts: readonly Fact[]): DossierEvidence {
  return describeRow(factSet(facts), releasedRules).summary.evidence;
}

export function personKnownBy(facts: readonly Fact[], restricted = false): PersonEvidence {
  return personEvidenceOf(factSet(facts), restricted);
}

export const nobodyKnown: PersonEvidence = { registrations: [], advice: [], employment: [], restricted: false };

export function sessionFinancedBy(...financerCodes: readonly string[]): SessionEvidence {
  return { reference: session, territory: 'centre-val-de-loire', financerCodes, financerSirets: [] };
}

/** Relations of a reader to one dossier, on a day of the training unless said. */
export function relationsIn(
  reader: RightsReader,
  facts: readonly Fact[],
  more: Partial<Omit<Scene, 'dossiers'>> = {},
): readonly Relation[] {
  const scene = { sessions: [], person: nobodyKnown, day: '2026-05-04', ...more };
  return relationsOf(releasedRights, reader, { ...scene, dossiers: [evidence(facts)] });
}

/** Their names alone. */
export function relatedAs(...scene: Parameters<typeof relationsIn>): readonly string[] {
  return relationsIn(...scene).map(({ name }) => name);
}
