import { isUuid } from '@hub/core';
import type { Pool, PoolClient } from 'pg';
import type { Registry } from './registry.ts';

/** The first of these that was never reserved, was given up with its key or had its data destroyed; null: none is. */
export async function firstUnknown(client: Pool | PoolClient, trainees: readonly string[]): Promise<string | null> {
  const impossible = trainees.find((trainee) => !isUuid(trainee));
  if (impossible !== undefined) return impossible;
  const { rows } = await client.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.trainee where trainee_id = any($1::uuid[])
       and not exists (select from registry.keyless gone where gone.trainee_id = trainee.trainee_id)
       and not exists (select from registry.destroyed gone where gone.trainee_id = trainee.trainee_id)`,
    [trainees],
  );
  return trainees.find((trainee) => !rows.some((row) => row.trainee === trainee)) ?? null;
}

/** Those of these who were given up with their key, or had their data destroyed: nobody is found as them any more. */
export async function givenUpAmong({ pool }: Registry, trainees: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.keyless where trainee_id = any($1::uuid[])
     union select trainee_id from registry.destroyed where trainee_id = any($1::uuid[])`,
    [trainees],
  );
  return new Set(rows.map(({ trainee }) => trainee));
}

/**
 * Gives these aliases of one trainee to another; those that are the other's already stay. Whoever meets a moved alias
 * before it is announced announces it again (`trainee-known`), under its new owner, who has a key.
 */
export async function moveAliases(
  { pool }: Registry,
  hashes: readonly Buffer[],
  from: string,
  to: string,
): Promise<void> {
  await pool.query(
    `with person as (insert into registry.trainee (trainee_id) values ($3) on conflict do nothing)
     update registry.alias set trainee_id = $3, announced = false where alias in
       (select alias from registry.alias where alias = any($1::bytea[]) and trainee_id = $2 order by alias for update)`,
    [hashes, from, to],
  );
}
