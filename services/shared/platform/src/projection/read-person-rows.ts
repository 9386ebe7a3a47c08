import type { Position, Rules } from '@hub/core';
import type { Pool } from 'pg';
import { traineeOfAliases } from '../registry/trainee-of-alias.ts';
import { readableVersion } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import { leaseKindOf, type SliceProgress } from './leases.ts';
import type { StoredSession } from './read-sessions.ts';
import { type StoredDossier, type StoredTrainee, traineesMax } from './read-trainees.ts';
import { tableOf } from './row-tables.ts';
import { rulesOf, type Version } from './versions.ts';

/** By what somebody is asked for: the keyed hashes of an identifier, any number ever given to a dossier, a surrogate id. */
export type AskedFor =
  | { readonly by: 'alias'; readonly value: readonly Buffer[] }
  /** Null: a number that cannot exist. */
  | { readonly by: 'number'; readonly value: number | null }
  | { readonly by: 'trainee'; readonly value: string };

/** Everything stored about a person, as of one moment; the same where there is nobody. */
export interface PersonRows {
  readonly version: Version;
  /** Of the version: facts are described by them. */
  readonly rules: Rules;
  /** The trainee asked for first, then whoever a verdict names with it, whatever the verdict; empty: nobody. */
  readonly ids: readonly string[];
  readonly trainees: readonly StoredTrainee[];
  /** By number. */
  readonly dossiers: readonly StoredDossier[];
  readonly sessions: readonly StoredSession[];
  /** Of the slices of these rows, and of those of the places asked for. */
  readonly progress: readonly SliceProgress[];
  /** Of the dossiers, and at the places asked for. */
  readonly parked: readonly ParkedRow[];
}

export interface ParkedRow extends Position {
  readonly dossier: number | null;
  readonly reason: string;
}

/**
 * The trainee, those whom verdicts name with it, their dossiers and the sessions of these, in one statement and one round
 * trip: thirteen cost a read more than all that it does itself. `places`: events whose progress is asked for too. Null
 * where no version is active. Throws as `readableVersion` does.
 */
export async function readPersonRows(
  pool: Pool,
  asked: AskedFor,
  places: readonly Position[],
): Promise<PersonRows | null> {
  const known = lastActive.get(pool);
  const found = known === undefined ? null : await rowsOf(pool, known, asked, places).catch(forgetRetired);
  if (found !== null) return found;
  const version = await readableVersion(pool);
  if (version === null) return null;
  lastActive.set(pool, version);
  return rowsOf(pool, version, asked, places).catch(forgetRetired);
}

/** The version that was active when we last looked: the statement looks whether it still is. */
const lastActive = new WeakMap<Pool, Version>();

/** The tables of a version that was retired since we looked are no more (undefined_table). */
function forgetRetired(error: Error & { readonly code?: string }): null {
  if (error.code !== '42P01') throw error;
  return null;
}

/** Null where another version became active. */
async function rowsOf(
  pool: Pool,
  version: Version,
  { by, value }: AskedFor,
  places: readonly Position[],
): Promise<PersonRows | null> {
  const { rows } = await pool.query<Row>({
    name: `person by ${by} ${version.schemaName}`,
    text: statementOn(version.schemaName, by),
    values: [
      version.version,
      value,
      places.map(({ topic }) => leaseKindOf(topic)),
      places.map(({ topic }) => topic),
      places.map(({ slice }) => slice),
      places.map(({ offset }) => offset),
    ],
  });
  return rows.some(({ kind }) => kind === 'active') ? personRows(version, await rulesOf(pool, version), rows) : null;
}

/** `kind` says which of the others are there. */
interface Row {
  readonly kind: 'active' | 'trainee' | 'dossier' | 'session' | 'progress' | 'parked';
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly slice: number;
  /** Null where a trainee has no row. */
  readonly facts: Buffer | null;
  /** Of progress and of what is parked. */
  readonly json: string;
}

/**
 * Rows of six kinds in one answer. `reached` goes on until nobody new is named or the bound is met: a recursive query
 * makes no more rows than are taken from it. One text for each way in: with a single one for all, PostgreSQL takes the
 * plan for any parameters for dearer than one of its own for these, and spends 0.6 ms on planning every time.
 */
function statementOn(schemaName: string, by: AskedFor['by']): string {
  const [dossier, trainee, session] = ['dossier', 'trainee', 'session'].map((name) => tableOf(schemaName, name));
  const asked = {
    alias: traineeOfAliases('$2'),
    number: `select trainee_id from ${dossier} where number = $2`,
    trainee: 'select $2::uuid',
  };
  return `with recursive
    asked (trainee_id) as (${asked[by]}),
    reached (trainee_id) as (
      select trainee_id from asked
      union
      select judged.trainee_id from reached cross join lateral (
        select unnest(linked) from ${trainee} t where t.trainee_id = reached.trainee_id
        union all
        select unnest(linked || t.trainee_id) from ${trainee} t
        where linked <> '{}' and linked && array[reached.trainee_id]) as judged (trainee_id)),
    person as materialized (select trainee_id from reached limit ${traineesMax}),
    own as materialized (
      select number, d.trainee_id, d.slice, facts, sessions from person join ${dossier} d using (trainee_id)),
    known as materialized (
      select trainee_id, slice, facts from person left join ${trainee} using (trainee_id)),
    wanted as materialized (select array(select distinct unnest(sessions) from own) as sessions),
    named as (
      select reference, refs from ${session} where reference = any((select sessions from wanted)::text[])
      union all
      select reference, refs from ${session}
      where cardinality(refs) > 1 and refs && (select sessions from wanted)),
    met as materialized (
      select reference, slice, facts from ${session}
      where reference = any(array(select reference from named union select unnest(refs) from named))),
    required as (select * from unnest($3::text[], $4::text[], $5::smallint[], $6::bigint[]) as r (kind, topic, slice, "offset"))
    select 'active' as kind, null::int as number, (select trainee_id from asked) as trainee, null as reference,
      null::smallint as slice, null::bytea as facts, null as json
    from projection.active where version = $1
    union all select 'trainee', null, trainee_id, null, slice, facts, null from known
    union all select 'dossier', number, trainee_id, null, slice, facts, null from own
    union all select 'session', null, null, reference, slice, facts, null from met
    union all select 'progress', null, null, null, slice, null,
      json_build_object('kind', kind, 'slice', slice, 'logEpoch', log_epoch, 'offsets', offsets)::text
    from projection.lease where version = $1 and (kind, slice) in (
      select 'trainee', slice from own union select 'trainee', slice from known
      union select 'offer', slice from met union select kind, slice from required)
    union all select 'parked', null, null, null, null, null, json_build_object(
      'topic', topic, 'slice', slice, 'offset', "offset", 'dossier', dossier, 'reason', reason)::text
    from (
      select topic, slice, "offset", dossier, reason from projection.parked
      where version = $1 and dossier in (select number from own)
      union
      select topic, slice, "offset", dossier, reason from projection.parked
      where version = $1 and (topic, slice, "offset") in (select topic, slice, "offset" from required)
      order by topic, "offset" limit 1000) as parked`;
}

function personRows(version: Version, rules: Rules, rows: readonly Row[]): PersonRows {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const progress = of('progress').map(({ json }) => JSON.parse(json) as SliceProgress);
  const ids = [...of('active'), ...of('trainee')].flatMap(({ trainee }) => trainee ?? []);
  return {
    version,
    rules,
    ids: [...new Set(ids)],
    trainees: of('trainee').flatMap(({ trainee, slice, facts }) =>
      facts === null ? [] : [{ trainee, slice, facts: decodeFacts(facts) }],
    ),
    dossiers: of('dossier')
      .map(({ number, trainee, slice, facts }) => ({ number, trainee, slice, facts: decodeFacts(facts as Buffer) }))
      .sort((a, b) => a.number - b.number),
    sessions: of('session').flatMap((row) => sessionOf(row, progress)),
    progress,
    parked: of('parked').map(({ json }) => JSON.parse(json) as ParkedRow),
  };
}

function sessionOf({ reference, slice, facts }: Row, progress: readonly SliceProgress[]): StoredSession[] {
  const read = progress.find((each) => each.kind === 'offer' && each.slice === slice);
  return read === undefined ? [] : [{ reference, facts: decodeFacts(facts as Buffer), progress: read }];
}
