import { dossierNumbers, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import type { Announced, DossierPair, Link, Registry, ToldDescription } from '../app/registry.ts';
import { attributeDossiers } from './attribute-dossiers.ts';
import { identifyTrainees } from './identify-trainees.ts';
import { storedEvents } from './stored-facts.ts';
import { markVerdict, reserveVerdict } from './verdicts.ts';

/** The registry in PostgreSQL, schema `registry`. */
export function postgresRegistry({ pool, secrets }: { pool: Pool; secrets: Secrets }): Registry {
  const numberOf = dossierNumbers(secrets);
  const pepperVersion = secrets.pepper.version;
  return {
    identify: (told, reserve) => identifyTrainees(pool, pepperVersion, told, reserve),
    attribute: (pairs: readonly DossierPair[], numbers, reserve) =>
      attributeDossiers(pool, numberOf, pairs, numbers, reserve),
    storedEvents: (events) => storedEvents(pool, events),
    descriptions: (trainees) => descriptions(pool, trainees),
    untoldLinks: (links) => untoldLinks(pool, links),
    reserveVerdict: (next, reserve) => reserveVerdict(pool, next, reserve),
    markVerdict: (verdict) => markVerdict(pool, verdict),
    areKnown: (trainees) => areKnown(pool, trainees),
    moveAliases: (hashes, from, to) => moveAliases(pool, hashes, from, to),
    markAnnounced: (announced) => markAnnounced(pool, announced),
  };
}

async function descriptions(pool: Pool, trainees: readonly string[]): Promise<readonly ToldDescription[]> {
  if (trainees.length === 0) return [];
  const { rows } = await pool.query<ToldDescription>({
    name: 'descriptions',
    text: `select trainee_id as trainee, source, digest from registry.description where trainee_id = any($1::uuid[])`,
    values: [trainees],
  });
  return rows;
}

async function untoldLinks(pool: Pool, links: readonly Link[]): Promise<readonly Link[]> {
  if (links.length === 0) return [];
  const { rows } = await pool.query<{ low: string; high: string; reason: Link['reason'] }>(
    `select low, high, reason from unnest($1::uuid[], $2::uuid[], $3::text[]) as asked (low, high, reason)
     where not exists (select from registry.link told
       where told.low = asked.low and told.high = asked.high and told.reason = asked.reason)`,
    columnsOf(links),
  );
  return rows.map(({ low, high, reason }) => ({ pair: [low, high], reason }));
}

function columnsOf(links: readonly Link[]): string[][] {
  return [links.map(({ pair }) => pair[0]), links.map(({ pair }) => pair[1]), links.map(({ reason }) => reason)];
}

async function areKnown(pool: Pool, trainees: readonly string[]): Promise<boolean> {
  const { rows } = await pool.query('select from registry.trainee where trainee_id = any($1::uuid[])', [trainees]);
  return rows.length === new Set(trainees).size;
}

/** Whoever meets a moved alias before it is announced tells it again (`trainee-known`), under its new owner. */
async function moveAliases(pool: Pool, hashes: readonly Buffer[], from: string, to: string): Promise<void> {
  await pool.query(
    `with person as (insert into registry.trainee (trainee_id) values ($3) on conflict do nothing)
     update registry.alias set trainee_id = $3, announced = false where alias in
       (select alias from registry.alias where alias = any($1::bytea[]) and trainee_id = $2 order by alias for update)`,
    [hashes, from, to],
  );
}

async function markAnnounced(pool: Pool, { aliases, numbers, descriptions, links }: Announced): Promise<void> {
  // Rows are locked in one order by all gateways, so that two that mark the same ones never deadlock.
  if (aliases.length > 0) {
    await pool.query(
      `update registry.alias set announced = true where alias in
         (select alias from registry.alias where alias = any($1::bytea[]) and not announced order by alias for update)`,
      [aliases],
    );
  }
  if (numbers.length > 0) {
    await pool.query(
      `update registry.dossier set announced = true where number in
         (select number from registry.dossier where number = any($1::int[]) and not announced order by number for update)`,
      [numbers],
    );
  }
  if (descriptions.length > 0) await rememberDescriptions(pool, descriptions);
  if (links.length > 0) {
    await pool.query(
      `insert into registry.link (low, high, reason)
       select low, high, reason from unnest($1::uuid[], $2::uuid[], $3::text[]) as told (low, high, reason)
       order by low, high, reason on conflict do nothing`,
      columnsOf(links),
    );
  }
}

/** A description that was recorded before the one remembered came late: the other is still what the source tells. */
async function rememberDescriptions(pool: Pool, told: readonly ToldDescription[]): Promise<void> {
  await pool.query(
    `insert into registry.description (trainee_id, source, digest)
     select trainee, source, digest
     from unnest($1::uuid[], $2::text[], $3::text[]) as told (trainee, source, digest) order by trainee, source
     on conflict (trainee_id, source) do update set digest = excluded.digest
       where split_part(description.digest, '@', 2) <= split_part(excluded.digest, '@', 2)`,
    [told.map((each) => each.trainee), told.map((each) => each.source), told.map((each) => each.digest)],
  );
}
