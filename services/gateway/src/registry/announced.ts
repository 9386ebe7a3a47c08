import type { LinkReason } from '@hub/core';
import { derivedId } from '@hub/platform';
import type { Pool } from 'pg';
import type { Description } from '../check/trainee-block.ts';
import type { Registry } from './registry.ts';

/** Two trainees, the lesser id first. */
export type Pair = readonly [low: string, high: string];

export function pairOf(trainees: readonly string[]): Pair {
  const [low = '', high = ''] = trainees.toSorted();
  return [low, high];
}

/** A link that the door proposes by rule, and why. */
export interface Link {
  readonly pair: Pair;
  readonly reason: LinkReason;
  /** For whom the two were reported together. */
  readonly organisation: string;
}

/** What a source was last known to say of a trainee, as `rememberedDigest` writes it. */
export interface RememberedDescription {
  readonly trainee: string;
  readonly source: string;
  readonly digest: string;
  /** RFC 3339, UTC. */
  readonly recordedAt: string;
}

/** What the log has by now of what the registry reserved or derived. */
export interface Announced {
  /** By their hashes, under each pepper. */
  readonly aliases: readonly Buffer[];
  readonly numbers: readonly number[];
  readonly descriptions: readonly RememberedDescription[];
  readonly links: readonly Link[];
}

/**
 * What the registry remembers of what a description says: a keyed digest, the same wherever it is made. A description of
 * version 1 cannot be compared with those of other sources: its digest differs, so that it is published once more.
 */
export function rememberedDigest(key: Buffer, description: Description, version = 2): string {
  const { identity, contact, flags } = description;
  const purpose = version === 1 ? 'description' : 'compared-description';
  return derivedId(key, purpose, [identity, contact, flags]);
}

/** What each source was last known to say of these trainees. */
export async function rememberedDescriptions(
  { pool }: Registry,
  trainees: readonly string[],
): Promise<readonly RememberedDescription[]> {
  if (trainees.length === 0) return [];
  const { rows } = await pool.query<Omit<RememberedDescription, 'recordedAt'> & { recordedAt: Date }>({
    name: 'descriptions',
    text: `select trainee_id as trainee, source, digest, recorded_at as "recordedAt" from registry.description
           where trainee_id = any($1::uuid[])`,
    values: [trainees],
  });
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}

/** Those of the links that were not yet announced for this reason. */
export async function newLinks({ pool }: Registry, links: readonly Link[]): Promise<readonly Link[]> {
  if (links.length === 0) return [];
  const { rows } = await pool.query<{ low: string; high: string; reason: Link['reason'] }>(
    `select low, high, reason from unnest($1::uuid[], $2::uuid[], $3::text[]) as asked (low, high, reason)
     where not exists (select from registry.link known
       where known.low = asked.low and known.high = asked.high and known.reason = asked.reason)`,
    linkColumns(links),
  );
  const unknown = new Set(rows.map(({ low, high, reason }) => `${low} ${high} ${reason}`));
  return links.filter(({ pair, reason }) => unknown.has(`${pair.join(' ')} ${reason}`));
}

function linkColumns(links: readonly Link[]): string[][] {
  return [links.map(({ pair }) => pair[0]), links.map(({ pair }) => pair[1]), links.map(({ reason }) => reason)];
}

/** Remembers what is on the log by now, so that it is not announced again. */
export async function markAnnounced({ pool }: Registry, announced: Announced): Promise<void> {
  const { aliases, numbers, descriptions, links } = announced;
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
       select low, high, reason from unnest($1::uuid[], $2::uuid[], $3::text[]) as announced (low, high, reason)
       order by low, high, reason on conflict do nothing`,
      linkColumns(links),
    );
  }
}

/** A description that was recorded before the one remembered came late: the other is still what the source says. */
async function rememberDescriptions(pool: Pool, descriptions: readonly RememberedDescription[]): Promise<void> {
  await pool.query(
    `insert into registry.description (trainee_id, source, digest, recorded_at)
     select trainee, source, digest, recorded_at
     from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as latest (trainee, source, digest, recorded_at)
     order by trainee, source
     on conflict (trainee_id, source) do update set digest = excluded.digest, recorded_at = excluded.recorded_at
       where description.recorded_at <= excluded.recorded_at`,
    [
      descriptions.map(({ trainee }) => trainee),
      descriptions.map(({ source }) => source),
      descriptions.map(({ digest }) => digest),
      descriptions.map(({ recordedAt }) => recordedAt),
    ],
  );
}
