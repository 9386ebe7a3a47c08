import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog, Rules } from '@hub/core';
import {
  finishVersion,
  type HeldVersion,
  type LeaseState,
  type Logger,
  type NewVersion,
  openSliceClaims,
  readLeases,
  requireVersion,
  type SliceToBuild,
  shadowVersion,
  topicsOf,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';
import { type ProjectorSettings, projectorSettings } from '../config.ts';
import { endsOfLog } from '../live/verify-log.ts';
import { type BuildTarget, buildChunk, type Chunk, claimChunk } from './build-slices.ts';
import { endsToBuild } from './ends-to-build.ts';
import { partDossiers } from './part-dossiers.ts';

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

export interface BuildOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Bytes of decoded events held at once; a larger slice is read in several passes. Default 512 MiB. */
  readonly memoryBound?: number;
  readonly settings?: Partial<ProjectorSettings>;
  /** Builds slices of the version in other threads or processes, as `buildBeside` does; resolves when these have ended. */
  readonly beside?: Beside;
  /** What is filled; default: the next version of these rules, or the one left unfinished. */
  readonly shadow?: Pick<HeldVersion, 'version' | 'resumed'>;
}

/** Others that build at the same time, each on connections of its own. */
export interface Beside {
  /** How many build together, this process included: the memory is shared among them, and so is the log. */
  readonly builders: number;
  /** This process has other work: it builds only what the others leave. */
  readonly apart?: boolean;
  run(version: string, onRead: (events: number) => void, signal: AbortSignal): Promise<void>;
}

export interface BuiltVersion {
  readonly version: Version;
  /** An unfinished rebuild of the same rules went on. */
  readonly resumed: boolean;
  /** Events read by this run. */
  readonly events: number;
}

/**
 * Fills a shadow version from offset 0 up to where the active one is, slice by slice, and makes its indexes. Finished
 * slices are kept when it is interrupted: the next run goes on with the others, and several processes may share them.
 */
export async function buildVersion(options: BuildOptions): Promise<BuiltVersion> {
  const { pool, logger } = options;
  const ends = await endsToBuild(options);
  const { version, resumed } = options.shadow ?? (await shadowVersion(pool, await wantedVersion(options)));
  const slices = new Set((await readLeases(pool, version.version)).map(({ slice }) => slice));
  const ofSlices = [...ends].filter(([place]) => slices.has(Number(place.split(' ')[1])));
  const logEvents = ofSlices.reduce((sum, [, end]) => sum + end, 0);
  logger.info({ version: version.version, resumed }, 'a shadow version of the projection is built');
  const target = targetOf(options, version);
  const events = await buildTogether(options, target, ends, progressMeter(options, logEvents));
  await finishVersion(pool, version, (client) => partDossiers(client, target));
  return { version, resumed, events };
}

/** A version of these rules and this log. */
export async function wantedVersion({ log, rules }: Pick<BuildOptions, 'log' | 'rules'>): Promise<NewVersion> {
  const logEvents = [...(await endsOfLog(log)).values()].reduce((sum, end) => sum + end, 0);
  return { rules, slices: log.slices, logEpoch: await log.epoch(), logEvents };
}

/** Slices that the others leave, because they failed or were ended, are built here. */
async function buildTogether(
  options: BuildOptions,
  target: BuildTarget,
  ends: ReadonlyMap<string, number>,
  meter: ProgressMeter,
): Promise<number> {
  const { beside } = options;
  if (beside === undefined) return buildSlices(options, target, ends, meter);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, target.signal]);
  const others = beside.run(target.version.version, (events) => meter.add(events, [], 0), signal);
  try {
    if (beside.apart === true) await others;
    await buildSlices(options, target, ends, meter);
  } catch (error) {
    stop.abort();
    await others;
    throw error;
  }
  // They find no slice that is free either, and say before they end what they have read.
  await others;
  return meter.events();
}

/** Takes part in building a version that another process began and finishes, until no slice is free. */
export async function buildBeside(
  options: BuildOptions,
  name: string,
  onRead: (events: number) => void,
): Promise<void> {
  const version = await requireVersion(options.pool, name);
  const ends = await endsToBuild(options);
  await buildSlices(options, targetOf(options, version), ends, { events: () => 0, add: onRead });
}

function targetOf(
  { log, rules, memoryBound = 512 << 20, settings, signal, beside }: BuildOptions,
  version: Version,
): BuildTarget {
  const factsMax = settings?.factsMax ?? projectorSettings(rules).factsMax;
  const builders = beside?.builders ?? 1;
  return {
    ...{ log, version, rules, factsMax, builders },
    memoryBound: memoryBound / builders,
    signal: signal ?? new AbortController().signal,
  };
}

async function buildSlices(
  { pool, log }: BuildOptions,
  target: BuildTarget,
  ends: ReadonlyMap<string, number>,
  meter: ProgressMeter,
): Promise<number> {
  const { version, signal } = target;
  const claims = await openSliceClaims(pool);
  try {
    for (;;) {
      signal.throwIfAborted();
      const left = (await readLeases(pool, version.version)).filter(({ built }) => !built);
      if (left.length === 0) return meter.events();
      const chunk = await claimChunk(
        claims,
        target,
        left.map((lease) => upTo(ends, lease)),
      );
      // The others are in the hands of other processes; one that dies leaves its slices to us.
      if (chunk.length === 0) await delay(100, undefined, { signal });
      else await buildChunk(claims, target, chunk, (events) => meter.add(events, chunk, 2 * log.slices - left.length));
    }
  } finally {
    claims.close();
  }
}

function upTo(ends: ReadonlyMap<string, number>, { kind, slice }: LeaseState): SliceToBuild {
  const positions = topicsOf(kind).map((topic) => ({ topic, slice, offset: ends.get(`${topic} ${slice}`) ?? 0 }));
  return { kind, slice, ends: positions };
}

interface ProgressMeter {
  events(): number;
  add(count: number, chunk: Chunk, done: number): void;
}

function progressMeter(options: BuildOptions, eventsTotal: number): ProgressMeter {
  const startedAt = performance.now();
  let events = 0;
  return {
    events: () => events,
    add(count, chunk, done) {
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
