import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HubError } from '@hub/core';
import pg, { type ClientBase, type Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { makeMonthsOf } from '../access-trace/trace-backup.ts';
import { withTransaction } from '../postgres/pool.ts';
import type { BackupFile, SequenceState } from './manifest.ts';
import { behindReferences, columnList, quoted, type StoreTable, tablesOf } from './store-tables.ts';

/** Throws `wrong-use` where a table of this store holds anything. */
export async function requireEmptyStore(pool: Pool, store: 'hub' | 'keys'): Promise<void> {
  await withTransaction(pool, (client) => requireEmpty(client, store));
}

async function requireEmpty(client: ClientBase, store: 'hub' | 'keys'): Promise<void> {
  for (const table of await tablesOf(client, store)) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${quoted(table)}) as filled`);
    if (!rows[0]?.filled || isDrawn(table)) continue;
    throw new HubError(
      'wrong-use',
      `${store === 'hub' ? 'The database of the hub' : 'The key store'} is not empty: ${table.schema}.${table.table} holds ` +
        'rows. A backup is restored into new databases: name them by HUB_DATABASE_URL and HUB_KEYS_URL and run "hub ' +
        'migrate", or set HUB_DATA_DIR to an empty directory. Nothing was changed.',
    );
  }
}

/** Each new database draws a mark for the feed that it will tell. */
function isDrawn({ schema, table }: Pick<StoreTable, 'schema' | 'table'>): boolean {
  return schema === 'feed' && table === 'epoch';
}

/** Fills an empty store with the files of a backup, all or nothing; whoever starts meanwhile waits for its end. */
export async function loadTables(
  pool: Pool,
  store: 'hub' | 'keys',
  directory: string,
  backup: { readonly files: readonly BackupFile[]; readonly sequences: readonly SequenceState[] },
  onRows: (rows: number) => void,
): Promise<void> {
  const files = backup.files.filter((file) => file.store === store);
  await withTransaction(
    pool,
    async (client) => {
      if (store === 'hub') await makeMonthsOf(client, files);
      for (const table of files) await client.query(`lock table ${quoted(table)} in access exclusive mode`);
      await requireEmpty(client, store);
      for (const file of await behindReferences(client, files)) {
        await loadTable(client, directory, file);
        onRows(file.rows);
      }
      if (store === 'hub') await setSequences(client, backup.sequences);
      for (const table of files) await client.query(`analyze ${quoted(table)}`);
    },
    { job: true },
  );
}

async function loadTable(client: ClientBase, directory: string, file: BackupFile): Promise<void> {
  const into = client.query(copyFrom(`copy ${quoted(file)} (${columnList(file.columns)}) from stdin`));
  await pipeline(createReadStream(join(directory, file.file)), createGunzip(), into);
  if (into.rowCount === file.rows) return;
  throw new HubError('backup-unusable', `${file.file} gave ${into.rowCount} rows instead of ${file.rows}.`);
}

async function setSequences(client: ClientBase, sequences: readonly SequenceState[]): Promise<void> {
  for (const { schema, sequence, lastValue, isCalled } of sequences) {
    const name = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(sequence)}`;
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, lastValue, isCalled]);
  }
}
