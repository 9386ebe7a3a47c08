import { randomUUID } from 'node:crypto';
import { encodeLogEvent, type LogEvent } from '@hub/core';
import {
  type CorrectedBy,
  type Correction,
  type CorrectionRefused,
  factsToMove,
  type MovedFact,
  type NamedAlias,
  type StoredFacts,
} from './correction.ts';
import { identityMessages, type Move, movedMessages, retoldMessage } from './correction-messages.ts';
import { judge, pairOf } from './judge.ts';
import type { Receipt } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import type { DossierRow } from './registry.ts';

export interface Corrected {
  readonly from: string;
  readonly to: string;
  readonly identifiersMoved: readonly string[];
  readonly factsMoved: number;
  /** Numbers of the dossiers that the facts were in and are in now. */
  readonly dossiers: readonly { readonly from: number; readonly to: number }[];
  readonly receipts: readonly Receipt[];
}

/**
 * Gives identifiers and facts of one trainee to another. The registry first (a moved alias is not announced there until
 * the log has it), then the identifiers, then each fact told again under its new owner, and only then the act that takes
 * them from the old one: whatever is cut off, nothing is nowhere, and the same correction said again completes it. The
 * two are judged different, for else a rule would go on showing the one's facts as the other's.
 */
export async function correctPerson(
  parts: GatewayParts,
  correction: Correction,
  stored: StoredFacts,
  by: CorrectedBy,
): Promise<Corrected | CorrectionRefused> {
  const to = await newOwner(parts, correction);
  if (typeof to !== 'string') return to;
  const moved = factsToMove(correction, to, stored);
  if ('refused' in moved) return moved;
  const { from, identifiers } = correction;
  const hashes = identifiers.map(({ alias }) => alias.hash);
  await parts.registry.moveAliases(hashes, from, to);
  const named = await ownIdentifiers(parts, correction, to);
  const keys = await parts.keyStore.ensureKeys([from, to]);
  const dossiers = await dossiersOf(parts, moved, to);
  // Received now: an event that met an identifier before it moved and announces it was received before, and whose an
  // identifier is, the last received says.
  const move: Move = { correction, to, by: { ...by, receivedAt: new Date().toISOString() }, keys, named, dossiers };
  await append(parts, [...identityMessages(move), ...moved.map((each) => retoldMessage(move, each))]);
  await append(parts, movedMessages(move, moved));
  const receipts = await separate(parts, move);
  await parts.registry.markAnnounced({
    aliases: [...hashes, ...named.map(({ alias }) => alias.hash)],
    numbers: [...dossiers.values()].map(({ number }) => number),
    descriptions: [],
    links: [],
  });
  return {
    from,
    to,
    identifiersMoved: identifiers.map(({ field }) => field),
    factsMoved: moved.length,
    dossiers: [...dossiers].map(([number, row]) => ({ from: number, to: row.number })),
    receipts,
  };
}

async function append(parts: GatewayParts, events: readonly LogEvent[]): Promise<void> {
  if (events.length > 0) await parts.log.append(events.map(encodeLogEvent));
}

/** Of the identifiers by which the right trainee was named, those that are theirs: a weaker one may be somebody else's. */
async function ownIdentifiers(parts: GatewayParts, { to: told }: Correction, to: string): Promise<NamedAlias[]> {
  const named = told !== null && 'identifiers' in told ? told.identifiers : [];
  const owners = await ownersOf(parts, named);
  return named.filter((_, index) => owners[index] === to);
}

/** Two who were taken for one: unless they are judged different, a rule would go on answering for them together. */
async function separate(parts: GatewayParts, { correction, to, by }: Move): Promise<readonly Receipt[]> {
  const verdict = {
    source: by.source,
    eventId: `correction:${randomUUID()}`,
    pair: pairOf([correction.from, to]),
    verdict: 'different',
    by: 'manual',
    agent: by.agent,
    reason: correction.reason,
    recordedAt: by.receivedAt,
  } as const;
  const judged = await judge(parts, verdict, by);
  return 'receipts' in judged ? judged.receipts : [];
}

/** Every identifier must be the wrong trainee's, or already the right one's: a correction may be said twice. */
async function newOwner(parts: GatewayParts, correction: Correction): Promise<string | CorrectionRefused> {
  const { from, to, identifiers } = correction;
  if (!(await parts.registry.areKnown([from]))) return { refused: 'trainee-unknown', pointer: '/from' };
  const owners = await ownersOf(parts, identifiers);
  const stranger = owners.find((owner) => owner !== null && owner !== from) ?? null;
  const found = to === null ? (stranger ?? randomUUID()) : await toldOwner(parts, to);
  if (found === null || found === from) return { refused: 'trainee-unknown', pointer: '/to' };
  const strange = owners.findIndex((owner) => owner !== from && owner !== found);
  return strange < 0
    ? found
    : { refused: 'identifier-not-theirs', pointer: `/identifiers/${identifiers[strange]?.field ?? ''}` };
}

async function ownersOf(parts: GatewayParts, identifiers: readonly NamedAlias[]): Promise<readonly (string | null)[]> {
  const told = identifiers.map(({ alias }) => ({ aliases: [alias], joinsNirs: false }));
  if (told.length === 0) return [];
  return (await parts.registry.identify(told, false)).map(({ trainee }) => trainee);
}

async function toldOwner(parts: GatewayParts, to: NonNullable<Correction['to']>): Promise<string | null> {
  if ('trainee' in to) return (await parts.registry.areKnown([to.trainee])) ? to.trainee : null;
  const aliases = to.identifiers.map(({ alias }) => alias);
  const [found] = await parts.registry.identify([{ aliases, joinsNirs: false }], true);
  return found?.trainee ?? null;
}

/** By number of the dossier that a fact is in, the one that its training has under the right trainee. */
async function dossiersOf(
  parts: GatewayParts,
  moved: readonly MovedFact[],
  to: string,
): Promise<ReadonlyMap<number, DossierRow>> {
  const numbers = [...new Set(moved.flatMap(({ dossier }) => dossier ?? []))];
  const known = await parts.registry.attribute([], numbers, false);
  const pairs = numbers.map((number) => ({ trainee: to, reference: known.byNumber(number)?.reference ?? '' }));
  const given = await parts.registry.attribute(pairs, [], true);
  const dossiers = new Map<number, DossierRow>();
  for (const [index, number] of numbers.entries()) {
    const row = given.find(pairs[index] ?? { trainee: to, reference: '' });
    if (row !== undefined) dossiers.set(number, row);
  }
  return dossiers;
}
