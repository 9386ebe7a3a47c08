import type { SealedCategory } from '@hub/contracts';
import { type Fact, factKey, HubError, type LogEvent } from '@hub/core';
import { derivedId, unseal } from '@hub/platform';
import type { JsonObject } from '../domain/parse-item.ts';
import { attributedMessage } from './announce.ts';
import { type Draft, hubDraft, type Keys, keyOf, sealedFact } from './compose.ts';
import type { CorrectedBy, Correction, MovedFact, NamedAlias } from './correction.ts';
import { saysOf } from './describe-trainees.ts';
import { knownMessage, sealedIdentifiers } from './known-messages.ts';
import type { DossierRow } from './registry.ts';

/** A correction on its way to the log. */
export interface Move {
  readonly correction: Correction;
  readonly to: string;
  readonly by: CorrectedBy;
  readonly keys: Keys;
  /** Identifiers of the right trainee that the correction names. */
  readonly named: readonly NamedAlias[];
  /** Of the right trainee, by number of the wrong one's. */
  readonly dossiers: ReadonlyMap<number, DossierRow>;
}

/** Facts that one `facts-moved` names, as its schema has it. */
const factsOfOneActMax = 1_000;

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

/** Told to both: the last recorded says whose the identifiers are. */
function reassignedMessages(move: Move): readonly LogEvent[] {
  const { correction, to } = move;
  const plain = sealedIdentifiers(correction.identifiers);
  const data = { kinds: correction.identifiers.map(({ field }) => field).sort(), toTrainee: to };
  return toBoth(move, 'alias-reassigned', data, { identifiers: plain });
}

/** Takes the facts from the wrong trainee; the right one learns of it too, so that they can be moved back. */
export function movedMessages(move: Move, moved: readonly MovedFact[]): readonly LogEvent[] {
  const { from } = move.correction;
  const facts = [...new Map(moved.map(({ fact }) => [factKey(fact), { source: fact.source, id: fact.id }])).values()];
  const messages: LogEvent[] = [];
  for (let first = 0; first < facts.length; first += factsOfOneActMax) {
    const data = { facts: facts.slice(first, first + factsOfOneActMax), fromTrainee: from, toTrainee: move.to };
    messages.push(...toBoth(move, 'facts-moved', data, {}));
  }
  return messages;
}

function toBoth(
  { correction, to, by, keys }: Move,
  type: 'alias-reassigned' | 'facts-moved',
  data: JsonObject,
  plain: Draft['plain'],
): readonly LogEvent[] {
  const id = derivedId(keyOf(keys, correction.from), type, [by.receivedAt, data, plain]);
  const { receivedAt } = by;
  const draft: Draft = {
    ...hubDraft({ receivedAt, traceparent: by.traceparent }),
    source: by.source,
    partner: by.partner,
    id,
    type,
    references: [],
    data,
    plain,
  };
  return [correction.from, to].map((trainee) => {
    const fact = sealedFact(draft, trainee, keyOf(keys, trainee));
    return { fact, trainee, dossier: null, traceparent: by.traceparent };
  });
}

/**
 * The same fact, same source, id and times, opened and sealed again for its new owner. The time at which the hub
 * received it stays: looking back, it was always known, of the wrong person.
 */
export function retoldMessage(move: Move, { fact: told, dossier }: MovedFact): LogEvent {
  const { to, by, keys, dossiers } = move;
  const { sealed, digest: _digest, effectiveDate: _day, data: toldData, ...clear } = told;
  const row = dossier === null ? null : dossiers.get(dossier);
  if (row === undefined) throw new HubError('internal', 'A dossier of this correction has no number.');
  const plain = opened(move, told.source, told.id, sealed);
  const data = dataUnder(keyOf(keys, to), toldData, plain);
  const fact = sealedFact({ ...clear, data, plain }, to, keyOf(keys, to));
  return { fact, trainee: to, dossier: row?.number ?? null, traceparent: by.traceparent };
}

/** What a description says is digested under the trainee's key, so it is said again under the new owner's. */
function dataUnder(key: Buffer, data: Fact['data'], { identity }: Draft['plain']): Fact['data'] {
  if (data.says === undefined) return data;
  return { ...data, says: saysOf(key, identity ?? {}) };
}

function opened(
  { correction: { from }, keys }: Move,
  source: string,
  id: string,
  sealed: Readonly<Partial<Record<SealedCategory, string>>> = {},
): Draft['plain'] {
  const blocks = Object.entries(sealed) as [SealedCategory, string][];
  return Object.fromEntries(
    blocks.map(([category, block]) => {
      const text = unseal(keyOf(keys, from), block, { trainee: from, event: `${source}:${id}`, category });
      return [category, JSON.parse(text) as JsonObject];
    }),
  );
}
