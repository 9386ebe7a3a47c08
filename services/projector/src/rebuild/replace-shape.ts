import { setTimeout as delay } from 'node:timers/promises';
import { HubError, rulesHash } from '@hub/core';
import { activeVersion, replaceUnreadable, rowShape, type Version, versionsToFeed } from '@hub/platform';
import { type BuildOptions, buildVersion, type RebuildProgress } from './build-version.ts';
import { catchUp } from './catch-up.ts';

/** Smaller than a rebuild's: readers wait, and read the progress chunk by chunk. */
const memoryBound = 128 << 20;
const retryMs = 2_000;

/**
 * Where the active version has rows that this code does not read, builds one that it does, and gives it to readers once
 * it shows all that the log holds. While a projector of the other shape lives, readers elsewhere are served: an operator
 * promotes then, or the end of the last such projector does. `onBuilt`: the version is there, to be fed from now on.
 */
export async function replaceShape(
  options: BuildOptions & { readonly signal: AbortSignal },
  leaseMs: number,
  onBuilt: () => Promise<void>,
): Promise<void> {
  const { pool, logger, signal } = options;
  const version = await builtVersion(options);
  await onBuilt();
  let said = false;
  while (!signal.aborted && !(await isReadable(options))) {
    await catchUp(options, [version]);
    const switched = await replaceUnreadable(pool, version.version, leaseMs);
    if (switched !== null) logger.warn(switched, 'readers are given the version built from the log');
    else if (!said) {
      said = true;
      logger.warn(
        { version: version.version },
        'a projector of the other shape still feeds the active version: promote ours when readers should have it',
      );
    }
    if (switched === null) await delay(leaseMs / 3, undefined, { signal }).catch(() => {});
  }
}

async function isReadable({ pool }: BuildOptions): Promise<boolean> {
  return (await activeVersion(pool))?.shape === rowShape;
}

/** The version there is, else one built now; begun again after a fault that may pass, where it was left. */
async function builtVersion(options: BuildOptions & { readonly signal: AbortSignal }): Promise<Version> {
  const { pool, rules, logger, signal } = options;
  const present = (await versionsToFeed(pool, rulesHash(rules))).at(-1);
  if (present !== undefined) return present;
  const active = await activeVersion(pool);
  logger.warn(
    { active: active?.version, shape: active?.shape },
    'the active version has rows of another shape: ours is built from the log, and readers are answered 503 meanwhile',
  );
  for (;;) {
    try {
      return (await buildVersion({ memoryBound, ...options, onProgress: sayProgress(options) })).version;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HubError && error.retryable)) throw error;
      logger.warn({ code: error.code, reason: error.message }, 'building starts again');
      await delay(retryMs, undefined, { signal });
    }
  }
}

function sayProgress({ logger }: BuildOptions): (progress: RebuildProgress) => void {
  let saidAt = performance.now();
  return ({ events, eventsTotal, perSecond, secondsLeft }) => {
    if (performance.now() - saidAt < 10_000) return;
    saidAt = performance.now();
    logger.warn({ events, eventsTotal, perSecond: Math.round(perSecond), secondsLeft }, 'building');
  };
}
