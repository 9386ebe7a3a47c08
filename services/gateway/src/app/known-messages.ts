import type { LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import type { Identifier } from '../domain/trainee-block.ts';
import { type Draft, hubDraft, type Keys, keyOf, type Stamp, sealedFact } from './compose.ts';
import type { Work } from './work.ts';

/** An identifier with the partner that told it: its own number means nothing without it. */
export interface ToldIdentifier extends Identifier {
  readonly partner: string;
}

interface NewIdentifier extends ToldIdentifier {
  readonly hash: Buffer;
  readonly trainee: string;
}

/** `trainee-known`: the identifiers that the log does not have yet, sealed under the key of whom they belong to. */
export function knownMessages(works: readonly Work[], stamp: Stamp, keys: Keys) {
  const fresh = newIdentifiers(works);
  const messages: LogEvent[] = [];
  for (const [trainee, identifiers] of Map.groupBy(fresh, (identifier) => identifier.trainee)) {
    for (const together of oneOfEachField(identifiers)) messages.push(knownMessage(trainee, together, stamp, keys));
  }
  return { messages, aliases: fresh.map(({ hash }) => hash) };
}

/** Once each, however many events of the pipeline name them. */
function newIdentifiers(works: readonly Work[]): readonly NewIdentifier[] {
  const fresh = new Map<string, NewIdentifier>();
  for (const { event, told, unannounced } of works) {
    for (const { hex, trainee } of unannounced) {
      const index = told?.aliases.findIndex((alias) => alias.hex === hex) ?? -1;
      const identifier = event.trainee?.identifiers[index];
      const hash = told?.aliases[index]?.hash;
      if (identifier === undefined || hash === undefined || fresh.has(hex)) continue;
      fresh.set(hex, { ...identifier, hash, trainee, partner: event.partner });
    }
  }
  return [...fresh.values()];
}

/** One event holds one value of a kind: a second NIR or the number of another partner goes into the next. */
function oneOfEachField(identifiers: readonly NewIdentifier[]): readonly (readonly NewIdentifier[])[] {
  const groups: NewIdentifier[][] = [];
  for (const identifier of identifiers) {
    const group = groups.find((each) => each.every(({ field }) => field !== identifier.field));
    if (group === undefined) groups.push([identifier]);
    else group.push(identifier);
  }
  return groups;
}

/** `trainee-known`; at most one identifier of a kind. */
export function knownMessage(
  trainee: string,
  identifiers: readonly ToldIdentifier[],
  stamp: Stamp,
  keys: Keys,
): LogEvent {
  const key = keyOf(keys, trainee);
  const plain = sealedIdentifiers(identifiers);
  const draft: Draft = {
    ...hubDraft(stamp),
    id: derivedId(key, 'trainee-known', plain),
    type: 'trainee-known',
    references: [],
    data: { kinds: identifiers.map(({ field }) => field).sort() },
    plain: { identifiers: plain },
  };
  return { fact: sealedFact(draft, trainee, key), trainee, dossier: null, traceparent: stamp.traceparent };
}

/** The plain content of the sealed block `identifiers`. */
export function sealedIdentifiers(identifiers: readonly ToldIdentifier[]): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const { field, value, partner } of identifiers) {
    plain[field] = value;
    if (field === 'partnerNumber') plain.partner = partner;
  }
  return plain;
}
