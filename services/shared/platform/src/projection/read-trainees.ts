import { mayBeSeveralCode } from '@hub/core';
import type { VersionRows } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import type { StoredTrainee } from './person-facts.ts';
import { tableOf } from './row-tables.ts';

/** How far verdicts are followed from the trainees asked for. */
const linkedRoundsMax = 8;
export type LinkedTrainee = StoredTrainee & { readonly linked: readonly string[] };

/** These trainees and whoever a verdict names with them, at any remove within the bounds. */
export async function readLinked(
  { client, version }: VersionRows,
  asked: readonly string[],
): Promise<ReadonlyMap<string, LinkedTrainee>> {
  const found = new Map<string, LinkedTrainee>();
  const known = new Set(asked);
  let wanted = asked;
  for (let round = 0; round < linkedRoundsMax && wanted.length > 0; round += 1) {
    const { rows } = await client.query<{ trainee: string; linked: string[]; slice: number; facts: Buffer }>(
      `select trainee_id as trainee, linked, slice, facts from ${tableOf(version.schemaName, 'trainee')}
       where trainee_id = any($1::uuid[]) or (linked <> '{}' and linked && $1::uuid[])`,
      [wanted],
    );
    for (const row of rows) found.set(row.trainee, { ...row, facts: decodeFacts(row.facts) });
    wanted = [...new Set(rows.flatMap((row) => [row.trainee, ...row.linked]))].filter((id) => !known.has(id));
    for (const id of wanted) known.add(id);
  }
  return found;
}

/** Trainees that a verdict names with another, after this one, at most `limit`. */
export async function readJudgedTrainees(
  { client, version }: VersionRows,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ trainee: string }>(
    `select trainee_id as trainee from ${tableOf(version.schemaName, 'trainee')}
     where linked <> '{}' and trainee_id > $1 order by trainee_id limit $2`,
    [after, limit],
  );
  return rows.map(({ trainee }) => trainee);
}

/** Trainees who may be several persons, after this one, at most `limit`; few of all that the index holds. */
export async function readMayBeSeveral(
  { client, version }: VersionRows,
  after: string,
  limit: number,
): Promise<readonly StoredTrainee[]> {
  const { rows } = await client.query<Omit<StoredTrainee, 'facts'> & { facts: Buffer }>(
    `select trainee_id as trainee, slice, facts from ${tableOf(version.schemaName, 'trainee')}
     where anomalies <> '{}' and $3 = any(anomalies) and trainee_id > $1 order by trainee_id limit $2`,
    [after, limit, mayBeSeveralCode],
  );
  return rows.map((row) => ({ ...row, facts: decodeFacts(row.facts) }));
}

/** How many dossiers each of these trainees has; those without are left out. */
export async function countDossiersOf(
  { client, version }: VersionRows,
  trainees: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ trainee: string; count: number }>(
    `select trainee_id as trainee, count(*)::int as count from ${tableOf(version.schemaName, 'dossier')}
     where trainee_id = any($1::uuid[]) group by trainee_id`,
    [trainees],
  );
  return new Map(rows.map(({ trainee, count }) => [trainee, count]));
}
