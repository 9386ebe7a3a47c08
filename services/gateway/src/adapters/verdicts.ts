import { withTransaction } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import type { ReservedVerdict, ToldVerdict } from '../app/registry.ts';
import { ofPair, verdictRefused } from '../domain/verdict.ts';

const lockSpace = 7_302;

/**
 * Operators judge a few times a day: one at a time, whichever gateway takes them, so that each verdict is checked
 * against all that were given before it.
 */
export async function reserveVerdict(pool: Pool, next: ToldVerdict, reserve: boolean): Promise<ReservedVerdict> {
  return withTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1, 0)', [lockSpace]);
    const unknown = await unknownTrainee(client, next.pair);
    if (unknown !== null) return { refused: 'trainee-unknown', place: next.pair[0] === unknown ? 0 : 1 };
    const given = await verdictsAround(client, next.pair);
    // The same one again, after an answer that was lost: told again as it was.
    const again = ofPair(given, next.pair).find(
      (known) =>
        (known.source === next.source && known.eventId === next.eventId) ||
        (!known.announced && known.agent === next.agent && known.verdict === next.verdict),
    );
    if (again !== undefined) return { verdict: again, given };
    const refused = verdictRefused(given, next);
    if (refused !== null) return { refused, place: null };
    if (reserve) await insertVerdict(client, next);
    return { verdict: next, given: [...given, next] };
  });
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The first of these that the registry does not have. */
async function unknownTrainee(client: PoolClient, trainees: readonly string[]): Promise<string | null> {
  const strange = trainees.find((trainee) => !uuidShape.test(trainee));
  if (strange !== undefined) return strange;
  const { rows } = await client.query<{ trainee: string }>(
    'select trainee_id as trainee from registry.trainee where trainee_id = any($1::uuid[])',
    [trainees],
  );
  return trainees.find((trainee) => !rows.some((row) => row.trainee === trainee)) ?? null;
}

/** Every verdict by hand on anybody whom verdicts by hand connect with these two, whatever they say. */
async function verdictsAround(client: PoolClient, pair: ToldVerdict['pair']) {
  const { rows } = await client.query<Row>(
    `with recursive near (id) as (
       select unnest($1::uuid[])
       union select case when v.low = near.id then v.high else v.low end
         from registry.verdict v join near on near.id in (v.low, v.high))
     select source, event_id as "eventId", low, high, verdict, agent, reason, announced, recorded_at as "recordedAt"
     from registry.verdict where low in (select id from near)`,
    [pair],
  );
  return rows.map(({ low, high, recordedAt, ...row }) => ({
    ...row,
    by: 'manual' as const,
    pair: [low, high] as const,
    recordedAt: recordedAt.toISOString(),
  }));
}

interface Row {
  readonly source: string;
  readonly eventId: string;
  readonly low: string;
  readonly high: string;
  readonly verdict: 'same' | 'different';
  readonly agent: string;
  readonly reason: string | null;
  readonly announced: boolean;
  readonly recordedAt: Date;
}

async function insertVerdict(client: PoolClient, { pair, ...next }: ToldVerdict): Promise<void> {
  await client.query(
    `insert into registry.verdict (source, event_id, low, high, verdict, agent, reason, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [next.source, next.eventId, pair[0], pair[1], next.verdict, next.agent, next.reason, next.recordedAt],
  );
}

export async function markVerdict(pool: Pool, { source, eventId }: { source: string; eventId: string }): Promise<void> {
  await pool.query('update registry.verdict set announced = true where source = $1 and event_id = $2', [
    source,
    eventId,
  ]);
}
