import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, withClient } from '@hub/platform';
import pino from 'pino';
import { eventually } from '../support/eventually.ts';
import { testPostgresServer } from '../support/postgres-server.ts';
import { childrenOf, runningOf } from './process-tree.ts';

const run = promisify(execFile);

/** A PostgreSQL of the script's own, reached by the script itself without a wire. */
export interface DatabaseServer {
  /** Database `hub`; `keysUrl`: database `hub_keys`. */
  readonly url: string;
  readonly keysUrl: string;
  /** SIGINT is the fast stop, SIGQUIT the immediate one, SIGTERM the smart one, which waits for all sessions to end. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** The postmaster and everything it started. */
  killAll(): Promise<void>;
  /** What serves sessions stands still, or goes on; the postmaster keeps taking connections. */
  freezeSessions(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Ends every session but the caller's own. */
  terminateSessions(): Promise<void>;
  /** Every new transaction is read-only, or not. */
  readOnly(on: boolean): Promise<void>;
  /** Rows that need room are refused as on a full disk (SQLSTATE 53100), or taken. */
  full(on: boolean): Promise<void>;
  /** No file may be written beyond this size, as on a disk without room: the log of PostgreSQL stops it; null: any may. */
  limitFiles(bytes: number | null): Promise<void>;
  /** Starts it where it does not run, waits for the end of one that is stopping, and resolves when it answers. */
  start(): Promise<void>;
  /** For good: its files are removed. */
  close(): Promise<void>;
}

export async function databaseServer(dataDir: string): Promise<DatabaseServer> {
  const logger = pino({ level: 'silent' });
  const open = () => testPostgresServer(dataDir, logger);
  let server = await open();
  const postmaster = async () => {
    const text = await readFile(join(server.dataPath, 'postmaster.pid'), 'utf8').catch(() => '');
    return Number(text.split('\n')[0]) || undefined;
  };
  const everybody = async () => {
    const pid = await postmaster();
    return pid === undefined ? [] : [pid, ...(await childrenOf(pid))];
  };
  return {
    url: server.url,
    keysUrl: server.keysUrl,
    async signal(signal) {
      const pid = await postmaster();
      if (pid !== undefined) process.kill(pid, signal);
    },
    async killAll() {
      const pids = await everybody();
      for (const pid of pids) killQuietly(pid, 'SIGKILL');
      await eventually(async () => (await runningOf(pids)).length === 0, { timeoutMs: 20_000 });
    },
    async freezeSessions(signal) {
      for (const pid of (await everybody()).slice(1)) killQuietly(pid, signal);
    },
    terminateSessions: () =>
      withClient(server.serverUrl, async (client) => {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        );
      }),
    readOnly: (on) =>
      withClient(server.serverUrl, async (client) => {
        await client.query(`alter system set default_transaction_read_only = ${on ? 'on' : 'off'}`);
        await client.query('select pg_reload_conf()');
      }),
    async full(on) {
      const change = on ? plantFull : 'drop function if exists public.planted_full() cascade';
      for (const url of [server.url, server.keysUrl]) await withClient(url, (client) => client.query(change));
    },
    async limitFiles(bytes) {
      await Promise.all((await everybody()).map((pid) => limitFilesOf(pid, bytes)));
    },
    async start() {
      server = await open();
    },
    async close() {
      await server.stop();
      await rm(server.dataPath, { recursive: true, force: true });
      if (dirname(server.dataPath) !== dataDir) {
        await rm(dirname(server.dataPath), { recursive: true, force: true });
      }
    },
  };
}

/** A disk cannot be filled without harm to others: a trigger answers as PostgreSQL would. */
const plantFull = `
  create or replace function public.planted_full() returns trigger language plpgsql as
    $$ begin raise exception 'planted: no space left on device' using errcode = '53100'; end $$;
  do $$ declare tables text[] := array['registry.alias', 'registry.dossier', 'projection.lease', 'keys.trainee_key'];
    place text; begin
      foreach place in array tables loop
        if to_regclass(place) is not null then
          execute format('create trigger planted_full before insert or update on %s
            for each statement execute function public.planted_full()', place);
        end if;
      end loop;
    end $$`;

/** As the user of the process, which alone may: root without capabilities may not. One that has ended needs no limit. */
async function limitFilesOf(pid: number, bytes: number | null): Promise<void> {
  const owner = await stat(`/proc/${pid}`).catch(() => null);
  if (owner === null) return;
  const user = process.getuid?.() === 0 ? { uid: owner.uid, gid: owner.gid } : {};
  const limit = ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`];
  await run('prlimit', limit, { cwd: '/', ...user }).catch((error: Error) => {
    if (isAlive(pid)) throw new Error(`The kind disk-limit cannot limit files: ${error.message}`);
  });
}

function killQuietly(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal);
}
