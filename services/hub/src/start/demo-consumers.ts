import { setTimeout as delay } from 'node:timers/promises';
import { type HubClient, HubProblem } from '@hub/client';
import { eosFollowing } from '@hub/eos';
import { type KairosCandidates, kairosFollowing } from '@hub/kairos';
import type { Logger } from '@hub/platform';
import { type Consumer, type FollowedPage, followOnce } from '@hub/simulation';
import { type ConsumerState, keepState, stateOf } from './consumer-states.ts';

/** An hour and a half in life. */
const echoDelayMs = 10_000;

/** Partners that follow what changes: two act on it, the others note what they have to know. */
export function demoConsumers(candidates: KairosCandidates): readonly Consumer[] {
  const region = 'region-centre-val-de-loire';
  return [
    eosFollowing,
    kairosFollowing(candidates, echoDelayMs),
    {
      ...{ name: 'france-travail', clientId: 'france-travail', purpose: 'job-seeker-list' },
      ...{ looksAt: 'movements', kinds: 'entry,interruption,exit' },
    },
    { name: region, clientId: region, purpose: 'training-follow-up', looksAt: 'movements', kinds: 'entry,exit' },
    { name: 'pay-body', clientId: 'pay-body', purpose: 'remuneration', looksAt: 'remunerations' },
    // In which advisers book, with what France Travail may read.
    { name: 'audef', clientId: 'france-travail', purpose: null, looksAt: 'session' },
  ];
}

export interface ConsumerOptions {
  readonly dataDir: string;
  readonly clientFor: (clientId: string) => HubClient;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Runs consumers until `signal` aborts; the next start goes on from where they were. What was there before them is passed over. */
export async function runConsumers(consumers: readonly Consumer[], options: ConsumerOptions): Promise<void> {
  await Promise.all(consumers.map((consumer) => follow(consumer, options)));
}

const waitSecondsMax = 20;
/** Changes that come together are looked at together. */
const gatherMs = 2_000;
const againMs = 5_000;

async function follow(consumer: Consumer, { dataDir, clientFor, logger, signal }: ConsumerOptions): Promise<void> {
  let state = await stateOf(consumer, dataDir);
  while (!signal.aborted) {
    try {
      const options = { waitSeconds: secondsUntilDue(state), from: 'now', signal } as const;
      const page = await followOnce(consumer, clientFor(consumer.clientId), state, options);
      state = stateAfter(state, page);
      await keepState(dataDir, state);
      if (!page.more) await delay(gatherMs, undefined, { signal }).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof HubProblem && error.retryable)) {
        logger.error({ err: error, consumer: consumer.name }, 'a consumer of the demo stops; the hub goes on');
        return;
      }
      await delay(againMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Until the first dossier that waits is to be looked at again; who begins asks where it is, and waits for nothing. */
function secondsUntilDue({ cursor, waiting }: ConsumerState): number {
  if (cursor === null) return 0;
  const next = Math.min(...Object.values(waiting));
  return Math.max(0, Math.min(waitSecondsMax, Math.ceil((next - Date.now()) / 1_000)));
}

function stateAfter(before: ConsumerState, page: FollowedPage): ConsumerState {
  const reported = { ...before.reported };
  for (const { event, outcome } of page.told) {
    if (outcome.status === 'accepted') reported[event] = (reported[event] ?? 0) + 1;
  }
  return {
    ...before,
    ...page.state,
    reported,
    items: before.items + page.items,
    refused: before.refused + page.told.filter(({ outcome }) => outcome.status === 'refused').length,
    isBehind: page.more,
    readAt: new Date().toISOString(),
  };
}
