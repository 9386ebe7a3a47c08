import type { SealedCategory } from '@hub/contracts';
import { type Fact, factKey, HubError, type LogEvent } from '@hub/core';
import { derivedId, sealedPlace, unseal } from '@hub/platform';
import type { JsonObject } from '../check/read-items.ts';
import { attributedMessage, knownMessage, sealedIdentifiers } from '../events/announce.ts';
import { saysOf } from '../events/description-messages.ts';
import { type Draft, hubDraft, type Keys, keyOf, sealedFact, traineeEvent } from '../events/seal-event.ts';
import type { RegistryDossier } from '../registry/dossier-rows.ts';
import type { Correction, Corrector, MovedFact, NamedAlias } from './correction.ts';

/** A correction on its way to the log. */
export interface Move {
  readonly correction: Correction;
  readonly to: string;
  readonly by: Corrector;
  readonly keys: Keys;
  /** Identifiers of the right trainee that the correction names. */
  readonly named: readonly NamedAlias[];
  /** Dossiers of the right trainee, by number of the wrong one's. */
  readonly dossiers: ReadonlyMap<number, RegistryDossier>;
}

/** Whose the identifiers are from now on, and the numbers of dossiers that are new. */
export function identityMessages(move: Move): readonly LogEvent[] {
  const { correction, to, by, keys, named, dossiers } = move;
  const known = [named, correction.identifiers].filter((identifiers) => identifiers.length > 0);
  return [
    ...known.map((identifiers) => knownMessage(to, identifiers, by, keys)),
    ...(correction.identifiers.length === 0 ? [] : reassignedMessages(move)),
    ...[...dossiers.values()].map((row) => attributedMessage(row, by, keys)),
  ];
}

/** Published to both: the last recorded says whose the identifiers are. */
function reassignedMessages(move: Move): readonly LogEvent[] {
  const { correction, to } = move;
  const plain = sealedIdentifiers(correction.identifiers);
  const data = { kinds: correction.identifiers.map(({ field }) => field).sort(), toTrainee: to };
  return messagesToBoth(move, { type: 'alias-reassigned', data, plain: { identifiers: plain } });
}

/** Facts that one `facts-moved` names, as its schema has it. */
const factsOfOneActMax = 1_000;

/** Takes the facts from the wrong trainee; the right one learns of it too, so that they can be moved back. */
export function movedMessages(move: Move, moved: readonly MovedFact[]): readonly LogEvent[] {
  const { from } = move.correction;
  const facts = [...new Map(moved.map(({ fact }) => [factKey(fact), { source: fact.source, id: fact.id }])).values()];
  const messages: LogEvent[] = [];
  for (let first = 0; first < facts.length; first += factsOfOneActMax) {
    const data = { facts: facts.slice(first, first + factsOfOneActMax), fromTrainee: from, toTrainee: move.to };
    messages.push(...messagesToBoth(move, { type: 'facts-moved', data, plain: {} }));
  }
  return messages;
}

type Act =
  | Pick<Draft<'alias-reassigned'>, 'type' | 'data' | 'plain'>
  | Pick<Draft<'facts-moved'>, 'type' | 'data' | 'plain'>;

function messagesToBoth({ correction, to, by, keys }: Move, act: Act): readonly LogEvent[] {
  const { type, data, plain } = act;
  const draft: Draft = {
    ...hubDraft(by),
    source: by.source,
    partner: by.partner,
    id: derivedId(keyOf(keys, correction.from), type, [by.receivedAt, data, plain]),
    references: [],
    ...act,
  };
  return [correction.from, to].map((trainee) => traineeEvent(draft, trainee, keys, by.traceparent));
}

/**
 * The same fact, same source, id and times, opened and sealed again for its new owner. The time at which the hub
 * received it stays: looking back, it was always known, of the wrong person.
 */
export function resealedMessage(move: Move, { fact: moved, dossier }: MovedFact): LogEvent {
  const { to, by, keys, dossiers } = move;
  const row = dossier === null ? null : dossiers.get(dossier);
  if (row === undefined) throw new HubError('internal', 'A dossier of this correction has no number.');
  const key = keyOf(keys, to);
  const plain = opened(move, moved);
  const { sealed: _sealed, digest: _digest, effectiveDate: _day, ...clear } = underKey(key, moved, plain);
  return {
    fact: sealedFact({ ...clear, plain }, to, key),
    trainee: to,
    dossier: row?.number ?? null,
    traceparent: by.traceparent,
  };
}

/** What a description says is digested under the trainee's key, so it is digested anew under the new owner's. */
function underKey(key: Buffer, fact: Fact, { identity = {} }: Draft['plain']): Fact {
  if (fact.type !== 'trainee-described' || fact.data.says === undefined) return fact;
  const { says: _says, ...data } = fact.data;
  const says = saysOf(key, identity);
  return { ...fact, data: says === undefined ? data : { ...data, says } };
}

function opened({ correction: { from }, keys }: Move, fact: Fact): Draft['plain'] {
  const blocks = Object.entries(fact.sealed ?? {}) as [SealedCategory, string][];
  return Object.fromEntries(
    blocks.map(([category, block]) => {
      const text = unseal(keyOf(keys, from), block, sealedPlace(fact, from, category));
      return [category, JSON.parse(text) as JsonObject];
    }),
  );
}
