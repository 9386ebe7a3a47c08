import { setTimeout as delay } from 'node:timers/promises';
import { logGivenUp, raiseOverdue, raiseRelated, sweepStep } from '@hub/platform';
import { causesOf } from '../fold/fold-rows.ts';
import type { FeedingOptions } from './start-feeding.ts';

/** Between two looks for relations that changed: a partner is told of these a moment later than of what it reads. */
const pauseMs = 250;

/** Keeps the feed to partners of the active version, beside what transactions raise themselves, until `signal` aborts. */
export async function keepFeed({ pool, logger }: FeedingOptions, signal: AbortSignal): Promise<void> {
  let isTold = false;
  while (!signal.aborted) {
    try {
      const isMore = (await sweepStep({ pool, causesOf })) || (await raiseRelated(pool));
      isTold = false;
      if (isMore) continue;
      await raiseOverdue(pool);
    } catch (error) {
      if (!isTold) logGivenUp(logger, 'warn', error, { message: 'the feed to partners waits; it is tried again' });
      isTold = true;
    }
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}
