import { readFileSync } from 'node:fs';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@hub/platform';

/** Version of the hub, as in its package.json. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export const serviceNames = ['gateway', 'projector', 'query'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A demo partner's way in, as written for scripts. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly kind: string;
  readonly siret: string | null;
  readonly sources: readonly string[];
}

/** `$HUB_DATA_DIR/run.json`: how to reach the hub that runs on this data directory. */
export interface RunFile {
  readonly url: string;
  readonly tokenUrl: string;
  readonly pid: number;
  readonly version: string;
  /** What this process serves; others of the same hub may run elsewhere. */
  readonly services: readonly ServiceName[];
  readonly log: 'embedded' | 'kafka';
  readonly databaseUrl: string;
  readonly keysUrl: string;
  readonly kafkaBrokers: readonly string[] | null;
  readonly clients?: readonly DemoClient[];
  readonly examples?: { readonly nir: string; readonly dossier: string };
}

export function runFilePath(dataDir: string): string {
  return join(dataDir, 'run.json');
}

/** Written whole or not at all, readable by its owner only: it holds secrets of the demo partners. */
export async function writeRunFile(dataDir: string, run: RunFile): Promise<void> {
  const path = runFilePath(dataDir);
  await writeFile(`${path}.new`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}

/**
 * The hub that runs on this data directory, or null: a file whose process is gone is a leftover, and so is one with our
 * own number, which a container gives to each of its first processes.
 */
export async function readRunFile(dataDir: string): Promise<RunFile | null> {
  let text: string;
  try {
    text = await readFile(runFilePath(dataDir), 'utf8');
  } catch {
    return null;
  }
  const run = JSON.parse(text) as RunFile;
  return run.pid !== process.pid && isAlive(run.pid) ? run : null;
}

export async function removeRunFile(dataDir: string): Promise<void> {
  await rm(runFilePath(dataDir), { force: true });
}
