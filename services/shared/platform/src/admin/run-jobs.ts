import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError, type HubErrorCode } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { logGivenUp } from '../observability/fault-line.ts';
import type { Logger } from '../observability/logger.ts';

/** A job in the hands of this process. */
export interface TakenJob {
  readonly id: string;
  readonly parameters: object;
  /** Where whoever had it before left off; null: at the beginning. */
  readonly position: unknown;
  readonly done: number;
  readonly askedBy: { readonly siret: string | null; readonly clientId: string; readonly agent: string };
  /** Aborts when the job is cancelled, when the lease is lost and when this process closes. */
  readonly signal: AbortSignal;
  /**
   * Says how far the work is and renews the lease; in the transaction of the work itself where a client is given: then
   * position and work are kept together, and a process that lost the job to another writes nothing. Throws `lease-lost`
   * where the job is no longer this process's to do, or was cancelled, and aborts where this process closes: what the work
   * throws then is of no account.
   */
  advance(progress: JobProgress, client?: ClientBase): Promise<void>;
}

export interface JobProgress {
  readonly done: number;
  readonly total?: number | null;
  /** Plain JSON, what the work needs to go on from here. */
  readonly position?: unknown;
}

/** The work of one kind; what it gives is kept as the result of the job. Done twice from the same position, it changes nothing. */
export type JobWork = (job: TakenJob) => Promise<object | null>;

export interface JobRunnerOptions {
  readonly pool: Pool;
  readonly logger: Logger;
  /** What this process can do, by kind of job. */
  readonly works: Readonly<Record<string, JobWork>>;
  /** How long a job that nothing is heard of stays with its process; default 30,000. */
  readonly leaseMs?: number;
  /** How often it is looked whether there is a job; default 1,000. */
  readonly everyMs?: number;
}

export interface JobRunner {
  /** Gives back what is under way: another process goes on from its position. */
  close(): Promise<void>;
}

/** A fault that may pass is tried so often. */
const triesMax = 5;
/** A job whose processes ended without a word so often is not begun again: it may be what ends them. */
const takesMax = 10;
/** What lacks records yet waits for them, and that is no failed try. */
const waitsFor: readonly HubErrorCode[] = ['projection-building', 'projection-behind'];
/** Since it was asked for. */
const waitSecondsMax = 86_400;

interface Runner extends Required<JobRunnerOptions> {
  readonly owner: string;
  readonly closing: AbortSignal;
}

/**
 * Does the jobs of these kinds, one at a time, until it is closed. A job whose process ends without a word is taken up by
 * another once its lease has ended.
 */
export function runJobs(options: JobRunnerOptions): JobRunner {
  const stop = new AbortController();
  const defaults = { leaseMs: 30_000, everyMs: 1_000 };
  const runner: Runner = { ...defaults, ...options, owner: randomUUID(), closing: stop.signal };
  const running = Object.keys(options.works).length === 0 ? Promise.resolve() : keepTaking(runner);
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function keepTaking(runner: Runner): Promise<void> {
  const { closing, everyMs, logger } = runner;
  while (!closing.aborted) {
    try {
      const job = await takeJob(runner);
      if (job !== null) {
        await doJob(runner, job);
        continue;
      }
    } catch (error) {
      logGivenUp(logger, 'warn', error, { message: 'jobs cannot be looked for; it is tried again' });
    }
    await delay(everyMs, undefined, { signal: closing }).catch(() => {});
  }
}

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly parameters: object;
  readonly position: unknown;
  readonly done: number;
  readonly tries: number;
  readonly ageSeconds: number;
  readonly askedBy: TakenJob['askedBy'];
}

async function takeJob({ pool, works, owner, leaseMs }: Runner): Promise<JobRow | null> {
  const { rows } = await pool.query<JobRow>(
    `update admin.job set state = 'running', owner = $2, leased_until = clock_timestamp() + $3 * interval '1 ms',
       started_at = coalesce(started_at, clock_timestamp()), taken_at = clock_timestamp(), taken_done = done, tries = tries + 1
     where job_id = (
       -- Two runners at the same moment take two jobs, and neither waits for the other.
       select job_id from admin.job
       where kind = any($1::text[]) and cancel_asked_at is null and tries < $4
         and (state = 'waiting' and coalesce(leased_until <= clock_timestamp(), true)
           or state = 'running' and leased_until <= clock_timestamp())
       order by asked_at limit 1 for update skip locked)
     returning job_id as id, kind, parameters, position, done::float8, tries,
       extract(epoch from clock_timestamp() - asked_at)::float8 as "ageSeconds",
       json_build_object('siret', asked_by_siret, 'clientId', asked_by_client, 'agent', asked_by_agent) as "askedBy"`,
    [Object.keys(works), owner, leaseMs, takesMax],
  );
  if (rows[0] === undefined) await endLeft(pool, Object.keys(works));
  return rows[0] ?? null;
}

/** A job that was cancelled while the process that had it was gone, or whose processes are gone once too often. */
async function endLeft(pool: Pool, kinds: readonly string[]): Promise<void> {
  await pool.query(
    `update admin.job set ended_at = clock_timestamp(),
       state = case when cancel_asked_at is null then 'failed' else 'cancelled' end,
       error_code = case when cancel_asked_at is null then 'internal' else error_code end,
       error = case when cancel_asked_at is null then $3 else error end
     where kind = any($1::text[]) and state = 'running' and leased_until <= clock_timestamp()
       and (cancel_asked_at is not null or tries >= $2)`,
    [
      kinds,
      takesMax,
      `${takesMax} processes that did it ended without a word: look at their logs and memory, then ask for it again.`,
    ],
  );
}

async function doJob(runner: Runner, row: JobRow): Promise<void> {
  const { logger, works, closing } = runner;
  const lost = new AbortController();
  const signal = AbortSignal.any([closing, lost.signal]);
  const job: TakenJob = {
    ...row,
    signal,
    advance: async (progress, client) => {
      // A process that closes ends its work at the next step; another goes on from the last one.
      signal.throwIfAborted();
      if (await isStillOurs(runner, row.id, progress, client)) return;
      lost.abort();
      throw new HubError('lease-lost', 'This job was cancelled, or another process has it.');
    },
  };
  const renewing = keepLease(runner, row.id, lost);
  try {
    const result = await (works[row.kind] as JobWork)(job);
    await endJob(runner, row.id, { state: 'done', result });
  } catch (error) {
    await endOfFault(runner, row, { error, lost: lost.signal.aborted });
    if (!signal.aborted && !isWaiting(error, row))
      logger.warn({ err: error, job: row.id, kind: row.kind }, 'a job failed');
  } finally {
    lost.abort();
    await renewing;
  }
}

/** Renews the lease of work that takes long between two steps, and notices that the job was cancelled. */
async function keepLease(runner: Runner, id: string, lost: AbortController): Promise<void> {
  const { leaseMs, everyMs } = runner;
  while (!lost.signal.aborted) {
    await delay(Math.min(leaseMs / 3, everyMs), undefined, { signal: lost.signal }).catch(() => {});
    if (lost.signal.aborted) return;
    const ours = await isStillOurs(runner, id).catch(() => true);
    if (!ours) lost.abort();
  }
}

/** One statement is fence, progress and lease: of a job that another has, or that was cancelled, nothing is written. */
async function isStillOurs(
  { pool, owner, leaseMs }: Runner,
  id: string,
  progress?: JobProgress,
  client: Pool | ClientBase = pool,
): Promise<boolean> {
  const { done = null, total, position } = progress ?? {};
  const { rowCount } = await client.query(
    `update admin.job set leased_until = clock_timestamp() + $3 * interval '1 ms', done = coalesce($4, done),
       total = case when $5 then $6 else total end, position = case when $7 then $8::json else position end
     where job_id = $1 and owner = $2 and state = 'running' and leased_until > clock_timestamp() and cancel_asked_at is null`,
    [
      id,
      owner,
      leaseMs,
      done,
      total !== undefined,
      total ?? null,
      position !== undefined,
      position === undefined ? null : JSON.stringify(position),
    ],
  );
  return rowCount === 1;
}

type End =
  | { readonly state: 'done'; readonly result: object | null }
  | {
      readonly state: 'waiting' | 'failed' | 'cancelled';
      readonly code?: string;
      readonly message?: string;
      /** False: it only waited. */
      readonly tried?: boolean;
    };

function isWaiting(error: unknown, { ageSeconds }: JobRow): boolean {
  const isAwaited = error instanceof HubError && error.retryable && waitsFor.includes(error.code);
  return isAwaited && ageSeconds < waitSecondsMax;
}

async function endOfFault(
  runner: Runner,
  row: JobRow,
  { error, lost }: { readonly error: unknown; readonly lost: boolean },
): Promise<void> {
  const { id, tries } = row;
  if (runner.closing.aborted) return giveBack(runner, id);
  if (lost) return endJob(runner, id, { state: 'cancelled' }, 'cancelled-only');
  const code = error instanceof HubError ? error.code : 'internal';
  // What is no fault of ours by name may quote anything: it is in the log, not in the row.
  const message = error instanceof HubError ? error.message : 'The hub failed to do it; its log says why.';
  if (isWaiting(error, row)) return endJob(runner, id, { state: 'waiting', code, message, tried: false });
  const again = error instanceof HubError && error.retryable && tries < triesMax;
  await endJob(runner, id, { state: again ? 'waiting' : 'failed', code, message });
}

/** The lease ends now: whoever looks next takes it up. */
async function giveBack({ pool, owner, logger }: Runner, id: string): Promise<void> {
  await pool
    .query(
      `update admin.job set state = 'waiting', owner = null, leased_until = null, tries = tries - 1
       where job_id = $1 and owner = $2 and state = 'running'`,
      [id, owner],
    )
    .catch((error: unknown) => logger.warn({ err: error, job: id }, 'a job was not given back; its lease will end'));
}

async function endJob({ pool, owner, leaseMs }: Runner, id: string, end: End, only?: 'cancelled-only'): Promise<void> {
  const { state } = end;
  const told = end.state === 'done' ? [JSON.stringify(end.result), null, null] : [null, end.code, end.message];
  const tried = end.state === 'done' || (end.tried ?? true);
  await pool.query(
    `update admin.job set state = $3, result = $4::json, error_code = $5, error = $6,
       ended_at = case when $3 = 'waiting' then null else clock_timestamp() end,
       owner = case when $3 = 'waiting' then null else owner end,
       leased_until = case when $3 = 'waiting' then clock_timestamp() + tries * $7::float8 * interval '1 ms' else leased_until end,
       tries = case when $9 then tries else tries - 1 end
     where job_id = $1 and owner = $2 and state = 'running' and (not $8 or cancel_asked_at is not null)`,
    [id, owner, state, ...told, leaseMs / 6, only !== undefined, tried],
  );
}
