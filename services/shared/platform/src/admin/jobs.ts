import { HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import type { Operator } from './audit.ts';

export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** Long work that an operator asked for. Times are RFC 3339. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly parameters: object;
  readonly state: JobState;
  readonly askedAt: string;
  readonly askedBy: { readonly siret: string | null; readonly clientId: string; readonly agent: string };
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly done: number;
  /** Null: not known yet. */
  readonly total: number | null;
  /** Its present rate; null where nobody can say. */
  readonly perSecond: number | null;
  /** Seconds to its end at the present rate; null where nobody can say. */
  readonly secondsLeft: number | null;
  readonly cancelling: boolean;
  readonly result: unknown;
  /** Why it failed, or why it is tried again. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

const columns = `job_id as id, kind, parameters, state, to_json(asked_at)#>>'{}' as "askedAt",
  json_build_object('siret', asked_by_siret, 'clientId', asked_by_client, 'agent', asked_by_agent) as "askedBy",
  to_json(started_at)#>>'{}' as "startedAt", to_json(ended_at)#>>'{}' as "endedAt",
  done::float8, total::float8,
  case when state = 'running' and done > taken_done and total is not null then
    ceil((total - done) * extract(epoch from clock_timestamp() - taken_at) / (done - taken_done))::float8
  end as "secondsLeft",
  case when state = 'running' and done > taken_done then
    ((done - taken_done) / extract(epoch from clock_timestamp() - taken_at))::float8
  end as "perSecond",
  (cancel_asked_at is not null and ended_at is null) as cancelling, result,
  case when error is not null then json_build_object('code', error_code, 'message', error) end as error`;

export interface JobRequest {
  readonly kind: string;
  readonly parameters: object;
  /** Of the unfinished jobs of one kind, one may hold this name; default: several may run at once. */
  readonly exclusive?: string;
  /** How much there is to do, where it is known beforehand. */
  readonly total?: number;
}

/**
 * Asks for a job in the caller's transaction. Throws `job-unfinished` where another of its kind holds the same exclusive
 * name.
 */
export async function askJob(client: ClientBase, by: Operator, request: JobRequest): Promise<Job> {
  const { rows } = await client.query<Job>(
    `insert into admin.job (kind, parameters, exclusive, total, asked_by_siret, asked_by_client, asked_by_agent)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (kind, exclusive) where state in ('waiting', 'running') do nothing returning ${columns}`,
    [
      request.kind,
      JSON.stringify(request.parameters),
      request.exclusive ?? null,
      request.total ?? null,
      by.siret,
      by.clientId,
      by.agent,
    ],
  );
  if (rows[0] !== undefined) return rows[0];
  throw new HubError('job-unfinished', `A job ${request.kind} is not finished yet: wait for its end, or cancel it.`);
}

export async function findJob(pool: Pool | ClientBase, id: string): Promise<Job | null> {
  const { rows } = await pool.query<Job>(`select ${columns} from admin.job where job_id = $1`, [id]);
  return rows[0] ?? null;
}

export interface JobFilter {
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  /** Failed within a day, and none of its kind that was asked later is done: somebody should look at it. */
  readonly awaiting?: boolean | undefined;
  /** Jobs asked before this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listJobs(
  pool: Pool,
  { kind, state, awaiting = false, before, limit }: JobFilter,
): Promise<readonly Job[]> {
  const { rows } = await pool.query<Job>(
    `select ${columns} from admin.job
     where ($1::text is null or kind = $1) and ($2::text is null or state = $2)
       and (not $5 or state = 'failed' and ended_at > clock_timestamp() - interval '1 day' and not exists (
         select from admin.job later where later.kind = job.kind and later.asked_at > job.asked_at and later.state = 'done'))
       and ($3::uuid is null
         or (asked_at, job_id) < (select former.asked_at, former.job_id from admin.job former where former.job_id = $3))
     order by asked_at desc, job_id desc limit $4`,
    [kind ?? null, state ?? null, before ?? null, limit, awaiting],
  );
  return rows;
}

/** One that waits ends at once; one that runs ends at its next step. Changes nothing of a job that has ended. */
export async function cancelJob(client: ClientBase, id: string): Promise<Job | null> {
  const { rows } = await client.query<Job>(
    `update admin.job set cancel_asked_at = coalesce(cancel_asked_at, clock_timestamp()),
       state = case when state = 'waiting' then 'cancelled' else state end,
       ended_at = case when state = 'waiting' then clock_timestamp() else ended_at end
     where job_id = $1 and state in ('waiting', 'running') returning ${columns}`,
    [id],
  );
  return rows[0] ?? findJob(client, id);
}
