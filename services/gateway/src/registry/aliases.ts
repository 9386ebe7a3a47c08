import type { Identifier } from '@hub/core';
import { aliasesOfIdentifier, type Secrets, tombstoneOf } from '@hub/platform';
import type { PoolClient } from 'pg';
import type { Alias } from './identified.ts';

export function aliasFor(secrets: Secrets, identifier: Identifier, partner: string): Alias {
  const hashes = aliasesOfIdentifier(secrets, identifier, partner);
  const hex = hashes[0]?.toString('hex') ?? '';
  return { hashes, hex, kind: identifier.kind, tombstone: () => tombstoneOf(secrets, identifier, partner) };
}

const lockSpace = 7_301;
const lockBuckets = 512;

/**
 * Gateways that bring the same new person wait for one another here, so that {NIR, FT}, {FT} and {NIR} at once give the
 * trainee that they would give one after the other; a unique key alone sees only the aliases and not what they share.
 * Taken in one order (no deadlock), in buckets (a batch of 1,000 new people needs 512 locks and not 3,000), until the
 * transaction ends. Known aliases come before this and never wait. While peppers are rotated, those of every hash are taken:
 * any two gateways that have a pepper in common wait for one another.
 */
export async function lockAliases(client: PoolClient, aliases: readonly Alias[]): Promise<void> {
  const taken = new Set(aliases.flatMap(({ hashes }) => hashes.map((hash) => hash.readUInt16BE(0) % lockBuckets)));
  const sorted = [...taken].sort((a, b) => a - b);
  await client.query('select pg_advisory_xact_lock($1, bucket) from unnest($2::int[]) as bucket', [lockSpace, sorted]);
}

/** No new alias is bound to anybody until the transaction ends. */
export async function lockAllAliases(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, bucket) from generate_series(0, $2 - 1) as bucket', [
    lockSpace,
    lockBuckets,
  ]);
}
