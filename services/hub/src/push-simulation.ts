import type { CloudEvent } from '@hub/contracts';
import type { EventOutcome, HubClient } from '@hub/platform';
import type { Simulation } from '@hub/simulation';

export interface SimulationTold {
  readonly trainees: number;
  readonly events: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  /** Refusals by rule, as the hub named them. */
  readonly refusals: Readonly<Record<string, number>>;
}

type AcceptedOutcome = Extract<EventOutcome, { status: 'accepted' }>;

export interface PushOptions {
  readonly clientFor: (clientId: string) => HubClient;
  /** Events per second; absent: as fast as the hub takes them. */
  readonly rate?: number;
  readonly onProgress?: (trainees: number, total: number) => void;
  readonly onAccepted?: (event: CloudEvent, outcome: AcceptedOutcome) => void;
  readonly signal?: AbortSignal;
}

const eventsAtOnce = 4_000;
const pacedTurnMs = 200;

/**
 * Tells a simulation through the gateway, each partner's events under its own credentials, in turns: the partners of a
 * turn tell side by side, as in life.
 */
export async function pushSimulation(simulation: Simulation, options: PushOptions): Promise<SimulationTold> {
  const told = { trainees: 0, events: 0, accepted: 0, refused: 0, unknown: 0, refusals: {} as Record<string, number> };
  const turnEvents =
    options.rate === undefined ? eventsAtOnce : Math.max(1, Math.round((options.rate * pacedTurnMs) / 1_000));
  let turn = new Map<string, CloudEvent[]>();
  let waiting = 0;
  const flush = async () => {
    const events = waiting;
    const pause = options.rate === undefined ? undefined : waitFor((events / options.rate) * 1_000, options.signal);
    await Promise.all([...turn].map(([clientId, events]) => tellAs(clientId, events, options, told)));
    await pause;
    turn = new Map();
    waiting = 0;
    options.onProgress?.(told.trainees, simulation.total);
  };
  for (const item of simulation.items) {
    if (options.signal?.aborted === true) break;
    const events = turn.get(item.clientId);
    if (events === undefined) turn.set(item.clientId, [...item.events]);
    else events.push(...item.events);
    waiting += item.events.length;
    told.events += item.events.length;
    told.trainees = item.progress;
    if (waiting >= turnEvents) await flush();
  }
  await flush();
  return told;
}

async function tellAs(
  clientId: string,
  events: readonly CloudEvent[],
  options: PushOptions,
  told: { accepted: number; refused: number; unknown: number; refusals: Record<string, number> },
): Promise<void> {
  for (const outcome of await options.clientFor(clientId).tell(events)) {
    told[outcome.status] += 1;
    const event = events[outcome.index];
    if (outcome.status === 'accepted' && event !== undefined) options.onAccepted?.(event, outcome);
    if (outcome.status !== 'refused') continue;
    const rule = outcome.problem.errors?.[0]?.rule ?? outcome.problem.type;
    told.refusals[rule] = (told.refusals[rule] ?? 0) + 1;
  }
}

function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
