import { randomUUID } from 'node:crypto';
import { patienceMs, peppersOf, type Secrets, withTransaction } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import type { CheckedEvent } from '../check/check-event.ts';
import type { DoorRule } from '../check/refusals.ts';
import { type Alias, aliasFor, lockAliases } from './aliases.ts';
import { readTombstones } from './destroyed-trainees.ts';
import { writtenPepper } from './peppers.ts';
import type { Registry } from './registry.ts';
import { type Bindings, resolveTrainees } from './resolve-trainees.ts';

/** The aliases of one event, the strongest first. */
export interface EventAliases {
  readonly aliases: readonly Alias[];
  /** The source says that the NIR among them are of one person. */
  readonly joinsNirs: boolean;
}

export interface Identified {
  /** Null only when nothing is reserved: nobody has any of these aliases yet. */
  readonly trainee: string | null;
  /** The data of this trainee were destroyed: what is reported now is buried (`buryEvent`). */
  readonly destroyed: boolean;
  /** Other trainees that weaker aliases belong to. */
  readonly others: readonly string[];
  /** Those of them whose NIR the source itself says to be of the same person (former NIR). */
  readonly sameByNir: readonly string[];
  /** Aliases of the event that are not known to be on the log. */
  readonly unannounced: readonly UnannouncedAlias[];
}

/** By hexadecimal name, with the trainee whose it is. */
export interface UnannouncedAlias {
  readonly hex: string;
  readonly trainee: string;
}

/** An event with whom it is about; it names nobody where `aliases` is null. */
export interface IdentifiedEvent extends Identified {
  readonly event: CheckedEvent;
  readonly aliases: EventAliases | null;
  /** Found by a look-up; nothing of the event is published. */
  readonly refused: { readonly rule: DoorRule; readonly pointer: string } | null;
}

export const dossierUnknown = { rule: 'dossier-unknown', pointer: '/data/dossier' } as const;

/** Gives each event its trainee: all the events of a pipeline in one look-up. */
export async function identifyEvents(
  registry: Registry,
  checked: readonly CheckedEvent[],
  reserve: boolean,
): Promise<readonly IdentifiedEvent[]> {
  const events = checked.map((event): IdentifiedEvent => {
    return { event, aliases: aliasesOf(registry.secrets, event), ...nobody, refused: null };
  });
  // Somebody whom nobody knows has no dossier: refused before anything is reserved, for what is refused leaves nothing.
  const numbered = reserve ? events.filter(({ event }) => event.dossier !== null) : [];
  const known = await lookUp(registry, numbered, false);
  const strangers = new Set(numbered.filter((event) => known.get(event)?.trainee === null));
  const others = events.filter((event) => !strangers.has(event));
  const found = await lookUp(registry, others, reserve);
  return events.map((event) =>
    strangers.has(event) ? { ...event, refused: dossierUnknown } : (found.get(event) ?? event),
  );
}

/** Those of the events that name somebody, each with whom it names. */
async function lookUp(
  registry: Registry,
  events: readonly IdentifiedEvent[],
  reserve: boolean,
): Promise<ReadonlyMap<IdentifiedEvent, IdentifiedEvent>> {
  const named = events.flatMap((event) => (event.aliases === null ? [] : [{ event, aliases: event.aliases }]));
  const wanted = named.map(({ aliases }) => aliases);
  const identified = await identifyTrainees(registry, wanted, reserve);
  return new Map(named.map(({ event }, index) => [event, { ...event, ...identified[index] }]));
}

const nobody: Identified = { trainee: null, destroyed: false, others: [], sameByNir: [], unannounced: [] };

function aliasesOf(secrets: Secrets, { trainee: block, partner }: CheckedEvent): EventAliases | null {
  if (block === null || block.identifiers.length === 0) return null;
  return {
    aliases: block.identifiers.map((identifier) => aliasFor(secrets, identifier, partner)),
    joinsNirs: block.joinsNirs,
  };
}

/**
 * Who each of these is about, in the order given. With `reserve` false nothing is written and unknown people stay unknown.
 * One SELECT where every alias is known; else one transaction for all the events that bring a new one.
 */
export async function identifyTrainees(
  registry: Registry,
  events: readonly EventAliases[],
  reserve: boolean,
): Promise<readonly Identified[]> {
  const { pool } = registry;
  const known = await readAliases(pool, events);
  const withNew = events.filter(({ aliases }) => aliases.some(({ hex }) => !known.has(hex)));
  if (withNew.length > 0 && reserve) {
    const reserved = await withTransaction(pool, (client) => reserveAliases(client, registry, withNew));
    for (const [hex, alias] of reserved) known.set(hex, alias);
  }
  return events.map((event) => identified(event, known));
}

interface KnownAlias {
  readonly trainee: string;
  readonly announced: boolean;
  /** Only a tombstone is left of it. */
  readonly destroyed: boolean;
}

/** By hexadecimal name of the alias. */
type Known = Map<string, KnownAlias>;

/** The owner of the strongest alias is the trainee. */
function identified({ aliases, joinsNirs }: EventAliases, known: Known): Identified {
  const owned = aliases.flatMap(({ hex, kind }) => {
    const owner = known.get(hex);
    return owner === undefined ? [] : [{ hex, kind, ...owner }];
  });
  const trainee = owned[0]?.trainee ?? null;
  const others = owned.filter((alias) => alias.trainee !== trainee && !alias.destroyed);
  const sameByNir = others.filter(({ kind }) => joinsNirs && kind === 'nir');
  return {
    trainee,
    destroyed: owned[0]?.destroyed ?? false,
    others: [...new Set(others.map((alias) => alias.trainee))],
    sameByNir: [...new Set(sameByNir.map((alias) => alias.trainee))],
    unannounced: owned
      .filter(({ announced }) => !announced)
      .map((alias) => ({ hex: alias.hex, trainee: alias.trainee })),
  };
}

async function readAliases(client: Pool | PoolClient, events: readonly EventAliases[]): Promise<Known> {
  const aliases = distinct(events);
  if (aliases.length === 0) return new Map();
  const { rows } = await client.query<{ alias: Buffer; trainee_id: string; announced: boolean }>({
    name: 'aliases',
    text: 'select alias, trainee_id, announced from registry.alias where alias = any($1::bytea[])',
    values: [aliases.flatMap(({ hashes }) => hashes)],
  });
  const named = new Map(
    aliases.flatMap(({ hashes, hex }) => hashes.map((hash) => [hash.toString('hex'), hex] as const)),
  );
  return new Map(
    rows.map(({ alias, trainee_id: trainee, announced }) => [
      named.get(alias.toString('hex')) ?? '',
      { trainee, announced, destroyed: false },
    ]),
  );
}

/** The aliases of all, once each. */
function distinct(events: readonly EventAliases[]): readonly Alias[] {
  const byHex = new Map<string, Alias>();
  for (const { aliases } of events) for (const alias of aliases) byHex.set(alias.hex, alias);
  return [...byHex.values()];
}

async function reserveAliases(client: PoolClient, registry: Registry, events: readonly EventAliases[]): Promise<Known> {
  const { keyStore } = registry;
  const aliases = distinct(events);
  await lockAliases(client, aliases);
  const known = await readAliases(client, events);
  const unknown = aliases.filter(({ hex }) => !known.has(hex));
  const buried = await readTombstones(client, unknown);
  const before: Known = new Map([...known, ...buried]);
  const destroyed = new Set([...buried.values()].map(({ trainee }) => trainee));
  const bindings: Bindings = {
    owners: new Map([...before].map(([hex, { trainee }]) => [hex, trainee])),
    nirHolders: await readNirHolders(client, before),
  };
  const made: string[] = [];
  resolveTrainees(events, bindings, () => {
    const trainee = randomUUID();
    made.push(trainee);
    return trainee;
  });
  const bound = unknown.filter(({ hex }) => !before.has(hex));
  // Nothing is bound any more to a trainee whose data were destroyed.
  const fresh = bound.filter(({ hex }) => !destroyed.has(bindings.owners.get(hex) ?? ''));
  // Both before this transaction commits: who is in the registry has a key, and a key that nobody has is no harm. Where the
  // key store is silent, we give up before the server takes our transaction, with its locks, for one that nobody ends.
  const keyed = keyStore.makeKeys(made, patienceMs(client));
  await Promise.all([keyed, insertAliases(client, registry, fresh, bindings.owners)]);
  const reserved = new Map(before);
  for (const { hex } of bound) {
    const trainee = bindings.owners.get(hex) ?? '';
    const isBuried = destroyed.has(trainee);
    reserved.set(hex, { trainee, announced: isBuried, destroyed: isBuried });
  }
  return reserved;
}

async function readNirHolders(client: PoolClient, known: Known): Promise<Set<string>> {
  const trainees = [...new Set([...known.values()].map(({ trainee }) => trainee))];
  if (trainees.length === 0) return new Set();
  const { rows } = await client.query<{ trainee_id: string }>(
    `select trainee_id from registry.alias where trainee_id = any($1::uuid[]) and kind = 'nir'
     union select trainee_id from registry.tombstone where trainee_id = any($1::uuid[]) and kind = 'nir'`,
    [trainees],
  );
  return new Set(rows.map((row) => row.trainee_id));
}

async function insertAliases(
  client: PoolClient,
  registry: Registry,
  fresh: readonly Alias[],
  owners: ReadonlyMap<string, string>,
): Promise<void> {
  if (fresh.length === 0) return;
  const version = await writtenPepper(registry, client);
  const under = peppersOf(registry.secrets).findIndex((pepper) => pepper.version === version);
  const trainees = fresh.map(({ hex }) => owners.get(hex));
  await client.query(
    `with people as (
       insert into registry.trainee (trainee_id)
       select distinct trainee from unnest($4::uuid[]) as trainee order by trainee on conflict do nothing)
     insert into registry.alias (alias, kind, pepper_version, trainee_id)
     select alias, kind, $1, trainee from unnest($2::bytea[], $3::text[], $4::uuid[]) as fresh (alias, kind, trainee)`,
    [version, fresh.map(({ hashes }) => hashes[under]), fresh.map(({ kind }) => kind), trainees],
  );
}
