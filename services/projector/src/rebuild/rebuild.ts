import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hub/contracts';
import { type EventLog, type Rules, rulesHash } from '@hub/core';
import type { Logger } from '@hub/platform';
import type { Pool } from 'pg';
import { type LeaseKind, topicsOf } from '../adapters/leases.ts';
import { activeVersion, shadowVersion, type Version, versionsToFeed } from '../adapters/versions.ts';
import { type ProjectorSettings, projectorSettings } from '../config.ts';
import { endsOfLog } from '../live/check-log.ts';
import { startProjector } from '../live/projector.ts';
import { buildChunk, type Chunk, claimChunk, openClaims } from './build-slices.ts';
import { type Comparison, compare } from './compare.ts';
import { createRecordIndexes, dropRecordIndexes } from './record-indexes.ts';

export interface RebuildProgress {
  /** The slice being built, `trainee 3`; null while indexes are made and the rest is caught up. */
  readonly slice: string | null;
  /** Slices finished, and of how many. */
  readonly done: number;
  readonly slices: number;
  readonly events: number;
  readonly eventsTotal: number;
  readonly perSecond: number;
  /** Null until a rate is known. */
  readonly secondsLeft: number | null;
}

export interface RebuildOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Bytes of decoded events held at once; a larger slice is read in several passes. Default 512 MiB. */
  readonly memoryBound?: number;
  readonly settings?: Partial<ProjectorSettings>;
}

export interface RebuildReport {
  readonly version: string;
  /** An unfinished rebuild of the same rules went on. */
  readonly resumed: boolean;
  /** Events read by this run. */
  readonly events: number;
  readonly seconds: number;
  /** Against the active version; null where there is none, or it was projected from another log. */
  readonly comparison: Comparison | null;
}

/**
 * Builds a shadow version of the projection from offset 0, slice by slice, lets it catch up and compares it with the
 * active one; nothing is promoted. Finished slices are kept when it is interrupted: the next run goes on with the
 * others, and several processes may share them. Live projectors, here or elsewhere, go on with it from then on.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { log, pool, rules } = options;
  const startedAt = performance.now();
  const signal = options.signal ?? new AbortController().signal;
  const logEpoch = await log.epoch();
  const wanted = { rulesHash: rulesHash(rules), slices: log.slices, logEpoch, built: false };
  const { version, resumed } = await shadowVersion(pool, wanted);
  options.logger.info({ version: version.version, resumed }, 'a shadow version of the projection is built');
  const events = await buildSlices(options, version, signal);
  await createRecordIndexes(pool, version.schemaName);
  await pool.query(
    'update projection.version set built_at = clock_timestamp() where version = $1 and built_at is null',
    [version.version],
  );
  const other = await comparableVersion(pool, version.version);
  await catchUp(options, version, other, signal);
  const comparison = other === null ? null : await compareWith(pool, version.version, other, signal);
  const seconds = (performance.now() - startedAt) / 1000;
  return { version: version.version, resumed, events, seconds, comparison };
}

async function buildSlices(options: RebuildOptions, version: Version, signal: AbortSignal): Promise<number> {
  const { pool, log } = options;
  const ends = new Map((await log.endOffsets(topics)).map((end) => [`${end.topic} ${end.slice}`, end]));
  const memoryBound = options.memoryBound ?? 512 << 20;
  const target = {
    log,
    pool,
    version,
    rules: options.rules,
    memoryBound,
    dossierFactsMax: options.settings?.dossierFactsMax ?? projectorSettings(options.rules).dossierFactsMax,
  };
  if ((await unbuilt(pool, version)).length > 0) await dropRecordIndexes(pool, version.schemaName);
  const endsOf = (kind: LeaseKind, slice: number) =>
    topicsOf(kind).flatMap((topic) => ends.get(`${topic} ${slice}`) ?? []);
  const meter = progressMeter(
    options,
    [...ends.values()].reduce((sum, end) => sum + end.offset, 0),
  );
  const claims = await openClaims(pool);
  try {
    for (;;) {
      signal.throwIfAborted();
      const left = await unbuilt(pool, version);
      if (left.length === 0) return meter.events();
      const chunk: Chunk = await claimChunk(
        claims,
        version,
        left.map((each) => ({ ...each, ends: endsOf(each.kind, each.slice) })),
        memoryBound,
      );
      // The others are in the hands of other processes; one that dies leaves its slices to us.
      if (chunk.length === 0) await delay(500, undefined, { signal });
      else
        await buildChunk(claims, target, chunk, signal, (events) =>
          meter.add(events, chunk, 2 * log.slices - left.length),
        );
    }
  } finally {
    await claims.close();
  }
}

async function unbuilt(pool: Pool, version: Version): Promise<{ kind: LeaseKind; slice: number }[]> {
  const { rows } = await pool.query<{ kind: LeaseKind; slice: number }>(
    'select kind, slice from projection.lease where version = $1 and not built order by slice, kind',
    [version.version],
  );
  return rows;
}

function progressMeter(options: RebuildOptions, eventsTotal: number) {
  const startedAt = performance.now();
  let events = 0;
  return {
    events: () => events,
    add(count: number, chunk: Chunk, done: number) {
      events += count;
      const perSecond = (events / Math.max(1, performance.now() - startedAt)) * 1000;
      const first = chunk[0];
      options.onProgress?.({
        slice: first === undefined ? null : `${first.kind} ${first.slice}`,
        done,
        slices: 2 * options.log.slices,
        events,
        eventsTotal,
        perSecond,
        secondsLeft: perSecond > 0 ? Math.max(0, eventsTotal - events) / perSecond : null,
      });
    },
  };
}

/**
 * Feeds the version, beside any living projector, until it has all that the log holds at this moment; so too the active
 * version where its rules are ours, since nobody else may do it and the two are compared next.
 */
async function catchUp(
  options: RebuildOptions,
  version: Version,
  other: string | null,
  signal: AbortSignal,
): Promise<void> {
  const { log, pool, rules, logger, settings } = options;
  const ends = await endsOfLog(log);
  const only = (await versionsToFeed(pool, version.rulesHash)).filter(
    (each) => each.version === version.version || each.version === other,
  );
  const reached = async () => (await Promise.all(only.map((each) => hasReached(pool, each, ends)))).every(Boolean);
  if (await reached()) return;
  const projector = await startProjector({ log, pool, rules, logger, only, ...(settings && { settings }) });
  try {
    while (!(await reached())) {
      signal.throwIfAborted();
      await Promise.race([delay(100), projector.finished]);
    }
  } finally {
    await projector.close();
  }
}

async function hasReached(pool: Pool, version: Version, ends: ReadonlyMap<string, number>): Promise<boolean> {
  const { rows } = await pool.query<{ slice: number; offsets: Record<string, number>; kind: LeaseKind }>(
    'select kind, slice, offsets from projection.lease where version = $1',
    [version.version],
  );
  return rows.every((row) =>
    topicsOf(row.kind).every((topic) => (row.offsets[topic] ?? 0) >= (ends.get(`${topic} ${row.slice}`) ?? 0)),
  );
}

/** The active version, unless it was projected from another log: offsets of two logs do not compare. */
async function comparableVersion(pool: Pool, version: string): Promise<string | null> {
  const active = await activeVersion(pool);
  if (active === null || active.version === version) return null;
  const { rows } = await pool.query<{ epochs: number }>(
    'select count(distinct log_epoch)::int as epochs from projection.lease where version = any($1)',
    [[version, active.version]],
  );
  return rows[0]?.epochs === 1 ? active.version : null;
}

async function compareWith(pool: Pool, version: string, other: string, signal: AbortSignal): Promise<Comparison> {
  const { rows } = await pool.query<{ fed: boolean }>(
    `select exists (select from projection.lease where version = $1 and expires_at > clock_timestamp())
       or not exists (select from projection.lease a join projection.lease b using (kind, slice)
         where a.version = $1 and b.version = $2 and a.offsets <> b.offsets) as fed`,
    [other, version],
  );
  // A version that nobody feeds comes to no other offsets, however long we wait.
  return compare(pool, version, other, { signal, ...(rows[0]?.fed ? {} : { waitMs: 0 }) });
}
