import { createHmac } from 'node:crypto';
import { addPartner, demoPartners, findPartner, type Partner, type Secrets } from '@hub/platform';
import type pg from 'pg';
import type { DemoClient } from './run-file.ts';

/**
 * Makes the demo partners that are missing and gives their ways in. Their secrets are derived from the hub's own, so
 * that every process of one hub knows them and none is stored in clear.
 */
export async function demoClients(pool: pg.Pool, secrets: Secrets): Promise<DemoClient[]> {
  const secretOf = (clientId: string) =>
    createHmac('sha256', secrets.receiptKey).update(`demo-partner:${clientId}`).digest('base64url');
  for (const partner of demoPartners) await ensurePartner(pool, partner, secretOf(partner.clientId));
  return demoPartners.map(({ clientId, kind, siret, sources }) => {
    return { clientId, clientSecret: secretOf(clientId), kind, siret, sources };
  });
}

async function ensurePartner(pool: pg.Pool, partner: Partner, clientSecret: string): Promise<void> {
  if ((await findPartner(pool, partner.clientId)) !== null) return;
  try {
    await addPartner(pool, partner, { clientSecret });
  } catch (error) {
    // Another process of the same hub was faster.
    if ((await findPartner(pool, partner.clientId)) === null) throw error;
  }
}
