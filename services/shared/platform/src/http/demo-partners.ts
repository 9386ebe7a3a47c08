import type { Partner } from './partners.ts';

const financerPurposes = ['funding-follow-up', 'training-follow-up', 'data-quality', 'data-subject-request'];

/** The fictitious partners of the demo hub. Their SIRETs are well formed and belong to nobody. */
export const demoPartners: readonly Partner[] = [
  { clientId: 'kairos', kind: 'source', siret: '99000101800011', sources: ['kairos', 'kairos-ng'], purposes: [] },
  { clientId: 'eos', kind: 'source', siret: '99000102600014', sources: ['eos'], purposes: [] },
  { clientId: 'ofeli', kind: 'source', siret: '99000103400018', sources: ['ofeli'], purposes: [] },
  { clientId: 'soistiss', kind: 'source', siret: '99000104200011', sources: ['soistiss'], purposes: [] },
  { clientId: 'ouiform', kind: 'source', siret: '99000111700011', sources: ['ouiform'], purposes: [] },
  {
    clientId: 'france-travail',
    kind: 'financer',
    siret: '99000105900015',
    sources: ['france-travail'],
    purposes: [...financerPurposes, 'job-seeker-list'],
  },
  {
    clientId: 'region-centre-val-de-loire',
    kind: 'financer',
    siret: '99000106700018',
    sources: ['region-cvl'],
    purposes: financerPurposes,
  },
  {
    clientId: 'region-bretagne',
    kind: 'financer',
    siret: '99000107500011',
    sources: ['region-bretagne'],
    purposes: financerPurposes,
  },
  { clientId: 'opco', kind: 'financer', siret: '99000108300015', sources: ['opco'], purposes: financerPurposes },
  { clientId: 'cep-operator', kind: 'cep-operator', siret: '99000109100018', sources: ['cep'], purposes: ['advice'] },
  {
    clientId: 'cdc',
    kind: 'authority',
    siret: '99000110900018',
    sources: ['cdc', 'passport'],
    purposes: ['funding-follow-up', 'control', 'data-quality', 'statistics', 'data-subject-request'],
  },
  {
    clientId: 'operator',
    kind: 'operator',
    siret: null,
    sources: ['operator'],
    purposes: ['data-quality', 'data-subject-request'],
  },
];
