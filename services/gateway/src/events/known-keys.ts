import type { AttributedEvent } from '../registry/dossiers.ts';
import { noteKeyless } from '../registry/gate/registry-readiness.ts';
import { givenUpAmong } from '../registry/known-trainees.ts';
import { dossierUnknown } from '../registry/trainees.ts';
import { unavailable } from './answers.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Keys } from './seal-event.ts';

/** The events of a pipeline with the keys that there are. */
export interface KeyedEvents {
  readonly events: readonly AttributedEvent[];
  readonly keys: Keys;
}

/**
 * The keys of everybody whom these events concern: looked up, never made, for a new key would hide that the old one is lost.
 * An event of a dossier that was given up with its key is refused; one whose key is missing otherwise waits
 * (`isPublishable`), and the others go on.
 */
export async function findKeys(context: GatewayContext, events: readonly AttributedEvent[]): Promise<KeyedEvents> {
  const concerned = [...new Set(events.filter(({ refused }) => refused === null).flatMap(concernedBy))];
  const keys = await context.keyStore.keysOf(concerned);
  const keyless = concerned.filter((trainee) => !keys.has(trainee));
  if (keyless.length === 0) return { events, keys };
  const givenUp = await givenUpAmong(context.registry, keyless);
  const missing = keyless.filter((trainee) => !givenUp.has(trainee));
  const settled = events.map((event) =>
    event.refused === null && concernedBy(event).some((trainee) => givenUp.has(trainee))
      ? { ...event, refused: dossierUnknown }
      : event,
  );
  const waiting = settled.filter((event) => event.refused === null && !isPublishable(event, keys));
  if (waiting.length > 0) noteMissing(context, missing, waiting.length);
  return { events: settled, keys };
}

/** Whether nothing of it was refused, and everybody whom it concerns has a key. */
export function isPublishable(event: AttributedEvent, keys: Keys): boolean {
  return event.refused === null && concernedBy(event).every((trainee) => keys.has(trainee));
}

/** Whom an event is about, whom it links with that person, and whose dossier it corrects. */
function concernedBy({ trainee, destroyed, others, correctedIn }: AttributedEvent): readonly string[] {
  if (destroyed) return [];
  const linked = others.map((other) => other.trainee);
  const named = trainee === null ? linked : [trainee, ...linked];
  return correctedIn.length === 0 ? named : [...named, ...correctedIn.map(({ row }) => row.trainee)];
}

/** The keys of people whom an operator names. Throws the problem 503 where one is missing. */
export async function requireKeys(context: GatewayContext, trainees: readonly string[]): Promise<Keys> {
  const keys = await context.keyStore.keysOf(trainees);
  const missing = trainees.filter((trainee) => !keys.has(trainee));
  if (missing.length === 0) return keys;
  noteMissing(context, missing, 1);
  throw unavailable();
}

function noteMissing({ metrics, readiness }: GatewayContext, trainees: readonly string[], events: number): void {
  metrics.keyless.inc(events);
  noteKeyless(readiness, trainees);
}
