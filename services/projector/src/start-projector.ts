import { setTimeout as delay } from 'node:timers/promises';
import { activeVersion, dropDeadVerifications, isRegistryEmpty, logGivenUp, rowShape, runJobs } from '@hub/platform';
import { projectorSettings } from './config.ts';
import type { RunTrial } from './impact/run-trial.ts';
import { keepFeed } from './live/keep-feed.ts';
import { openVersion, verifyVersions } from './live/open-version.ts';
import { type FeedingOptions, type Projector, startFeeding } from './live/start-feeding.ts';
import { parkedJobs } from './parked/parked-jobs.ts';
import { buildingJobs, switchingJobs, tryingJobs } from './projector-jobs.ts';
import type { Beside } from './rebuild/build-version.ts';
import { replaceShape } from './rebuild/replace-shape.ts';
import { keepWeekly } from './statistics/keep-weekly.ts';

export interface ProjectorOptions extends FeedingOptions {
  /** Builds what jobs ask for in other threads, so that events need not wait for it; default: in this one. */
  readonly beside?: Beside;
  /** Tries rules and schemas in another thread; default: in this one. */
  readonly tryApart?: RunTrial;
}

/**
 * Keeps every version of these rules up to date with the log, sharing the slices with all living projectors; makes the
 * version where there is none. Where the active version has rows of another shape, or people are known and none is (a
 * restored database), builds ours beside and gives it to readers as soon as it may. Throws `log-epoch-changed` or
 * `log-offset-out-of-range` where the log is not the one that was projected.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  if (options.only !== undefined) return startFeeding(options);
  const isUnreadable = await lacksReadable(options);
  if (!isUnreadable) await openVersion(options);
  await verifyVersions(options);
  const feeding = withJobs(await startFeeding(options), options);
  if (!isUnreadable) return feeding;
  const stop = new AbortController();
  const { leaseMs } = { ...projectorSettings(options.rules), ...options.settings };
  const replacing = replaceShape({ ...options, leaseMs, signal: stop.signal, onBuilt: feeding.share }).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
    },
  );
  const finished = Promise.all([feeding.finished, replacing]).then(() => {});
  finished.catch(() => {});
  const close = async () => {
    stop.abort();
    await feeding.close();
    await replacing.catch(() => {});
  };
  return { ...feeding, close, finished };
}

/** A projector that also does the jobs which need nothing but records and log, and drops what was left by verifications. */
function withJobs<Feeding extends Projector>(feeding: Feeding, options: ProjectorOptions): Feeding {
  const { pool, logger } = options;
  // Apart: what readers are given is not changed behind a rebuild of hours, nor a single event retried.
  const kinds = [buildingJobs(options), switchingJobs(options), tryingJobs(options), parkedJobs(options)];
  const runners = kinds.map((works) => runJobs({ pool, logger, works }));
  const stop = new AbortController();
  const beside = [keepTidy(options, stop.signal), keepFeed(options, stop.signal), keepWeekly(options, stop.signal)];
  const close = async () => {
    stop.abort();
    await Promise.all([...runners.map((jobs) => jobs.close()), ...beside]);
    await feeding.close();
  };
  return { ...feeding, close };
}

const tidyEveryMs = 30_000;

/** Drops at once, and then now and again, the verifications whose process ended without a word. */
async function keepTidy({ pool, logger }: FeedingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const dropped = await dropDeadVerifications(pool).catch((error: unknown) => {
      logGivenUp(logger, 'warn', error, { message: 'what verifications left could not be dropped; it is tried again' });
      return [];
    });
    if (dropped.length > 0) logger.info({ versions: dropped }, 'what a verification left was dropped');
    await delay(tidyEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** Readers would get what is no record, or 404 for what the log knows and no record shows yet. */
async function lacksReadable({ pool }: FeedingOptions): Promise<boolean> {
  const active = await activeVersion(pool);
  if (active !== null) return active.shape !== rowShape;
  return !(await isRegistryEmpty(pool));
}
