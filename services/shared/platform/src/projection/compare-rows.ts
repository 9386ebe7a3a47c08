import { randomInt } from 'node:crypto';
import type { Subject } from '@hub/contracts';
import type { Position } from '@hub/core';
import type { ClientBase } from 'pg';
import type { LeaseKind } from './leases.ts';
import { tableOf } from './row-tables.ts';
import { rowShape, type Version } from './versions.ts';

/**
 * Everything that this transaction reads is of one moment, offsets and the rows that they stand for, and its own writes
 * besides. Its first statement.
 */
export async function readOneMoment(client: ClientBase): Promise<void> {
  await client.query('set transaction isolation level repeatable read');
  await client.query('set local statement_timeout = 0');
}

/** The slices of two versions, of a verification its own only, and whether both have projected the same of them. */
export async function levelSlices(
  client: ClientBase,
  here: Version,
  there: Version,
): Promise<readonly { readonly kind: LeaseKind; readonly slice: number; readonly level: boolean }[]> {
  const { rows } = await client.query<{ kind: LeaseKind; slice: number; level: boolean }>(
    `select kind, slice, coalesce(h.offsets = t.offsets, false) as level
     from (select * from projection.lease where version = $1) h
     full join (select * from projection.lease where version = $2) t using (kind, slice)
     where h.version is not null or not $3`,
    [here.version, there.version, here.purpose === 'verification'],
  );
  return rows;
}

const keys: Readonly<Record<Subject, string>> = { dossier: 'number', trainee: 'trainee_id', session: 'reference' };

/** A row that differs: changed, or in one of the two versions only. */
export interface DifferingKey {
  /** As a text. */
  readonly key: string;
  readonly kind: 'changed' | 'onlyHere' | 'onlyThere';
}

const differingAtOnce = 500;

const keyTypes: Readonly<Record<Subject, string>> = { dossier: 'int', trainee: 'uuid', session: 'text' };

/** A dossier's stays are part of it. */
function staysOf({ schemaName }: Version, key: string, expression: string): string {
  return `(select ${expression} from ${tableOf(schemaName, 'stay')} s where s.number = ${key})`;
}

/**
 * The rows of these slices that differ, some hundreds at a time. They are compared by all that they hold, where both are of
 * the shape that this code reads, else by the hash of their record, which rows of every shape have. All that they hold is a
 * hash of 64 bits whose seed is drawn each time, so that nobody can make two rows that pass for one.
 */
export async function* differingKeys(
  client: ClientBase,
  [here, there]: readonly [Version, Version],
  subject: Subject,
  slices: readonly number[],
): AsyncGenerator<readonly DifferingKey[]> {
  const isWhole = here.shape === rowShape && there.shape === rowShape;
  const seed = `${randomInt(2 ** 47)}::bigint`;
  const stays = (version: Version) =>
    staysOf(version, 'r.number', `coalesce(sum(hash_record_extended(s, ${seed})), 0)`);
  const whole = (version: Version) =>
    `hash_record_extended(r, ${seed})::numeric${subject === 'dossier' ? ` + ${stays(version)}` : ''}`;
  const side = (version: Version) =>
    `(select ${keys[subject]}::text as key, ${isWhole ? whole(version) : 'hash'} as content
      from ${tableOf(version.schemaName, subject)} r where slice = any($1))`;
  // A cursor: under other rules every row may differ.
  await client.query(
    `declare differing no scroll cursor for
     select key, case when t.content is null then 'onlyHere' when h.content is null then 'onlyThere' else 'changed' end as kind
     from ${side(here)} h full join ${side(there)} t using (key) where h.content is distinct from t.content`,
    [slices],
  );
  for (;;) {
    const { rows } = await client.query<DifferingKey>(`fetch ${differingAtOnce} from differing`);
    if (rows.length > 0) yield rows;
    if (rows.length < differingAtOnce) break;
  }
  await client.query('close differing');
}

/** Rows of these slices. */
export async function countRows(
  client: ClientBase,
  { schemaName }: Version,
  subject: Subject,
  slices: readonly number[],
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from ${tableOf(schemaName, subject)} where slice = any($1)`,
    [slices],
  );
  return rows[0]?.count ?? 0;
}

/** A row as a version stores it: its facts encoded, the rest as JSON, with the stays of a dossier. */
export interface WholeRow {
  readonly facts: Buffer;
  readonly hash: Buffer;
  readonly slice: number;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The rows of these keys, by key. Of our shape. */
export async function readWholeRows(
  client: Pick<ClientBase, 'query'>,
  version: Version,
  subject: Subject,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, WholeRow>> {
  const key = keys[subject];
  const stays =
    subject === 'dossier'
      ? ` || jsonb_build_object('stays', ${staysOf(version, 'r.number', `coalesce(jsonb_agg(to_jsonb(s) - 'number' order by place), '[]')`)})`
      : '';
  const { rows } = await client.query<WholeRow & { key: string }>(
    `select ${key}::text as key, facts, hash, slice, to_jsonb(r) - 'facts'${stays} as rest
     from ${tableOf(version.schemaName, subject)} r where ${key} = any($1::${keyTypes[subject]}[])`,
    [wanted],
  );
  return new Map(rows.map(({ key: name, ...row }) => [name, row]));
}

/** Events parked in both versions, and those parked in one of the two. */
export interface ParkedDifference {
  readonly equal: number;
  readonly onlyHere: readonly ParkedInOne[];
  readonly onlyThere: readonly ParkedInOne[];
}

export interface ParkedInOne extends Position {
  readonly dossier: number | null;
  readonly reason: string;
}

/** What these slices could not be read of; a place that both parked, for whatever reason, is in neither. */
export async function differingParked(
  client: ClientBase,
  [here, there]: readonly [Version, Version],
  slices: readonly { readonly kind: LeaseKind; readonly slice: number }[],
): Promise<ParkedDifference> {
  const inSlices = `(case when topic = 'offer' then 'offer' else 'trainee' end, slice) in
    (select * from unnest($3::text[], $4::smallint[]))`;
  const side = (version: string) =>
    `(select topic, slice, "offset", dossier, reason from projection.parked where version = ${version} and ${inSlices})`;
  const { rows } = await client.query<ParkedInOne & { side: 'both' | 'here' | 'there' }>(
    `select case when t.reason is null then 'here' when h.reason is null then 'there' else 'both' end as side,
       topic, slice, "offset"::float8 as "offset", coalesce(h.dossier, t.dossier) as dossier,
       coalesce(h.reason, t.reason) as reason
     from ${side('$1')} h full join ${side('$2')} t using (topic, slice, "offset") order by topic, slice, "offset"`,
    [here.version, there.version, slices.map(({ kind }) => kind), slices.map(({ slice }) => slice)],
  );
  const of = (wanted: 'here' | 'there') => rows.flatMap(({ side: found, ...each }) => (found === wanted ? [each] : []));
  return { equal: rows.filter((row) => row.side === 'both').length, onlyHere: of('here'), onlyThere: of('there') };
}
