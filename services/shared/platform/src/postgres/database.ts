import { HubError } from '@hub/core';
import pg from 'pg';
import { allowJob, connectionSettings, DatabaseConnection } from './connection.ts';
import { databaseError } from './database-error.ts';

/** Creates the database that the URL names where the server has none; two processes may call it at once. */
export async function ensureDatabase(url: string, timeoutMs?: number): Promise<void> {
  if (await databaseExists(url, timeoutMs)) return;
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const create = async (client: pg.Client) => {
    await allowJob(client, 'session');
    try {
      await client.query(`create database ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      // 42P04: it exists; 23505: another process made it at this very moment.
      if (!['42P04', '23505'].includes((error as { code: string }).code)) throw error;
    }
  };
  await withClient(maintenance.href, create, timeoutMs);
}

/** False where the server has no database of this name. Throws `database-unavailable` where there is no server. */
export async function databaseExists(url: string, timeoutMs?: number): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('select 1'), timeoutMs);
    return true;
  } catch (error) {
    const cause = error instanceof HubError ? error.cause : error;
    // 3D000: no such database.
    if ((cause as { code?: string }).code === '3D000') return false;
    throw error;
  }
}

/**
 * One connection for the duration of `work`; its statements are bounded as those of a pool are (`timeoutMs`, default
 * 20,000). Throws `database-unavailable` where there is no server.
 */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  timeoutMs?: number,
): Promise<T> {
  const settings = connectionSettings(url, timeoutMs);
  // Nobody else is served meanwhile, and a process that starts may be busy with itself for seconds.
  const client: pg.Client = new DatabaseConnection(settings, settings.connectionTimeoutMillis);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end();
  }
}
