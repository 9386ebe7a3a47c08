import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { logTopics } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import type { LogOrigin } from '../custody/log-origin.ts';
import { notedInHub } from '../custody/noted-values.ts';
import { allowJob, DatabaseConnection } from '../postgres/connection.ts';
import { type BackupFile, type BackupManifest, backupFormat, manifestName, unfinishedEnding } from './manifest.ts';
import { isDerived, tablesOf } from './store-tables.ts';
import { readSequences, writeTables } from './write-tables.ts';

export interface BackupOptions {
  readonly pool: Pool;
  readonly keysPool: Pool;
  readonly log: EventLog;
  readonly origin: LogOrigin;
  readonly hubVersion: string;
  readonly migrations: BackupManifest['migrations'];
  /** Rows written so far, of how many by PostgreSQL's estimate. */
  readonly onProgress?: (rows: number, rowsTotal: number) => void;
}

/**
 * Writes what no rebuild gives back into a new directory (mode 0700): registry, partners, trace, what the hub remembers
 * of itself, with the embedded log also the log, and the key store. The hub may run meanwhile. Throws `wrong-use` where
 * the directory exists or cannot be made; what a failure left is taken away, and bears another name until then.
 */
export async function writeBackup(directory: string, options: BackupOptions): Promise<BackupManifest> {
  const target = resolve(directory);
  if (await stat(target).catch(() => null)) {
    throw new HubError('wrong-use', `${target} exists: a backup is written into a new directory.`);
  }
  const draft = `${target}${unfinishedEnding}`;
  try {
    await removeOwnDraft(draft);
    await mkdir(draft, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw backupUnwritten(error, target);
  }
  try {
    const manifest = await writeInto(draft, options);
    await writeDurably(join(draft, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(draft, target);
    await syncDirectory(dirname(target));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw backupUnwritten(error, target);
  }
}

/** What a backup before this one left when it was cut off. What holds anything else was made by somebody else. */
async function removeOwnDraft(draft: string): Promise<void> {
  const entries = await readdir(draft).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (entries === null) return;
  const foreign = entries.find((name) => name !== manifestName && !fileOfBackup.test(name));
  if (foreign !== undefined) {
    throw new HubError(
      'wrong-use',
      `${draft} holds ${foreign}, which is of no backup: move it away, or name another directory.`,
    );
  }
  await rm(draft, { recursive: true });
}

const fileOfBackup = /^(hub|keys)\.[a-z0-9_.-]+\.copy\.gz$/;

/** What a disk or a directory refuses, with what to do. Anything else stays as it is. */
function backupUnwritten(error: unknown, target: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof HubError || code === undefined || syscall === undefined) return error;
  const wrongPlace = wrongPlaces[code];
  const why = wrongPlace ?? badDisks[code] ?? `the system says ${code}: see that its disk is well and writable`;
  const message = `The backup cannot be written to ${target}: ${why}. No backup was made.`;
  return new HubError(wrongPlace === undefined ? 'backup-unusable' : 'wrong-use', message, { cause: error });
}

const notOurs = 'this user may not write there: name a directory that it may write';
const isFile = 'a part of its path is a file: name another directory';
const wrongPlaces: Readonly<Record<string, string>> = {
  EACCES: notOurs,
  EPERM: notOurs,
  EROFS: 'its disk is mounted read-only: name a directory on another one',
  ENOTDIR: isFile,
  EEXIST: isFile,
};
const full = 'the disk is full, or its quota: make room, or name a directory on another one';
const badDisks: Readonly<Record<string, string>> = { ENOSPC: full, EDQUOT: full };

async function writeInto(directory: string, options: BackupOptions): Promise<BackupManifest> {
  const { pool, keysPool, log, origin, hubVersion, migrations } = options;
  const begunAt = new Date().toISOString();
  // Read before the snapshot: what lies before these ends was announced by a registry that the snapshot has.
  const ends = await log.endOffsets(logTopics);
  const epoch = await log.epoch();
  const progress = countRows(options);
  const hub = await inSnapshot(pool, async (client) => {
    const all = (await tablesOf(client, 'hub')).filter((table) => !isDerived(table));
    // The log's tables hold nothing where it is Kafka, but for an epoch that means nothing there.
    const tables = all.filter(({ schema }) => schema !== 'log' || origin.kind === 'embedded');
    progress.expect(tables);
    const files = await writeTables(client, 'hub', tables, directory, progress.add);
    const secrets = (await notedInHub(client)).map(({ name, epoch, value }) => ({ name, epoch, value }));
    const sequences = await readSequences(client, [...new Set(tables.map(({ schema }) => schema))]);
    return { files, secrets, sequences };
  });
  // The keys come last: a key is committed before the first thing that is sealed under it is on the log, so that whoever
  // the snapshot knows from the log has a key by now. The other way round, people of the minutes between would have none.
  const keys = await inSnapshot(keysPool, async (client) => {
    const tables = await tablesOf(client, 'keys');
    progress.expect(tables);
    return writeTables(client, 'keys', tables, directory, progress.add);
  });
  const files: BackupFile[] = [...hub.files, ...keys];
  const endedAt = new Date().toISOString();
  const head = { format: backupFormat, hubVersion, begunAt, endedAt, migrations } as const;
  const { kind, topicPrefix, slices } = origin;
  return {
    ...head,
    log: { kind, topicPrefix, slices, epoch, ends: ends.map((end) => ({ ...end })) },
    secrets: hub.secrets,
    sequences: [...hub.sequences],
    files,
  };
}

function countRows({ onProgress }: BackupOptions) {
  let rows = 0;
  let total = 0;
  return {
    expect: (tables: readonly { readonly rows: number }[]) => {
      for (const table of tables) total += table.rows;
    },
    add: (more: number) => {
      rows += more;
      onProgress?.(rows, Math.max(rows, Math.round(total)));
    },
  };
}

/** Runs `work` on one moment of the database, however long it takes; whoever writes is not held up. */
async function inSnapshot<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await allowJob(client, 'transaction');
    const result = await work(client);
    await client.query('commit');
    isDone = true;
    return result;
  } finally {
    if (client instanceof DatabaseConnection) client.boundStatements(null);
    // A COPY that was cut off leaves its connection in the middle of an answer.
    client.release(!isDone);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The backup is whole by now: a directory that may not be read is no fault of it. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => null);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}
