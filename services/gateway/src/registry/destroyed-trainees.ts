import { type EventLog, encodeLogEvent, type Fact, type Identifier, type IdentifierKind } from '@hub/core';
import {
  factDigest,
  type KeyStore,
  openTombstones,
  type Secrets,
  sealTombstones,
  type Tombstone,
  withTransaction,
} from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { aliasFor, lockAllAliases } from './aliases.ts';
import type { Alias, Known } from './identified.ts';
import type { Registry } from './registry.ts';

/**
 * What `trainee-data-destroyed` says, and who must be told apart for ever. Destruction goes: fence (a row of
 * `registry.destroyed`), the tombstone on the log, the end of the key; cut off anywhere, `finishDestructions` goes on.
 */
export interface DestroyedEntry {
  readonly trainee: string;
  /** `YYYY-MM-DD` */
  readonly effectiveDate: string;
  readonly legalGround: string;
  /** As `sealTombstones` makes them. Empty: published by a hub that made none. */
  readonly tombstones: string;
}

/** Owners of these aliases whose data were destroyed, by the name of the alias. */
export async function readTombstones(client: PoolClient, aliases: readonly Alias[]): Promise<Known> {
  const found: Known = new Map();
  if (aliases.length === 0) return found;
  const names = new Map(aliases.map((alias) => [alias.tombstone().toString('hex'), alias.hex]));
  const { rows } = await client.query<{ tombstone: Buffer; trainee: string }>({
    name: 'tombstones',
    text: 'select tombstone, trainee_id as trainee from registry.tombstone where tombstone = any($1::bytea[])',
    values: [[...names.keys()].map((name) => Buffer.from(name, 'hex'))],
  });
  for (const { tombstone, trainee } of rows) {
    const hex = names.get(tombstone.toString('hex'));
    if (hex !== undefined) found.set(hex, { trainee, announced: true, destroyed: true, organisations: [] });
  }
  return found;
}

/** An identifier of a trainee, in clear, as the log has it sealed. */
export interface OwnIdentifier {
  readonly trainee: string;
  readonly identifier: Identifier;
  /** Whose number it is, of a partner's own. */
  readonly partner: string;
}

export interface Fencing {
  readonly trainees: readonly string[];
  readonly identifiers: readonly OwnIdentifier[];
  readonly effectiveDate: string;
  readonly legalGround: string;
  /** Keeps what was fenced, in the same transaction. */
  readonly keep: (fenced: Fenced, client: PoolClient) => Promise<void>;
}

export interface Fenced {
  /** Fenced now; those that are held, or were fenced before, are not among them. */
  readonly trainees: number;
  /** Reserved and never announced: the log does not name them, and what comes by them is not recognised. */
  readonly identifiersUnread: number;
}

/**
 * Fences trainees: nobody is found as them any more, and what names one of their identifiers is buried. Reservations wait
 * for it meanwhile, so that none binds a new identifier to somebody who is just being destroyed.
 */
export async function fenceTrainees({ pool, secrets }: Registry, fencing: Fencing): Promise<void> {
  await withTransaction(pool, async (client) => {
    await lockAllAliases(client);
    const { rows: free } = await client.query<{ trainee: string }>(
      `select trainee_id as trainee from registry.trainee t where trainee_id = any($1::uuid[])
         and not exists (select from registry.destroyed d where d.trainee_id = t.trainee_id)
         and not exists (select from registry.hold h where h.trainee_id = t.trainee_id)`,
      [fencing.trainees],
    );
    const { rows: aliases } = await client.query<{ alias: Buffer; trainee: string }>(
      'select alias, trainee_id as trainee from registry.alias where trainee_id = any($1::uuid[])',
      [free.map(({ trainee }) => trainee)],
    );
    const { tombstones, read } = tombstonesOf(secrets, fencing.identifiers, aliases);
    const { effectiveDate, legalGround } = fencing;
    const entries = free.map(({ trainee }) => {
      const sealed = sealTombstones(secrets, trainee, tombstones.get(trainee) ?? []);
      return { trainee, effectiveDate, legalGround, tombstones: sealed };
    });
    await insertDestroyed(client, secrets, entries, false);
    await fencing.keep({ trainees: free.length, identifiersUnread: aliases.length - read }, client);
  });
}

/** By trainee, of the identifiers that are theirs in the registry at this moment; once each. */
function tombstonesOf(
  secrets: Secrets,
  identifiers: readonly OwnIdentifier[],
  aliases: readonly { readonly alias: Buffer; readonly trainee: string }[],
) {
  const owners = new Map(aliases.map(({ alias, trainee }) => [alias.toString('hex'), trainee]));
  const tombstones = new Map<string, Tombstone[]>();
  const read = new Set<string>();
  for (const { identifier, partner } of identifiers) {
    const alias = aliasFor(secrets, identifier, partner);
    const known = alias.hashes.map((hash) => hash.toString('hex')).find((hex) => owners.has(hex));
    const owner = owners.get(known ?? '');
    if (known === undefined || owner === undefined || read.has(known)) continue;
    read.add(known);
    const own = tombstones.get(owner) ?? [];
    own.push({ kind: identifier.kind, tombstone: alias.tombstone() });
    tombstones.set(owner, own);
  }
  return { tombstones, read: read.size };
}

/** `announced`: the log says it. Nothing by which they were found, or told twice the same, is left. */
async function insertDestroyed(
  client: PoolClient,
  secrets: Secrets,
  entries: readonly DestroyedEntry[],
  announced: boolean,
): Promise<void> {
  const trainees = entries.map(({ trainee }) => trainee);
  const stones = entries.flatMap((entry) => {
    const opened = entry.tombstones === '' ? [] : openTombstones(secrets, entry.trainee, entry.tombstones);
    return opened.map((each) => ({ ...each, trainee: entry.trainee }));
  });
  await client.query(
    `insert into registry.destroyed as known (trainee_id, effective_on, legal_ground, tombstones, announced_at)
     select trainee, effective_on, legal_ground, tombstones, case when $5 then clock_timestamp() end
     from unnest($1::uuid[], $2::date[], $3::text[], $4::text[])
       as gone (trainee, effective_on, legal_ground, tombstones) order by trainee
     on conflict (trainee_id) do update set announced_at = coalesce(known.announced_at, excluded.announced_at)`,
    [
      trainees,
      entries.map(({ effectiveDate }) => effectiveDate),
      entries.map(({ legalGround }) => legalGround),
      entries.map(({ tombstones }) => tombstones),
      announced,
    ],
  );
  await client.query(
    `insert into registry.tombstone (tombstone, kind, trainee_id)
     select * from unnest($1::bytea[], $2::text[], $3::uuid[]) as stone (tombstone, kind, trainee) order by tombstone
     on conflict do nothing`,
    [
      stones.map(({ tombstone }) => tombstone),
      stones.map(({ kind }): IdentifierKind => kind),
      stones.map(({ trainee }) => trainee),
    ],
  );
  await client.query('delete from registry.alias where trainee_id = any($1::uuid[])', [trainees]);
  await client.query('delete from registry.description where trainee_id = any($1::uuid[])', [trainees]);
}

/** What a destruction is finished with. */
export interface DestructionStores {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly keyStore: KeyStore;
}

/** Statements and messages of one step. */
const destroyedAtOnce = 500;

/**
 * Finishes every destruction that was begun: the tombstone is on the log, then the key is gone. Done twice, it changes
 * nothing: a tombstone has one id and one content. Answers how many were finished.
 */
export async function finishDestructions(
  stores: DestructionStores,
  onProgress: (trainees: number) => void = () => {},
): Promise<number> {
  const { pool, log, keyStore } = stores;
  for (let done = 0; ; ) {
    const { rows } = await pool.query<DestroyedEntry & { announced: boolean; fencedAt: string }>(
      `select trainee_id as trainee, effective_on::text as "effectiveDate", legal_ground as "legalGround", tombstones,
         announced_at is not null as announced,
         to_char(fenced_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "fencedAt"
       from registry.destroyed where key_destroyed_at is null order by trainee_id limit $1`,
      [destroyedAtOnce],
    );
    if (rows.length === 0) return done;
    const unannounced = rows.filter(({ announced }) => !announced);
    if (unannounced.length > 0) await log.append(unannounced.map(tombstoneMessage));
    const trainees = rows.map(({ trainee }) => trainee);
    const epochs = await keyStore.destroyKeys(trainees);
    await pool.query(
      `with gone as (delete from registry.description where trainee_id = any($1::uuid[]))
       update registry.destroyed d set key_destroyed_at = clock_timestamp(), kek_epoch = ended.epoch,
         announced_at = coalesce(announced_at, clock_timestamp())
       from unnest($1::uuid[], $2::smallint[]) as ended (trainee, epoch) where d.trainee_id = ended.trainee`,
      [trainees, trainees.map((trainee) => epochs.get(trainee) ?? null)],
    );
    done += rows.length;
    onProgress(done);
  }
}

/** No key digests it: what it says is about nobody who can be named, and is said the same whoever says it again. */
function tombstoneMessage(entry: DestroyedEntry & { readonly fencedAt: string }) {
  const { trainee, effectiveDate, legalGround, tombstones, fencedAt } = entry;
  const type = 'trainee-data-destroyed';
  const data = { effectiveDate, legalGround, ...(tombstones === '' ? {} : { tombstones }) };
  const fact: Fact<'trainee-data-destroyed'> = {
    ...{ source: 'hub', id: `destroyed-${trainee}`, type, version: 1, partner: 'hub' },
    ...{ recordedAt: fencedAt, receivedAt: fencedAt, effectiveDate, references: [], data },
    digest: factDigest(null, { type, version: 1, references: [], data, sealed: {} }),
  };
  return encodeLogEvent({ fact, trainee, dossier: null });
}

/**
 * What the log says was destroyed is destroyed in these stores too, whatever a backup brought back: fenced, and the key
 * gone. Answers how many the stores did not know of.
 */
export async function reapplyDestroyed(
  { pool, keyStore }: Omit<DestructionStores, 'log'>,
  secrets: Secrets,
  entries: readonly DestroyedEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const trainees = entries.map(({ trainee }) => trainee);
  const { rows } = await pool.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.destroyed
     where trainee_id = any($1::uuid[]) and key_destroyed_at is not null`,
    [trainees],
  );
  const known = new Set(rows.map(({ trainee }) => trainee));
  const unknown = entries.filter(({ trainee }) => !known.has(trainee));
  await withTransaction(pool, (client) => insertDestroyed(client, secrets, unknown, true));
  // The key store may be the one that was put back: asked for all of them.
  const epochs = await keyStore.destroyKeys(trainees);
  await pool.query(
    `update registry.destroyed d set key_destroyed_at = coalesce(key_destroyed_at, clock_timestamp()),
       kek_epoch = greatest(kek_epoch, ended.epoch)
     from unnest($1::uuid[], $2::smallint[]) as ended (trainee, epoch) where d.trainee_id = ended.trainee`,
    [trainees, trainees.map((trainee) => epochs.get(trainee) ?? null)],
  );
  return unknown.length;
}

/** Those of these whose data are there, or whose destruction was begun and not finished. */
export async function destroyableAmong({ pool }: Registry, trainees: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.trainee t where trainee_id = any($1::uuid[]) and not exists (
       select from registry.destroyed d where d.trainee_id = t.trainee_id and key_destroyed_at is not null)`,
    [trainees],
  );
  return rows.map(({ trainee }) => trainee);
}

/** Those of these who are there, and not destroyed. */
export async function notDestroyedAmong({ pool }: Registry, trainees: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.trainee t where trainee_id = any($1::uuid[])
       and not exists (select from registry.destroyed d where d.trainee_id = t.trainee_id)`,
    [trainees],
  );
  return rows.map(({ trainee }) => trainee);
}

export async function heldAmong({ pool }: Registry, trainees: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ trainee: string }>(
    'select trainee_id as trainee from registry.hold where trainee_id = any($1::uuid[])',
    [trainees],
  );
  return new Set(rows.map(({ trainee }) => trainee));
}

/** A destruction as it stands. Times are RFC 3339. */
export interface Destruction {
  readonly trainee: string;
  readonly effectiveDate: string;
  readonly legalGround: string;
  readonly fencedAt: string;
  readonly announcedAt: string | null;
  readonly keyDestroyedAt: string | null;
  /** Under which a backup of before may hold the key; null: it is there. */
  readonly kekEpoch: number | null;
  /** Trainees for whom facts of this one were taken by mistake: what operators moved from them is sealed under their keys too. */
  readonly copiesUnder: readonly string[];
}

const destructionColumns = `trainee_id as trainee, effective_on::text as "effectiveDate", legal_ground as "legalGround",
  to_json(fenced_at)#>>'{}' as "fencedAt", to_json(announced_at)#>>'{}' as "announcedAt",
  to_json(key_destroyed_at)#>>'{}' as "keyDestroyedAt", kek_epoch as "kekEpoch",
  array(select distinct case when v.low = d.trainee_id then v.high else v.low end::text from registry.verdict v
    where d.trainee_id in (v.low, v.high) and v.event_id like 'correction:%' order by 1) as "copiesUnder"`;

/** Null where nothing of this trainee was destroyed. */
export async function destructionOf({ pool }: Registry, trainee: string): Promise<Destruction | null> {
  const { rows } = await pool.query<Destruction>(
    `select ${destructionColumns} from registry.destroyed d where trainee_id = $1`,
    [trainee],
  );
  return rows[0] ?? null;
}

/** By surrogate id, after this one. */
export async function listDestructions(
  { pool }: Registry,
  after: string | null,
  limit: number,
): Promise<readonly Destruction[]> {
  const { rows } = await pool.query<Destruction>(
    `select ${destructionColumns} from registry.destroyed d
     where $1::uuid is null or trainee_id > $1 order by trainee_id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Data that stay whatever the years say. */
export interface Hold {
  readonly trainee: string;
  readonly agent: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly heldAt: string;
}

const holdColumns = `trainee_id as trainee, agent, reason, to_json(held_at)#>>'{}' as "heldAt"`;

/** Said again, the last one stands. */
export async function holdTrainee(client: PoolClient, trainee: string, agent: string, reason: string): Promise<Hold> {
  const { rows } = await client.query<Hold>(
    `insert into registry.hold (trainee_id, agent, reason) values ($1, $2, $3)
     on conflict (trainee_id) do update set agent = excluded.agent, reason = excluded.reason, held_at = excluded.held_at
     returning ${holdColumns}`,
    [trainee, agent, reason],
  );
  return rows[0] as Hold;
}

/** Null where it was not held. */
export async function liftHold(client: PoolClient, trainee: string): Promise<Hold | null> {
  const { rows } = await client.query<Hold>(
    `delete from registry.hold where trainee_id = $1 returning ${holdColumns}`,
    [trainee],
  );
  return rows[0] ?? null;
}

/** By surrogate id, after this one. */
export async function listHolds({ pool }: Registry, after: string | null, limit: number): Promise<readonly Hold[]> {
  const { rows } = await pool.query<Hold>(
    `select ${holdColumns} from registry.hold where $1::uuid is null or trainee_id > $1 order by trainee_id limit $2`,
    [after, limit],
  );
  return rows;
}
