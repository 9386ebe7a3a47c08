import { dossierNumberCapacity, eventKinds, HubError, primaryReference } from '@hub/core';
import { isMarkedFull, type NamedEvent, shownEvents } from '@hub/platform';
import type { Pool } from 'pg';
import type { ElsewhereCorrection } from '../check/check-event.ts';
import type { Registry } from './registry.ts';
import type { OwnNumbers } from './own-numbers.ts';
import { addOrganisations } from './reporters.ts';
import type { IdentifiedEvent } from './trainees.ts';

export interface RegistryDossier {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly announced: boolean;
  /** Those that reported facts of it, by SIRET. */
  readonly organisations: readonly string[];
  /** It holds as many facts as it may. */
  readonly isFull: boolean;
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
  numbers: OwnNumbers,
): Promise<readonly AttributedEvent[]> {
  const wanted = events.filter(({ refused }) => refused === null);
  const found = await findDossiers(registry, wanted.flatMap(pairsOf), [], true);
  const attributed = events.map((event) => inDossier(event, found, numbers));
  const refused = await refusedByFullDossiers(registry, attributed);
  const settled = attributed.map((event) => (refused.has(event) ? { ...event, refused: dossierFull } : event));
  await rememberReporters(registry, settled);
  return settled;
}

function pairsOf(event: IdentifiedEvent): readonly DossierPair[] {
  const { trainee } = event;
  const pair = ownPair(event);
  const own = pair === null ? null : { ...pair, organisation: reportingOrganisation(event) };
  const corrected = event.event.corrections.flatMap(({ in: elsewhere }) =>
    'reference' in elsewhere && trainee !== null ? [{ trainee, reference: elsewhere.reference }] : [],
  );
  return own === null ? corrected : [own, ...corrected];
}

function ownPair({ event, trainee }: IdentifiedEvent): DossierPair | null {
  const reference = event.subject === 'session' ? null : primaryReference(event.references);
  return reference === null || trainee === null ? null : { trainee, reference };
}

/** Whose fact the event is in its dossier; null: it is an act, which only takes away. */
function reportingOrganisation({ event, by }: IdentifiedEvent): string | null {
  return eventKinds[event.name].takesAway ? null : by.siret;
}

function inDossier(event: IdentifiedEvent, found: FoundDossiers, numbers: OwnNumbers): AttributedEvent {
  const nowhere = { ...event, dossier: null, correctedIn: [] };
  if (event.refused !== null) return nowhere;
  const pair = ownPair(event);
  const row = numbers.of(event) ?? (pair && found.ofPair(pair)) ?? null;
  const attributed = { ...nowhere, dossier: row, trainee: row?.trainee ?? event.trainee };
  const correctedIn = event.event.corrections.flatMap((correction) =>
    correctedElsewhere(attributed, correction, found, numbers),
  );
  return { ...attributed, correctedIn };
}

/** A number that is not one's own is passed over, like one that nobody has: there is nothing there to take back. */
function correctedElsewhere(
  event: AttributedEvent,
  { source, id, in: elsewhere }: ElsewhereCorrection,
  found: FoundDossiers,
  numbers: OwnNumbers,
): AttributedEvent['correctedIn'] {
  const { trainee, dossier } = event;
  const row =
    'dossier' in elsewhere
      ? numbers.ofNumber(event, elsewhere.dossier)
      : found.ofPair({ trainee: trainee ?? '', reference: elsewhere.reference });
  return row == null || row.number === dossier?.number ? [] : [{ row, source, id }];
}

/** Writes of which dossiers organisations report for the first time: durable before anything is answered. */
async function rememberReporters({ pool }: Registry, events: readonly AttributedEvent[]): Promise<void> {
  const reported = new Map<number, Set<string>>();
  for (const event of events) {
    const organisation = event.refused === null ? reportingOrganisation(event) : null;
    const { dossier } = event;
    if (dossier === null || organisation === null || dossier.organisations.includes(organisation)) continue;
    reported.set(dossier.number, (reported.get(dossier.number) ?? new Set()).add(organisation));
  }
  await addOrganisations(pool, 'dossier', reported);
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
  /** SIRET of whoever reports of it, where the number is given now. */
  readonly organisation?: string | null;
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

/** Once each, with an organisation where any of the same has one. */
function distinct(pairs: readonly DossierPair[]): readonly DossierPair[] {
  const byKey = new Map<string, DossierPair>();
  for (const pair of pairs) if (byKey.get(pairKey(pair))?.organisation == null) byKey.set(pairKey(pair), pair);
  return [...byKey.values()];
}

const columns = `number, trainee_id as trainee, reference, announced, organisations, ${isMarkedFull('registry.dossier.number')} as "isFull"`;

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
    `insert into registry.dossier (number, trainee_id, reference, organisations)
     select number, trainee, reference, array_remove(array[organisation], null)
     from unnest($1::int[], $2::uuid[], $3::text[], $4::text[]) as fresh (number, trainee, reference, organisation)
     order by trainee, reference
     on conflict (trainee_id, reference) do nothing
     returning ${columns}`,
    [
      sequences.map(numberOf),
      pairs.map(({ trainee }) => trainee),
      pairs.map(({ reference }) => reference),
      pairs.map(({ organisation = null }) => organisation),
    ],
  );
  return inserted.rows;
}
