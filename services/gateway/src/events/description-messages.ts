import type { LogDataMap } from '@hub/contracts';
import { type IdentityField, identityForms, type LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import type { JsonObject } from '../check/read-items.ts';
import type { Description } from '../check/trainee-block.ts';
import { type RememberedDescription, rememberedDigest } from '../registry/announced.ts';
import type { AttributedEvent } from '../registry/dossiers.ts';
import { type Draft, type Keys, keyOf, traineeEvent } from './seal-event.ts';

/**
 * `trainee-described`, in the name of the source: only where it says another identity than it was last known to say.
 * Nothing in it depends on what other sources reported, so it is the same whoever came first.
 */
export function descriptionMessages(
  events: readonly AttributedEvent[],
  known: readonly RememberedDescription[],
  keys: Keys,
): { readonly messages: readonly LogEvent[]; readonly descriptions: readonly RememberedDescription[] } {
  const remembered = new Map(known.map((last) => [sourceOnTrainee(last), last]));
  const messages: LogEvent[] = [];
  const descriptions = new Map<string, RememberedDescription>();
  // The oldest first: of what comes together, the newest is then remembered, whatever stands before it in the batch.
  for (const attributed of events.toSorted(byRecording)) {
    const { event, trainee } = attributed;
    const description = event.trainee?.description ?? null;
    if (description === null || trainee === null) continue;
    const { source, recordedAt } = event;
    const key = keyOf(keys, trainee);
    const next: RememberedDescription = { trainee, source, digest: rememberedDigest(key, description), recordedAt };
    const last = remembered.get(sourceOnTrainee(next));
    if (last?.digest === next.digest) continue;
    messages.push(describedMessage(attributed, trainee, description, keys));
    if (last !== undefined && last.recordedAt > recordedAt) continue;
    remembered.set(sourceOnTrainee(next), next);
    descriptions.set(sourceOnTrainee(next), next);
  }
  return { messages, descriptions: [...descriptions.values()] };
}

function byRecording(a: AttributedEvent, b: AttributedEvent): number {
  return Date.parse(a.event.recordedAt) - Date.parse(b.event.recordedAt);
}

function sourceOnTrainee({ trainee, source }: RememberedDescription): string {
  return `${trainee} ${source}`;
}

function describedMessage(
  { event }: AttributedEvent,
  trainee: string,
  { identity, contact, flags }: Description,
  keys: Keys,
): LogEvent {
  const key = keyOf(keys, trainee);
  const says = saysOf(key, identity);
  const data = { flags, toldWith: event.id, ...(says === undefined ? {} : { says }) };
  const plain = {
    ...(Object.keys(identity).length > 0 ? { identity } : {}),
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
  };
  const draft: Draft = {
    source: event.source,
    id: derivedId(key, 'trainee-described', [event.source, event.recordedAt, data, plain]),
    type: 'trainee-described',
    version: 2,
    partner: event.partner,
    organisation: event.organisation,
    recordedAt: event.recordedAt,
    receivedAt: event.receivedAt,
    references: [],
    data,
    plain,
  };
  return traineeEvent(draft, trainee, keys, event.traceparent);
}

type Says = NonNullable<LogDataMap['trainee-described']['says']>;

/** The name in `says` of each field in which two sources must agree. */
const names = { birthName: 'name', firstNames: 'firstName', birthDate: 'birth', sex: 'sex' } as const;

/** Goes up when the forms of `identityForms` change: digests of two spellings must not be compared. */
const spelling = 1;

/**
 * Digests under the trainee's own key of what identifies them, so that `describeTrainee` sees who contradicts whom and
 * nobody without the key can try dates until one fits. Undefined where there is nothing to compare.
 */
export function saysOf(key: Buffer, identity: JsonObject): Says | undefined {
  const forms = Object.entries(identityForms(identity)) as [IdentityField, string][];
  if (forms.length === 0) return undefined;
  const digests = forms.map(([field, form]) => [names[field], derivedId(key, 'identity', [field, form])]);
  return { under: derivedId(key, 'identity-spelling', spelling), ...Object.fromEntries(digests) };
}
