import { HubError } from '@hub/core';
import { peppersInUse, peppersOf, type Secrets } from '@hub/platform';
import type { ClientBase } from 'pg';
import type { Registry } from './registry.ts';

type Client = Pick<ClientBase, 'query'>;

/** As long as a process that was told nothing goes on writing under the pepper of before. */
const staleMs = 30_000;

/** Version of the pepper that new aliases go under: the newest that is in use. Throws `secrets-unusable`. */
export async function writtenPepper({ secrets, written }: Registry, client: Client): Promise<number> {
  if (secrets.pepper.former === undefined) return secrets.pepper.version;
  if (written.version !== null && written.staleAt > Date.now()) return written.version;
  const version = await newestPepper(client, secrets);
  written.version = version;
  written.staleAt = Date.now() + staleMs;
  return version;
}

async function newestPepper(client: Client, secrets: Secrets): Promise<number> {
  const [newest = oldestOf(secrets)] = await peppersInUse(client);
  if (peppersOf(secrets).some(({ version }) => version === newest)) return newest;
  throw new HubError('secrets-unusable', `Aliases are made with pepper ${newest}, which these secrets do not hold.`);
}

/** The pepper of a registry that has none yet: a new one is begun with by an operator (`hub keys rotate-pepper`). */
function oldestOf(secrets: Secrets): number {
  return Math.min(...peppersOf(secrets).map(({ version }) => version));
}

/** Said by whoever opens the registry first. */
export async function beginPepper(client: Client, secrets: Secrets): Promise<void> {
  await client.query(
    `insert into registry.pepper (version)
     select coalesce((select pepper_version from registry.alias limit 1), $1) where not exists (select from registry.pepper)
     on conflict do nothing`,
    [oldestOf(secrets)],
  );
}

/** From now on new aliases go under this pepper: here at once, by other gateways within half a minute. */
export async function beginRotation(client: Client, version: number): Promise<void> {
  await client.query('insert into registry.pepper (version) values ($1) on conflict do nothing', [version]);
}

/** The two hashes of one identifier. */
export interface Rehashed {
  readonly from: Buffer;
  readonly to: Buffer;
}

/** Puts aliases under another pepper; one that is under both already stays under the newer. */
export async function rehashAliases(client: Client, rehashed: readonly Rehashed[], version: number): Promise<void> {
  if (rehashed.length === 0) return;
  // Whoever binds or moves these aliases at the same moment has the row: it is exchanged behind them, in one order.
  await client.query(
    `with asked as (
       select distinct on (former) former, anew from unnest($1::bytea[], $2::bytea[]) as pair (former, anew)),
     held as (
       select alias, anew from registry.alias join asked on alias = former
       where not exists (select from registry.alias newer where newer.alias = anew) order by alias for update of alias)
     update registry.alias a set alias = held.anew, pepper_version = $3 from held where a.alias = held.alias`,
    [rehashed.map(({ from }) => from), rehashed.map(({ to }) => to), version],
  );
  await client.query(
    `delete from registry.alias a using unnest($1::bytea[], $2::bytea[]) as pair (former, anew)
     where a.alias = pair.former and exists (select from registry.alias newer where newer.alias = pair.anew)`,
    [rehashed.map(({ from }) => from), rehashed.map(({ to }) => to)],
  );
}

/** Aliases under this pepper. */
export async function aliasesUnder(client: Client, version: number) {
  const { rows } = await client.query<{ announced: number; reserved: number }>(
    `select (count(*) filter (where announced))::float8 as announced, (count(*) filter (where not announced))::float8 as reserved
     from registry.alias where pepper_version = $1`,
    [version],
  );
  return rows[0] ?? { announced: 0, reserved: 0 };
}

/**
 * Ends a pepper: nothing is under it any more. What was reserved under it and never announced was nobody's yet. Throws
 * `wrong-use` while aliases that the log has are under it, or it is the newest.
 */
export async function endPepper(client: Client, version: number): Promise<void> {
  const inUse = await peppersInUse(client);
  const { announced } = await aliasesUnder(client, version);
  if (!inUse.includes(version) || inUse[0] === version || announced > 0) {
    const why = announced > 0 ? `${announced} aliases are under it` : 'it is the newest, or is not in use';
    throw new HubError(
      'wrong-use',
      `Pepper ${version} cannot end: ${why}. "hub keys rotate-pepper" puts them under the next.`,
    );
  }
  await client.query('delete from registry.alias where pepper_version = $1', [version]);
  await client.query('delete from registry.pepper where version = $1', [version]);
}
