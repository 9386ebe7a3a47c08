import type { HubError } from '@hub/core';
import pg from 'pg';
import type { Logger } from 'pino';
import { type FaultLine, faultLine } from '../observability/fault-line.ts';
import {
  allowJob,
  type ConnectionSettings,
  connectionSettings,
  DatabaseConnection,
  type DatabaseRole,
  databaseTimeoutMs,
} from './connection.ts';
import { databaseError, deadWire } from './database-error.ts';
import { watchForSilence } from './silent-connections.ts';

export interface PoolOptions {
  /** Most connections at once. Default 10. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly logger: Logger;
  /** What its statements may do; default: what the login user may. */
  readonly role?: DatabaseRole;
  /** How long a statement may take; its connection is given up then. Default 20,000. */
  readonly timeoutMs?: number;
  /** Of a pool on the same server, so that one outage is told once. Default: a line of its own. */
  readonly fault?: FaultLine;
}

/**
 * One line when the database fails, and one when it works again; `timeoutMs` is that of its pools. What was asked on a dead
 * wire before it worked again has failed after that time: until then it is the same fault.
 */
export function databaseFault(logger: Logger, timeoutMs: number = databaseTimeoutMs): FaultLine {
  const words = { began: 'the database fails', ended: 'the database works again' };
  return faultLine(logger, words, { quietMs: timeoutMs });
}

/**
 * A pool that survives the loss of the server: connections that break are replaced. Whatever it rejects with is
 * `database-unavailable` (retryable) where the statement is not at fault.
 */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const fault = options.fault ?? databaseFault(options.logger, options.timeoutMs);
  const whileOpen: FaultLine = {
    failed: (error) => (pool.ending ? undefined : fault.failed(error)),
    worked: () => fault.worked(),
  };
  const pool = new DatabasePool({
    ...connectionSettings(url, options.timeoutMs, options.role),
    max: options.max ?? 10,
    application_name: options.applicationName,
    idleTimeoutMillis: 30_000,
    fault: whileOpen,
    onUnanswered: (reason) => giveUpIdle(new URL(url).host, reason),
  });
  return pool;
}

const openPools = new Set<DatabasePool>();

/**
 * What was broken for one connection may be so for the idle ones of all our pools on this server, and each would cost
 * whoever takes it next the whole time of a statement.
 */
function giveUpIdle(server: string, reason: HubError): void {
  for (const pool of openPools) if (pool.server === server) pool.giveUpIdle(reason);
}

type Connected = (error: unknown, client?: unknown, release?: unknown) => void;

class DatabasePool extends pg.Pool {
  readonly #settings: ConnectionSettings;
  readonly #idle = new Set<pg.ClientBase>();
  readonly #open = new Set<DatabaseConnection>();
  readonly #watch: { readonly stop: () => void };
  readonly server: string;

  constructor(settings: ConnectionSettings) {
    super({ ...settings, Client: DatabaseConnection as unknown as new () => pg.ClientBase });
    this.#settings = settings;
    this.server = new URL(settings.connectionString ?? '').host;
    openPools.add(this);
    // Without a listener, an idle connection that the server closes would end the process.
    this.on('error', (error) => this.#met(error));
    this.on('release', (error, client) => (error ? undefined : this.#idle.add(client)));
    this.on('acquire', (client) => this.#idle.delete(client));
    this.on('connect', (client) => (client instanceof DatabaseConnection ? this.#open.add(client) : undefined));
    this.on('remove', (client) => {
      this.#idle.delete(client);
      if (client instanceof DatabaseConnection) this.#open.delete(client);
    });
    const url = settings.connectionString ?? '';
    this.#watch = watchForSilence({
      url,
      connections: () => this.#open,
      giveUp: (silent) => this.#giveUpSilent(silent),
    });
  }

  override connect(...given: never[]): never {
    return this.#connect(given[0] as Connected | undefined) as never;
  }

  #connect(connected: Connected | undefined): unknown {
    if (connected !== undefined) {
      const translated: Connected = (error, client, release) => connected(error && this.#met(error), client, release);
      return Reflect.apply(super.connect, this, [translated]);
    }
    return this.#translated(Reflect.apply(super.connect, this, []) as Promise<unknown>);
  }

  override query(...given: never[]): never {
    return this.#translated(Reflect.apply(super.query, this, given) as Promise<unknown>) as never;
  }

  override end(...given: never[]): never {
    openPools.delete(this);
    this.#watch.stop();
    return Reflect.apply(super.end, this, given) as never;
  }

  async #translated(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      throw this.#met(error);
    }
  }

  #met(error: unknown): unknown {
    const ours = databaseError(error);
    if (ours !== error) this.#settings.fault?.failed(ours);
    return ours;
  }

  /** The wire of these is dead; what else is idle on it may be so too. */
  #giveUpSilent(silent: readonly DatabaseConnection[]): void {
    for (const connection of silent) connection.met(deadWire());
  }

  giveUpIdle(reason: HubError): void {
    for (const client of this.#idle) if (client instanceof DatabaseConnection) client.giveUp(reason);
  }
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. `job`: its statements may take
 * an hour. `undo`: rolled back in any case, for who asks what would come of it. Throws `database-unavailable` (retryable) when the server cannot be reached or goes away; whether the commit
 * happened is then unknown.
 */
export async function withTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  { job = false, undo = false }: { readonly job?: boolean; readonly undo?: boolean } = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    if (job) await allowJob(client, 'transaction');
    const result = await work(client);
    await client.query(undo ? 'rollback' : 'commit');
    return result;
  } catch (error) {
    // What broke may be another server that the work spoke with: the connection itself knows whether it is lost.
    if (client instanceof DatabaseConnection && client.isLost) broken = error as Error;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    throw error;
  } finally {
    if (job && client instanceof DatabaseConnection) client.boundStatements(null);
    client.release(broken);
  }
}

/**
 * A connection of its own for as long as it is wanted; whoever ends it gives it up by `release(true)`, for it holds locks,
 * settings or notifications. It is asked every half of a statement's time whether it lives: between us and the server,
 * there may be what keeps a dead connection open. `onBroken` is called once it does not.
 */
export async function holdConnection(pool: pg.Pool, onBroken: () => void = () => {}): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const timeoutMs = client instanceof DatabaseConnection ? client.timeoutMs : databaseTimeoutMs;
  const timer = setInterval(() => void askWhetherAlive(client, timeoutMs), timeoutMs / 2).unref();
  client.once('error', onBroken);
  client.once('end', () => clearInterval(timer));
  return client;
}

/** A statement of nothing, which takes no snapshot and does not mind a failed transaction. Its failure ends the connection. */
async function askWhetherAlive(client: pg.ClientBase, timeoutMs: number): Promise<void> {
  if (client instanceof DatabaseConnection && client.isBusy) return;
  const question = { text: '', query_timeout: timeoutMs };
  await client.query(question).catch(() => {});
}
