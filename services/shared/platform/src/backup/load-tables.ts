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
import { columnList, quoted, tablesOf } from './store-tables.ts';

/** Throws `wrong-use` where a table of this store holds anything. */
export async function requireEmptyStore(pool: Pool, store: 'hub' | 'keys'): Promise<void> {
  await withTransaction(pool, (client) => requireEmpty(client, store));
}

async function requireEmpty(client: ClientBase, store: 'hub' | 'keys'): Promise<void> {
  for (const table of await tablesOf(client, store)) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${quoted(table)}) as filled`);
    if (!rows[0]?.filled) continue;
    throw new HubError(
      'wrong-use',
      `${store === 'hub' ? 'The database of the hub' : 'The key store'} is not empty: ${table.schema}.${table.table} holds ` +
        'rows. A backup is restored into new databases: name them by HUB_DATABASE_URL and HUB_KEYS_URL and run "hub ' +
        'migrate", or set HUB_DATA_DIR to an empty directory. Nothing was changed.',
    );
  }
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
      for (const file of parentsFirst(files, await parentsOf(client))) {
        await loadTable(client, directory, file);
        onRows(file.rows);
      }
      if (store === 'hub') await setSequences(client, backup.sequences);
      for (const table of files) await client.query(`analyze ${quoted(table)}`);
    },
    { job: true },
  );
}

/** By name of a table, those that its foreign keys point to. */
async function parentsOf(client: ClientBase): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ child: string; parent: string }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
     where contype = 'f' and conrelid <> confrelid`,
  );
  const children = Map.groupBy(rows, ({ child }) => child);
  return new Map([...children].map(([child, pairs]) => [child, pairs.map(({ parent }) => parent)]));
}

/** No table before one that its rows point to; otherwise in the order given. */
function parentsFirst(
  files: readonly BackupFile[],
  parents: ReadonlyMap<string, readonly string[]>,
): readonly BackupFile[] {
  const named = new Map(files.map((file) => [`${file.schema}.${file.table}`, file]));
  const ordered = new Set<BackupFile>();
  const add = (name: string, above: readonly string[]): void => {
    const file = named.get(name);
    if (file === undefined || ordered.has(file) || above.includes(name)) return;
    for (const parent of parents.get(name) ?? []) add(parent, [...above, name]);
    ordered.add(file);
  };
  for (const name of named.keys()) add(name, []);
  return [...ordered];
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
