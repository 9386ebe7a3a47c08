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
import { type Together, together } from '../waiting/together.ts';
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

/** Reads that go as one statement, and how many such statements at once. */
export const readsTogether = { most: 32, groups: 2 };

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
 * Throws as `readableVersion` does. Asks that come together are one statement.
 */
export async function findPerson(
  pool: Pool,
  asked: AskedFor,
  places: readonly Position[],
): Promise<FoundPerson | null> {
  const asking = askingOf(pool, asked.by);
  const known = lastActive.get(pool);
  const found = known === undefined ? null : await asking.ask({ version: known, asked, places });
  if (found !== null) return found;
  const version = await readableVersion(pool);
  if (version === null) return null;
  lastActive.set(pool, version);
  return asking.ask({ version, asked, places });
}

/** The version that was active when we last looked: the statement looks whether it still is. */
const lastActive = new WeakMap<Pool, Version>();

interface Ask {
  readonly version: Version;
  readonly asked: AskedFor;
  readonly places: readonly Position[];
}

type Asking = Together<Ask, FoundPerson | null>;

const askings = new WeakMap<Pool, Map<AskedFor['by'], Asking>>();

function askingOf(pool: Pool, by: AskedFor['by']): Asking {
  const known = askings.get(pool) ?? new Map<AskedFor['by'], Asking>();
  askings.set(pool, known);
  const asking = known.get(by) ?? together((asks: readonly Ask[]) => findAll(pool, by, asks), readsTogether);
  known.set(by, asking);
  return asking;
}

/** Null for all where another version became active. */
async function findAll(pool: Pool, by: AskedFor['by'], asks: readonly Ask[]): Promise<readonly (FoundPerson | null)[]> {
  const byVersion = Map.groupBy(asks.entries(), ([, { version }]) => version);
  const found: (FoundPerson | null)[] = asks.map(() => null);
  for (const [version, group] of byVersion) {
    const people = await columnsOf(
      pool,
      version,
      by,
      group.map(([, ask]) => ask),
    ).catch(forgetRetired);
    for (const [place, [index]] of group.entries()) found[index] = people?.[place] ?? null;
  }
  return found;
}

/** The tables of a version that was retired since we looked are no more (undefined_table). */
export function forgetRetired(error: Error & { readonly code?: string }): null {
  if (error.code !== '42P01') throw error;
  return null;
}

/** Null where another version became active. */
async function columnsOf(
  pool: Pool,
  version: Version,
  by: AskedFor['by'],
  asks: readonly Ask[],
): Promise<readonly FoundPerson[] | null> {
  const values = asks.flatMap(({ asked: { value } }, index) =>
    (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ index, value: each })),
  );
  const places = asks.flatMap((ask) => ask.places);
  const { rows } = await pool.query<Row>({
    name: `persons by ${by} ${version.schemaName}`,
    text: statementOn(version.schemaName, by),
    values: [
      version.version,
      values.map(({ index }) => index),
      values.map(({ value }) => value),
      places.map(({ topic }) => leaseKindOf(topic)),
      places.map(({ topic }) => topic),
      places.map(({ slice }) => slice),
      places.map(({ offset }) => offset),
    ],
  });
  if (rowsOf(rows, 'active').length === 0) return null;
  const rules = await rulesOf(pool, version);
  const progress = rowsOf(rows, 'progress').map(({ json }) => JSON.parse(json ?? '') as SliceProgress);
  const parked = rowsOf(rows, 'parked').map(({ json }) => JSON.parse(json ?? '') as ParkedRow);
  const sessions = rowsOf(rows, 'session');
  const byAsk = Map.groupBy(rows, ({ ask }) => ask);
  return asks.map((ask, index) => {
    const own = byAsk.get(index) ?? [];
    const [met] = rowsOf(own, 'met');
    const columns = personColumns([...own, ...sessionsOf(own, sessions)]);
    return {
      version,
      rules,
      read: met?.text ?? null,
      ...withoutDestroyed({ asked: met?.number === 1 ? met.text : null, ...columns }),
      progress: progress.filter((each) => ask.places.some((place) => isProgressOf(each, place))),
      parked: parked.filter((each) => ask.places.some((place) => isSamePlace(each, place))),
    };
  });
}

function isProgressOf({ kind, slice }: SliceProgress, place: Position): boolean {
  return slice === place.slice && kind === leaseKindOf(place.topic);
}

function isSamePlace(a: Position, b: Position): boolean {
  return a.topic === b.topic && a.slice === b.slice && a.offset === b.offset;
}

/** Of the sessions found for all, those of the dossiers of one, and those that a verdict names with them. */
function sessionsOf(own: readonly Row[], sessions: readonly Row[]): readonly Row[] {
  const wanted = new Set(rowsOf(own, 'dossier').flatMap(({ more }) => sessionsIn(more)));
  if (wanted.size === 0) return [];
  const found = sessions.filter(({ text, list }) => namesOf(text, list).some((name) => wanted.has(name)));
  const names = new Set(found.flatMap(({ text, list }) => namesOf(text, list)));
  return sessions.filter(({ text }) => names.has(text ?? ''));
}

function namesOf(reference: string | null, others: readonly string[] | null): readonly string[] {
  return [reference ?? '', ...(others ?? [])];
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
        select null::int as ask, trainee_id from reached union select null, unnest($2::uuid[])),
      ${rowsOn(version.schemaName)}
      ${selectRows}`,
    values: [linked, alone],
  });
  return withoutDestroyed({ asked: null, ...personColumns(rows) });
}

/** `kind` says which of the others are there. */
interface Row {
  readonly kind: 'active' | 'met' | 'trainee' | 'dossier' | 'session' | 'progress' | 'parked';
  /** Which of those asked for it is of; null: of none alone. */
  readonly ask: number | null;
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
      select person.ask, d.* from person cross join lateral (
        select number, trainee_id, status, status_since, sessions, named, evidence
        from ${dossier} where trainee_id = person.trainee_id offset 0) d),
    known as (
      select ask, trainee_id, linked, verdicts, has_nir, moved, restricted, destroyed, evidence
      from person join ${trainee} using (trainee_id)),
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
const selectRows = `select 'trainee' as kind, ask,
      has_nir::int + 2 * moved::int + 4 * restricted::int + 8 * destroyed::int as number, trainee_id as id, null as text,
      linked::text[] as list, evidence as json, verdicts as more from known
    union all select 'dossier', ask, number, trainee_id, concat(status, ' ', status_since), named, evidence,
      array_to_string(sessions, ' ') from own
    union all select 'session', null, null, null, reference, refs,
      json_build_array(domain, territory, financers, financer_sirets)::text, verdicts from met`;

/** One text for each way in: with a single one for all, PostgreSQL plans anew each time, 0.6 ms. */
function statementOn(schemaName: string, by: AskedFor['by']): string {
  const [dossier, trainee] = ['dossier', 'trainee'].map((name) => tableOf(schemaName, name));
  const nextIn = (column: string, table: string) =>
    `(select trainee_id, ${column} = value as is_met from ${table} where ${column} >= value order by ${column} limit 1)`;
  const wanted = 'from unnest($2::int[], $3::%[]) as wanted (ask, value)';
  const ways = {
    alias: {
      asked: `select ask, array_agg(value) as value ${wanted.replace('%', 'bytea')} group by ask`,
      next: traineeAtAliases('value'),
    },
    number: { asked: `select ask, value ${wanted.replace('%', 'int')}`, next: nextIn('number', dossier as string) },
    trainee: {
      asked: `select ask, value ${wanted.replace('%', 'uuid')}`,
      next: `${nextIn('trainee_id', trainee as string)} union all ${nextIn('trainee_id', dossier as string)}
        order by trainee_id limit 1`,
    },
  };
  const { asked, next } = ways[by];
  return `with wanted_people as (${asked}),
    next as materialized (
      select ask, at.trainee_id, at.is_met from wanted_people cross join lateral (${next}) as at),
    person as materialized (
      select ask, one.trainee_id from next cross join lateral (
        with recursive asked (trainee_id) as (select next.trainee_id), ${personOn(schemaName)}
        select trainee_id from reached limit ${traineesMax}) as one),
    ${rowsOn(schemaName)},
    required as (select * from unnest($4::text[], $5::text[], $6::smallint[], $7::bigint[]) as r (kind, topic, slice, "offset"))
    ${selectRows}
    union all select 'met', ask, is_met::int, null, trainee_id::text, null, null, null from next
    union all select 'active', null, null, null, null, null, null, null from projection.active where version = $1
    union all select 'progress', null, null, null, null, null,
      json_build_object('kind', kind, 'slice', slice, 'logEpoch', log_epoch, 'offsets', offsets)::text, null
    from projection.lease where version = $1 and (kind, slice) in (select kind, slice from required)
    union all select 'parked', null, null, null, null, null, json_build_object(
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
  const sessions = sessionsIn(more);
  return {
    number: number ?? 0,
    trainee: id ?? '',
    status,
    statusSince: since === '' ? null : since,
    named: decodeNamed(list ?? []),
    evidence: decodeDossierEvidence(json ?? '', sessions),
  };
}

function sessionsIn(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split(' ');
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
