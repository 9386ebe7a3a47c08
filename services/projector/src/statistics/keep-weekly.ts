import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import { askJob, type Logger, logGivenUp, newestWeek, type Operator, withTransaction } from '@hub/platform';
import type { Pool } from 'pg';
import { weekOf } from './week.ts';

const lookEveryMs = 600_000;

const hub: Operator = { siret: null, clientId: 'hub', agent: 'weekly-figures', traceparent: null };

/**
 * Asks for the figures of each week as it begins, until `signal` aborts. Never for the first: an operator does once history is
 * loaded, for what is told is never made again.
 */
export async function keepWeekly(
  { pool, logger }: { readonly pool: Pool; readonly logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await askForWeek(pool, Date.now()).catch((error: unknown) => {
      logGivenUp(logger, 'warn', error, { message: 'the figures of this week were not asked for; it is tried again' });
    });
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** Whether it asked: not where they were made, or somebody asked before. */
export async function askForWeek(pool: Pool, now: number): Promise<boolean> {
  const newest = await newestWeek(pool, null);
  if (newest === null || newest >= weekOf(now)) return false;
  try {
    await withTransaction(pool, (client) =>
      askJob(client, hub, { kind: 'statistics', parameters: {}, exclusive: 'all' }),
    );
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === 'job-unfinished') return false;
    throw error;
  }
}
