import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type HubClient, HubProblem, type Purpose } from '@hub/client';
import { eosFollowing } from '@hub/eos';
import { type KairosCandidates, kairosFollowing } from '@hub/kairos';
import type { Logger } from '@hub/platform';
import { type Consumer, type Followed, followOnce, unfollowed } from '@hub/simulation';

/** An hour and a half in life. */
const echoDelayMs = 10_000;

/** Partners that follow what changes: two act on it, the others take note, as their systems would. */
export function demoConsumers(candidates: KairosCandidates): readonly Consumer[] {
  const notes = (name: string, clientId: string, purpose: Purpose): Consumer => {
    return { name, clientId, purpose, feed: 'changes', acts: null };
  };
  return [
    eosFollowing,
    kairosFollowing(candidates, echoDelayMs),
    notes('france-travail', 'france-travail', 'job-seeker-list'),
    notes('region-centre-val-de-loire', 'region-centre-val-de-loire', 'training-follow-up'),
    notes('pay-body', 'pay-body', 'remuneration'),
    // In which advisers book, with what France Travail may read.
    { name: 'audef', clientId: 'france-travail', feed: 'session-changes', purpose: null, acts: null },
  ];
}

/** How far a consumer of the demo is. */
export interface ConsumerState extends Followed {
  readonly name: string;
  readonly feed: Consumer['feed'];
  /** Items of the feed, and by event what it reported and the hub took. */
  readonly items: number;
  readonly reported: Readonly<Record<string, number>>;
  readonly refused: number;
  /** Something lies behind what it read already. */
  readonly isBehind: boolean;
  /** RFC 3339. */
  readonly readAt: string | null;
}

const fileName = 'consumers.json';

/** Empty where the demo runs no consumers here. */
export async function readConsumerStates(dataDir: string): Promise<readonly ConsumerState[]> {
  try {
    return JSON.parse(await readFile(join(dataDir, fileName), 'utf8')) as readonly ConsumerState[];
  } catch {
    return [];
  }
}

export interface ConsumerOptions {
  readonly dataDir: string;
  readonly clientFor: (clientId: string) => HubClient;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Runs consumers until `signal` aborts; the next start goes on from where they were. What was there before them is passed over. */
export async function runConsumers(consumers: readonly Consumer[], options: ConsumerOptions): Promise<void> {
  const known = new Map((await readConsumerStates(options.dataDir)).map((state) => [state.name, state]));
  const states = new Map(consumers.map((consumer) => [consumer.name, known.get(consumer.name) ?? newState(consumer)]));
  let writing: Promise<void> = Promise.resolve();
  const keep = (state: ConsumerState) => {
    states.set(state.name, state);
    writing = writing.then(() => writeStates(options.dataDir, [...states.values()]));
    return writing;
  };
  await Promise.all(
    consumers.map((consumer) => follow(consumer, states.get(consumer.name) as ConsumerState, keep, options)),
  );
}

function newState({ name, feed }: Consumer): ConsumerState {
  return { ...unfollowed, name, feed, items: 0, reported: {}, refused: 0, isBehind: true, readAt: null };
}

async function writeStates(dataDir: string, states: readonly ConsumerState[]): Promise<void> {
  const path = join(dataDir, fileName);
  await writeFile(`${path}.new`, `${JSON.stringify(states)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const waitSecondsMax = 20;
const againMs = 5_000;

async function follow(
  consumer: Consumer,
  from: ConsumerState,
  keep: (state: ConsumerState) => Promise<void>,
  { clientFor, logger, signal }: ConsumerOptions,
): Promise<void> {
  let state = from;
  let passOver = from.cursor === null;
  while (!signal.aborted) {
    try {
      const waitSeconds = passOver ? 0 : secondsUntilDue(state);
      const page = await followOnce(consumer, clientFor(consumer.clientId), state, { waitSeconds, passOver, signal });
      passOver &&= page.more;
      state = stateAfter(state, page);
      await keep(state);
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

/** Until the first dossier that waits is to be looked at again. */
function secondsUntilDue({ waiting }: ConsumerState): number {
  const next = Math.min(...Object.values(waiting));
  return Math.max(0, Math.min(waitSecondsMax, Math.ceil((next - Date.now()) / 1_000)));
}

function stateAfter(before: ConsumerState, page: Awaited<ReturnType<typeof followOnce>>): ConsumerState {
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
