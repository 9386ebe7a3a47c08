import { createHmac } from 'node:crypto';
import { demoPartners, makeDemoPartners, type Secrets } from '@hub/platform';
import type pg from 'pg';
import type { DemoClient } from './run-file.ts';

/**
 * Makes the demo partners that are missing and gives their ways in. Their secrets are derived from the hub's own, so
 * that every process of one hub knows them and none is stored in clear.
 */
export async function demoClients(pool: pg.Pool, secrets: Pick<Secrets, 'receiptKey'>): Promise<DemoClient[]> {
  const secretOf = (clientId: string) =>
    createHmac('sha256', secrets.receiptKey).update(`demo-partner:${clientId}`).digest('base64url');
  await makeDemoPartners(pool, secretOf);
  return demoPartners.map(({ clientId, kinds, siret, sources }) => {
    return { clientId, clientSecret: secretOf(clientId), kind: kinds[0] ?? 'system-only', siret, sources };
  });
}
