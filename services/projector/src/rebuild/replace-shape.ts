import { setTimeout as delay } from 'node:timers/promises';
import { rulesHash } from '@hub/core';
import {
  activeVersion,
  endsOfLog,
  eventsBehind,
  logGivenUp,
  openToProjectors,
  readLeases,
  replaceUnreadable,
  rowShape,
  type Version,
  versionsToFeed,
} from '@hub/platform';
import { mayPass } from '../live/run-feed.ts';
import { type BuildOptions, buildVersion, type RebuildProgress } from './build-version.ts';

/** Smaller than a rebuild's: readers wait, and read the progress chunk by chunk. */
const memoryBound = 128 << 20;
const retryMs = 2_000;
const sayEveryMs = 10_000;

type ReplaceOptions = BuildOptions & {
  readonly signal: AbortSignal;
  /** A projector that was not seen for so long no longer lives. */
  readonly leaseMs: number;
  /** The version is there, to be fed from now on. */
  readonly onBuilt: () => Promise<void>;
};

/**
 * Where the active version has rows that this code does not read, or none is active, builds one that it does, and gives
 * it to readers once it shows all that the log holds. While a projector of the other shape lives, readers elsewhere are served: an operator
 * promotes then, or the end of the last such projector does. Goes on where it was after a fault that may pass.
 */
export async function replaceShape(options: ReplaceOptions): Promise<void> {
  const { logger, signal } = options;
  for (;;) {
    try {
      return await replaceOnce(options);
    } catch (error) {
      signal.throwIfAborted();
      if (!mayPass(error)) throw error;
      logGivenUp(logger, 'warn', error, { message: 'building for readers starts again' });
      await delay(retryMs, undefined, { signal });
    }
  }
}

async function replaceOnce(options: ReplaceOptions): Promise<void> {
  const { pool, log, logger, signal, leaseMs, onBuilt } = options;
  const version = await builtVersion(options);
  await onBuilt();
  let said = false;
  while (!(await isReadable(options))) {
    await untilReached(options, version, await endsOfLog(log));
    const switched = await replaceUnreadable(pool, version.version, leaseMs);
    if (switched !== null) {
      logger.warn(switched, 'readers are given the version built from the log');
      return;
    }
    if (!said) {
      const why = 'a projector of the other shape feeds the active version: promote ours when readers should have it';
      logger.warn({ version: version.version }, why);
      said = true;
    }
    await delay(leaseMs / 3, undefined, { signal });
  }
}

async function isReadable({ pool }: BuildOptions): Promise<boolean> {
  return (await activeVersion(pool))?.shape === rowShape;
}

/** The version there is, else one built now. */
async function builtVersion(options: ReplaceOptions): Promise<Version> {
  const { pool, rules, logger } = options;
  const hash = rulesHash(rules);
  const present = (await versionsToFeed(pool, hash)).findLast((each) => each.rulesHash === hash);
  if (present !== undefined) return present;
  const active = await activeVersion(pool);
  logger.warn(
    { active: active?.version, shape: active?.shape },
    `${active === null ? 'no version is active' : 'the active version has rows of another shape'}: ours is built from the log, and readers are answered 503 meanwhile`,
  );
  const { version } = await buildVersion({ memoryBound, ...options, onProgress: sayProgress(options) });
  await openToProjectors(pool, version);
  return version;
}

/** Waits until the version, which somebody feeds, has the log up to these ends. Rejects when `signal` aborts. */
async function untilReached(
  { pool, signal }: ReplaceOptions,
  { version }: Version,
  ends: ReadonlyMap<string, number>,
): Promise<void> {
  const isBehind = async () => (await readLeases(pool, version)).some((lease) => eventsBehind(lease, ends) > 0);
  while (await isBehind()) await delay(100, undefined, { signal });
}

function sayProgress({ logger }: BuildOptions): (progress: RebuildProgress) => void {
  let saidAt = performance.now();
  return ({ events, eventsTotal, perSecond, secondsLeft }) => {
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    logger.warn({ events, eventsTotal, perSecond: Math.round(perSecond), secondsLeft }, 'building for readers');
  };
}
