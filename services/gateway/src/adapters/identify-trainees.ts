import { randomUUID } from 'node:crypto';
import { withTransaction } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import type { Alias, AliasesTold, Identified, UnannouncedAlias } from '../app/registry.ts';
import { type Bindings, resolveTrainees } from '../domain/resolve-trainees.ts';

interface KnownAlias {
  readonly trainee: string;
  readonly announced: boolean;
}

/** By hexadecimal name of the alias. */
type Known = Map<string, KnownAlias>;

/** One SELECT where every alias is known; else one transaction for all the events that bring a new one. */
export async function identifyTrainees(
  pool: Pool,
  pepperVersion: number,
  told: readonly AliasesTold[],
  reserve: boolean,
): Promise<readonly Identified[]> {
  const known = await readAliases(pool, told);
  const withNew = told.filter(({ aliases }) => aliases.some(({ hex }) => !known.has(hex)));
  if (withNew.length > 0 && reserve) {
    const reserved = await withTransaction(pool, (client) => reserveAliases(client, pepperVersion, withNew));
    for (const [hex, alias] of reserved) known.set(hex, alias);
  }
  return told.map((each) => identified(each, known));
}

/** Every alias of `told` that is bound; the owner of the strongest is the trainee. */
function identified({ aliases, joinsNirs }: AliasesTold, known: Known): Identified {
  let trainee: string | null = null;
  const others = new Set<string>();
  const sameByNir = new Set<string>();
  const unannounced: UnannouncedAlias[] = [];
  for (const { hex, kind } of aliases) {
    const owner = known.get(hex);
    if (owner === undefined) continue;
    trainee ??= owner.trainee;
    if (owner.trainee !== trainee) others.add(owner.trainee);
    if (owner.trainee !== trainee && joinsNirs && kind === 'nir') sameByNir.add(owner.trainee);
    if (!owner.announced) unannounced.push({ hex, trainee: owner.trainee });
  }
  return { trainee, others: [...others], sameByNir: [...sameByNir], unannounced };
}

async function readAliases(client: Pool | PoolClient, told: readonly AliasesTold[]): Promise<Known> {
  const hashes = distinct(told).map(({ hash }) => hash);
  if (hashes.length === 0) return new Map();
  const { rows } = await client.query<{ alias: Buffer; trainee_id: string; announced: boolean }>({
    name: 'aliases',
    text: 'select alias, trainee_id, announced from registry.alias where alias = any($1::bytea[])',
    values: [hashes],
  });
  return new Map(
    rows.map((row) => [row.alias.toString('hex'), { trainee: row.trainee_id, announced: row.announced }] as const),
  );
}

/** The aliases of all, once each. */
function distinct(told: readonly AliasesTold[]): readonly Alias[] {
  const byHex = new Map<string, Alias>();
  for (const { aliases } of told) for (const alias of aliases) byHex.set(alias.hex, alias);
  return [...byHex.values()];
}

async function reserveAliases(client: PoolClient, pepperVersion: number, told: readonly AliasesTold[]): Promise<Known> {
  await lockAliases(client, distinct(told));
  const before = await readAliases(client, told);
  const bindings: Bindings = {
    owners: new Map([...before].map(([hex, { trainee }]) => [hex, trainee])),
    nirHolders: await readNirHolders(client, before),
  };
  const groups = told.map(({ aliases, joinsNirs }) => ({
    aliases: aliases.map(({ hex, kind }) => ({ hex, isNir: kind === 'nir' })),
    joinsNirs,
  }));
  resolveTrainees(groups, bindings, randomUUID);
  const fresh = distinct(told).filter(({ hex }) => !before.has(hex));
  await insertAliases(client, pepperVersion, fresh, bindings.owners);
  const reserved = new Map(before);
  for (const { hex } of fresh) reserved.set(hex, { trainee: bindings.owners.get(hex) ?? '', announced: false });
  return reserved;
}

const lockSpace = 7_301;
const lockBuckets = 512;

/**
 * Gateways that bring the same new person wait for one another here, so that {NIR, FT}, {FT} and {NIR} at once give the
 * trainee that they would give one after the other; a unique key alone sees only the aliases and not what they share.
 * Taken in one order (no deadlock), in buckets (a batch of 1,000 new people needs 512 locks and not 3,000), until the
 * transaction ends. Known aliases come before this and never wait.
 */
async function lockAliases(client: PoolClient, aliases: readonly Alias[]): Promise<void> {
  const buckets = new Set(aliases.map(({ hash }) => hash.readUInt16BE(0) % lockBuckets));
  const sorted = [...buckets].sort((a, b) => a - b);
  await client.query('select pg_advisory_xact_lock($1, bucket) from unnest($2::int[]) as bucket', [lockSpace, sorted]);
}

async function readNirHolders(client: PoolClient, known: Known): Promise<Set<string>> {
  const trainees = [...new Set([...known.values()].map(({ trainee }) => trainee))];
  if (trainees.length === 0) return new Set();
  const { rows } = await client.query<{ trainee_id: string }>(
    `select distinct trainee_id from registry.alias where trainee_id = any($1::uuid[]) and kind = 'nir'`,
    [trainees],
  );
  return new Set(rows.map((row) => row.trainee_id));
}

async function insertAliases(
  client: PoolClient,
  pepperVersion: number,
  fresh: readonly Alias[],
  owners: ReadonlyMap<string, string>,
): Promise<void> {
  if (fresh.length === 0) return;
  const trainees = fresh.map(({ hex }) => owners.get(hex));
  await client.query(
    `with people as (
       insert into registry.trainee (trainee_id)
       select distinct trainee from unnest($4::uuid[]) as trainee order by trainee on conflict do nothing)
     insert into registry.alias (alias, kind, pepper_version, trainee_id)
     select alias, kind, $1, trainee from unnest($2::bytea[], $3::text[], $4::uuid[]) as fresh (alias, kind, trainee)`,
    [pepperVersion, fresh.map(({ hash }) => hash), fresh.map(({ kind }) => kind), trainees],
  );
}
