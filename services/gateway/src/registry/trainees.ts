import { randomUUID } from 'node:crypto';
import { patienceMs, peppersOf, type Secrets, withTransaction } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { aliasFor, lockAliases } from './aliases.ts';
import { readTombstones } from './destroyed-trainees.ts';
import type {
  Alias,
  EventAliases,
  Identified,
  IdentifiedEvent,
  Known,
  KnownAlias,
  OtherTrainee,
  ReportedEvent,
} from './identified.ts';
import { isOpening, missesTooMany, newcomersTooMany, openingsTooMany, rememberMet } from './newcomers.ts';
import type { OwnNumbers } from './own-numbers.ts';
import { writtenPepper } from './peppers.ts';
import type { Registry } from './registry.ts';
import { type Bindings, linkReasonOf, resolveTrainees } from './resolve-trainees.ts';

export const dossierUnknown = { rule: 'dossier-unknown', pointer: '/data/dossier' } as const;
const tooManyMisses = { rule: 'dossier-misses-limit', pointer: '/data/dossier' } as const;
const tooManyPersons = { rule: 'new-persons-limit', pointer: '/data/trainee' } as const;
const tooManyOpenings = { rule: 'openings-limit', pointer: '' } as const;

/**
 * Gives each event its trainee: all the events of a pipeline in one look-up. What is refused leaves nothing: a number that is
 * no dossier of the partner's own, or not of whom the event names, and whoever is one too many of those new to an organisation
 * today, known to the hub or not, or for whom it opens one period too many.
 */
export async function identifyEvents(
  registry: Registry,
  reported: readonly ReportedEvent[],
  numbers: OwnNumbers,
): Promise<readonly IdentifiedEvent[]> {
  const events = reported.map((each): IdentifiedEvent => {
    const refused = each.event.dossier !== null && numbers.of(each) === null ? dossierUnknown : null;
    return { ...each, aliases: aliasesOf(registry.secrets, each), ...nobody, met: [], refused };
  });
  const known = await readAliases(registry.pool, namedBy(events));
  const numbered = events.map((event) =>
    isOfAnother(event, known, numbers) ? { ...event, refused: dossierUnknown } : event,
  );
  const misses = numbered.filter(({ refused }) => refused !== null);
  const [missed, newcomers, openings] = await Promise.all([
    missesTooMany(registry, misses),
    newcomersTooMany(registry, numbered, known),
    openingsTooMany(registry, numbered),
  ]);
  const admitted = numbered.map((event) => {
    if (missed.has(event)) return { ...event, refused: tooManyMisses };
    if (newcomers.has(event)) return { ...event, refused: tooManyPersons };
    return openings.has(event) ? { ...event, refused: tooManyOpenings } : event;
  });
  const before = new Map(known);
  await reserveMissing(registry, namedBy(admitted), known);
  const found = admitted.map((event): IdentifiedEvent => {
    const { aliases } = event;
    if (event.refused !== null || aliases === null) return event;
    const whose = identified(aliases, known, numbers.of(event)?.trainee);
    const met = metWith(aliases, before, known);
    const { trainee } = whose;
    // For whom it opens a period is new to it, though it reported of the person before.
    const opened = isOpening(event.event) && trainee !== null && !met.includes(trainee) ? [trainee] : [];
    return { ...event, ...whose, met: [...met, ...opened] };
  });
  await rememberMet(registry, found, known);
  return found;
}

/** Of whom the organisation never reported, as it was before this pipeline. */
function metWith({ aliases, organisation }: EventAliases, before: Known, known: Known): readonly string[] {
  const met = aliases.flatMap(({ hex }) => {
    const owner = before.get(hex) ?? known.get(hex);
    const isMet = organisation === null || before.get(hex)?.organisations.includes(organisation) === true;
    return owner === undefined || isMet ? [] : [owner.trainee];
  });
  return [...new Set(met)];
}

function namedBy(events: readonly IdentifiedEvent[]): readonly EventAliases[] {
  return events.flatMap(({ aliases, refused }) => (refused === null && aliases !== null ? [aliases] : []));
}

/** Whether a number is not of the person whom the event names: answered like a number that nobody has. */
function isOfAnother(event: IdentifiedEvent, known: Known, numbers: OwnNumbers): boolean {
  if (event.refused !== null || event.event.dossier === null || event.aliases === null) return false;
  return identified(event.aliases, known).trainee !== numbers.of(event)?.trainee;
}

const nobody: Identified = { trainee: null, destroyed: false, others: [], unannounced: [] };

function aliasesOf(secrets: Secrets, { event: { trainee: block, partner }, by }: ReportedEvent): EventAliases | null {
  if (block === null || block.identifiers.length === 0) return null;
  return {
    aliases: block.identifiers.map((identifier) => aliasFor(secrets, identifier, partner)),
    joinsNirs: block.joinsNirs,
    certifies: by.certifies,
    organisation: by.siret,
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
  const known = await readAliases(registry.pool, events);
  if (reserve) await reserveMissing(registry, events, known);
  return events.map((event) => identified(event, known));
}

/** Adds to `known` whoever is reserved: nobody's aliases are missing afterwards. */
async function reserveMissing(registry: Registry, events: readonly EventAliases[], known: Known): Promise<void> {
  const withNew = events.filter(({ aliases }) => aliases.some(({ hex }) => !known.has(hex)));
  if (withNew.length === 0) return;
  const reserved = await withTransaction(registry.pool, (client) => reserveAliases(client, registry, withNew));
  for (const [hex, alias] of reserved) known.set(hex, alias);
}

/** The owner of the strongest alias is the trainee; of a dossier that is named by its number, its own: `named`. */
function identified(group: EventAliases, known: Known, named?: string): Identified {
  const owned = group.aliases.flatMap(({ hex, kind }) => {
    const owner = known.get(hex);
    return owner === undefined ? [] : [{ hex, kind, ...owner }];
  });
  const strongest = named === undefined ? owned[0] : owned.find(({ trainee }) => trainee === named);
  if (strongest === undefined) return nobody;
  const { trainee, destroyed } = strongest;
  const others = new Map<string, OtherTrainee>();
  for (const other of owned) {
    if (other.trainee === trainee || other.destroyed) continue;
    const reason = linkReasonOf(group, strongest.kind, other.kind);
    others.set(`${other.trainee} ${reason}`, { trainee: other.trainee, reason });
  }
  return {
    trainee,
    destroyed,
    others: [...others.values()],
    unannounced: owned
      .filter(({ announced }) => !announced)
      .map((alias) => ({ hex: alias.hex, trainee: alias.trainee })),
  };
}

async function readAliases(client: Pool | PoolClient, events: readonly EventAliases[]): Promise<Known> {
  const aliases = distinct(events);
  if (aliases.length === 0) return new Map();
  const { rows } = await client.query<Omit<KnownAlias, 'destroyed'> & { alias: Buffer }>({
    name: 'aliases',
    text: `select alias, trainee_id as trainee, announced, coalesce(organisations, '{}') as organisations
           from registry.alias left join registry.trainee using (trainee_id) where alias = any($1::bytea[])`,
    values: [aliases.flatMap(({ hashes }) => hashes)],
  });
  const named = new Map(
    aliases.flatMap(({ hashes, hex }) => hashes.map((hash) => [hash.toString('hex'), hex] as const)),
  );
  return new Map(
    rows.map(
      ({ alias, ...known }) => [named.get(alias.toString('hex')) ?? '', { ...known, destroyed: false }] as const,
    ),
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
    reportedFor: new Map([...before.values()].map(({ trainee, organisations }) => [trainee, organisations])),
  };
  const made = new Set<string>();
  resolveTrainees(events, bindings, () => {
    const trainee = randomUUID();
    made.add(trainee);
    return trainee;
  });
  const bound = unknown.filter(({ hex }) => !before.has(hex));
  const reserved = new Map(before);
  // Nothing is bound any more to a trainee whose data were destroyed.
  const fresh = bound.filter(({ hex }) => !destroyed.has(bindings.owners.get(hex) ?? ''));
  for (const { hex } of bound) {
    const trainee = bindings.owners.get(hex) ?? '';
    if (destroyed.has(trainee)) reserved.set(hex, { trainee, announced: true, destroyed: true, organisations: [] });
  }
  const owners = fresh.map(({ hex }) => bindings.owners.get(hex) ?? '');
  const organisations = firstReporters(events, bindings.owners, made);
  // Both before this transaction commits: who is in the registry has a key, and a key that nobody has is no harm. Where the
  // key store is silent, we give up before the server takes our transaction, with its locks, for one that nobody ends.
  const keyed = keyStore.makeKeys([...made], patienceMs(client));
  await Promise.all([keyed, insertAliases(client, registry, fresh, owners, organisations)]);
  const reporters = new Map([...before.values()].map((alias) => [alias.trainee, alias.organisations]));
  for (const [index, { hex }] of fresh.entries()) {
    const trainee = owners[index] ?? '';
    const first = organisations.get(trainee);
    const reportedFor = reporters.get(trainee) ?? (first === undefined ? [] : [first]);
    reserved.set(hex, { trainee, announced: false, destroyed: false, organisations: reportedFor });
  }
  return reserved;
}

/** Of those who are made, the organisation whose event made them. */
function firstReporters(
  events: readonly EventAliases[],
  owners: ReadonlyMap<string, string>,
  made: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const organisations = new Map<string, string>();
  for (const { aliases, organisation } of events) {
    for (const { hex } of aliases) {
      const trainee = owners.get(hex) ?? '';
      if (organisation !== null && made.has(trainee) && !organisations.has(trainee)) {
        organisations.set(trainee, organisation);
      }
    }
  }
  return organisations;
}

async function readNirHolders(client: PoolClient, known: Known): Promise<Set<string>> {
  const trainees = [...new Set([...known.values()].map(({ trainee }) => trainee))];
  if (trainees.length === 0) return new Set();
  const { rows } = await client.query<{ trainee: string }>(
    `select trainee_id as trainee from registry.alias where trainee_id = any($1::uuid[]) and kind = 'nir'
     union select trainee_id from registry.tombstone where trainee_id = any($1::uuid[]) and kind = 'nir'`,
    [trainees],
  );
  return new Set(rows.map(({ trainee }) => trainee));
}

/** `owners`: of each alias; `organisations`: of trainees who are new. */
async function insertAliases(
  client: PoolClient,
  registry: Registry,
  fresh: readonly Alias[],
  owners: readonly string[],
  organisations: ReadonlyMap<string, string>,
): Promise<void> {
  if (fresh.length === 0) return;
  const version = await writtenPepper(registry, client);
  const under = peppersOf(registry.secrets).findIndex((pepper) => pepper.version === version);
  await client.query(
    `with people as (
       insert into registry.trainee (trainee_id, organisations)
       select distinct on (trainee) trainee, array_remove(array[organisation], null)
       from unnest($4::uuid[], $5::text[]) as made (trainee, organisation) order by trainee on conflict do nothing)
     insert into registry.alias (alias, kind, pepper_version, trainee_id)
     select alias, kind, $1, trainee from unnest($2::bytea[], $3::text[], $4::uuid[]) as fresh (alias, kind, trainee)`,
    [
      version,
      fresh.map(({ hashes }) => hashes[under]),
      fresh.map(({ kind }) => kind),
      owners,
      owners.map((trainee) => organisations.get(trainee) ?? null),
    ],
  );
}
