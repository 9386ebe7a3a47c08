import type { Partner } from '@hub/platform';
import { type CheckContext, type CheckedEvent, checkEvent, isVerdict } from '../check/check-event.ts';
import type { ParsedItem } from '../check/read-items.ts';
import type { ReportedEvent } from '../registry/identified.ts';
import { auditOperator } from './audit-operator.ts';
import type { GatewayContext } from './gateway-context.ts';
import { noteOutcomes } from './note-outcomes.ts';
import { runPipeline } from './pipeline.ts';
import type { Outcome } from './receipt.ts';
import { recordVerdictEvent } from './record-verdict.ts';
import { traceRequestAtDoor } from './trace-request-at-door.ts';

/** Who sends the events of one request, and how. */
export interface Submission {
  readonly writer: Partner;
  /** Of the request; an event may bring its own. */
  readonly traceparent: string;
  /** Opaque id of the person behind the partner, where the request names one. */
  readonly agent: string | null;
  /** Why an operator acts, where it says so; kept in the audit. */
  readonly reason?: string;
  readonly dryRun: boolean;
  /** Several in one request. */
  readonly isBatch: boolean;
}

interface WaitingRequest {
  readonly events: readonly ReportedEvent[];
  readonly settle: (outcomes: readonly Outcome[]) => void;
}

/** Where the checked events of requests wait for a pipeline; what waits together goes together. */
export interface AdmissionQueue {
  readonly context: GatewayContext;
  readonly waiting: WaitingRequest[];
  waitingEvents: number;
  running: number;
}

export function openAdmissionQueue(context: GatewayContext): AdmissionQueue {
  return { context, waiting: [], waitingEvents: 0, running: 0 };
}

/** True where so much waits that a request had better come back later. */
export function isCrowded({ context, waitingEvents }: AdmissionQueue): boolean {
  return waitingEvents >= context.limits.waitingEventsMax;
}

/** Checks the items of one request and takes the good ones on; one outcome for each, in order. */
export async function acceptEvents(
  queue: AdmissionQueue,
  items: readonly ParsedItem[],
  submission: Submission,
): Promise<readonly Outcome[]> {
  const { context } = queue;
  const end = context.metrics.steps.startTimer({ step: 'check' });
  const checkContext: CheckContext = {
    writer: submission.writer,
    validate: context.dictionary.validate,
    nowMs: Date.now(),
    clockAheadMs: context.limits.clockAheadMs,
    traceparent: submission.traceparent,
  };
  const checked = items.map((item) => (item.ok ? checkEvent(item.value, checkContext) : item));
  end();
  const events = checked.flatMap((each) => (each.ok ? [each.event] : []));
  const accepted = (await acceptChecked(queue, events, submission)).values();
  const outcomes = checked.map((each): Outcome => {
    if (!each.ok) return { status: 'refused', refusal: each.refusal };
    return accepted.next().value ?? { status: 'unknown' };
  });
  if (submission.dryRun) return outcomes;
  countOutcomes(context, outcomes, submission.writer.clientId);
  noteOutcomes(context, { clientId: submission.writer.clientId, isBatch: submission.isBatch }, items, outcomes);
  return outcomes;
}

/** Verdicts go a way of their own, for they are about two trainees; the outcomes stand in the order of the events. */
async function acceptChecked(
  queue: AdmissionQueue,
  events: readonly CheckedEvent[],
  submission: Submission,
): Promise<readonly Outcome[]> {
  // A dry run asks no registry: whatever it said of a person, a number or a link, anybody could ask it a thousand times.
  if (submission.dryRun) return events.map(() => ({ status: 'accepted', receipt: null }));
  const { context } = queue;
  const others = events.filter((event) => !isVerdict(event));
  const taken = await enqueue(
    queue,
    others.map((event) => ({ event, by: submission.writer })),
  );
  await traceRequestAtDoor(context, submission, others, taken);
  const accepted = await auditOperator(context, submission, others, taken);
  if (others.length === events.length) return accepted;
  const ofOthers = accepted.values();
  const outcomes: Outcome[] = [];
  for (const event of events) {
    if (isVerdict(event)) outcomes.push(await recordVerdictEvent(context, event, submission.agent));
    else outcomes.push(ofOthers.next().value ?? { status: 'unknown' });
  }
  return outcomes;
}

/** The outcomes of one request's events, in order. Alone, a request starts at once; under load, many share a pipeline. */
async function enqueue(queue: AdmissionQueue, events: readonly ReportedEvent[]): Promise<readonly Outcome[]> {
  if (events.length === 0) return [];
  return new Promise((settle) => {
    queue.waiting.push({ events, settle });
    countWaiting(queue, events.length);
    startNext(queue);
  });
}

function countWaiting(queue: AdmissionQueue, events: number): void {
  queue.waitingEvents += events;
  queue.context.metrics.waiting.set(queue.waitingEvents);
}

function startNext(queue: AdmissionQueue): void {
  if (queue.running >= queue.context.limits.pipelinesMax || queue.waiting.length === 0) return;
  queue.running += 1;
  void runNext(queue).finally(() => {
    queue.running -= 1;
    startNext(queue);
  });
}

async function runNext(queue: AdmissionQueue): Promise<void> {
  const requests = takeNext(queue);
  const outcomes = await runPipeline(
    queue.context,
    requests.flatMap(({ events }) => events),
  );
  let from = 0;
  for (const { events, settle } of requests) {
    settle(outcomes.slice(from, from + events.length));
    from += events.length;
  }
}

/** At least one request, whole, and more while they fit. */
function takeNext(queue: AdmissionQueue): readonly WaitingRequest[] {
  const requests: WaitingRequest[] = [];
  let events = 0;
  for (const next of queue.waiting) {
    if (requests.length > 0 && events + next.events.length > queue.context.limits.pipelineEventsMax) break;
    requests.push(next);
    events += next.events.length;
  }
  queue.waiting.splice(0, requests.length);
  countWaiting(queue, -events);
  return requests;
}

function countOutcomes({ metrics }: GatewayContext, outcomes: readonly Outcome[], partner: string): void {
  for (const [status, { length }] of Map.groupBy(outcomes, (outcome) => outcome.status)) {
    metrics.events.inc({ status }, length);
  }
  for (const outcome of outcomes) {
    if (outcome.status !== 'refused') continue;
    metrics.refusals.inc({ rule: outcome.refusal.faults[0]?.rule ?? 'none', partner });
  }
}
