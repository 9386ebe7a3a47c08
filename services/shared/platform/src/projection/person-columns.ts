import {
  type DossierEvidence,
  type PersonEvidence,
  type Position,
  type Rules,
  type SessionEvidence,
  type SessionVerdict,
  type TraineeSummary,
  withoutDestroyed,
} from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { traineeAtAliases } from '../registry/trainee-of-alias.ts';
import { readableVersion, type VersionRows } from './active-version.ts';
import { decodeDossierEvidence, decodeNamed, decodePersonEvidence, decodeVerdicts } from './encode-evidence.ts';
import { leaseKindOf, type SliceProgress } from './leases.ts';
import { tableOf } from './row-tables.ts';
import { rulesOf, type Version } from './versions.ts';

/** By what somebody is asked for: the keyed hashes of an identifier, any number ever given to a dossier, a surrogate id. */
export type AskedFor =
  | { readonly by: 'alias'; readonly value: readonly Buffer[] }
  /** Null: a number that cannot exist. */
  | { readonly by: 'number'; readonly value: number | null }
  | { readonly by: 'trainee'; readonly value: string };

/** Most trainees that one person is made of. */
export const traineesMax = 64;

/** What rights are decided on, of persons and their dossiers: the columns of rows, and no facts. */
export interface PersonColumns {
  /** Everybody asked for, and whom verdicts name with them, whatever the verdict; one without a row has none here. */
  readonly trainees: readonly TraineeColumns[];
  /** By number. */
  readonly dossiers: readonly DossierColumns[];
  /** Those of the dossiers, and those that a verdict names with them. */
  readonly sessions: readonly SessionColumnsOf[];
}

export interface TraineeColumns {
  readonly trainee: string;
  /** Other trainees that a verdict names with this one. */
  readonly linked: readonly string[];
  readonly verdicts: TraineeSummary['verdicts'];
  readonly hasNir: boolean;
  /** Operators moved facts of this trainee to another: the columns of its dossiers hold them still. */
  readonly moved: boolean;
  readonly destroyed: boolean;
  readonly evidence: PersonEvidence;
}

export interface DossierColumns {
  readonly number: number;
  readonly trainee: string;
  readonly status: string;
  /** `YYYY-MM-DD` */
  readonly statusSince: string | null;
  /** What its facts bind it to: the distinct lists of references that one fact names. */
  readonly named: readonly (readonly string[])[];
  readonly evidence: DossierEvidence;
}

export interface SessionColumnsOf {
  readonly reference: string;
  /** Every reference that its facts name. */
  readonly references: readonly string[];
  readonly domain: string | null;
  readonly identified: readonly SessionVerdict[];
  readonly evidence: SessionEvidence;
}

export interface ParkedRow extends Position {
  readonly dossier: number | null;
  readonly reason: string;
}

/** The columns of one person, and how far the places that were asked for are read; the same where there is nobody. */
export interface FoundPerson extends PersonColumns {
  readonly version: Version;
  /** Of the version: facts are described by them. */
  readonly rules: Rules;
  /** Whose the identifier, the number or the id is; null: nobody's. */
  readonly asked: string | null;
  /** Whose the columns are: whoever was asked for, or in the place of nobody whoever comes next, so that both take the same. */
  readonly read: string | null;
  /** Of the slices of the places asked for. */
  readonly progress: readonly SliceProgress[];
  /** At the places asked for. */
  readonly parked: readonly ParkedRow[];
}

/**
 * The trainee, those whom verdicts name with it, their dossiers and the sessions of these, in one statement and one round
 * trip, by their columns alone: nothing of a person is fetched before the rights are decided. Where there is nobody, the
 * columns are those of somebody else, the next in the order of the index: to find takes as long as not to find, and the
 * answer is that there is nobody. `places`: events whose progress is asked for too. Null where no version is active.
 * Throws as `readableVersion` does.
 */
export async function findPerson(
  pool: Pool,
  asked: AskedFor,
  places: readonly Position[],
): Promise<FoundPerson | null> {
  const known = lastActive.get(pool);
  const found = known === undefined ? null : await columnsOf(pool, known, asked, places).catch(forgetRetired);
  if (found !== null) return found;
  const version = await readableVersion(pool);
  if (version === null) return null;
  lastActive.set(pool, version);
  return columnsOf(pool, version, asked, places).catch(forgetRetired);
}

/** The version that was active when we last looked: the statement looks whether it still is. */
const lastActive = new WeakMap<Pool, Version>();

/** The tables of a version that was retired since we looked are no more (undefined_table). */
export function forgetRetired(error: Error & { readonly code?: string }): null {
  if (error.code !== '42P01') throw error;
  return null;
}

/** Null where another version became active. */
async function columnsOf(
  pool: Pool,
  version: Version,
  { by, value }: AskedFor,
  places: readonly Position[],
): Promise<FoundPerson | null> {
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
  const [active] = rowsOf(rows, 'active');
  if (active === undefined) return null;
  return {
    version,
    rules: await rulesOf(pool, version),
    read: active.text,
    ...withoutDestroyed({ asked: active.number === 1 ? active.text : null, ...personColumns(rows) }),
    progress: rowsOf(rows, 'progress').map(({ json }) => JSON.parse(json ?? '') as SliceProgress),
    parked: rowsOf(rows, 'parked').map(({ json }) => JSON.parse(json ?? '') as ParkedRow),
  };
}

/** The columns of many persons, in the snapshot of a list. `alone`: trainees whom no verdict names. */
export async function findPeople(
  { client, version }: VersionRows,
  linked: readonly string[],
  alone: readonly string[],
): Promise<PersonColumns> {
  const { rows } = await (client as ClientBase).query<Row>({
    name: `people ${version.schemaName}`,
    text: `with recursive asked (trainee_id) as (select unnest($1::uuid[])), ${personOn(version.schemaName)},
      person as materialized (
        select trainee_id from reached union select unnest($2::uuid[])),
      ${rowsOn(version.schemaName)}
      ${selectRows}`,
    values: [linked, alone],
  });
  return withoutDestroyed({ asked: null, ...personColumns(rows) });
}

/** `kind` says which of the others are there. */
interface Row {
  readonly kind: 'active' | 'trainee' | 'dossier' | 'session' | 'progress' | 'parked';
  readonly number: number | null;
  readonly id: string | null;
  readonly text: string | null;
  readonly list: readonly string[] | null;
  readonly json: string | null;
  readonly more: string | null;
}

/**
 * `reached` goes on until nobody new is named or the bound is met: a recursive query makes no more rows than are taken from
 * it.
 */
function personOn(schemaName: string): string {
  const trainee = tableOf(schemaName, 'trainee');
  return `reached (trainee_id) as (
      select trainee_id from asked
      union
      select judged.trainee_id from reached cross join lateral (
        select unnest(linked) from ${trainee} t where t.trainee_id = reached.trainee_id
        union all
        select unnest(linked || t.trainee_id) from ${trainee} t
        where linked <> '{}' and linked && array[reached.trainee_id]) as judged (trainee_id))`;
}

/**
 * After `person`: the rows of its trainees, of their dossiers, and of the sessions of these. `offset 0` keeps the dossiers
 * looked up by trainee: on tables that were filled a minute ago and have no statistics yet, the planner would read them whole.
 */
function rowsOn(schemaName: string): string {
  const [dossier, trainee, session] = ['dossier', 'trainee', 'session'].map((name) => tableOf(schemaName, name));
  return `own as materialized (
      select d.* from person cross join lateral (
        select number, trainee_id, status, status_since, sessions, named, evidence
        from ${dossier} where trainee_id = person.trainee_id offset 0) d),
    known as (
      select trainee_id, linked, verdicts, has_nir, moved, restricted, destroyed, evidence from person join ${trainee} using (trainee_id)),
    wanted as materialized (select array(select distinct unnest(sessions) from own) as sessions),
    found as (
      select reference, refs from ${session} where reference = any((select sessions from wanted)::text[])
      union all
      select reference, refs from ${session}
      where cardinality(refs) > 1 and refs && (select sessions from wanted)),
    met as (
      select reference, refs, domain, territory, financers, financer_sirets, verdicts from ${session}
      where reference = any(array(select reference from found union select unnest(refs) from found)))`;
}

/** Of the kinds that `rowsOn` gives; a column stands for what its kind needs. */
const selectRows = `select 'trainee' as kind,
      has_nir::int + 2 * moved::int + 4 * restricted::int + 8 * destroyed::int as number, trainee_id as id, null as text,
      linked::text[] as list, evidence as json, verdicts as more from known
    union all select 'dossier', number, trainee_id, concat(status, ' ', status_since), named, evidence,
      array_to_string(sessions, ' ') from own
    union all select 'session', null, null, reference, refs,
      json_build_array(domain, territory, financers, financer_sirets)::text, verdicts from met`;

/** One text for each way in: with a single one for all, PostgreSQL plans anew each time, 0.6 ms. */
function statementOn(schemaName: string, by: AskedFor['by']): string {
  const [dossier, trainee] = ['dossier', 'trainee'].map((name) => tableOf(schemaName, name));
  const nextIn = (column: string, table: string) =>
    `(select trainee_id, ${column} = $2 as is_met from ${table} where ${column} >= $2 order by ${column} limit 1)`;
  const next = {
    alias: traineeAtAliases('$2'),
    number: nextIn('number', dossier as string),
    trainee: `${nextIn('trainee_id', trainee as string)} union all ${nextIn('trainee_id', dossier as string)}
      order by trainee_id limit 1`,
  };
  return `with recursive next (trainee_id, is_met) as materialized (${next[by]}),
    asked (trainee_id) as (select trainee_id from next), ${personOn(schemaName)},
    person as materialized (select trainee_id from reached limit ${traineesMax}),
    ${rowsOn(schemaName)},
    required as (select * from unnest($3::text[], $4::text[], $5::smallint[], $6::bigint[]) as r (kind, topic, slice, "offset"))
    ${selectRows}
    union all select 'active', (select is_met::int from next), null, (select trainee_id from next)::text, null, null, null
    from projection.active where version = $1
    union all select 'progress', null, null, null, null,
      json_build_object('kind', kind, 'slice', slice, 'logEpoch', log_epoch, 'offsets', offsets)::text, null
    from projection.lease where version = $1 and (kind, slice) in (select kind, slice from required)
    union all select 'parked', null, null, null, null, json_build_object(
      'topic', topic, 'slice', slice, 'offset', "offset", 'dossier', dossier, 'reason', reason)::text, null
    from projection.parked
    where version = $1 and (topic, slice, "offset") in (select topic, slice, "offset" from required)`;
}

function rowsOf(rows: readonly Row[], kind: Row['kind']): readonly Row[] {
  return rows.filter((row) => row.kind === kind);
}

function personColumns(rows: readonly Row[]): PersonColumns {
  return {
    trainees: rowsOf(rows, 'trainee').map(traineeColumns),
    dossiers: rowsOf(rows, 'dossier')
      .map(dossierColumns)
      .sort((a, b) => a.number - b.number),
    sessions: rowsOf(rows, 'session').map(sessionColumns),
  };
}

function traineeColumns({ id, number, list, json, more }: Row): TraineeColumns {
  const flags = number ?? 0;
  return {
    trainee: id ?? '',
    linked: list ?? [],
    verdicts: decodeVerdicts(more),
    hasNir: (flags & 1) !== 0,
    moved: (flags & 2) !== 0,
    destroyed: (flags & 8) !== 0,
    evidence: decodePersonEvidence(json, (flags & 4) !== 0),
  };
}

function dossierColumns({ number, id, text, list, json, more }: Row): DossierColumns {
  const [status = '', since = ''] = (text ?? '').split(' ');
  const sessions = more === null || more === '' ? [] : more.split(' ');
  return {
    number: number ?? 0,
    trainee: id ?? '',
    status,
    statusSince: since === '' ? null : since,
    named: decodeNamed(list ?? []),
    evidence: decodeDossierEvidence(json ?? '', sessions),
  };
}

type SessionValues = readonly [string | null, string | null, readonly string[], readonly string[]];

function sessionColumns({ text, list, json, more }: Row): SessionColumnsOf {
  const [domain, territory, financerCodes, financerSirets] = JSON.parse(json ?? '') as SessionValues;
  const reference = text ?? '';
  return {
    reference,
    references: list ?? [],
    domain,
    identified: more === null ? [] : (JSON.parse(more) as SessionVerdict[]),
    evidence: { reference, territory, financerCodes, financerSirets },
  };
}
