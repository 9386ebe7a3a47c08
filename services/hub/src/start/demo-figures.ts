import { setTimeout as delay } from 'node:timers/promises';
import type { HubClient } from '@hub/client';
import type { Logger } from '@hub/platform';

const lookEveryMs = 2_000;

/**
 * Has the demo's operator ask for the first steering figures, as `hub statistics make` does, once all that was told is shown:
 * a month that was told is never made again. Nothing where some were made before: the weeks after them are the projector's.
 * Ends when `signal` aborts.
 */
export async function askForFigures(operator: HubClient, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await isAsked(operator, signal)) return;
    } catch (err) {
      if (!signal.aborted) logger.warn({ err }, 'the figures of the demo were not asked for; it is tried again');
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** False: not all that was told is shown yet. */
async function isAsked(operator: HubClient, signal: AbortSignal): Promise<boolean> {
  const { weeks } = await ask<{ readonly weeks: readonly object[] }>(operator, 'statistics', { signal });
  if (weeks.length > 0) return true;
  const { versions } = await ask<ShownStatus>(operator, 'status', { signal });
  if (!versions.some(({ active, lagEvents }) => active && lagEvents === 0)) return false;
  await ask(operator, 'statistics', { method: 'POST', signal });
  return true;
}

interface ShownStatus {
  readonly versions: readonly { readonly active: boolean; readonly lagEvents: number | null }[];
}

async function ask<Answer>(operator: HubClient, path: string, init: RequestInit): Promise<Answer> {
  const answer = await operator.fetch(`/v1/admin/${path}`, { ...init, headers: { 'hub-agent': 'demo' } });
  if (!answer.ok) throw new Error(`/v1/admin/${path} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
