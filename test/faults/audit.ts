import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hub/contracts';
import { decodeLogEvent, type EventLog, type StoredMessage } from '@hub/core';
import { activeVersion, decodeFacts, listParked, readReceipt, readUpTo, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import pg from 'pg';
import type { Clients, FaultedHub } from './faulted-hub.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** What was found of everything that was ever acknowledged. All lists are empty where nothing is wrong. */
export interface Audit {
  readonly facts: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly parked: readonly string[];
}

/** The records that readers see, against the ledger: every acknowledged event stands once, where its receipt says. */
export async function auditRecords(hub: FaultedHub, ledger: Ledger): Promise<Audit> {
  return hub.withPool(async (pool) => {
    const places = await placesOfFacts(pool);
    const parked = await listParked(pool);
    const lost: string[] = [];
    const doubled: string[] = [];
    for (const entry of ledger.entries.values()) {
      if (entry.receipts.length === 0) continue;
      const fault = faultOf(entry, places.get(entry.key) ?? []);
      if (fault?.what === 'lost') lost.push(fault.detail);
      else if (fault !== null) doubled.push(fault.detail);
    }
    return {
      facts: places.size,
      lost,
      doubled,
      parked: parked.map(({ topic, slice, offset, reason }) => `${topic} ${slice} ${offset}: ${reason}`),
    };
  });
}

function faultOf(
  { key, receipts }: LedgerEntry,
  places: readonly string[],
): { readonly what: 'lost' | 'doubled'; readonly detail: string } | null {
  const dossiers = [...new Set(receipts.map(({ dossier }) => dossier))];
  if (dossiers.length > 1) return { what: 'doubled', detail: `${key} was given dossiers ${dossiers.join(' and ')}` };
  const [dossier] = dossiers;
  const where = dossier == null ? places : places.filter((place) => place === `dossier ${dossier}`);
  if (where.length === 0)
    return { what: 'lost', detail: `${key} of dossier ${dossier} stands in ${places.join(', ') || 'no record'}` };
  const sameKind = places.filter((place) => place.split(' ')[0] === where[0]?.split(' ')[0]);
  return sameKind.length > 1 ? { what: 'doubled', detail: `${key} stands in ${places.join(', ')}` } : null;
}

/** By event, every record that holds it: `dossier 123456789`, `trainee <id>`, `session <reference>`. */
async function placesOfFacts(pool: Pool): Promise<ReadonlyMap<string, readonly string[]>> {
  const version = await activeVersion(pool);
  const places = new Map<string, string[]>();
  if (version === null) return places;
  const tables = [
    ['dossier', 'number'],
    ['trainee', 'trainee_id'],
    ['session', 'reference'],
  ] as const;
  for (const [table, key] of tables) {
    const { rows } = await pool.query<{ key: string; facts: Buffer }>(
      `select ${key}::text as key, facts from ${pg.escapeIdentifier(version.schemaName)}.${table}`,
    );
    for (const row of rows) {
      for (const { source, id } of decodeFacts(row.facts)) {
        const event = `${source} ${id}`;
        const known = places.get(event);
        if (known === undefined) places.set(event, [`${table} ${row.key}`]);
        else known.push(`${table} ${row.key}`);
      }
    }
  }
  return places;
}

/** The log itself: every receipt names the place of its event, and no dossier or trainee is of two persons. */
export async function auditLog(hub: FaultedHub, ledger: Ledger): Promise<readonly string[]> {
  const wanted = receiptsByPlace(ledger, hub.secrets);
  const seen: Seen = { misplaced: [], traineesOfDossier: new Map(), nirsOfTrainee: new Map() };
  await hub.withLog(async (log) => {
    for await (const message of wholeLog(log)) look(seen, wanted, message);
  });
  return [
    ...seen.misplaced,
    ...[...wanted].map(([place, { key }]) => `the receipt of ${key} names ${place}, where nothing lies`),
    ...several(seen.traineesOfDossier).map(
      ([dossier, trainees]) => `dossier ${dossier} is of ${trainees.size} trainees`,
    ),
    ...several(seen.nirsOfTrainee).map(([trainee, nirs]) => `trainee ${trainee} is ${nirs.size} persons`),
  ];
}

interface Seen {
  readonly misplaced: string[];
  readonly traineesOfDossier: Map<string, Set<string>>;
  readonly nirsOfTrainee: Map<string, Set<string>>;
}

function look(seen: Seen, wanted: Map<string, LedgerEntry>, message: StoredMessage): void {
  const { fact, trainee, dossier } = decodeLogEvent(message);
  if (dossier !== null && trainee !== null) add(seen.traineesOfDossier, String(dossier), trainee);
  const place = `${message.topic} ${message.slice} ${message.offset}`;
  const entry = wanted.get(place);
  if (entry === undefined) return;
  wanted.delete(place);
  const found = `${fact.source} ${fact.id}`;
  if (found !== entry.key) seen.misplaced.push(`the receipt of ${entry.key} names ${place}, where ${found} lies`);
  if (entry.nir !== null && trainee !== null) add(seen.nirsOfTrainee, trainee, entry.nir);
}

function several(sets: ReadonlyMap<string, ReadonlySet<string>>) {
  return [...sets].filter(([, values]) => values.size > 1);
}

function receiptsByPlace(ledger: Ledger, secrets: Secrets): Map<string, LedgerEntry> {
  const byPlace = new Map<string, LedgerEntry>();
  for (const entry of ledger.entries.values()) {
    for (const { receipt } of entry.receipts) {
      const claims = readReceipt(secrets, receipt);
      byPlace.set(claims === null ? receipt : `${claims.topic} ${claims.slice} ${claims.offset}`, entry);
    }
  }
  return byPlace;
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

async function* wholeLog(log: EventLog) {
  const ends = await log.endOffsets(topics);
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const batch of readUpTo(log, from, ends, AbortSignal.timeout(300_000))) yield* batch;
}

const receiptsAtOnce = 8;
const receiptMsMax = 10_000;
const againMs = 50;

/** Asks for the state of every receipt of these events as its partner would; gives those that are not visible. */
export async function askReceipts(clients: Clients, entries: readonly LedgerEntry[], msMax: number): Promise<string[]> {
  const deadline = Date.now() + msMax;
  const waiting = [...entries];
  const found: string[] = [];
  const worker = async () => {
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      const state = await stateOf(clients, entry);
      if (state === 'visible') continue;
      if (state === 'parked' || Date.now() > deadline) found.push(`${entry.key}: ${state}`);
      else {
        waiting.unshift(entry);
        await delay(againMs);
      }
    }
  };
  await Promise.all(Array.from({ length: receiptsAtOnce }, worker));
  return found;
}

async function stateOf(clients: Clients, { clientId, receipts }: LedgerEntry): Promise<string> {
  try {
    const path = `/v1/receipts/${receipts.at(-1)?.receipt}`;
    const signal = AbortSignal.timeout(receiptMsMax);
    const answer = await clients.read(clientId, receipts.length % 2).fetch(path, { signal });
    const body = (await answer.json()) as { state?: string };
    return body.state ?? `answer ${answer.status}`;
  } catch (error) {
    return `no answer (${(error as Error).message})`;
  }
}
