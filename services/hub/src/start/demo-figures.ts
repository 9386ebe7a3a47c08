import { setTimeout as delay } from 'node:timers/promises';
import type { HubClient } from '@hub/client';
import type { Job, Logger } from '@hub/platform';

const lookEveryMs = 2_000;

export type FiguresState = 'making' | 'made' | 'failed';

interface Asking {
  readonly tell: (state: FiguresState) => void;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Has the demo's operator ask for the first steering figures, as `hub statistics make` does, once all that was told is shown:
 * a month that was told is never made again. Nothing where some were made before: the weeks after them are the projector's.
 * Ends once they are made, or when `signal` aborts.
 */
export async function askForFigures(operator: HubClient, asking: Asking): Promise<void> {
  const { tell, signal } = asking;
  const asked = await untilGiven(asking, () => askOnceShown(operator, signal));
  if (asked === null || asked === 'known') return;
  tell('making');
  const ended = await untilGiven(asking, async () => {
    const job = await ask<Job>(operator, `jobs/${asked.id}`, { signal });
    return job.endedAt === null ? null : job;
  });
  if (ended !== null) tell(ended.state === 'done' ? 'made' : 'failed');
}

/** Looks until something is given; null once `signal` aborts. */
async function untilGiven<Given>({ logger, signal }: Asking, look: () => Promise<Given | null>): Promise<Given | null> {
  while (!signal.aborted) {
    try {
      const given = await look();
      if (given !== null) return given;
    } catch (err) {
      if (!signal.aborted) logger.warn({ err }, 'the figures of the demo were not asked for; it is tried again');
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
  return null;
}

/** `known`: there are some; null: not all that was told is shown yet. */
async function askOnceShown(operator: HubClient, signal: AbortSignal): Promise<Job | 'known' | null> {
  const { weeks } = await ask<{ readonly weeks: readonly object[] }>(operator, 'statistics', { signal });
  if (weeks.length > 0) return 'known';
  const { versions } = await ask<ShownStatus>(operator, 'status', { signal });
  if (!versions.some(({ active, lagEvents }) => active && lagEvents === 0)) return null;
  return ask<Job>(operator, 'statistics', { method: 'POST', signal });
}

interface ShownStatus {
  readonly versions: readonly { readonly active: boolean; readonly lagEvents: number | null }[];
}

async function ask<Answer>(operator: HubClient, path: string, init: RequestInit): Promise<Answer> {
  const answer = await operator.fetch(`/v1/admin/${path}`, { ...init, headers: { 'hub-agent': 'demo' } });
  if (!answer.ok) throw new Error(`/v1/admin/${path} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
