import type { Position } from '@hub/core';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { allowJob } from '../postgres/connection.ts';
import { holdConnection } from '../postgres/pool.ts';
import type { LeaseKind } from './leases.ts';

/** A slice that a rebuild fills, up to these offsets. */
export interface SliceToBuild {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly ends: readonly Position[];
}

/** A connection whose advisory locks say which slices this process builds: they end with the process. */
export interface SliceClaims {
  readonly client: PoolClient;
  close(): void;
}

export async function openSliceClaims(pool: Pool): Promise<SliceClaims> {
  const client = await holdConnection(pool);
  await allowJob(client, 'session').catch((error: unknown) => {
    client.release(true);
    throw error;
  });
  return { client, close: () => client.release(true) };
}

/** False where another process builds the slice, or has finished it between our list and its unlocking. */
export async function claimSlice(
  { client }: SliceClaims,
  version: string,
  { kind, slice }: Pick<SliceToBuild, 'kind' | 'slice'>,
): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtext($1), hashtext($2)) as mine`,
    [version, `${kind} ${slice}`],
  );
  if (!rows[0]?.mine) return false;
  const { rowCount } = await client.query(
    'select from projection.lease where version = $1 and kind = $2 and slice = $3 and not built',
    [version, kind, slice],
  );
  return rowCount === 1;
}

export async function releaseSlices({ client }: SliceClaims): Promise<void> {
  await client.query('select pg_advisory_unlock_all()');
}

/** The rows of these slices are there, up to their offsets. */
export async function markBuilt(client: ClientBase, version: string, slices: readonly SliceToBuild[]): Promise<void> {
  // Like the live projector, which names a topic once it has read of it: equal states are equal JSON.
  const offsets = slices.map(({ ends }) => {
    const read = ends.filter(({ offset }) => offset > 0);
    return JSON.stringify(Object.fromEntries(read.map(({ topic, offset }) => [topic, offset])));
  });
  await client.query(
    `update projection.lease l set built = true, offsets = b.offsets, fresh_at = clock_timestamp()
     from unnest($2::text[], $3::smallint[], $4::jsonb[]) b (kind, slice, offsets)
     where l.version = $1 and (l.kind, l.slice) = (b.kind, b.slice)`,
    [version, slices.map(({ kind }) => kind), slices.map(({ slice }) => slice), offsets],
  );
}
