import { randomBytes } from 'node:crypto';
import { HubError } from '@hub/core';
import pg from 'pg';
import type { FaultLine } from '../observability/fault-line.ts';
import { afterSilence } from '../waiting/after-silence.ts';
import { databaseError, isBroken, isNotQueryable, isUnanswered } from './database-error.ts';

/** A statement that is not answered within this time is given up, and its connection with it. */
export const databaseTimeoutMs = 20_000;
/** What a statement of a job may take: COPY, indexes, migrations, comparisons, the drop of a version. */
const jobTimeoutMs = 3_600_000;
/** A job reads the log in the middle of a transaction; its connection is asked whether it lives meanwhile. */
const jobIdleMs = 600_000;
/** However short a statement may be: a busy machine takes a while to answer whoever is new. */
const connectMsMin = 3_000;
/** A server that is away and does not say so must not hold up whoever ends a connection. */
const endMs = 2_000;

/** However short a statement may be: our own event loop may pause in the middle of a transaction. */
const idleMsMin = 5_000;

export interface ConnectionSettings extends pg.PoolConfig {
  readonly query_timeout: number;
  /** The first statement of every session. */
  readonly session: string;
  readonly fault?: FaultLine;
  /** A statement was not answered in time. */
  readonly onUnanswered?: (reason: HubError) => void;
}

/**
 * Every bound follows from one. The server gives up a statement before we do, so that a slow one is answered by an error
 * and only a broken wire costs the connection.
 */
export function connectionSettings(
  connectionString: string,
  timeoutMs: number = databaseTimeoutMs,
  role: DatabaseRole | null = null,
) {
  return {
    connectionString,
    query_timeout: timeoutMs,
    session: role === null ? sessionOf(timeoutMs) : `${sessionOf(timeoutMs)}; ${takeRole(role, 'session')}`,
    connectionTimeoutMillis: Math.round(0.5 * timeoutMs),
    keepAlive: true,
    keepAliveInitialDelayMillis: Math.round(0.5 * timeoutMs),
  } satisfies ConnectionSettings;
}

/** The group roles of `migrations/hub/grants-hub.sql`, which says what each may do. */
export type DatabaseRole =
  | 'hub_process'
  | 'hub_gateway'
  | 'hub_projector'
  | 'hub_query'
  | 'hub_dispatcher'
  | 'hub_console';

/**
 * Takes the role where the server has it and the login user is its member; else everything goes on as the login user, whose
 * rights are then what the operator gave it.
 */
export function takeRole(role: DatabaseRole, during: 'transaction' | 'session'): string {
  return `select set_config('role', rolname, ${during === 'transaction'}) from pg_roles
    where rolname = '${role}' and pg_has_role(oid, 'member')`;
}

/**
 * The server's own half of the bounds. A statement, because poolers refuse them as parameters of the start: PgBouncer
 * knows a handful only.
 */
function sessionOf(timeoutMs: number): string {
  return [
    `set statement_timeout = ${Math.round(0.75 * timeoutMs)}`,
    `set lock_timeout = ${Math.round(0.5 * timeoutMs)}`,
    // A session whose wire broke in the middle of a transaction holds its locks so long: the server cannot know.
    `set idle_in_transaction_session_timeout = ${idleMs(timeoutMs)}`,
    // It ends the session, and frees the locks, of a machine that is gone.
    'set tcp_keepalives_idle = 10',
    'set tcp_keepalives_interval = 5',
  ].join('; ');
}

/** A server that takes a connection of a pool and says nothing is tried again; the pool waits longer for one that comes free. */
function connectMs(timeoutMs: number): number {
  return Math.min(Math.max(connectMsMin, 0.15 * timeoutMs), timeoutMs / 2);
}

function idleMs(timeoutMs: number): number {
  return Math.round(Math.max(idleMsMin, 0.25 * timeoutMs));
}

/** How long a transaction on this connection may wait for something else: the server would end its session a moment later. */
export function patienceMs(client: pg.ClientBase): number {
  return 0.8 * idleMs(client instanceof DatabaseConnection ? client.timeoutMs : databaseTimeoutMs);
}

type Callback = (error: unknown, result?: unknown) => void;

interface Submitted {
  submit(connection: unknown): unknown;
  handleError(error: unknown, connection: unknown): void;
}

function isSubmitted(given: unknown): given is Submitted {
  return typeof given === 'object' && given !== null && 'submit' in given;
}

/**
 * A connection whose statements reject with ours for what is no fault of theirs (`database-unavailable`, retryable) and
 * with PostgreSQL's own errors otherwise. One that breaks or does not answer in time is closed for good, whoever holds it.
 * pg's pool makes it, so that it is a class.
 */
export class DatabaseConnection extends pg.Client {
  readonly #settings: ConnectionSettings;
  readonly #opensWithinMs: number;
  /** We end it: what its statements meet then is no fault of the server. */
  #isEnding = false;
  /** The name of its session at the server: what the pool is called, and a mark of its own. */
  readonly tag: string;
  /** A statement is on its way. */
  isBusy = false;
  /** When the statement was sent that it has waited for since, by `performance.now()`. */
  askedAt = 0;
  /** It was given up, ended, or broke: it takes no statement any more. */
  isLost = false;
  /** What the server or the wire ended it with while nothing was asked; of the next statement, pg says only that it cannot be sent. */
  #end: Error | null = null;

  constructor(settings: ConnectionSettings, opensWithinMs: number = connectMs(settings.query_timeout)) {
    const tag = `${settings.application_name ?? 'hub'} ${randomBytes(6).toString('hex')}`;
    super({ ...settings, application_name: tag, connectionTimeoutMillis: 0 });
    this.tag = tag;
    this.#settings = settings;
    this.#opensWithinMs = opensWithinMs;
    // Whoever holds it hears of a break from its next statement; without a listener the process would end.
    this.on('error', (error) => {
      this.isLost = true;
      this.#end ??= error;
    });
    this.on('end', () => {
      this.isLost = true;
    });
    this.on('drain', () => {
      this.isBusy = false;
    });
  }

  get timeoutMs(): number {
    return this.#settings.query_timeout;
  }

  /** For how long it has waited for an answer; 0 where it waits for none. */
  silentMs(): number {
    return this.isBusy ? performance.now() - this.askedAt : 0;
  }

  override connect(...given: never[]): never {
    const [connected] = given as readonly Callback[];
    const opened = this.#open();
    if (connected === undefined) return opened as never;
    opened.then(() => connected(null), connected);
    return undefined as never;
  }

  async #open(): Promise<this> {
    // In the words of pg, whose own bound would count what we stood still.
    const stop = afterSilence(this.#opensWithinMs, () => this.giveUp(new Error('timeout expired')));
    try {
      await Reflect.apply(super.connect, this, []);
      await this.#send([this.#settings.session]);
      return this;
    } catch (error) {
      // Nobody would end it: to whoever opens it, it was never there.
      this.giveUp(error as Error);
      throw error;
    } finally {
      stop();
    }
  }

  override query(...given: never[]): never {
    return this.#query(given) as never;
  }

  #query(given: readonly unknown[]): unknown {
    // Of statements that wait for each other, the first one: a later one does not begin the wait anew.
    if (!this.isBusy) this.askedAt = performance.now();
    this.isBusy = true;
    const [first] = given;
    const callback = given.at(-1);
    if (isSubmitted(first)) this.#watch(first);
    else if (typeof callback === 'function') {
      return this.#send([...given.slice(0, -1), this.#answering(callback as Callback)]);
    }
    const answer = this.#send(given);
    return answer instanceof Promise ? this.#answered(answer) : answer;
  }

  #send(given: readonly unknown[]): unknown {
    return Reflect.apply(super.query, this, given);
  }

  #answering(callback: Callback): Callback {
    return (error, result) => {
      if (error) return callback(this.met(error));
      this.#settings.fault?.worked();
      callback(error, result);
    };
  }

  async #answered(answer: Promise<unknown>): Promise<unknown> {
    try {
      const result = await answer;
      this.#settings.fault?.worked();
      return result;
    } catch (error) {
      throw this.met(error);
    }
  }

  /** A COPY ends with its stream, which is told of one fault only: a second one would have nobody to hear it. */
  #watch(copy: Submitted): void {
    const handleError = copy.handleError.bind(copy);
    let failed = false;
    copy.handleError = (error, connection) => {
      if (failed) return;
      failed = true;
      handleError(this.met(error), connection);
    };
  }

  /** Ours for this error; the connection is closed where it is broken. */
  met(error: unknown): unknown {
    const ours = databaseError(isNotQueryable(error) ? (this.#end ?? error) : error);
    if (!(ours instanceof HubError)) return ours;
    if (ours !== error && !this.#isEnding) this.#settings.fault?.failed(ours);
    if (isBroken(ours)) this.giveUp(ours);
    if (isUnanswered(ours)) this.#settings.onUnanswered?.(ours);
    return ours;
  }

  /** Closes it without a word to the server: who holds it, or the pool where nobody does, hears an `error`. */
  giveUp(reason: Error): void {
    this.isLost = true;
    this.connection.stream.destroy(reason);
  }

  /** How long statements may take from now on, on our side; `null`: as the connection was opened. */
  boundStatements(timeoutMs: number | null): void {
    const { connectionParameters } = this as unknown as { connectionParameters: { query_timeout: number } };
    connectionParameters.query_timeout = timeoutMs ?? this.timeoutMs;
  }

  override end(callback?: (error: Error) => void): never {
    this.#isEnding = true;
    this.isLost = true;
    const timer = setTimeout(() => this.connection.stream.destroy(), endMs).unref();
    this.once('end', () => clearTimeout(timer));
    return Reflect.apply(super.end, this, callback === undefined ? [] : [callback]) as never;
  }
}

/**
 * Statements on this connection may take as long as those of a job do, until the transaction ends or, on a connection of
 * the job's own, for good. `withTransaction` takes it back.
 */
export async function allowJob(client: pg.ClientBase, during: 'transaction' | 'session'): Promise<void> {
  const set = during === 'transaction' ? 'set local' : 'set';
  await client.query(
    `${set} statement_timeout = ${0.75 * jobTimeoutMs}; ${set} lock_timeout = 0;
     ${set} idle_in_transaction_session_timeout = ${jobIdleMs}`,
  );
  if (client instanceof DatabaseConnection) client.boundStatements(jobTimeoutMs);
}
