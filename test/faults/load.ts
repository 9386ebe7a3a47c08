import { setTimeout as delay } from 'node:timers/promises';
import type { HubClient } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { chance, createRandom, type Random, simulateAll } from '@hub/simulation';
import { nativeSimulators } from '../../services/hub/src/start/push-simulation.ts';
import type { Ledger } from './ledger.ts';
import { reportOnce } from './reporting.ts';

export interface LoadOptions {
  readonly seed: string;
  /** Of the simulated lives, and the first trainee of them: lives of one seed that do not overlap have nobody in common. */
  readonly lives: { readonly seed: string; readonly first: number };
  readonly today: string;
  /** Events a second that are begun; fewer while too many batches wait for an answer. */
  readonly perSecond: number;
  readonly gateways: number;
  readonly client: (clientId: string, gateway: number) => HubClient;
  readonly ledger: Ledger;
}

/** Partners at work: begins at once, goes on until it is stopped. */
export interface Load {
  /** Begins nothing more and waits for the answers that are due; gives how many events were given up. */
  stop(): Promise<number>;
}

const turnMs = 200;
const traineesAtOnce = 150;
const inFlightMax = 40;
const answerMsMax = 10_000;
const againMsMax = 30_000;
const singleShare = 0.1;
const twiceShare = 0.05;

/**
 * Lives through every gateway, in time order; some events alone, some sent twice at the same moment through two
 * gateways. What stays open is sent again, each time through the next gateway, for half a minute.
 */
export function startLoad(options: LoadOptions): Load {
  const stop = new AbortController();
  const sending = new Set<Promise<void>>();
  let givenUp = 0;
  const random = createRandom(options.seed, 'load');
  const begin = (clientId: string, events: readonly CloudEvent[], gateway: number) => {
    for (const event of events) options.ledger.sent(clientId, event);
    const sent = sendUntilKnown(options, clientId, events, gateway, stop.signal).then((open) => {
      givenUp += open;
    });
    sending.add(sent);
    sent.finally(() => sending.delete(sent));
  };
  const turns = (async () => {
    let gateway = 0;
    for (const { clientId, events } of partsOf(options, random)) {
      if (stop.signal.aborted) return;
      begin(clientId, events, gateway % options.gateways);
      if (chance(random, twiceShare)) begin(clientId, events, (gateway + 1) % options.gateways);
      gateway += 1;
      await delay((events.length / options.perSecond) * 1_000);
      while (sending.size >= inFlightMax && !stop.signal.aborted) await delay(turnMs / 4);
    }
  })();
  return {
    async stop() {
      stop.abort();
      await turns;
      await Promise.all(sending);
      return givenUp;
    },
  };
}

async function sendUntilKnown(
  options: LoadOptions,
  clientId: string,
  events: readonly CloudEvent[],
  gateway: number,
  stop: AbortSignal,
): Promise<number> {
  const deadline = Date.now() + againMsMax;
  let open = events;
  for (let attempt = 0; ; attempt += 1) {
    const client = options.client(clientId, (gateway + attempt) % options.gateways);
    ({ open } = await reportOnce(client, options.ledger, open, answerMsMax));
    if (open.length === 0) return 0;
    if (Date.now() > deadline || stop.aborted) return open.length;
    await delay(Math.min(2_000, 100 * 2 ** attempt));
  }
}

interface Part {
  readonly clientId: string;
  readonly events: readonly CloudEvent[];
}

/** What each partner has to say in a fifth of a second, and now and then one event alone. */
function* partsOf(options: LoadOptions, random: Random): Generator<Part> {
  const wanted = Math.max(1, Math.round((options.perSecond * turnMs) / 1_000));
  let byClient = new Map<string, CloudEvent[]>();
  let waiting = 0;
  for (const { clientId, events } of livesOf(options)) {
    if (events.length === 1 && chance(random, singleShare)) {
      yield { clientId, events };
      continue;
    }
    byClient.set(clientId, [...(byClient.get(clientId) ?? []), ...events]);
    waiting += events.length;
    if (waiting < wanted) continue;
    for (const [client, its] of byClient) yield { clientId: client, events: its };
    byClient = new Map();
    waiting = 0;
  }
}

/** One small crowd after the other, so that there are always people known and people new. */
function* livesOf({ lives, today }: LoadOptions) {
  for (let first = lives.first; ; first += traineesAtOnce) {
    const crowd = { seed: lives.seed, first, trainees: traineesAtOnce };
    yield* simulateAll({ ...crowd, today, mess: 0.1, simulators: nativeSimulators }).items;
  }
}
