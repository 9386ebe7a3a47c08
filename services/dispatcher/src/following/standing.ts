import { conventionGap, findPartner, purposesOf } from '@hub/platform';
import type { Pool } from 'pg';
import type { Followed } from '../kept/following.ts';

/**
 * Why its client is to be told nothing at this moment; null: it may be. Asked before what was read earlier is delivered:
 * what is read now is decided where it is read.
 */
export async function whyWithheld(
  pool: Pool,
  { clientId, feed, purpose }: Pick<Followed, 'clientId' | 'feed' | 'purpose'>,
): Promise<string | null> {
  const partner = await findPartner(pool, clientId);
  if (partner === null || partner.revokedAt !== null) return 'client-revoked';
  if (partner.convention === null) return `convention-${(await conventionGap(pool, partner.siret)).gap}`;
  if (partner.convention.takeover) return 'takeover';
  const isAgreed = feed !== 'changes' || purposesOf(partner).includes(purpose ?? '');
  return isAgreed ? null : 'purpose-not-agreed';
}
