import type { LogEvent } from '@hub/core';
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

/** What two sources must agree on where both tell it, and its name in `says`; a usual name changes with a marriage. */
const compared = { birthName: 'name', firstNames: 'firstName', birthDate: 'birth', sex: 'sex' } as const;

/** Goes up when `spelled` changes: digests of two spellings must not be compared. */
const spelling = 1;

/**
 * Digests under the trainee's own key of what identifies them, so that `describeTrainee` sees who contradicts whom and
 * nobody without the key can try dates until one fits. Undefined where nothing of it is told.
 */
export function saysOf(key: Buffer, identity: JsonObject): JsonObject | undefined {
  const says: Record<string, string> = {};
  for (const [field, name] of Object.entries(compared)) {
    const plain = typeof identity[field] === 'string' ? spelled(field, identity[field]) : '';
    if (plain !== '') says[name] = derivedId(key, 'identity', [field, plain]);
  }
  return Object.keys(says).length === 0 ? undefined : { under: derivedId(key, 'identity-spelling', spelling), ...says };
}

/** Letters that Unicode does not take apart. */
const letters: Readonly<Record<string, string>> = { Œ: 'OE', Æ: 'AE', Ø: 'O', Ł: 'L', Đ: 'D' };

/**
 * As France Travail writes names: capitals without accents, 25 characters (DOMAIN 3.1); then without what separates
 * them, for some write LE GOFF and some LEGOFF. Of the first names the first. Empty where nothing is left to compare.
 */
function spelled(field: string, told: string): string {
  const capitals = told.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  const plain = capitals.replaceAll(/[ŒÆØŁĐ]/g, (letter) => letters[letter] ?? '');
  const words = plain.replaceAll(/[^A-Z0-9]+/g, ' ').trim();
  return field === 'firstNames' ? (words.split(' ')[0] ?? '') : words.slice(0, 25).replaceAll(' ', '');
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
