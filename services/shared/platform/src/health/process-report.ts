import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { within } from '../waiting/within.ts';
import type { Checks } from './checks.ts';
import { lastFailures, type ReportedCheck } from './last-failures.ts';

/** What a process says of itself. */
export interface ProcessSelf {
  readonly services: readonly string[];
  readonly version: string;
  /** Where it answers, as seen from its own machine. */
  readonly address: string;
  /** Names and epochs of the secrets that it holds, such as `kek 2`. */
  readonly secrets: readonly string[];
}

export interface ReportedProcess extends ProcessSelf {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly seenAt: string;
  /** False: it was not heard of for so long that it was killed, or cannot reach the database. */
  readonly heard: boolean;
  readonly checks: readonly ReportedCheck[];
}

interface ReportOptions {
  readonly pool: Pool;
  readonly checks: Checks;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly self: ProcessSelf;
}

const everyMs = 3_000;
/** Five reports are missing. */
const silentMs = 15_000;
const farewellMs = 2_000;

export interface ProcessReport {
  /** Throws why this process's row could not be written last: a database that answers may still take no write. */
  requireWritten(): void;
  close(): Promise<void>;
}

interface Written {
  /** By `performance.now()`. */
  at: number;
  /** Null where the last write worked. */
  fault: unknown;
}

/** Runs the checks every three seconds and writes this process's row with them, until it is closed. */
export function reportProcess(options: ReportOptions): ProcessReport {
  const id = randomUUID();
  const written: Written = { at: performance.now(), fault: null };
  const stop = new AbortController();
  const held = new Gauge({
    name: 'hub_check_ok',
    help: '1: this check of /readyz held when this process last looked, every 3 seconds; 0: it did not.',
    labelNames: ['check'],
    registers: [options.metrics],
  });
  const reporting = keepReporting(options, { id, held, written }, stop.signal);
  return {
    requireWritten: () => requireWritten(written),
    close: async () => {
      stop.abort();
      // The row of a process that ends where the database is away is deleted by others a day later.
      const farewell = reporting.then(() => options.pool.query('delete from health.process where id = $1', [id]));
      await within(
        farewell.catch(() => {}),
        farewellMs,
        () => {},
      );
    },
  };
}

async function keepReporting(
  { pool, checks, logger, self }: ReportOptions,
  { id, held, written }: { readonly id: string; readonly held: Gauge<'check'>; readonly written: Written },
  signal: AbortSignal,
): Promise<void> {
  const remembered = lastFailures();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const results = remembered(await checks(), Date.now());
    for (const { name, state } of results) held.set({ check: name }, state === 'ok' ? 1 : 0);
    if (isFirst) await replaceFormer(pool, self).catch(() => {});
    try {
      await writeReport(pool, id, self, results);
      written.at = performance.now();
      written.fault = null;
    } catch (error) {
      written.fault = error;
      logger.debug({ err: error }, 'this process could not say how it is');
    }
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
}

function requireWritten({ at, fault }: Written): void {
  if (fault !== null) throw fault;
  if (performance.now() - at < silentMs) return;
  throw new HubError('database-unavailable', `PostgreSQL has not finished a write for ${silentMs / 1_000} s.`, {
    retryable: true,
  });
}

/** A process that answers where another did has taken its place. */
async function replaceFormer(pool: Pool, { address }: ProcessSelf): Promise<void> {
  await pool.query('delete from health.process where host = $1 and address = $2', [hostname(), address]);
}

async function writeReport(
  pool: Pool,
  id: string,
  { services, version, address, secrets }: ProcessSelf,
  results: readonly ReportedCheck[],
): Promise<void> {
  await pool.query(
    `with past as (delete from health.process where seen_at < clock_timestamp() - interval '1 day')
     insert into health.process (id, services, host, pid, version, address, checks, secrets)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set seen_at = clock_timestamp(), checks = excluded.checks`,
    [id, services, hostname(), process.pid, version, address, JSON.stringify(results), secrets],
  );
}

/** Every process that was heard of within a day and did not say that it ends, the oldest first. */
export async function readProcesses(pool: Pool): Promise<readonly ReportedProcess[]> {
  const { rows } = await pool.query<ReportedProcess>(
    `select id, services, host, pid, version, address, checks, secrets,
       to_json(started_at)#>>'{}' as "startedAt", to_json(seen_at)#>>'{}' as "seenAt",
       seen_at > clock_timestamp() - $1 * interval '1 ms' as heard
     from health.process order by started_at, id`,
    [silentMs],
  );
  return rows;
}
