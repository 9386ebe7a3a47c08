import { dossierNumberCapacity, eventKinds, HubError, primaryReference } from '@hub/core';
import { isMarkedFull, type NamedEvent, shownEvents } from '@hub/platform';
import type { Pool } from 'pg';
import type { ElsewhereCorrection } from '../check/check-event.ts';
import type { Registry } from './registry.ts';
import { dossierUnknown, type IdentifiedEvent } from './trainees.ts';

export interface RegistryDossier {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly announced: boolean;
  /** It holds as many facts as it may. */
  readonly isFull: boolean;
  /** Of a trainee whose data were destroyed. */
  readonly isDestroyed: boolean;
}

/** An event with the dossier that it goes to; null where it belongs to none. */
export interface AttributedEvent extends IdentifiedEvent {
  readonly dossier: RegistryDossier | null;
  /** Where what this event corrects lies, if in another dossier. */
  readonly correctedIn: readonly { readonly row: RegistryDossier; readonly source: string; readonly id: string }[];
}

const dossierFull = { rule: 'dossier-full', pointer: '/data' } as const;

/** Gives each event its dossier and finds the dossiers of what it corrects: all in one look-up. */
export async function attributeEvents(
  registry: Registry,
  events: readonly IdentifiedEvent[],
  reserve: boolean,
): Promise<readonly AttributedEvent[]> {
  const wanted = events.filter(({ refused }) => refused === null);
  const pairs = wanted.flatMap(pairsOf);
  const numbers = wanted.flatMap(numbersOf);
  const found = await findDossiers(registry, pairs, [...new Set(numbers)], reserve);
  const attributed = events.map((event) => inDossier(event, found));
  const refused = await refusedByFullDossiers(registry, attributed);
  return attributed.map((event) => (refused.has(event) ? { ...event, refused: dossierFull } : event));
}

function pairsOf(event: IdentifiedEvent): readonly DossierPair[] {
  const { trainee } = event;
  const own = ownPair(event);
  const corrected = event.event.corrections.flatMap(({ in: elsewhere }) =>
    'reference' in elsewhere && trainee !== null ? [{ trainee, reference: elsewhere.reference }] : [],
  );
  return own === null ? corrected : [own, ...corrected];
}

function ownPair({ event, trainee }: IdentifiedEvent): DossierPair | null {
  const reference = event.subject === 'session' ? null : primaryReference(event.references);
  return reference === null || trainee === null ? null : { trainee, reference };
}

function numbersOf({ event }: IdentifiedEvent): readonly number[] {
  const corrected = event.corrections.flatMap(({ in: elsewhere }) =>
    'dossier' in elsewhere ? [elsewhere.dossier] : [],
  );
  return event.dossier === null ? corrected : [event.dossier, ...corrected];
}

function inDossier(event: IdentifiedEvent, found: FoundDossiers): AttributedEvent {
  const nowhere = { ...event, dossier: null, correctedIn: [] };
  if (event.refused !== null) return nowhere;
  const number = event.event.dossier;
  const pair = ownPair(event);
  const row = (number === null ? pair && found.ofPair(pair) : found.ofNumber(number)) ?? null;
  // A number of somebody else is answered like a number that nobody has.
  const isForeign = row === null || row.isDestroyed || (event.aliases !== null && row.trainee !== event.trainee);
  if (number !== null && isForeign) return { ...nowhere, refused: dossierUnknown };
  const attributed = { ...nowhere, dossier: row, trainee: row?.trainee ?? event.trainee };
  const correctedIn = event.destroyed
    ? []
    : event.event.corrections.flatMap((correction) => correctedElsewhere(attributed, correction, found));
  return { ...attributed, correctedIn };
}

function correctedElsewhere(
  { trainee, dossier }: AttributedEvent,
  { source, id, in: elsewhere }: ElsewhereCorrection,
  found: FoundDossiers,
): AttributedEvent['correctedIn'] {
  const row =
    'dossier' in elsewhere
      ? found.ofNumber(elsewhere.dossier)
      : found.ofPair({ trainee: trainee ?? '', reference: elsewhere.reference });
  return row === undefined || row.isDestroyed || row.number === dossier?.number ? [] : [{ row, source, id }];
}

/**
 * The events that a full dossier does not take. It takes nothing new but what makes it hold less; what it has already
 * may be reported again, for its source may lack our answer.
 */
async function refusedByFullDossiers(
  { pool }: Registry,
  events: readonly AttributedEvent[],
): Promise<ReadonlySet<AttributedEvent>> {
  const full = events.filter(
    ({ refused, dossier, event }) => refused === null && dossier?.isFull === true && !eventKinds[event.name].takesAway,
  );
  if (full.length === 0) return new Set();
  const stored = await shownEvents(pool, full.map(namedEvent));
  const known = new Set(stored.map(nameOf));
  return new Set(full.filter((event) => !known.has(nameOf(namedEvent(event)))));
}

function namedEvent({ dossier, event: { source, id } }: AttributedEvent): NamedEvent {
  return { number: dossier?.number ?? 0, source, id };
}

function nameOf({ number, source, id }: NamedEvent): string {
  return `${number} ${source}/${id}`;
}

/** What a number is given to. */
export interface DossierPair {
  readonly trainee: string;
  readonly reference: string;
}

export interface FoundDossiers {
  ofPair(pair: DossierPair): RegistryDossier | undefined;
  ofNumber(number: number): RegistryDossier | undefined;
}

/**
 * The dossiers of these pairs and of these numbers; with `reserve`, every pair has one afterwards. One SELECT where every
 * pair has its number; else the numbers missing are drawn and inserted at once, and those that another gateway was first
 * to give are read again. Throws `number-space-exhausted`.
 */
export async function findDossiers(
  { pool, numberOf }: Registry,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
  reserve: boolean,
): Promise<FoundDossiers> {
  const rows = await readDossiers(pool, pairs, numbers);
  const found = new Map(rows.map((row) => [pairKey(row), row]));
  const missing = pairs.filter((pair) => !found.has(pairKey(pair)));
  if (missing.length > 0 && reserve) {
    for (const row of await insertDossiers(pool, numberOf, distinct(missing))) found.set(pairKey(row), row);
    const others = missing.filter((pair) => !found.has(pairKey(pair)));
    for (const row of await readDossiers(pool, others, [])) found.set(pairKey(row), row);
  }
  const byNumber = new Map([...found.values()].map((row) => [row.number, row]));
  return { ofPair: (pair) => found.get(pairKey(pair)), ofNumber: (number) => byNumber.get(number) };
}

function pairKey({ trainee, reference }: DossierPair): string {
  return `${trainee} ${reference}`;
}

/** Once each. */
function distinct(pairs: readonly DossierPair[]): readonly DossierPair[] {
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}

const columns = `number, trainee_id as trainee, reference, announced, ${isMarkedFull('registry.dossier.number')} as "isFull",
  exists (select from registry.destroyed gone where gone.trainee_id = registry.dossier.trainee_id) as "isDestroyed"`;

async function readDossiers(
  pool: Pool,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
): Promise<readonly RegistryDossier[]> {
  const rows: RegistryDossier[] = [];
  if (pairs.length > 0) {
    const wanted = distinct(pairs);
    const result = await pool.query<RegistryDossier>({
      name: 'dossiers-by-pair',
      text: `select ${columns} from registry.dossier
             join unnest($1::uuid[], $2::text[]) as wanted (w_trainee, w_reference)
               on trainee_id = w_trainee and reference = w_reference`,
      values: [wanted.map(({ trainee }) => trainee), wanted.map(({ reference }) => reference)],
    });
    rows.push(...result.rows);
  }
  if (numbers.length > 0) {
    const result = await pool.query<RegistryDossier>({
      name: 'dossiers-by-number',
      text: `select ${columns} from registry.dossier where number = any($1::int[])`,
      values: [numbers],
    });
    rows.push(...result.rows);
  }
  return rows;
}

/**
 * Of two gateways that are first at once, one row stays; the other's place in the sequence is lost, which costs
 * nothing. Inserted in one order everywhere, so that they wait for one another instead of deadlocking.
 */
async function insertDossiers(
  pool: Pool,
  numberOf: Registry['numberOf'],
  pairs: readonly DossierPair[],
): Promise<readonly RegistryDossier[]> {
  const { rows } = await pool.query<{ sequence: string }>(
    `select nextval('registry.dossier_sequence') as sequence from generate_series(1, $1)`,
    [pairs.length],
  );
  const sequences = rows.map(({ sequence }) => Number(sequence));
  if (sequences.some((sequence) => sequence > dossierNumberCapacity)) {
    throw new HubError('number-space-exhausted', `All ${dossierNumberCapacity} dossier numbers are given.`);
  }
  const inserted = await pool.query<RegistryDossier>(
    `insert into registry.dossier (number, trainee_id, reference)
     select number, trainee, reference from unnest($1::int[], $2::uuid[], $3::text[]) as fresh (number, trainee, reference)
     order by trainee, reference
     on conflict (trainee_id, reference) do nothing
     returning ${columns}`,
    [sequences.map(numberOf), pairs.map(({ trainee }) => trainee), pairs.map(({ reference }) => reference)],
  );
  return inserted.rows;
}
