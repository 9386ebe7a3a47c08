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
    const digest = `${whole}.${derivedId(key, 'identity', description.identity)}`;
    bySource.set(place, digest);
    descriptions.set(place, { trainee, source, digest });
    const others = (identities.get(trainee) ?? []).filter((each) => each.source !== source);
    messages.push(describedMessage(work, trainee, description, sameAs(others, digest), key));
  }
  return { messages, descriptions: [...descriptions.values()] };
}

/**
 * What is remembered is two keyed digests, `<whole>.<identity>`: the first says whether anything changed, the second
 * whether two sources mean the same person. Most events change nothing and need the first alone.
 */
function wholeDigest(key: Buffer, { identity, contact, flags }: Description): string {
  return derivedId(key, 'description', [identity, contact, flags]);
}

/** Whether another source told the same identity; undefined where no other told any. */
function sameAs(others: readonly ToldDescription[], digest: string): boolean | undefined {
  if (others.length === 0) return undefined;
  const identity = digest.slice(digest.indexOf('.'));
  return others.some((other) => other.digest.endsWith(identity));
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
