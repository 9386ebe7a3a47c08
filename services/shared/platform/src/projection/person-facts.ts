import type { FactSet } from '@hub/core';
import type { Pool } from 'pg';
import { type Together, together } from '../waiting/together.ts';
import type { VersionRows } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import type { SliceProgress } from './leases.ts';
import { forgetRetired, readsTogether } from './person-columns.ts';
import type { StoredSession } from './read-sessions.ts';
import { tableOf } from './row-tables.ts';
import type { Version } from './versions.ts';

export interface StoredTrainee {
  readonly trainee: string;
  readonly slice: number;
  readonly facts: FactSet;
}

export interface StoredDossier extends StoredTrainee {
  readonly number: number;
}

/** The rows that a reader sees, and no others. */
export interface SeenRows {
  readonly trainees: readonly string[];
  readonly dossiers: readonly number[];
  /** References of stored sessions. */
  readonly sessions: readonly string[];
}

/** What stands in them. */
export interface StoredPerson {
  readonly trainees: readonly StoredTrainee[];
  /** By number. */
  readonly dossiers: readonly StoredDossier[];
  readonly sessions: readonly StoredSession[];
  /** Of the slices of all these rows. */
  readonly progress: readonly SliceProgress[];
  /** Events of these dossiers that could not be read. */
  readonly parked: readonly { readonly dossier: number; readonly reason: string }[];
}

/** Null where the version was retired since its rows were found. Asks that come together are one statement. */
export async function readSeen(pool: Pool, version: Version, seen: SeenRows): Promise<StoredPerson | null> {
  const reading = readings.get(pool) ?? together((asks: readonly Ask[]) => readAll(pool, asks), readsTogether);
  readings.set(pool, reading);
  const rows = await reading.ask({ version, seen });
  return rows === null ? null : storedPerson(rows, seen);
}

interface Ask {
  readonly version: Version;
  readonly seen: SeenRows;
}

const readings = new WeakMap<Pool, Together<Ask, readonly Row[] | null>>();

/** For each what all of its version asked for; null where that was retired. */
async function readAll(pool: Pool, asks: readonly Ask[]): Promise<readonly (readonly Row[] | null)[]> {
  const byVersion = Map.groupBy(asks, ({ version }) => version);
  const rows = new Map<Version, readonly Row[] | null>();
  for (const [version, group] of byVersion) {
    const seen = group.map((ask) => ask.seen);
    const all = {
      trainees: seen.flatMap(({ trainees }) => trainees),
      dossiers: seen.flatMap(({ dossiers }) => dossiers),
      sessions: [...new Set(seen.flatMap(({ sessions }) => sessions))],
    };
    rows.set(version, await storedRows({ client: pool, version }, all).catch(forgetRetired));
  }
  return asks.map(({ version }) => rows.get(version) ?? null);
}

/** The same in a snapshot. */
export async function readRows(from: VersionRows, seen: SeenRows): Promise<StoredPerson> {
  return storedPerson(await storedRows(from, seen), seen);
}

async function storedRows({ client, version }: VersionRows, seen: SeenRows): Promise<readonly Row[]> {
  const { rows } = await client.query<Row>({
    name: `facts of person ${version.schemaName}`,
    text: statementOn(version.schemaName),
    values: [version.version, seen.trainees, seen.dossiers, seen.sessions],
  });
  return rows;
}

/** Of rows that were read for others too, what is seen; nothing of the others is opened. */
function storedPerson(rows: readonly Row[], seen: SeenRows): StoredPerson {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const [ids, numbers, references] = [new Set(seen.trainees), new Set(seen.dossiers), new Set(seen.sessions)];
  const trainees = of('trainee').filter(({ trainee }) => ids.has(trainee));
  const dossiers = of('dossier').filter(({ number }) => numbers.has(number));
  const sessions = of('session').filter(({ reference }) => references.has(reference));
  const slices = new Set([...trainees, ...dossiers].map(({ slice }) => slice));
  const met = new Set([...slices, ...sessions.map(({ slice }) => slice)]);
  const progress = of('progress')
    .filter(({ slice }) => met.has(slice))
    .map(({ json }) => JSON.parse(json ?? '') as SliceProgress);
  return {
    trainees: trainees.map(({ trainee, slice, facts }) => ({ trainee, slice, facts: decodeFacts(facts) })),
    dossiers: dossiers
      .map(({ number, trainee, slice, facts }) => ({ number, trainee, slice, facts: decodeFacts(facts) }))
      .sort((a, b) => a.number - b.number),
    sessions: sessions.flatMap((row) => sessionOf(row, progress)),
    progress: progress.filter(({ kind, slice }) => kind === 'trainee' && slices.has(slice)),
    parked: of('parked')
      .filter(({ number }) => numbers.has(number))
      .map(({ number, json }) => ({ dossier: number, reason: json ?? '' })),
  };
}

interface Row {
  readonly kind: 'trainee' | 'dossier' | 'session' | 'progress' | 'parked';
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly slice: number;
  readonly facts: Buffer;
  readonly json: string | null;
}

function statementOn(schemaName: string): string {
  const [dossier, trainee, session] = ['dossier', 'trainee', 'session'].map((name) => tableOf(schemaName, name));
  return `with own as materialized (
      select number, trainee_id, slice, facts from ${dossier} where number = any($3::int[])),
    known as materialized (
      select trainee_id, slice, facts from ${trainee} where trainee_id = any($2::uuid[])),
    met as materialized (
      select reference, slice, facts from ${session} where reference = any($4::text[]))
    select 'trainee' as kind, null::int as number, trainee_id as trainee, null as reference, slice, facts, null as json from known
    union all select 'dossier', number, trainee_id, null, slice, facts, null from own
    union all select 'session', null, null, reference, slice, facts, null from met
    union all select 'progress', null, null, null, slice, null,
      json_build_object('kind', kind, 'slice', slice, 'logEpoch', log_epoch, 'offsets', offsets)::text
    from projection.lease where version = $1 and (kind, slice) in (
      select 'trainee', slice from own union select 'trainee', slice from known union select 'offer', slice from met)
    union all
    select 'parked', asked.number, null, null, null, null, found.reason
    from unnest($3::int[]) as asked (number) cross join lateral (
      select reason from projection.parked where version = $1 and dossier = asked.number
      order by topic, "offset" limit 1000) as found`;
}

function sessionOf({ reference, slice, facts }: Row, progress: readonly SliceProgress[]): StoredSession[] {
  const read = progress.find((each) => each.kind === 'offer' && each.slice === slice);
  return read === undefined ? [] : [{ reference, facts: decodeFacts(facts), progress: read }];
}
