import { randomUUID } from 'node:crypto';
import { eventKinds } from '@hub/core';
import { type ShownFacts, withTransaction, writeAudit } from '@hub/platform';
import type { GatewayContext } from '../events/gateway-context.ts';
import { requireKeys } from '../events/known-keys.ts';
import type { Receipt } from '../events/receipt.ts';
import { operatorOfVerdict, recordVerdict } from '../events/record-verdict.ts';
import { append } from '../events/taking-state.ts';
import { markAnnounced, pairOf } from '../registry/announced.ts';
import { findDossiers, type RegistryDossier } from '../registry/dossier-rows.ts';
import { firstUnknown, moveAliases } from '../registry/known-trainees.ts';
import { addOrganisations } from '../registry/reporters.ts';
import { identifyTrainees } from '../registry/trainees.ts';
import {
  type Correction,
  type CorrectionRefused,
  type Corrector,
  factsToMove,
  type MovedFact,
  type NamedAlias,
} from './correction.ts';
import { identityMessages, type Move, movedMessages, resealedMessage } from './correction-messages.ts';

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
 * the log has it), then the identifiers, then each fact under its new owner, and only then the act that takes them from
 * the old one: whatever is cut off, nothing is nowhere, and the same correction sent again completes it.
 */
export async function correctPerson(
  context: GatewayContext,
  correction: Correction,
  shown: ShownFacts,
  by: Corrector,
): Promise<Corrected | CorrectionRefused> {
  const { registry } = context;
  const to = await newOwner(context, correction);
  if (typeof to !== 'string') return to;
  const moved = factsToMove(correction, to, shown);
  if ('refused' in moved) return moved;
  const { from, identifiers } = correction;
  const keys = await requireKeys(context, [from, to]);
  const hashes = identifiers.flatMap(({ alias }) => alias.hashes);
  await moveAliases(registry, hashes, from, to);
  const named = await identifiersOfOwner(context, correction, to);
  const dossiers = await dossiersUnder(context, moved, to);
  await rememberMoved(context, moved, to, dossiers);
  // Received now: the last received says whose an identifier is, and an event that met an identifier before it moved, and
  // announces it yet, was received before.
  const move: Move = { correction, to, by: { ...by, receivedAt: new Date().toISOString() }, keys, named, dossiers };
  await append(context, [...identityMessages(move), ...moved.map((each) => resealedMessage(move, each))]);
  await append(context, movedMessages(move, moved));
  const receipts = await separate(context, move);
  await markAnnounced(registry, {
    aliases: [...hashes, ...named.flatMap(({ alias }) => alias.hashes)],
    numbers: [...dossiers.values()].map(({ number }) => number),
    descriptions: [],
    links: [],
  });
  const corrected = {
    from,
    to,
    identifiersMoved: identifiers.map(({ field }) => field),
    factsMoved: moved.length,
    dossiers: [...dossiers].map(([number, row]) => ({ from: number, to: row.number })),
  };
  await audit(context, correction, corrected, by);
  return { ...corrected, receipts };
}

/** Whose everything was, and whose it is. Sent again because this failed, the correction is complete with its row. */
function audit(
  { registry: { pool } }: GatewayContext,
  { facts, sources, reason }: Correction,
  { from, to, identifiersMoved, factsMoved, dossiers }: Omit<Corrected, 'receipts'>,
  by: Corrector,
): Promise<void> {
  const change = {
    what: 'person-corrected',
    subject: `trainee:${from}`,
    before: {
      trainee: from,
      identifiers: identifiersMoved,
      dossiers: dossiers.map((each) => each.from),
      facts,
      sources,
    },
    after: { trainee: to, dossiers: dossiers.map((each) => each.to), factsMoved, reason },
  };
  return withTransaction(pool, (client) => writeAudit(client, operatorOfVerdict(by, by.agent), change));
}

/** Every identifier must be the wrong trainee's, or already the right one's: a correction may be sent twice. */
async function newOwner(context: GatewayContext, correction: Correction): Promise<string | CorrectionRefused> {
  const { from, to, identifiers } = correction;
  if (!(await isKnown(context, from))) return { refused: 'trainee-unknown', pointer: '/from' };
  const owners = await ownersOf(context, identifiers);
  const stranger = owners.find((owner) => owner !== null && owner !== from) ?? null;
  const found = to === null ? (stranger ?? randomUUID()) : await namedOwner(context, to);
  const isNew = to === null && stranger === null;
  if (found === null || found === from) return { refused: 'trainee-unknown', pointer: '/to' };
  const strange = owners.findIndex((owner) => owner !== from && owner !== found);
  if (strange >= 0) {
    return { refused: 'identifier-not-theirs', pointer: `/identifiers/${identifiers[strange]?.field ?? ''}` };
  }
  // Before the registry knows of them: who is in it has a key.
  if (isNew) await context.keyStore.makeKeys([found]);
  return found;
}

/** Operators judge: what they name together is one person's, as of a source certified for it. */
const byOperator = { joinsNirs: false, certifies: ['nir', 'nia', 'france-travail'], organisation: null } as const;

async function namedOwner(context: GatewayContext, to: NonNullable<Correction['to']>): Promise<string | null> {
  if ('trainee' in to) return (await isKnown(context, to.trainee)) ? to.trainee : null;
  const aliases = to.identifiers.map(({ alias }) => alias);
  const [found] = await identifyTrainees(context.registry, [{ aliases, ...byOperator }], true);
  return found?.trainee ?? null;
}

async function isKnown({ registry }: GatewayContext, trainee: string): Promise<boolean> {
  return (await firstUnknown(registry.pool, [trainee])) === null;
}

/** Of the identifiers by which the right trainee was named, those that are theirs: a weaker one may be somebody else's. */
async function identifiersOfOwner(context: GatewayContext, { to }: Correction, owner: string): Promise<NamedAlias[]> {
  const named = to !== null && 'identifiers' in to ? to.identifiers : [];
  const owners = await ownersOf(context, named);
  return named.filter((_, index) => owners[index] === owner);
}

async function ownersOf(
  { registry }: GatewayContext,
  identifiers: readonly NamedAlias[],
): Promise<readonly (string | null)[]> {
  const each = identifiers.map(({ alias }) => ({ aliases: [alias], ...byOperator }));
  return (await identifyTrainees(registry, each, false)).map(({ trainee }) => trainee);
}

/** By number of the dossier that a fact is in, the one that its training has under the right trainee. */
async function dossiersUnder(
  { registry }: GatewayContext,
  moved: readonly MovedFact[],
  trainee: string,
): Promise<ReadonlyMap<number, RegistryDossier>> {
  const numbers = [...new Set(moved.flatMap(({ dossier }) => dossier ?? []))];
  const known = await findDossiers(registry, [], numbers, null);
  const pairs = numbers.map((number) => ({ trainee, reference: known.ofNumber(number)?.reference ?? '' }));
  const given = await findDossiers(registry, pairs, [], { most: Number.MAX_SAFE_INTEGER });
  const dossiers = new Map<number, RegistryDossier>();
  for (const [index, number] of numbers.entries()) {
    const row = given.ofPair(pairs[index] ?? { trainee, reference: '' });
    if (row !== undefined) dossiers.set(number, row);
  }
  return dossiers;
}

/** For whom the right person, and each dossier, is reported of from now on: who reported a fact acts where it went. */
async function rememberMoved(
  { registry: { pool } }: GatewayContext,
  moved: readonly MovedFact[],
  to: string,
  dossiers: ReadonlyMap<number, RegistryDossier>,
): Promise<void> {
  const ofDossiers = new Map<number, Set<string>>();
  const ofPerson = new Set<string>();
  for (const { fact, dossier } of moved) {
    const { organisation, type } = fact;
    if (organisation === undefined) continue;
    ofPerson.add(organisation);
    const number = dossier === null ? undefined : dossiers.get(dossier)?.number;
    if (number === undefined || eventKinds[type].takesAway) continue;
    ofDossiers.set(number, (ofDossiers.get(number) ?? new Set()).add(organisation));
  }
  await addOrganisations(pool, 'dossier', ofDossiers);
  if (ofPerson.size > 0) await addOrganisations(pool, 'trainee', new Map([[to, ofPerson]]));
}

/** Two who were taken for one: unless they are judged different, a rule would go on answering for them together. */
async function separate(context: GatewayContext, { correction, to, by }: Move): Promise<readonly Receipt[]> {
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
  const recorded = await recordVerdict(context, verdict, by);
  return 'receipts' in recorded ? recorded.receipts : [];
}
