import { addDays, daysOfWeek, HubError, instantInParis, parisDay } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { listPartners } from '../access/clients.ts';
import { findOrganisation, listConventions } from '../access/organisations.ts';
import type { AgreedDataSet, Convention, Partner } from '../access/partner.ts';
import type { Operator } from '../admin/audit.ts';
import { askJob, type Job } from '../admin/jobs.ts';

export const dataSetFormats = ['csv', 'parquet'] as const;
export type DataSetFormat = (typeof dataSetFormats)[number];

/** The kind of the job that makes one. */
export const dataSetJob = 'data-set';

/** What was asked for; `bom`: CSV begins with a byte order mark. */
export interface AskedDataSet extends AgreedDataSet {
  /** SIRET of the organisation that it is for. */
  readonly siret: string;
  /** `YYYY-Www` */
  readonly week: string;
  readonly format: DataSetFormat;
  readonly bom: boolean;
}

/** Times are RFC 3339. */
export interface DataSet extends AskedDataSet {
  /** That of its job. */
  readonly id: string;
  readonly clientId: string;
  readonly agent: string;
  readonly askedAt: string;
  readonly madeAt: string | null;
  /** Null: not made yet, or deleted when its days were over. */
  readonly file: string | null;
  /** JSON, and the JWS of it. */
  readonly manifest: string | null;
  readonly signature: string | null;
}

const columns = `id, siret, kind, purpose, week, format, bom, client_id as "clientId", agent, file, manifest, signature,
  to_json(asked_at)#>>'{}' as "askedAt", to_json(made_at)#>>'{}' as "madeAt"`;

/** Days of a week, and the instant at which it is over (Europe/Paris): what came later is not in its data sets. */
export interface Week {
  readonly from: string;
  readonly to: string;
  /** RFC 3339, UTC. */
  readonly over: string;
}

/** Null where there is no such week. */
export function weekOf(week: string): Week | null {
  const days = daysOfWeek(week);
  if (days === null) return null;
  return { ...days, over: new Date(instantInParis(`${addDays(days.to, 1)}T00:00:00`)).toISOString() };
}

/** What came in the last minutes of a week is projected by then. */
const settledMs = 3_600_000;

/** Why a data set of this week cannot be made; null: it can. */
export function weekFault(week: string, nowMs: number): string | null {
  const found = weekOf(week);
  if (found === null) return 'a week of ISO 8601, as 2026-W23';
  return Date.parse(found.over) + settledMs > nowMs ? 'a week that was over an hour ago (Europe/Paris)' : null;
}

export function isAgreed(convention: Pick<Convention, 'dataSets'> | null, { kind, purpose }: AgreedDataSet): boolean {
  return convention?.dataSets.some((agreed) => agreed.kind === kind && agreed.purpose === purpose) ?? false;
}

/** Data sets that one organisation may have asked for within a day and not been given. */
const unmadeMax = 20;

/**
 * Asks for one in the caller's transaction. Throws `job-unfinished` where the same is being made, or too many of this
 * organisation are to be.
 */
export async function askDataSet(client: ClientBase, by: Operator, asked: AskedDataSet): Promise<Job> {
  const { siret, kind, purpose, week, format, bom } = asked;
  const { rows } = await client.query<{ unmade: number }>(
    `select count(*)::int as unmade from data_set.data_set
     where siret = $1 and made_at is null and asked_at > clock_timestamp() - interval '1 day'`,
    [siret],
  );
  if ((rows[0]?.unmade ?? 0) >= unmadeMax) {
    throw new HubError(
      'job-unfinished',
      `${unmadeMax} data sets of this organisation are not made yet: wait for them.`,
    );
  }
  const exclusive = [siret, kind, purpose, week, format, bom].join(' ');
  const job = await askJob(client, by, { kind: dataSetJob, parameters: asked, exclusive });
  await client.query(
    `insert into data_set.data_set (id, siret, kind, purpose, week, format, bom, client_id, agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [job.id, siret, kind, purpose, week, format, bom, by.clientId, by.agent],
  );
  return job;
}

export async function findDataSet(client: Pool | ClientBase, id: string): Promise<DataSet | null> {
  const { rows } = await client.query<DataSet>(`select ${columns} from data_set.data_set where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Those of one organisation for one purpose, the newest first; `before`: those asked before this one. */
export async function listDataSets(
  pool: Pool,
  { siret, purpose, before, limit }: { siret: string; purpose: string; before: string | null; limit: number },
): Promise<readonly DataSet[]> {
  const { rows } = await pool.query<DataSet>(
    `select ${columns} from data_set.data_set
     where siret = $1 and purpose = $2
       and ($3::uuid is null
         or (asked_at, id) < (select former.asked_at, former.id from data_set.data_set former where former.id = $3))
     order by asked_at desc, id desc limit $4`,
    [siret, purpose, before, limit],
  );
  return rows;
}

/** Offers the file from now on, in the transaction in which its job proves that it is still its own. */
export async function offerDataSet(
  client: ClientBase,
  { id, file, manifest, signature }: { id: string; file: string; manifest: string; signature: string },
): Promise<void> {
  await client.query(
    `update data_set.data_set set made_at = clock_timestamp(), file = $2, manifest = $3, signature = $4 where id = $1`,
    [id, file, manifest, signature],
  );
}

/** How long it is kept that one was made and what its manifest said. */
const rememberedDays = 400;

/** Takes back what is older; the files to be deleted. */
export async function endDataSets(pool: Pool, keptDays: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ file: string }>(
    `with old as (
       select id, file from data_set.data_set
       where file is not null and made_at < clock_timestamp() - $1 * interval '1 day' for update skip locked)
     update data_set.data_set set file = null from old where data_set.id = old.id returning old.file`,
    [keptDays],
  );
  await pool.query(
    `delete from data_set.data_set where file is null and asked_at < clock_timestamp() - $1 * interval '1 day'`,
    [rememberedDays],
  );
  return rows.map(({ file }) => file);
}

/** The files that are offered, of these. */
export async function offeredFiles(pool: Pool, files: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ file: string }>('select file from data_set.data_set where file = any($1)', [
    files,
  ]);
  return new Set(rows.map(({ file }) => file));
}

/**
 * An organisation as it reads through a data set: by what it is and agreed today, for all systems that its clients write
 * for. Throws `wrong-use` where its convention in force names no such data set.
 */
export async function dataSetReader(pool: Pool, asked: AskedDataSet & { readonly clientId: string }): Promise<Partner> {
  const { siret, clientId } = asked;
  const [organisation, [convention = null], clients] = await Promise.all([
    findOrganisation(pool, siret),
    listConventions(pool, { siret, on: parisDay(Date.now()) }),
    listPartners(pool, { siret, state: 'active' }),
  ]);
  if (organisation === null || convention === null || !isAgreed(convention, asked)) {
    throw new HubError('wrong-use', 'The convention in force of this organisation names no such data set.');
  }
  const sources = clients.flatMap((client) => client.sources);
  return {
    ...{ clientId, siret, kinds: organisation.kinds, certifies: [], convention },
    sources: [...new Set(sources)].sort(),
  };
}
