import type { EventLog, Position, Rules } from '@hub/core';
import { rethrowDatabaseError } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { type AttentionRow, attentionRowOf } from '../adapters/attention.ts';
import type { LeaseKind } from '../adapters/leases.ts';
import { insertParked } from '../adapters/parked.ts';
import { markFull } from '../adapters/records.ts';
import type { Version } from '../adapters/versions.ts';
import { onePerPlace, type Parked } from '../domain/arrival.ts';
import { copyAttention, copyRows } from './copy-rows.ts';
import { foldRows, gather } from './fold-slices.ts';

export interface BuildTarget {
  readonly log: EventLog;
  readonly version: Version;
  readonly rules: Rules;
  readonly memoryBound: number;
  readonly dossierFactsMax: number;
}

/** A slice to build, with the offsets to build it to. */
export interface SliceToBuild {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly ends: readonly Position[];
}

/** Slices that fit the memory together, so that one reading of the log serves them all; or one that may not fit. */
export type Chunk = readonly SliceToBuild[];

/** A connection whose advisory locks say which slices this process builds: they end with the process. */
export interface Claims {
  readonly client: PoolClient;
  close(): Promise<void>;
}

export async function openClaims(pool: Pool): Promise<Claims> {
  const client = await pool.connect().catch(rethrowDatabaseError);
  // A connection that breaks makes the next statement reject; without a listener the process would end.
  client.on('error', () => {});
  return {
    client,
    close: async () => client.release(true),
  };
}

/** First guess of the heap that an event takes once decoded; `gather` measures and asks for more passes. */
const eventBytes = 3_000;

/** Takes as many of these slices as fit the memory, at least one where any is free. */
export async function claimChunk(
  claims: Claims,
  version: Version,
  slices: readonly SliceToBuild[],
  memoryBound: number,
): Promise<Chunk> {
  const chunk: SliceToBuild[] = [];
  let bytes = 0;
  for (const slice of slices) {
    const wanted = eventsOf(slice) * eventBytes;
    if (chunk.length > 0 && bytes + wanted > memoryBound) break;
    const { rows } = await claims.client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtext($1), hashtext($2)) as mine`,
      [version.version, `${slice.kind} ${slice.slice}`],
    );
    // Another process may have finished it between our list and its unlocking.
    if (!rows[0]?.mine || !(await isUnbuilt(claims, version, slice))) continue;
    chunk.push(slice);
    bytes += wanted;
  }
  return chunk;
}

async function isUnbuilt(claims: Claims, version: Version, slice: SliceToBuild): Promise<boolean> {
  const { rowCount } = await claims.client.query(
    'select from projection.lease where version = $1 and kind = $2 and slice = $3 and not built',
    [version.version, slice.kind, slice.slice],
  );
  return rowCount === 1;
}

function eventsOf(slice: SliceToBuild): number {
  return slice.ends.reduce((sum, { offset }) => sum + offset, 0);
}

/** Builds the chunk in one transaction: a slice is there whole, with its offsets, or not at all. */
export async function buildChunk(
  claims: Claims,
  target: BuildTarget,
  chunk: Chunk,
  signal: AbortSignal,
  onRead: (events: number) => void,
): Promise<void> {
  const { client } = claims;
  const events = chunk.reduce((sum, slice) => sum + eventsOf(slice), 0);
  let passes = Math.max(1, Math.ceil((events * eventBytes) / target.memoryBound));
  for (;;) {
    await client.query('begin');
    try {
      await client.query(
        'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local synchronous_commit = off',
      );
      const fits = await buildPasses(claims, target, chunk, passes, signal, onRead);
      await client.query(fits ? 'commit' : 'rollback');
      if (fits) break;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      return rethrowDatabaseError(error);
    }
    passes *= 2;
  }
  await client.query('select pg_advisory_unlock_all()');
}

async function buildPasses(
  claims: Claims,
  target: BuildTarget,
  chunk: Chunk,
  passes: number,
  signal: AbortSignal,
  onRead: (events: number) => void,
): Promise<boolean> {
  const { client } = claims;
  const { version, rules, memoryBound } = target;
  const ends = chunk.flatMap((slice) => slice.ends);
  for (let pass = 0; pass < passes; pass++) {
    const span = { ends, pass, passes, bytesMax: memoryBound };
    // Progress counts an event once, however often it is read.
    const gathered = await gather(target.log, span, signal, (events) => onRead(events / passes));
    if (gathered === null) return false;
    const parked: Parked[] = [...gathered.unreadable];
    const full: string[] = [];
    const attention: AttentionRow[] = [];
    for (const subject of ['dossier', 'trainee', 'session'] as const) {
      const rows = foldRows(subject, gathered, rules, parked, (row) => {
        if (subject === 'dossier' && row.factCount >= target.dossierFactsMax) full.push(row.key);
        if (subject === 'dossier') attention.push(attentionRowOf(row));
      });
      await copyRows(client, version.schemaName, subject, rows);
    }
    await copyAttention(client, version.schemaName, attention);
    await markFull(client, full);
    await insertParked(client, version.version, onePerPlace(parked));
  }
  await finishSlices(claims, version, chunk);
  return true;
}

async function finishSlices(claims: Claims, version: Version, chunk: Chunk): Promise<void> {
  // Like the live projector, which names a topic once it has read of it: equal states are equal JSON.
  const offsets = chunk.map(({ ends }) => {
    const read = ends.filter(({ offset }) => offset > 0);
    return JSON.stringify(Object.fromEntries(read.map(({ topic, offset }) => [topic, offset])));
  });
  await claims.client.query(
    `update projection.lease l set built = true, offsets = b.offsets, fresh_at = clock_timestamp()
     from unnest($2::text[], $3::smallint[], $4::jsonb[]) b (kind, slice, offsets)
     where l.version = $1 and (l.kind, l.slice) = (b.kind, b.slice)`,
    [version.version, chunk.map((each) => each.kind), chunk.map((each) => each.slice), offsets],
  );
}
