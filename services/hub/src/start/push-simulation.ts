import type { EventOutcome, HubClient } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { simulateEos } from '@hub/eos';
import { simulateKairos } from '@hub/kairos';
import { simulateOfeli } from '@hub/ofeli';
import type { SimulatedSystem, Simulation, SystemSimulator } from '@hub/simulation';

/** What `hub simulate` can play. */
export const simulatedNames = ['kairos', 'eos', 'ofeli', 'all'] as const;
export type SimulatedName = (typeof simulatedNames)[number];

/** Kairos is two sources, the old portal and the new. Null: all systems. */
export function systemsOf(name: SimulatedName): readonly SimulatedSystem[] | null {
  if (name === 'all') return null;
  return name === 'kairos' ? ['kairos', 'kairos-ng'] : [name];
}

/** Systems that speak a format of their own: their records go through their adapters. */
export const nativeSimulators: Readonly<Partial<Record<SimulatedSystem, SystemSimulator>>> = {
  kairos: simulateKairos,
  'kairos-ng': simulateKairos,
  eos: simulateEos,
  ofeli: simulateOfeli,
};

/** What became of a simulation. */
export interface SimulationReport {
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
 * Sends a simulation through the gateway, each partner's events under its own credentials, in turns: the partners of a
 * turn report side by side, as in life.
 */
export async function pushSimulation(simulation: Simulation, options: PushOptions): Promise<SimulationReport> {
  const counts = {
    trainees: 0,
    events: 0,
    accepted: 0,
    refused: 0,
    unknown: 0,
    refusals: {} as Record<string, number>,
  };
  for (const turn of turnsOf(simulation, options.rate)) {
    if (options.signal?.aborted === true) break;
    const pause =
      options.rate === undefined ? undefined : waitFor((turn.events / options.rate) * 1_000, options.signal);
    const answers = await Promise.all(
      [...turn.byClient].map(([clientId, events]) => reportAs(clientId, events, options)),
    );
    for (const outcome of answers.flat()) {
      counts[outcome.status] += 1;
      if (outcome.status !== 'refused') continue;
      const rule = outcome.problem.errors?.[0]?.rule ?? outcome.problem.type;
      counts.refusals[rule] = (counts.refusals[rule] ?? 0) + 1;
    }
    await pause;
    counts.events += turn.events;
    counts.trainees = turn.trainees;
    options.onProgress?.(counts.trainees, simulation.total);
  }
  return counts;
}

/** What the partners report side by side. */
interface Turn {
  readonly byClient: ReadonlyMap<string, readonly CloudEvent[]>;
  readonly events: number;
  /** Trainees done after this turn. */
  readonly trainees: number;
}

function* turnsOf(simulation: Simulation, rate: number | undefined): Generator<Turn> {
  const turnEvents = rate === undefined ? eventsAtOnce : Math.max(1, Math.round((rate * pacedTurnMs) / 1_000));
  let byClient = new Map<string, CloudEvent[]>();
  let events = 0;
  let trainees = 0;
  for (const item of simulation.items) {
    const known = byClient.get(item.clientId);
    if (known === undefined) byClient.set(item.clientId, [...item.events]);
    else known.push(...item.events);
    events += item.events.length;
    trainees = item.progress;
    if (events < turnEvents) continue;
    yield { byClient, events, trainees };
    byClient = new Map();
    events = 0;
  }
  yield { byClient, events, trainees };
}

async function reportAs(
  clientId: string,
  events: readonly CloudEvent[],
  { clientFor, onAccepted }: PushOptions,
): Promise<readonly EventOutcome[]> {
  const outcomes = await clientFor(clientId).report(events);
  for (const outcome of outcomes) {
    const event = events[outcome.index];
    if (outcome.status === 'accepted' && event !== undefined) onAccepted?.(event, outcome);
  }
  return outcomes;
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
