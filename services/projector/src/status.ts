import { type EventLog, parisDay } from '@hub/core';
import pg, { type Pool } from 'pg';
import { type LeaseKind, topicsOf } from './adapters/leases.ts';
import { activeVersion, listVersions } from './adapters/versions.ts';
import { endsOfLog } from './live/check-log.ts';

export interface VersionStatus {
  readonly version: string;
  readonly rulesHash: string;
  readonly active: boolean;
  /** False while a rebuild fills it. */
  readonly built: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Projectors heard of within the last ten seconds; 0: nobody feeds it, it is stale. */
  readonly projectors: number;
  readonly slices: number;
  readonly slicesOwned: number;
  /** Events on the log that are not projected. */
  readonly lagEvents: number;
  /** Age of the oldest event that is not projected, rounded up by a third of a lease; 0 where there is none. */
  readonly lagSeconds: number;
  readonly parked: number;
}

/** What asks for attention in the active version, dossier by dossier as stored; lists say more, joined and to one day. */
export interface AttentionStatus {
  readonly dossiers: number;
  /** Dossiers with an anomaly of this code in their record. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** Dossiers in which this is expected. */
  readonly expected: Readonly<Record<string, number>>;
  /** Dossiers with an expectation past the due day that the record itself knows. */
  readonly overdue: number;
  /** Dossiers with an expectation whose day only the session says: some may be overdue too. */
  readonly undated: number;
}

export interface ProjectionStatus {
  readonly logEpoch: string;
  readonly logSlices: number;
  /** Events on the log, by topic. */
  readonly logEvents: Readonly<Record<string, number>>;
  readonly versions: readonly VersionStatus[];
  /** Null where no version is active, or one of before such rows were written. */
  readonly attention: AttentionStatus | null;
}

interface LeaseRow {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly owned: boolean;
  readonly age: number;
}

/** What `hub status` shows of the projection: lag in events and seconds, owners and parked events per version. */
export async function status(pool: Pool, log: EventLog): Promise<ProjectionStatus> {
  const ends = await endsOfLog(log);
  const active = (await activeVersion(pool))?.version;
  const versions: VersionStatus[] = [];
  let attention: AttentionStatus | null = null;
  for (const version of await listVersions(pool)) {
    if (version.retiredAt !== null) continue;
    if (version.version === active) attention = await attentionOf(pool, version.schemaName);
    const counts = await countsOf(pool, version.version);
    versions.push({
      version: version.version,
      rulesHash: version.rulesHash,
      active: version.version === active,
      built: version.builtAt !== null,
      createdAt: version.createdAt,
      ...counts,
      ...lagOf(await leasesOf(pool, version.version), ends),
    });
  }
  const logEvents: Record<string, number> = {};
  for (const [place, end] of ends) {
    const topic = place.slice(0, place.indexOf(' '));
    logEvents[topic] = (logEvents[topic] ?? 0) + end;
  }
  return { logEpoch: await log.epoch(), logSlices: log.slices, logEvents, versions, attention };
}

async function leasesOf(pool: Pool, version: string): Promise<LeaseRow[]> {
  const { rows } = await pool.query<LeaseRow>(
    `select kind, slice, offsets, owner is not null and expires_at > clock_timestamp() as owned,
       extract(epoch from clock_timestamp() - fresh_at)::float8 as age
     from projection.lease where version = $1`,
    [version],
  );
  return rows;
}

async function countsOf(pool: Pool, version: string): Promise<{ projectors: number; parked: number }> {
  const { rows } = await pool.query<{ projectors: number; parked: number }>(
    `select (select count(*)::int from projection.projector
             where version = $1 and seen_at > clock_timestamp() - interval '10 s') as projectors,
       (select count(*)::int from projection.parked where version = $1) as parked`,
    [version],
  );
  return rows[0] as { projectors: number; parked: number };
}

async function attentionOf(pool: Pool, schemaName: string): Promise<AttentionStatus | null> {
  const table = `${pg.escapeIdentifier(schemaName)}.attention`;
  const present = await pool.query<{ present: boolean }>('select to_regclass($1) is not null as present', [table]);
  if (present.rows[0]?.present !== true) return null;
  const { rows } = await pool.query<AttentionStatus>(
    `with counted as (select
         (select coalesce(jsonb_object_agg(code, n), '{}') from
           (select code, count(distinct number) as n from ${table}, unnest(anomalies) code group by code) each) as anomalies,
         (select coalesce(jsonb_object_agg(what, n), '{}') from
           (select what, count(*) as n from ${table}, unnest(expected) what group by what) each) as expected)
     select count(*)::int as dossiers, (select anomalies from counted), (select expected from counted),
       (count(*) filter (where due_by < $1))::int as overdue, (count(*) filter (where undated))::int as undated
     from ${table}`,
    [parisDay(new Date().toISOString())],
  );
  return rows[0] ?? null;
}

function lagOf(leases: readonly LeaseRow[], ends: ReadonlyMap<string, number>) {
  let lagEvents = 0;
  let lagSeconds = 0;
  for (const lease of leases) {
    const lag = topicsOf(lease.kind).reduce(
      (sum, topic) => sum + Math.max(0, (ends.get(`${topic} ${lease.slice}`) ?? 0) - (lease.offsets[topic] ?? 0)),
      0,
    );
    lagEvents += lag;
    if (lag > 0) lagSeconds = Math.max(lagSeconds, lease.age);
  }
  return { slices: leases.length, slicesOwned: leases.filter((lease) => lease.owned).length, lagEvents, lagSeconds };
}
