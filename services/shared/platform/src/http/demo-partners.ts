import type { Pool } from 'pg';
import { addPartner, findPartner, type Partner } from './partners.ts';

const financerPurposes = ['funding-follow-up', 'training-follow-up', 'data-quality', 'data-subject-request'];

/** The fictitious partners of the demo hub. Their SIRETs are well formed and belong to nobody. */
export const demoPartners: readonly Partner[] = [
  { clientId: 'kairos', kind: 'source', siret: '99000101800011', sources: ['kairos', 'kairos-ng'], purposes: [] },
  { clientId: 'eos', kind: 'source', siret: '99000102600014', sources: ['eos'], purposes: [] },
  { clientId: 'ofeli', kind: 'source', siret: '99000103400018', sources: ['ofeli'], purposes: [] },
  { clientId: 'soistiss', kind: 'source', siret: '99000104200011', sources: ['soistiss'], purposes: [] },
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
    sources: ['cdc'],
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

/**
 * Adds those demo partners that are not there yet, each with the secret that `secretOf` gives for its name, so that a
 * hub started again knows the secrets it showed the first time. Two processes may call it at once.
 */
export async function ensureDemoPartners(pool: Pool, secretOf: (clientId: string) => string): Promise<void> {
  for (const partner of demoPartners) {
    if ((await findPartner(pool, partner.clientId)) !== null) continue;
    try {
      await addPartner(pool, partner, { clientSecret: secretOf(partner.clientId) });
    } catch (error) {
      // Another process was faster.
      if ((await findPartner(pool, partner.clientId)) === null) throw error;
    }
  }
}
