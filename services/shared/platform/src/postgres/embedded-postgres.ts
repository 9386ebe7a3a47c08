import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HubError } from '@hub/core';
import type { Logger } from 'pino';
import { choosePort, endProcess, isAlive, readMemory, writeMemory } from '../local-servers/local-server.ts';
import { ensureDatabase, withClient } from './database.ts';
import { embeddedBinaries, type ServerUser, serverUser } from './embedded-binaries.ts';

const run = promisify(execFile);

export interface EmbeddedPostgresOptions {
  /** The hub's data directory; port and password are remembered in its `postgres.json` (mode 0600). */
  readonly dataDir: string;
  readonly logger: Logger;
  /** Default: the one remembered, else a free one. */
  readonly port?: number;
  /** False: throws `database-missing` where no start has made a database in this data directory. Default true. */
  readonly create?: boolean;
  /** Added to, and over, the settings below; tests give `fsync: off`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Database `hub`. */
  readonly url: string;
  /** Database `hub_keys`. */
  readonly keysUrl: string;
  /** Where the server's files are; elsewhere than `dataDir` when the hub runs as root. */
  readonly dataPath: string;
  /** Fast shutdown; does nothing where the server belongs to another hub that is alive. */
  readonly stop: () => Promise<void>;
}

interface Remembered {
  readonly port: number;
  readonly password: string;
  /** False until initdb is through; absent where a release before this one wrote it. */
  readonly initialised?: boolean;
  /** The data directory, and where its database lies: a copy of the directory finds out by them. */
  readonly directory?: string;
  readonly dataPath?: string;
  /** The process that stops the server when it ends. */
  readonly supervisor: number;
}

interface ServerPlace {
  readonly directory: string;
  readonly memory: string;
  readonly base: string;
  readonly dataPath: string;
  readonly user: ServerUser | undefined;
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  synchronous_commit: 'on',
  max_wal_size: '2GB',
  wal_compression: 'on',
  // JIT compiles for longer than our short statements run.
  jit: 'off',
  log_min_messages: 'warning',
  timezone: 'UTC',
  // After a kill, one call syncs what is not yet on the disk, instead of one for each of three thousand files: 0.3 s for
  // 1.6, and on a disk that others write to, up to a minute. Linux alone has it.
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
};

const initdbSync = process.platform === 'linux' ? ['--sync-method=syncfs'] : [];

/** For a server that says it recovers; one that says nothing is given up sooner. */
const recoveryMsMax = 900_000;
const silenceMsMax = 60_000;

/**
 * Starts the PostgreSQL of the npm package on 127.0.0.1, with databases `hub` and `hub_keys`. What a killed hub left
 * running is adopted. Throws `tool-missing` without a package for this machine, `database-missing` where the data directory
 * is a copy whose database lies elsewhere, `database-unavailable` where the server ends, says nothing for 60 seconds, or
 * recovers for more than 15 minutes.
 */
export async function embeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await findPlace(options.dataDir);
  if (place.user !== undefined)
    options.logger.warn({ dataPath: place.dataPath }, 'started as root: PostgreSQL runs as nobody, its files are here');
  const remembered = await readMemory<Remembered>(place.memory);
  await requireDatabase(place, remembered, options.create ?? true);
  const adopted = await adopt(place, remembered, options.logger);
  const server = adopted ?? (await startServer(place, remembered, options));
  const url = serverUrl(server.memory, 'hub');
  const keysUrl = serverUrl(server.memory, 'hub_keys');
  await ensureDatabase(url);
  await ensureDatabase(keysUrl);
  return { url, keysUrl, dataPath: place.dataPath, stop: server.stop };
}

async function findPlace(dataDir: string): Promise<ServerPlace> {
  const directory = resolve(dataDir);
  await mkdir(directory, { recursive: true });
  const memory = join(directory, 'postgres.json');
  const user = await serverUser();
  if (user === undefined) return { directory, memory, base: directory, dataPath: join(directory, 'postgres'), user };
  // nobody may be unable to enter the data directory (a home is often 0700), hence a place of its own.
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const base = join('/var/tmp', `hub-${hash}`);
  await mkdir(base, { recursive: true, mode: 0o755 });
  const owner = await stat(base);
  if (owner.uid !== 0) throw new HubError('configuration-invalid', `${base} belongs to another user; remove it.`);
  await chmod(base, 0o755);
  return { directory, memory, base, dataPath: join(base, 'postgres'), user };
}

/** An empty database beside the secrets and the memory of another would be taken for the hub's own. */
async function requireDatabase(place: ServerPlace, remembered: Remembered | undefined, create: boolean): Promise<void> {
  if (remembered === undefined || remembered.initialised === false) {
    if (create) return;
    throw new HubError(
      'database-missing',
      `No hub was ever started on ${place.directory}: start one, or set HUB_DATA_DIR or HUB_DATABASE_URL to one that was.`,
    );
  }
  if (await stat(join(place.dataPath, 'PG_VERSION')).catch(() => undefined)) return;
  const { directory = 'another directory, or of another user', dataPath = 'a place that was not noted' } = remembered;
  throw new HubError(
    'database-missing',
    `The database that ${place.memory} speaks of is not at ${place.dataPath}: it was that of ${directory}, its files at ` +
      `${dataPath}. A data directory is not moved by copying it. Run "hub backup DIR" where the database is, and here, ` +
      'with HUB_DATA_DIR on a directory that holds nothing but the secrets.json (and the kafka) of this one, "hub restore DIR"; or ' +
      'put directory and database back where they were.',
  );
}

interface Server {
  readonly memory: Remembered;
  readonly stop: () => Promise<void>;
}

/**
 * A leftover of a killed hub answers with our password, or is on its way down and is waited for. One that listens on
 * another port than ours, or does neither in its time, its password lost, is stopped: the data are in our own directory.
 */
async function adopt(
  place: ServerPlace,
  remembered: Remembered | undefined,
  logger: Logger,
): Promise<Server | undefined> {
  const deadline = Date.now() + (remembered === undefined ? 0 : 10_000);
  for (let found = await postmaster(place); found !== undefined; found = await postmaster(place)) {
    const { pid } = found;
    if (remembered !== undefined && (await ask(remembered)) === 'answers') {
      return useAnswering(place, remembered, pid, logger);
    }
    if (Date.now() > deadline || listensElsewhere(found, remembered)) {
      logger.warn({ pid }, 'a PostgreSQL left running in the data directory answers to nobody: it is stopped');
      await stopServer(pid);
      return undefined;
    }
    await delay(50);
  }
  return undefined;
}

/** That of a living hub is used as a guest; a leftover is ours from now on. */
async function useAnswering(place: ServerPlace, remembered: Remembered, pid: number, logger: Logger): Promise<Server> {
  const guest = remembered.supervisor !== process.pid && isAlive(remembered.supervisor);
  logger.info({ pid, guest }, guest ? 'PostgreSQL of a running hub is used' : 'a PostgreSQL left running is adopted');
  if (guest) return { memory: remembered, stop: async () => {} };
  const memory = { ...remembered, supervisor: process.pid };
  await writeMemory<Remembered>(place.memory, memory);
  return { memory, stop: () => stopServer(pid) };
}

async function startServer(
  place: ServerPlace,
  remembered: Remembered | undefined,
  options: EmbeddedPostgresOptions,
): Promise<Server> {
  const native = await embeddedBinaries(place.base, place.user);
  if (remembered === undefined) await setAside(place, options.logger);
  const memory: Remembered = {
    port: await choosePort(options.port ?? remembered?.port),
    password: remembered?.password ?? randomBytes(24).toString('base64url'),
    initialised: remembered !== undefined && remembered.initialised !== false,
    directory: place.directory,
    dataPath: place.dataPath,
    supervisor: process.pid,
  };
  await writeMemory<Remembered>(place.memory, memory);
  await initialise(place, native, memory.password, options.settings?.fsync === 'off' ? ['--no-sync'] : initdbSync);
  await writeMemory<Remembered>(place.memory, { ...memory, initialised: true });
  await endOrphans(place.dataPath, options.logger);
  const child = await spawnServer(place, native, memory.port, { ...settings, ...options.settings });
  const state: { exit?: string; stopping: boolean } = { stopping: false };
  child.once('exit', (code, signal) => {
    state.exit = `${code ?? signal}`;
    if (!state.stopping) options.logger.error({ code, signal }, 'PostgreSQL ended by itself');
  });
  await ready(place, memory, state, options.logger);
  const pid = child.pid as number;
  return {
    memory,
    stop: async () => {
      state.stopping = true;
      await stopServer(pid);
    },
  };
}

async function spawnServer(
  place: ServerPlace,
  native: string,
  port: number,
  chosen: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const args = ['-D', place.dataPath, '-p', String(port)];
  for (const [name, value] of Object.entries(chosen)) args.push('-c', `${name}=${value}`);
  // A file, not a pipe: the server must be able to outlive a killed hub.
  const log = await open(join(place.base, 'postgres.log'), 'w');
  try {
    const child = spawn(join(native, 'bin', 'postgres'), args, {
      cwd: '/',
      // A group of its own: Ctrl-C reaches the hub alone, which finishes its work before it stops the server.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...place.user,
    });
    child.on('error', () => {});
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/**
 * The data directory was emptied, its password with it, but as root the database stands elsewhere: it is no longer that of
 * this directory. It is kept under another name, for whoever emptied the directory by mistake.
 */
async function setAside(place: ServerPlace, logger: Logger): Promise<void> {
  if (!(await stat(place.dataPath).catch(() => undefined))) return;
  // Not in milliseconds: thirteen digits would be masked in the log like a person's number.
  const aside = `${place.dataPath}-${new Date().toISOString().replaceAll(':', '')}`;
  await rename(place.dataPath, aside);
  await rm(join(place.base, 'postgres.initialised'), { force: true });
  logger.warn({ aside }, 'the data directory was emptied: its former database is set aside, a new one begins');
}

/** Runs initdb once; a first try that was interrupted left no PG_VERSION last, and is done again. */
async function initialise(
  place: ServerPlace,
  native: string,
  password: string,
  sync: readonly string[],
): Promise<void> {
  const done = join(place.base, 'postgres.initialised');
  if (await readFile(done).catch(() => undefined)) return;
  await rm(place.dataPath, { recursive: true, force: true });
  await mkdir(place.dataPath, { mode: 0o700 });
  const passwordFile = join(place.base, 'initdb.password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.user !== undefined) {
    await chown(place.dataPath, place.user.uid, place.user.gid);
    await chown(passwordFile, place.user.uid, place.user.gid);
  }
  const args = ['-D', place.dataPath, '-U', 'hub', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  await run(join(native, 'bin', 'initdb'), [...args, ...sync, '-E', 'UTF8', '--locale=C'], {
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    ...place.user,
  });
  await rm(passwordFile);
  await writeFile(done, '');
}

async function ready(place: ServerPlace, memory: Remembered, state: { exit?: string }, logger: Logger): Promise<void> {
  const startedAt = Date.now();
  let heardAt = startedAt;
  let isTold = false;
  for (let said = await ask(memory); said !== 'answers'; said = await ask(memory)) {
    const now = Date.now();
    if (said === 'recovers') heardAt = now;
    if (said === 'recovers' && !isTold && now - startedAt > 2_000) {
      logger.warn({ dataPath: place.dataPath }, 'PostgreSQL recovers after a kill: the start waits for it');
      isTold = true;
    }
    if (state.exit !== undefined || now - heardAt > silenceMsMax || now - startedAt > recoveryMsMax) {
      const log = await readFile(join(place.base, 'postgres.log'), 'utf8').catch(() => '');
      throw new HubError('database-unavailable', `PostgreSQL does not start: ${log.trim().slice(-500)}`);
    }
    await delay(15);
  }
}

async function ask(memory: Remembered): Promise<'answers' | 'recovers' | 'silent'> {
  return withClient(serverUrl(memory, 'postgres'), (client) => client.query('select 1')).then(
    () => 'answers',
    // 57P03: it takes connections, and no statement yet.
    ({ cause }: HubError) => ((cause as { code?: string } | undefined)?.code === '57P03' ? 'recovers' : 'silent'),
  );
}

/**
 * SIGINT is PostgreSQL's fast shutdown: sessions are ended, a checkpoint is written. SIGQUIT is the immediate one:
 * the next start recovers from the write-ahead log.
 */
function stopServer(pid: number): Promise<void> {
  return endProcess(pid, 'SIGINT', 'SIGQUIT', 15_000);
}

interface Postmaster {
  readonly pid: number;
  /** Null until it has said it. */
  readonly port: number | null;
}

function listensElsewhere({ port }: Postmaster, remembered: Remembered | undefined): boolean {
  return port !== null && port !== remembered?.port;
}

/** The server that runs on the files of this place. */
async function postmaster(place: ServerPlace): Promise<Postmaster | undefined> {
  const text = await readFile(join(place.dataPath, 'postmaster.pid'), 'utf8').catch(() => '');
  // Process, data directory, time of the start, port.
  const [pid = 0, , , port = 0] = text.split('\n').map(Number);
  if (!(pid > 0) || !(await runsIn(pid, place.dataPath).catch(() => false))) return undefined;
  return { pid, port: port > 0 ? port : null };
}

/** After a restart of the machine or container, the number of a killed server may be that of any other program. */
async function runsIn(pid: number, dataPath: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8')
      : await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout);
  return command.includes(dataPath);
}

/**
 * Sessions of a server that was killed: one in the middle of a statement lives on, and no server starts beside it. They
 * stand in the data directory; elsewhere than on Linux nobody can ask where a process stands, and the start is refused.
 */
async function endOrphans(dataPath: string, logger: Logger): Promise<void> {
  if (process.platform !== 'linux') return;
  const files = await realpath(dataPath);
  const isOrphan = async (pid: string) =>
    (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === files &&
    (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'postgres';
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || !(await isOrphan(pid))) continue;
    logger.warn({ pid: Number(pid) }, 'a session of a PostgreSQL that was killed is ended');
    process.kill(Number(pid), 'SIGKILL');
    // Nobody may take note of its end, so that its number stays.
    for (let waited = 0; waited < 5_000 && (await isOrphan(pid)); waited += 10) await delay(10);
  }
}

function serverUrl(memory: Remembered, database: string): string {
  return `postgres://hub:${memory.password}@127.0.0.1:${memory.port}/${database}`;
}
