import { HubError } from '@hub/core';
import pg from 'pg';
import type { Logger } from 'pino';

export interface PoolOptions {
  /** Most connections at once. Default 10. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly logger: Logger;
  /** A statement that takes longer is cancelled. Default 60,000; 0 for none (rebuild, COPY). */
  readonly statementTimeoutMs?: number;
}

/** A pool that survives the loss of the server: idle connections that break are logged and replaced. */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    lock_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => {
    if (!pool.ending) options.logger.warn({ err: error }, 'an idle database connection broke');
  });
  return pool;
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects.
 * Throws `database-unavailable` (retryable) when the server cannot be reached or goes away; whether the commit
 * happened is then unknown.
 */
export async function withTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(rethrowDatabaseError);
  let broken: Error | undefined;
  // A connection that breaks between two statements emits here; the next statement rejects by itself.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    if (isConnectionError(error)) broken = error as Error;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    return rethrowDatabaseError(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']);
const brokenMessage =
  /not currently accepting connections|Connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i;

/** True where the server is away, starting, stopping or out of connections: the same work may succeed later. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (networkCodes.has(code)) return true;
    // Class 08 connection, 57P0x stopped by the server, 53300 too many connections (PostgreSQL, appendix A).
    if (/^08|^57P0|^53300$/.test(code)) return true;
  }
  return brokenMessage.test(error.message);
}

/** Throws `database-unavailable` in place of a connection's fault, anything else as it is. */
export function rethrowDatabaseError(error: unknown): never {
  if (error instanceof HubError || !isConnectionError(error)) throw error;
  throw new HubError('database-unavailable', 'PostgreSQL cannot be reached; check that it runs and accepts us.', {
    retryable: true,
    cause: error,
  });
}
