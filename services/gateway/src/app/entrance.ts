import type { CheckedEvent } from '../domain/check-event.ts';
import type { Outcome } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import { runPipeline } from './pipeline.ts';

interface Waiting {
  readonly events: readonly CheckedEvent[];
  readonly settle: (outcomes: readonly Outcome[]) => void;
}

/** Where requests wait for a pipeline; what waits together goes together. */
export interface Entrance {
  readonly parts: GatewayParts;
  readonly waiting: Waiting[];
  waitingEvents: number;
  running: number;
}

export function openEntrance(parts: GatewayParts): Entrance {
  return { parts, waiting: [], waitingEvents: 0, running: 0 };
}

/** True where so much waits that a request had better come back later. */
export function isCrowded(entrance: Entrance): boolean {
  return entrance.waitingEvents >= entrance.parts.limits.waitingEventsMax;
}

/** The outcomes of one request's events, in order. Alone, a request starts at once; under load, many share a pipeline. */
export function enter(entrance: Entrance, events: readonly CheckedEvent[]): Promise<readonly Outcome[]> {
  return new Promise((settle) => {
    entrance.waiting.push({ events, settle });
    count(entrance, events.length);
    start(entrance);
  });
}

function count(entrance: Entrance, events: number): void {
  entrance.waitingEvents += events;
  entrance.parts.metrics.waiting.set(entrance.waitingEvents);
}

function start(entrance: Entrance): void {
  if (entrance.running >= entrance.parts.limits.pipelinesMax || entrance.waiting.length === 0) return;
  entrance.running += 1;
  void runNext(entrance).finally(() => {
    entrance.running -= 1;
    start(entrance);
  });
}

async function runNext(entrance: Entrance): Promise<void> {
  const requests = takeNext(entrance);
  const outcomes = await runPipeline(
    entrance.parts,
    requests.flatMap(({ events }) => events),
  );
  let from = 0;
  for (const { events, settle } of requests) {
    settle(outcomes.slice(from, from + events.length));
    from += events.length;
  }
}

/** At least one request, whole, and more while they fit. */
function takeNext(entrance: Entrance): readonly Waiting[] {
  const requests: Waiting[] = [];
  let events = 0;
  for (const next of entrance.waiting) {
    if (requests.length > 0 && events + next.events.length > entrance.parts.limits.pipelineEventsMax) break;
    requests.push(next);
    events += next.events.length;
  }
  entrance.waiting.splice(0, requests.length);
  count(entrance, -events);
  return requests;
}
