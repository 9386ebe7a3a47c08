import type { LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import type { Description } from '../domain/trainee-block.ts';
import { type Draft, type Keys, keyOf, sealedFact } from './compose.ts';
import type { ToldDescription } from './registry.ts';
import type { Work } from './work.ts';

/** `trainee-described`, in the name of the source: only where it tells another identity than it was last known to tell. */
export function describedNow(works: readonly Work[], known: readonly ToldDescription[], keys: Keys) {
  const bySource = new Map(known.map(({ trainee, source, digest }) => [`${trainee} ${source}`, digest]));
  const identities = Map.groupBy(known, ({ trainee }) => trainee);
  const messages: LogEvent[] = [];
  const descriptions = new Map<string, ToldDescription>();
  for (const work of works) {
    const description = work.event.trainee?.description ?? null;
    const { trainee } = work;
    if (description === null || trainee === null) continue;
    const { source } = work.event;
    const key = keyOf(keys, trainee);
    const whole = wholeDigest(key, description);
    const place = `${trainee} ${source}`;
    if (bySource.get(place)?.startsWith(`${whole}.`)) continue;
    const digest = `${whole}.${identityDigests(key, description.identity)}`;
    bySource.set(place, digest);
    descriptions.set(place, { trainee, source, digest });
    const others = (identities.get(trainee) ?? []).filter((each) => each.source !== source);
    messages.push(describedMessage(work, trainee, description, sameAs(others, digest), key));
  }
  return { messages, descriptions: [...descriptions.values()] };
}

/**
 * What is remembered is `<whole>.<field>:<digest> …`, keyed: the first says whether anything changed, the others whether
 * two sources mean the same person. Most events change nothing and need the first alone.
 */
function wholeDigest(key: Buffer, { identity, contact, flags }: Description): string {
  return derivedId(key, 'description', [identity, contact, flags]);
}

/** What the registry remembers of a description, the same wherever it is made. */
export function rememberedDigest(key: Buffer, description: Description): string {
  return `${wholeDigest(key, description)}.${identityDigests(key, description.identity)}`;
}

/** Fields that two sources must agree on where both tell them; a usual name changes with a marriage. */
const compared = ['birthName', 'firstNames', 'birthDate', 'sex'] as const;

function identityDigests(key: Buffer, identity: Description['identity']): string {
  const told = compared.filter((field) => typeof identity[field] === 'string');
  return told
    .map((field) => `${field}:${derivedId(key, 'identity', [field, spelled(field, identity[field])])}`)
    .join(' ');
}

/** As France Travail writes names: capitals without accents, 25 characters (DOMAIN 3.1); of the first names the first. */
function spelled(field: (typeof compared)[number], value: unknown): string {
  const plain = String(value).normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  const words = plain.replaceAll(/[^A-Z0-9]+/g, ' ').trim();
  return field === 'firstNames' ? (words.split(' ')[0] ?? '') : words.slice(0, 25).trim();
}

/** Whether another source agrees on every field that both tell; undefined where no other tells any of these. */
function sameAs(others: readonly ToldDescription[], digest: string): boolean | undefined {
  const mine = fieldsOf(digest);
  const verdicts = others.flatMap((other) => {
    const theirs = fieldsOf(other.digest);
    const shared = [...mine.keys()].filter((field) => theirs.has(field));
    return shared.length === 0 ? [] : [shared.every((field) => mine.get(field) === theirs.get(field))];
  });
  return verdicts.length === 0 ? undefined : verdicts.includes(true);
}

function fieldsOf(digest: string): Map<string, string> {
  const fields = digest
    .slice(digest.indexOf('.') + 1)
    .split(' ')
    .filter((field) => field !== '');
  return new Map(fields.map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]));
}

function describedMessage(
  { event }: Work,
  trainee: string,
  { identity, contact, flags }: Description,
  same: boolean | undefined,
  key: Buffer,
): LogEvent {
  const data = { flags: same === undefined ? flags : { ...flags, sameAsKnown: same } };
  const plain = {
    ...(Object.keys(identity).length > 0 ? { identity } : {}),
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
  };
  const draft: Draft = {
    source: event.source,
    id: derivedId(key, 'trainee-described', [event.source, event.recordedAt, data, plain]),
    type: 'trainee-described',
    version: 1,
    partner: event.partner,
    recordedAt: event.recordedAt,
    receivedAt: event.receivedAt,
    references: [],
    data,
    plain,
  };
  return { fact: sealedFact(draft, trainee, key), trainee, dossier: null, traceparent: event.traceparent };
}
