import { encodeLogEvent, type LogEvent } from '@hub/core';
import type { CheckedEvent } from '../domain/check-event.ts';
import { doorFault, refusal } from '../domain/refusal.ts';
import { announcements } from './announce.ts';
import { attribute } from './attribute.ts';
import { composeEvent, composeRetractions } from './compose.ts';
import type { Step } from './gateway-metrics.ts';
import { aliasesTold, identify } from './identify.ts';
import type { Outcome } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import { placesTold, placesWith } from './places-told.ts';
import { type Received, receiptOf } from './receipt.ts';
import type { Announced } from './registry.ts';
import { newWork, type Work } from './work.ts';

/**
 * Takes checked events of any number of requests to the log together: identify, attribute, seal, announce, append. The
 * outcomes are in the order given. Nothing is told to anybody before it is durable; what failed half-way is `unknown`
 * and safe to send again.
 */
export async function runPipeline(parts: GatewayParts, events: readonly CheckedEvent[]): Promise<readonly Outcome[]> {
  parts.metrics.pipelineEvents.observe(events.length);
  const works = worksOf(parts, events);
  await orUnknown(parts, works, tell(parts, works));
  return works.map((work) => outcomeOf(parts, work));
}

/** The same checks, look-ups included, with nothing reserved and nothing told. */
export async function dryRun(parts: GatewayParts, events: readonly CheckedEvent[]): Promise<readonly Outcome[]> {
  const works = worksOf(parts, events);
  const looked = await orUnknown(parts, works, lookUp(parts, works));
  return works.map((work) => {
    if (work.refused !== null) return refusedOutcome(work.refused);
    return looked ? { status: 'accepted', receipt: null } : { status: 'unknown' };
  });
}

function worksOf(parts: GatewayParts, events: readonly CheckedEvent[]): readonly Work[] {
  return events.map((event) => newWork(event, aliasesTold(parts.secrets, event)));
}

/** False where it failed: whatever it was, the partner can only send again, and the reason is for the operators. */
async function orUnknown(parts: GatewayParts, works: readonly Work[], work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    parts.logger.error({ err: error, events: works.length }, 'events could not be taken to the log');
    return false;
  }
}

async function lookUp(parts: GatewayParts, works: readonly Work[]): Promise<void> {
  await identify(parts, works, false);
  await attribute(parts, works, false);
}

async function tell(parts: GatewayParts, works: readonly Work[]): Promise<void> {
  await timed(parts, 'identify', () => identify(parts, works, true));
  const described = works.filter((work) => work.event.trainee?.description != null).map(({ trainee }) => trainee);
  const [known] = await timed(parts, 'attribute', () =>
    Promise.all([
      parts.registry.descriptions(distinct(described)),
      parts.keyStore.ensureKeys(distinct(works.flatMap(({ trainee, others }) => [trainee, ...others]))),
      attribute(parts, works, true),
    ]),
  );
  const wanted = works.filter((work) => work.refused === null);
  if (wanted.length === 0) return;
  const owners = wanted.flatMap(({ trainee, others, correctedIn }) => [
    trainee,
    ...others,
    ...correctedIn.map(({ row }) => row.trainee),
  ]);
  const keys = await parts.keyStore.ensureKeys(distinct(owners));
  const { messages, announced } = await announcements(parts, wanted, known, keys);
  const announcedAt = messages.length === 0 ? [] : await timed(parts, 'announce', () => append(parts, messages));
  const composed = wanted.map((work) => composeEvent(work, keys));
  const positions = await timed(parts, 'append', () => append(parts, composed));
  // Only once the new fact is durable is the old one taken back elsewhere: at no moment is neither there.
  const retractions = wanted.flatMap((work) => composeRetractions(work, keys));
  const retractedAt = retractions.length === 0 ? [] : await append(parts, retractions);
  const told = [placesTold(messages, announcedAt), placesTold(retractions, retractedAt)];
  for (const [index, work] of wanted.entries()) {
    work.position = positions[index] ?? null;
    work.toldWith = placesWith(work, told);
  }
  remember(parts, announced);
}

function distinct(trainees: readonly (string | null)[]): readonly string[] {
  return [...new Set(trainees.filter((trainee) => trainee !== null))];
}

function append(parts: GatewayParts, events: readonly LogEvent[]) {
  return parts.log.append(events.map(encodeLogEvent));
}

async function timed<T>(parts: GatewayParts, step: Step, work: () => Promise<T>): Promise<T> {
  const end = parts.metrics.steps.startTimer({ step });
  try {
    return await work();
  } finally {
    end();
  }
}

/** Not waited for: whoever meets what is not marked announces it again. */
function remember(parts: GatewayParts, announced: Announced): void {
  const marking = parts.registry.markAnnounced(announced).catch((error: unknown) => {
    parts.logger.warn({ err: error }, 'what was announced could not be marked; it will be announced again');
  });
  parts.markings.add(marking);
  void marking.finally(() => parts.markings.delete(marking));
}

function outcomeOf(parts: GatewayParts, work: Work): Outcome {
  if (work.refused !== null) return refusedOutcome(work.refused);
  if (work.position === null) return { status: 'unknown' };
  return { status: 'accepted', receipt: receiptOf(parts, receivedFrom(work), work.position) };
}

function refusedOutcome({ rule, pointer }: NonNullable<Work['refused']>): Outcome {
  return { status: 'refused', refusal: refusal([doorFault(rule, pointer)]) };
}

function receivedFrom({ event, trainee, dossier, toldWith }: Work): Received {
  const { id, source, partner, receivedAt } = event;
  return { id, source, partner, receivedAt, trainee, dossier: dossier?.number ?? null, toldWith };
}
