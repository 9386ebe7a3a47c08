import { HubError } from '@hub/core';
import { demoPartners } from '@hub/platform';
import type { SimulatedFunding } from './sessions.ts';
import type { SimulatedSystem } from './steps.ts';

/** Under whose credentials each system's events are sent: the `clientId` of the demo partners. */
export const clientOf: Readonly<Record<SimulatedSystem, string>> = {
  kairos: 'kairos',
  'kairos-ng': 'kairos',
  eos: 'eos',
  ofeli: 'ofeli',
  soistiss: 'soistiss',
  ouiform: 'ouiform',
  'france-travail': 'france-travail',
  'region-cvl': 'region-centre-val-de-loire',
  opco: 'opco',
  cep: 'cep-operator',
  cdc: 'cdc',
  passport: 'passport',
};

/** Who pays, by type of funding; absent: the trainee himself or a financer outside the simulation. */
export const financerOf: Readonly<Partial<Record<SimulatedFunding, 'region-cvl' | 'france-travail' | 'opco'>>> = {
  prf: 'region-cvl',
  'prf-direct': 'region-cvl',
  'health-social': 'region-cvl',
  'france-travail': 'france-travail',
  'cpf-topped-up': 'france-travail',
  opco: 'opco',
};

/** Codes of the France Travail extract, where they exist. */
export const deviceOf: Readonly<Record<SimulatedFunding, string>> = {
  prf: 'PRF',
  'prf-direct': 'PRF',
  'health-social': 'CR',
  'france-travail': 'AIF',
  'cpf-topped-up': 'CPF',
  beneficiary: 'BEN',
  opco: 'OPCO',
};

/** SIRETs that the simulated lives name: those of the demo partners. */
export const simulatedSirets = {
  'region-cvl': siretOf('region-centre-val-de-loire'),
  'france-travail': siretOf('france-travail'),
  opco: siretOf('opco'),
  cep: siretOf('cep-operator'),
  'mission-locale': siretOf('mission-locale'),
  'cap-emploi': siretOf('cap-emploi'),
  docapost: siretOf('pay-body'),
} as const;

function siretOf(clientId: string): string {
  const siret = demoPartners.find((partner) => partner.clientId === clientId)?.siret;
  if (siret == null) throw new HubError('internal', `The demo partner "${clientId}" has no SIRET.`);
  return siret;
}
