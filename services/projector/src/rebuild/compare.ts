import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from '@hub/contracts';
import { HubError } from '@hub/core';
import { withTransaction } from '@hub/platform';
import pg from 'pg';
import type { LeaseKind } from '../adapters/leases.ts';
import { recordTables } from '../adapters/records.ts';
import { requireVersion, type Version } from '../adapters/versions.ts';

/** Rows of one table, by their hash. `here` is the version compared, `there` the one that it is compared with. */
export interface Difference {
  readonly equal: number;
  readonly changed: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Up to 20 keys of each kind: dossier numbers, trainee ids, session references. */
  readonly samples: Readonly<Record<'changed' | 'onlyHere' | 'onlyThere', readonly string[]>>;
}

export interface Comparison {
  readonly here: string;
  readonly there: string;
  readonly dossiers: Difference;
  readonly trainees: Difference;
  readonly sessions: Difference;
  /** Slices that were met at equal offsets and so compared, of how many. */
  readonly slicesCompared: number;
  readonly slices: number;
}

const samplesMax = 20;
const waitMsDefault = 20_000;

/**
 * Compares the hash of every row of two versions, slice by slice at equal offsets: while the log goes on, a slice is
 * compared at a moment when both have projected the same. Waits up to `waitMs` for such moments.
 */
export async function compare(
  pool: pg.Pool,
  hereName: string,
  thereName: string,
  options: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<Comparison> {
  const here = await requireVersion(pool, hereName);
  const there = await requireVersion(pool, thereName);
  const totals = { dossier: nothing(), trainee: nothing(), session: nothing() };
  const done = new Set<string>();
  const deadline = performance.now() + (options.waitMs ?? waitMsDefault);
  let slices = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const round = await withTransaction(pool, (client) => compareLevelSlices(client, here, there, done));
    slices = round.slices;
    for (const subject of ['dossier', 'trainee', 'session'] as const) add(totals[subject], round.found[subject]);
    if (done.size === slices || performance.now() > deadline) break;
    await delay(50, undefined, { signal: options.signal });
  }
  return {
    here: hereName,
    there: thereName,
    dossiers: totals.dossier,
    trainees: totals.trainee,
    sessions: totals.session,
    slicesCompared: done.size,
    slices,
  };
}

interface MutableDifference extends Difference {
  equal: number;
  changed: number;
  onlyHere: number;
  onlyThere: number;
  samples: Record<'changed' | 'onlyHere' | 'onlyThere', string[]>;
}

function nothing(): MutableDifference {
  return { equal: 0, changed: 0, onlyHere: 0, onlyThere: 0, samples: { changed: [], onlyHere: [], onlyThere: [] } };
}

function add(total: MutableDifference, more: Difference): void {
  total.equal += more.equal;
  total.changed += more.changed;
  total.onlyHere += more.onlyHere;
  total.onlyThere += more.onlyThere;
  for (const kind of ['changed', 'onlyHere', 'onlyThere'] as const) {
    total.samples[kind] = [...total.samples[kind], ...more.samples[kind]].slice(0, samplesMax);
  }
}

/** Compares the slices that stand at equal offsets in this snapshot and were not compared before. */
async function compareLevelSlices(
  client: pg.ClientBase,
  here: Version,
  there: Version,
  done: Set<string>,
): Promise<{ slices: number; found: Record<Subject, Difference> }> {
  // One snapshot for the offsets and the rows that they stand for.
  await client.query('set transaction isolation level repeatable read, read only');
  await client.query('set local statement_timeout = 0');
  const { rows } = await client.query<{ kind: LeaseKind; slice: number; level: boolean }>(
    `select kind, slice, coalesce(h.offsets = t.offsets, false) as level
     from (select * from projection.lease where version = $1) h
     full join (select * from projection.lease where version = $2) t using (kind, slice)`,
    [here.version, there.version],
  );
  if (rows.some((row) => row.slice === null)) throw new HubError('internal', 'A lease without a slice.');
  const level = rows.filter((row) => row.level && !done.has(`${row.kind} ${row.slice}`));
  const slicesOf = (kind: LeaseKind) => level.filter((row) => row.kind === kind).map((row) => row.slice);
  const found = {
    dossier: await difference(client, here, there, 'dossier', slicesOf('trainee')),
    trainee: await difference(client, here, there, 'trainee', slicesOf('trainee')),
    session: await difference(client, here, there, 'session', slicesOf('offer')),
  };
  for (const row of level) done.add(`${row.kind} ${row.slice}`);
  return { slices: rows.length, found };
}

async function difference(
  client: pg.ClientBase,
  here: Version,
  there: Version,
  subject: Subject,
  slices: readonly number[],
): Promise<Difference> {
  const found = nothing();
  if (slices.length === 0) return found;
  const { key } = recordTables[subject];
  const side = (version: Version) =>
    `(select ${key}::text as key, hash from ${pg.escapeIdentifier(version.schemaName)}.${subject} where slice = any($1))`;
  const { rows } = await client.query<{
    kind: keyof MutableDifference['samples'] | 'equal';
    rows: number;
    keys: string[];
  }>(
    `select kind, sum(count)::int as rows, array_agg(key) filter (where key is not null) as keys from (
       select kind, case when nth <= ${samplesMax} and kind <> 'equal' then key end as key, 1 as count from (
         select key, kind, row_number() over (partition by kind) as nth from (
           select key, case when h.hash = t.hash then 'equal' when t.hash is null then 'onlyHere'
             when h.hash is null then 'onlyThere' else 'changed' end as kind
           from ${side(here)} h full join ${side(there)} t using (key)) each) numbered) sampled
     group by kind`,
    [slices],
  );
  for (const row of rows) {
    found[row.kind] = row.rows;
    if (row.kind !== 'equal') found.samples[row.kind] = (row.keys ?? []).sort();
  }
  return found;
}

/** Both records of one dossier side by side; null where a version has none. */
export async function diffDossier(
  pool: pg.Pool,
  number: number,
  hereName: string,
  thereName: string,
): Promise<{ here: unknown; there: unknown }> {
  const recordIn = async (name: string): Promise<unknown> => {
    const version = await requireVersion(pool, name);
    const { rows } = await pool.query<{ record: string }>(
      `select record from ${pg.escapeIdentifier(version.schemaName)}.dossier where number = $1`,
      [number],
    );
    return rows[0] === undefined ? null : JSON.parse(rows[0].record);
  };
  return { here: await recordIn(hereName), there: await recordIn(thereName) };
}
