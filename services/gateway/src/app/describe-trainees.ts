import { type IdentityField, identityForms, type LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import type { JsonObject } from '../domain/parse-item.ts';
import type { Description } from '../domain/trainee-block.ts';
import { type Draft, type Keys, keyOf, sealedFact } from './compose.ts';
import type { ToldDescription } from './registry.ts';
import type { Work } from './work.ts';

/**
 * `trainee-described`, in the name of the source: only where it tells another identity than it was last known to tell.
 * Nothing that it says depends on what other sources told, so it is the same whoever came first.
 */
export function describedNow(works: readonly Work[], known: readonly ToldDescription[], keys: Keys) {
  const remembered = new Map(known.map((told) => [placeOf(told), told.digest]));
  const messages: LogEvent[] = [];
  const descriptions = new Map<string, ToldDescription>();
  // The oldest first: of what comes together, the newest is then remembered, whatever stands before it in the batch.
  for (const work of works.toSorted(byRecording)) {
    const description = work.event.trainee?.description ?? null;
    const { trainee } = work;
    if (description === null || trainee === null) continue;
    const { source, recordedAt } = work.event;
    const key = keyOf(keys, trainee);
    const told: ToldDescription = { trainee, source, digest: rememberedDigest(key, description, recordedAt) };
    const last = remembered.get(placeOf(told)) ?? '';
    if (contentOf(last) === contentOf(told.digest)) continue;
    messages.push(describedMessage(work, trainee, description, key));
    if (recordingOf(last) > recordedAt) continue;
    remembered.set(placeOf(told), told.digest);
    descriptions.set(placeOf(told), told);
  }
  return { messages, descriptions: [...descriptions.values()] };
}

function byRecording(a: Work, b: Work): number {
  return Date.parse(a.event.recordedAt) - Date.parse(b.event.recordedAt);
}

function placeOf({ trainee, source }: ToldDescription): string {
  return `${trainee} ${source}`;
}

/**
 * What the registry remembers of the description that a source recorded last, the same wherever it is made: what it
 * says, keyed, `@`, and when it was recorded. What was told in the first version is told once more, for it cannot be
 * compared with other sources.
 */
export function rememberedDigest(key: Buffer, description: Description, recordedAt: string, version = 2): string {
  const { identity, contact, flags } = description;
  const purpose = version === 1 ? 'description' : 'compared-description';
  return `${derivedId(key, purpose, [identity, contact, flags])}@${recordedAt}`;
}

function contentOf(digest: string): string {
  return digest.split('@', 1)[0] ?? '';
}

function recordingOf(digest: string): string {
  return digest.slice(contentOf(digest).length + 1);
}

/** The name in `says` of each field that two sources must agree on where both tell it. */
const compared = { birthName: 'name', firstNames: 'firstName', birthDate: 'birth', sex: 'sex' } as const;

/** Goes up when the forms of `identityForms` change: digests of two spellings must not be compared. */
const spelling = 1;

/**
 * Digests under the trainee's own key of what identifies them, so that `describeTrainee` sees who contradicts whom and
 * nobody without the key can try dates until one fits. Undefined where nothing of it is told.
 */
export function saysOf(key: Buffer, identity: JsonObject): JsonObject | undefined {
  const says: Record<string, string> = {};
  for (const [field, form] of Object.entries(identityForms(identity)) as [IdentityField, string][]) {
    says[compared[field]] = derivedId(key, 'identity', [field, form]);
  }
  return Object.keys(says).length === 0 ? undefined : { under: derivedId(key, 'identity-spelling', spelling), ...says };
}

function describedMessage(
  { event }: Work,
  trainee: string,
  { identity, contact, flags }: Description,
  key: Buffer,
): LogEvent {
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
    recordedAt: event.recordedAt,
    receivedAt: event.receivedAt,
    references: [],
    data,
    plain,
  };
  return { fact: sealedFact(draft, trainee, key), trainee, dossier: null, traceparent: event.traceparent };
}
