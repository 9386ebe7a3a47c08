import { randomUUID } from 'node:crypto';
import { allowJob, openPool, withClient } from '@hub/platform';
import type { Client, Pool } from 'pg';
import { inject } from 'vitest';
import { testLogger } from './logger.ts';
import { databaseUrl } from './postgres-server.ts';

export interface TestDatabase {
  readonly url: string;
  readonly keysUrl: string;
  readonly pool: Pool;
  readonly keysPool: Pool;
  /** Closes the pools and drops both databases. */
  readonly drop: () => Promise<void>;
}

/** A migrated pair of databases of the caller's own, cloned from the templates in some 50 ms. */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const templates = inject('templates');
  const id = randomUUID().replaceAll('-', '').slice(0, 16);
  const names = { hub: `test_hub_${id}`, keys: `test_keys_${id}` };
  await onServer(serverUrl, async (client) => {
    await client.query(`create database ${names.hub} template ${templates.hub}`);
    await client.query(`create database ${names.keys} template ${templates.keys}`);
    // A clone has the grants of its template, but for those on the database itself.
    await client.query(`grant create on database ${names.hub} to hub_projector`);
  });
  const url = databaseUrl(serverUrl, names.hub);
  const keysUrl = databaseUrl(serverUrl, names.keys);
  const pool = openPool(url, { applicationName: 'test', logger: testLogger });
  const keysPool = openPool(keysUrl, { applicationName: 'test', logger: testLogger, max: 5 });
  const drop = async () => {
    await Promise.all([pool, keysPool].filter((each) => !each.ended).map((each) => each.end()));
    await onServer(serverUrl, async (client) => {
      await client.query(`drop database if exists ${names.hub} with (force)`);
      await client.query(`drop database if exists ${names.keys} with (force)`);
    });
  };
  return { url, keysUrl, pool, keysPool, drop };
}

/** A drop waits for every session of the server, also of a test that lets one wait for its client. */
function onServer(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  return withClient(url, async (client) => {
    await allowJob(client, 'session');
    await work(client);
  });
}
