import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allowJob, embeddedPostgres, migrateHub, migrateKeys, withClient } from '@hub/platform';
import type { Logger } from 'pino';

/** A database name of the server, in place of the one the URL names. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** The embedded server as tests want it: many connections, nothing kept for after a crash of the machine. */
export async function testPostgresServer(dataDir: string, logger: Logger, port?: number) {
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '400', max_wal_size: '1GB' };
  const server = await embeddedPostgres({ dataDir, logger, settings, ...(port === undefined ? {} : { port }) });
  return { ...server, serverUrl: databaseUrl(server.url, 'postgres') };
}

export interface Templates {
  readonly hub: string;
  readonly keys: string;
}

/** The migrated pair that `testDatabase` clones; named by the migrations' content, so a changed one makes a new pair. */
export async function makeTemplates(serverUrl: string): Promise<Templates> {
  return withClient(serverUrl, async (client) => {
    // Several runs may share the server, and wait for whoever migrates.
    await allowJob(client, 'session');
    await client.query("select pg_advisory_lock(hashtext('hub test templates'))");
    const ensure = async (folder: 'hub' | 'keys', migrate: (url: string) => Promise<unknown>) => {
      const name = `template_${folder}_${await contentHash(folder)}`;
      const found = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (found.rows.length > 0) return name;
      const building = `building_${randomUUID().replaceAll('-', '')}`;
      await client.query(`create database ${building}`);
      await migrate(databaseUrl(serverUrl, building));
      await client.query(`alter database ${building} rename to ${name}`);
      return name;
    };
    return { hub: await ensure('hub', migrateHub), keys: await ensure('keys', migrateKeys) };
  });
}

async function contentHash(folder: string): Promise<string> {
  const directory = fileURLToPath(new URL(`../../migrations/${folder}`, import.meta.url));
  const hash = createHash('sha256');
  for (const file of (await readdir(directory)).sort()) hash.update(file).update(await readFile(join(directory, file)));
  return hash.digest('hex').slice(0, 12);
}
