import type { Fact, LogEvent, Position } from '@hub/core';
import { logGivenUp } from '@hub/platform';
import { doorFault, refusal } from '../check/refusals.ts';
import {
  type Announced,
  markAnnounced,
  type RememberedDescription,
  rememberedDescriptions,
} from '../registry/announced.ts';
import { type AttributedEvent, attributeEvents } from '../registry/dossiers.ts';
import type { RegistryShare } from '../registry/gate/identity-share.ts';
import { noteOnLog } from '../registry/gate/registry-readiness.ts';
import type { ReportedEvent } from '../registry/identified.ts';
import { ownNumbers } from '../registry/own-numbers.ts';
import { identifyEvents } from '../registry/trainees.ts';
import { announcements } from './announce.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Step } from './gateway-metrics.ts';
import { findKeys, isPublishable } from './known-keys.ts';
import {
  type Outcome,
  positionsWith,
  type Receipt,
  type ReceiptPositions,
  receiptOf,
  receiptPositions,
} from './receipt.ts';
import { buryEvent, type Keys, sealEvent, sealRetractions } from './seal-event.ts';
import { append, noteNotTaken } from './taking-state.ts';

/**
 * Takes checked events of any number of requests to the log together: identify, attribute, announce, seal, append. The
 * outcomes are in the order given. Nothing is answered before it is durable; what failed half-way is `unknown` and safe
 * to send again.
 */
export async function runPipeline(
  context: GatewayContext,
  events: readonly ReportedEvent[],
): Promise<readonly Outcome[]> {
  context.metrics.pipelineEvents.observe(events.length);
  const reserved = await orNothing(context, events.length, reserve(context, events));
  if (reserved === null) return events.map(() => ({ status: 'unknown' }));
  const { keys, descriptions, share } = reserved;
  const wanted = reserved.events.filter((event) => isPublishable(event, keys));
  const published = await orNothing(context, wanted.length, publish(context, wanted, { keys, descriptions, share }));
  const publishedOf = new Map(wanted.map((event, index) => [event, published?.[index]]));
  return reserved.events.map((event) => {
    if (event.refused !== null) return refusedOutcome(event.refused);
    const onLog = publishedOf.get(event);
    return onLog === undefined ? { status: 'unknown' } : { status: 'accepted', ...onLog, met: event.met };
  });
}

/** Null where it failed: whatever it was, the partner can only send again, and the reason is for the operators. */
async function orNothing<T>({ logger, taking }: GatewayContext, events: number, step: Promise<T>): Promise<T | null> {
  try {
    return await step;
  } catch (error) {
    noteNotTaken(taking, error);
    logGivenUp(logger, 'error', error, { message: 'events could not be taken to the log', events });
    return null;
  }
}

function refusedOutcome({ rule, pointer }: NonNullable<AttributedEvent['refused']>): Outcome {
  return { status: 'refused', refusal: refusal([doorFault(rule, pointer)]) };
}

interface Reserved extends Publishing {
  readonly events: readonly AttributedEvent[];
}

/** What it takes to publish events that are reserved. */
interface Publishing {
  readonly keys: Keys;
  /** Under which they were reserved. */
  readonly share: RegistryShare | null;
  /** What the sources of the events were last known to say of their trainees. */
  readonly descriptions: readonly RememberedDescription[];
}

/** Reserves a trainee and a dossier for each event. */
async function reserve(context: GatewayContext, reported: readonly ReportedEvent[]): Promise<Reserved> {
  const { registry, rights, keyStore, readiness } = context;
  const { share } = readiness;
  const numbers = await ownNumbers(registry, rights, reported);
  const identified = await timed(context, 'identify', () => identifyEvents(registry, reported, numbers));
  const described = identified.filter(({ event }) => event.trainee?.description != null);
  const trainees = identified.flatMap(({ trainee, others }) => [trainee, ...others.map((other) => other.trainee)]);
  const [attributed, descriptions] = await timed(context, 'attribute', () =>
    Promise.all([
      attributeEvents(registry, identified, numbers),
      rememberedDescriptions(registry, distinct(described.map(({ trainee }) => trainee))),
      // Side by side with the look-ups, so that the key store has them at hand when the events are sealed.
      keyStore.keysOf(distinct(trainees)),
    ]),
  );
  return { ...(await findKeys(context, attributed)), descriptions, share };
}

function distinct(trainees: readonly (string | null)[]): readonly string[] {
  return [...new Set(trainees.filter((trainee) => trainee !== null))];
}

interface OnLog {
  readonly receipt: Receipt;
  readonly digest: string;
}

/** Takes the events to the log, with what it must know before them and what takes back the old facts after them. */
async function publish(
  context: GatewayContext,
  events: readonly AttributedEvent[],
  { keys, descriptions, share }: Publishing,
): Promise<readonly OnLog[]> {
  if (events.length === 0) return [];
  const { messages, announced } = await announcements(context, events, descriptions, keys);
  const announcedAt = messages.length === 0 ? [] : await timed(context, 'announce', () => append(context, messages));
  const { secrets } = context;
  const sealed = events.map((event) => (event.destroyed ? buryEvent(event, secrets) : sealEvent(event, keys)));
  const positions = await timed(context, 'append', () => append(context, sealed));
  // Only once the new fact is durable is the old one taken back elsewhere: at no moment is neither there.
  const retractions = events.flatMap((event) => sealRetractions(event, keys));
  const retractedAt = await append(context, retractions);
  markBehind(context, announced);
  noteOnLog(context.readiness, share, [...announcedAt, ...positions]);
  const published = [receiptPositions(messages, announcedAt), receiptPositions(retractions, retractedAt)];
  return positions.map((position, index) => {
    const { fact } = sealed[index] as LogEvent;
    const receipt = receiptAt(context, events[index] as AttributedEvent, { fact, position }, published);
    return { receipt, digest: fact.digest };
  });
}

function receiptAt(
  context: GatewayContext,
  attributed: AttributedEvent,
  { fact, position }: { readonly fact: Fact; readonly position: Position },
  published: readonly ReceiptPositions[],
): Receipt {
  const { event, trainee, dossier } = attributed;
  const { id, source, partner, receivedAt } = event;
  const received = { id, source, partner, receivedAt, trainee, dossier: dossier?.number ?? null };
  return receiptOf(context, received, fact, position, positionsWith(attributed, published));
}

/** Not waited for: whoever meets what is not marked announces it again. */
function markBehind({ registry, logger, markings }: GatewayContext, announced: Announced): void {
  const marking = markAnnounced(registry, announced).catch((error: unknown) => {
    logGivenUp(logger, 'warn', error, {
      message: 'what was announced could not be marked; it will be announced again',
    });
  });
  markings.add(marking);
  void marking.finally(() => markings.delete(marking));
}

async function timed<T>({ metrics }: GatewayContext, step: Step, work: () => Promise<T>): Promise<T> {
  const end = metrics.steps.startTimer({ step });
  try {
    return await work();
  } finally {
    end();
  }
}
