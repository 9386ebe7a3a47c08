import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog, Rules } from '@hub/core';
import {
  endsOfLog,
  finishVersion,
  type HeldVersion,
  type LeaseState,
  type Logger,
  type NewVersion,
  openSliceClaims,
  readLeases,
  requireVersion,
  rulesOf,
  type SliceToBuild,
  shadowVersion,
  topicsOf,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';
import { type ProjectorSettings, projectorSettings } from '../config.ts';
import { type BuildTarget, buildChunk, claimChunk } from './build-slices.ts';
import { endsToBuild } from './ends-to-build.ts';
import { yieldingPace } from './pace.ts';
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
  /** The job that tried these rules; absent: they are those of the release. */
  readonly trial?: string;
  readonly logger: Logger;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Bytes of events held at once; a larger slice is read in several passes. Default 1 GiB. */
  readonly memoryBound?: number;
  readonly settings?: Partial<ProjectorSettings>;
  /** Builds slices of the version in other threads or processes, as `buildBeside` does; resolves when these have ended. */
  readonly beside?: Beside;
  /** What is filled; default: the next version of these rules, or the one left unfinished. */
  readonly shadow?: Pick<HeldVersion, 'version' | 'resumed'>;
}

/** Others that build at the same time, each on connections of its own. */
export interface Beside {
  /** How many: the memory is shared among them, and so is the log. */
  readonly builders: number;
  run(version: string, onStep: (step: BuildStep) => void, signal: AbortSignal): Promise<void>;
}

/** What a builder says while it works. */
export interface BuildStep {
  /** Read since its last step; less than none where a chunk did not fit and is read again. */
  readonly events: number;
  /** Where it is: `trainee 3`. */
  readonly slice: string | null;
  /** Slices finished, as far as it knows. */
  readonly done: number;
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
export async function wantedVersion({
  log,
  rules,
  trial,
}: Pick<BuildOptions, 'log' | 'rules' | 'trial'>): Promise<NewVersion> {
  const logEvents = [...(await endsOfLog(log)).values()].reduce((sum, end) => sum + end, 0);
  return { rules, ...(trial !== undefined && { trial }), slices: log.slices, logEpoch: await log.epoch(), logEvents };
}

/** Slices that the others leave, because they failed or were ended, are built here. */
async function buildTogether(
  options: BuildOptions,
  target: BuildTarget,
  ends: ReadonlyMap<string, number>,
  meter: ProgressMeter,
): Promise<number> {
  await options.beside?.run(target.version.version, meter.add, target.signal);
  return buildSlices(options, target, ends, meter);
}

/** Takes part in building a version, by its rules, that another process began and finishes, until no slice is free. */
export async function buildBeside(
  options: Omit<BuildOptions, 'rules'>,
  name: string,
  onStep: (step: BuildStep) => void,
): Promise<void> {
  const version = await requireVersion(options.pool, name);
  const own = { ...options, rules: await rulesOf(options.pool, version) };
  const ends = await endsToBuild(own);
  await buildSlices(own, targetOf(own, version), ends, { events: () => 0, add: onStep });
}

function targetOf(options: BuildOptions, version: Version): BuildTarget {
  const { log, rules, memoryBound = 1 << 30, settings, beside } = options;
  const factsMax = settings?.factsMax ?? projectorSettings(rules).factsMax;
  const builders = beside?.builders ?? 1;
  const signal = options.signal ?? new AbortController().signal;
  const pace = yieldingPace(options, signal);
  return { ...{ log, version, rules, factsMax, builders, pace, signal }, memoryBound: memoryBound / builders };
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
      const [first] = chunk;
      if (first === undefined) continue;
      const place = { slice: `${first.kind} ${first.slice}`, done: 2 * log.slices - left.length };
      await buildChunk(claims, target, chunk, (events) => meter.add({ events, ...place }));
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
  add(step: BuildStep): void;
}

function progressMeter(options: BuildOptions, eventsTotal: number): ProgressMeter {
  const startedAt = performance.now();
  let events = 0;
  let done = 0;
  return {
    events: () => events,
    add(step) {
      events += step.events;
      done = Math.max(done, step.done);
      const perSecond = (events / Math.max(1, performance.now() - startedAt)) * 1000;
      options.onProgress?.({
        slice: step.slice,
        done,
        slices: 2 * options.log.slices,
        events,
        // More may have come since they were counted.
        eventsTotal: Math.max(eventsTotal, events),
        perSecond,
        secondsLeft: perSecond > 0 ? Math.max(0, eventsTotal - events) / perSecond : null,
      });
    },
  };
}
