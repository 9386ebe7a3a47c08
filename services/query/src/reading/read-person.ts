import type { Topic } from '@hub/contracts';
import { type FactSet, sessionsOf, withoutMoved } from '@hub/core';
import type { Pool } from 'pg';
import { type AtLeast, hasPassed, isMet, untilShown } from './at-least.ts';
import { kindOfTopic, type Requirement, type SliceProgress } from './log-state.ts';
import { readActive, readSessions, traineesMax, type Version, withSnapshot } from './projection.ts';
import { namedSessions, sessionsAmong } from './read-people.ts';
import type { StoredPerson, StoredSession } from './stored-person.ts';

/** By what somebody is asked for: the keyed hash of an identifier, any number ever given to a dossier, a surrogate id. */
export type AskedFor =
  | { readonly by: 'alias'; readonly value: Buffer }
  /** Null: a number that cannot exist. */
  | { readonly by: 'number'; readonly value: number | null }
  | { readonly by: 'trainee'; readonly value: string };

/** What is stored about a person, and how new it is. */
export interface PersonRead {
  readonly version: Version;
  /** Empty where nobody was met; less what operators moved to somebody else. */
  readonly person: StoredPerson;
  /** Of the slices that its rows are of. */
  readonly progress: readonly SliceProgress[];
  readonly parkedReceipts: readonly ParkedReceipt[];
  readonly parkedOfDossiers: readonly ParkedEvent[];
}

/** A receipt whose event the projector could not read: the state shown has passed it without it. */
export interface ParkedReceipt {
  readonly receipt: string;
  readonly reason: string;
}

/** An event of a dossier that the projector could not read. */
export interface ParkedEvent {
  readonly dossier: number;
  readonly reason: string;
}

/**
 * Everything stored about a person, at least as new as required: the trainee, those whom judgements name with it
 * (whatever the verdict, the core decides), their dossiers and the sessions of these. One statement, hence one moment; the
 * same where there is nobody. It used to be thirteen round trips, which cost a read more than all that it does itself.
 */
export async function readPerson(
  options: AtLeast,
  requirements: readonly Requirement[],
  asked: AskedFor,
): Promise<PersonRead> {
  const { pool } = options;
  let waits = false;
  const attempt = async () => {
    // Whoever waits looks at the offsets alone.
    if (waits && !(await withSnapshot(pool, (snapshot) => hasPassed(snapshot, requirements)))) return null;
    waits = true;
    const found = await readRows(pool, requirements, asked);
    if (found === null || !isMet(found.rows.flatMap(progressOf), requirements)) return null;
    return personOf(pool, found, requirements);
  };
  return untilShown(options, () => attempt().catch((error: DatabaseError) => forgetRetired(pool, error)));
}

type DatabaseError = Error & { readonly code?: string };

/** The tables of a version that was retired since we looked are no more (undefined_table). */
function forgetRetired(pool: Pool, error: DatabaseError): null {
  if (error.code !== '42P01') throw error;
  lastActive.delete(pool);
  return null;
}

interface Found {
  readonly version: Version;
  readonly rows: readonly Row[];
}

/** Null where no version is active, or another one became so this very moment. */
async function readRows(pool: Pool, requirements: readonly Requirement[], asked: AskedFor): Promise<Found | null> {
  const known = lastActive.get(pool);
  const found = known === undefined ? null : await readRowsOf(pool, known, requirements, asked);
  if (found !== null) return found;
  const version = await readActive(pool);
  if (version === null) return null;
  lastActive.set(pool, version);
  return readRowsOf(pool, version, requirements, asked);
}

/** The version that was active when we last looked: the statement looks whether it still is. */
const lastActive = new WeakMap<Pool, Version>();

async function readRowsOf(
  pool: Pool,
  version: Version,
  requirements: readonly Requirement[],
  { by, value }: AskedFor,
): Promise<Found | null> {
  const { schema } = version;
  const { rows } = await pool.query<Row>({
    name: `person by ${by} ${schema}`,
    text: statementOn(schema, by),
    values: [
      version.version,
      value,
      requirements.map(({ topic }) => kindOfTopic(topic)),
      requirements.map(({ topic }) => topic),
      requirements.map(({ slice }) => slice),
      requirements.map(({ nextOffset }) => nextOffset - 1),
    ],
  });
  return rows.some(({ kind }) => kind === 'active') ? { version, rows } : null;
}

/** What `json` holds says `kind`: nothing, a fact set (null: no row), a fact set, facts and record of a session, SliceProgress, Parked. */
interface Row {
  readonly kind: 'active' | 'trainee' | 'dossier' | 'session' | 'progress' | 'parked';
  /** Of a dossier; `active`: how many dossiers do not say with which sessions they were told. */
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly slice: number;
  readonly json: string;
}

interface Parked {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly dossier: number | null;
  readonly reason: string;
}

/**
 * Rows of six kinds in one answer. `reached` goes on until nobody new is named or the bound is met: a recursive query
 * makes no more rows than are taken from it. One text for each way in: with a single one for all, PostgreSQL takes the
 * plan for any parameters for dearer than one of its own for these, and spends 0.6 ms on planning every time.
 */
function statementOn(schema: string, by: AskedFor['by']): string {
  const asked = {
    alias: 'select trainee_id from registry.alias where alias = $2',
    number: `select trainee_id from ${schema}.dossier where number = $2`,
    trainee: 'select $2::uuid',
  };
  return `with recursive
    asked (trainee_id) as (${asked[by]}),
    reached (trainee_id) as (
      select trainee_id from asked
      union
      select judged.trainee_id from reached cross join lateral (
        select unnest(linked) from ${schema}.trainee t where t.trainee_id = reached.trainee_id
        union all
        select unnest(linked || t.trainee_id) from ${schema}.trainee t
        where linked <> '{}' and linked && array[reached.trainee_id]) as judged (trainee_id)),
    person as materialized (select trainee_id from reached limit ${traineesMax}),
    own as materialized (
      select number, d.trainee_id, d.slice, facts, sessions
      from person join ${schema}.dossier d using (trainee_id) left join ${schema}.attention using (number)),
    known as materialized (
      select trainee_id, slice, facts from person left join ${schema}.trainee using (trainee_id)),
    told as materialized (select array(select distinct unnest(sessions) from own) as sessions),
    named as (
      select reference, refs from ${schema}.session where reference = any((select sessions from told)::text[])
      union all
      select reference, refs from ${schema}.session
      where cardinality(refs) > 1 and refs && (select sessions from told)),
    met as materialized (
      select reference, slice, facts, record from ${schema}.session
      where reference = any(array(select reference from named union select unnest(refs) from named))),
    required as (select * from unnest($3::text[], $4::text[], $5::smallint[], $6::bigint[]) as r (kind, topic, slice, "offset"))
    select 'active' as kind, (select count(*)::int from own where sessions is null) as number,
      (select trainee_id from asked) as trainee, null as reference, null::smallint as slice, null as json
    from projection.active where version = $1
    union all select 'trainee', null, trainee_id, null, slice, facts from known
    union all select 'dossier', number, trainee_id, null, slice, facts from own
    union all select 'session', null, null, reference, slice, '{"facts":' || facts || ',"record":' || record || '}' from met
    union all select 'progress', null, null, null, slice,
      json_build_object('kind', kind, 'slice', slice, 'logEpoch', log_epoch, 'offsets', offsets)::text
    from projection.lease where version = $1 and (kind, slice) in (
      select 'trainee', slice from own union select 'trainee', slice from known
      union select 'offer', slice from met union select kind, slice from required)
    union all select 'parked', null, null, null, null, json_build_object(
      'topic', topic, 'slice', slice, 'offset', "offset", 'dossier', dossier, 'reason', reason)::text
    from (
      select topic, slice, "offset", dossier, reason from projection.parked
      where version = $1 and dossier in (select number from own)
      union
      select topic, slice, "offset", dossier, reason from projection.parked
      where version = $1 and (topic, slice, "offset") in (select topic, slice, "offset" from required)
      order by topic, "offset" limit 1000) as parked`;
}

async function personOf(
  pool: Pool,
  { version, rows }: Found,
  requirements: readonly Requirement[],
): Promise<PersonRead | null> {
  const dossiers = rows
    .filter(({ kind }) => kind === 'dossier')
    .map(({ number, trainee, slice, json }) => ({ number, trainee, slice, facts: JSON.parse(json) as FactSet }))
    .sort((a, b) => a.number - b.number);
  const trainees = rows
    .filter(({ kind, json }) => kind === 'trainee' && json !== null)
    .map(({ trainee, slice, json }) => ({ trainee, slice, facts: JSON.parse(json) as FactSet }));
  const ids = rows.filter(({ kind, trainee }) => (kind === 'active' || kind === 'trainee') && trainee !== null);
  const progress = rows.flatMap(progressOf);
  const wanted = sessionsOf(dossiers);
  // Rows written before 0006 do not say with which sessions the dossier was told.
  const isListed = rows.every(({ kind, number }) => kind !== 'active' || number === 0);
  const sessions = isListed
    ? sessionsAmong(namedSessions(rows.flatMap((row) => sessionOf(row, progress))), wanted)
    : await readSessions({ client: pool, ...version }, wanted);
  const slices = new Set([...trainees, ...dossiers].map(({ slice }) => slice));
  const read = progress.filter(({ kind, slice }) => kind === 'trainee' && slices.has(slice));
  const parked = rows.filter(({ kind }) => kind === 'parked').map(({ json }) => JSON.parse(json) as Parked);
  return {
    version,
    person: withoutMoved({ ids: [...new Set(ids.map(({ trainee }) => trainee))], trainees, dossiers, sessions }),
    progress: [...read, ...sessions.map((session) => session.progress)],
    parkedReceipts: requirements.flatMap((required) => parkedAt(parked, required)),
    parkedOfDossiers: parked.flatMap(({ dossier, reason }) => (dossier === null ? [] : [{ dossier, reason }])),
  };
}

function sessionOf({ kind, reference, slice, json }: Row, progress: readonly SliceProgress[]): StoredSession[] {
  const read = progress.find((each) => each.kind === 'offer' && each.slice === slice);
  if (kind !== 'session' || read === undefined) return [];
  return [{ ...(JSON.parse(json) as Pick<StoredSession, 'facts' | 'record'>), reference, progress: read }];
}

function progressOf({ kind, json }: Row): SliceProgress[] {
  return kind === 'progress' ? [JSON.parse(json) as SliceProgress] : [];
}

function parkedAt(parked: readonly Parked[], { receipt, topic, slice, nextOffset }: Requirement): ParkedReceipt[] {
  const isThere = (each: Parked) => each.topic === topic && each.slice === slice && each.offset === nextOffset - 1;
  const found = receipt === null ? undefined : parked.find(isThere);
  return receipt === null || found === undefined ? [] : [{ receipt, reason: found.reason }];
}
