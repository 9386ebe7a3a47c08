import { readFileSync } from 'node:fs';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@hub/platform';

/** Version of the hub, as in its package.json. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export const serviceNames = ['gateway', 'projector', 'query', 'dispatcher', 'console'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A demo partner's way in, as written for scripts. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly kind: string;
  readonly siret: string | null;
  readonly sources: readonly string[];
}

/**
 * How to reach a process that runs on this data directory: `run.json` of the all-in-one process, `run-<service>.json` for
 * each service of a process that was started with `--only`.
 */
export interface RunFile {
  readonly url: string;
  readonly tokenUrl: string;
  /** The port of `/metrics` alone; null: it is on `url`, for operators. */
  readonly metricsUrl: string | null;
  readonly pid: number;
  /** Of the machine or container: processes of several may share the directory. */
  readonly host: string;
  readonly version: string;
  /** What this process serves; others of the same hub may run elsewhere. */
  readonly services: readonly ServiceName[];
  readonly log: 'embedded' | 'kafka';
  readonly databaseUrl: string;
  /** Null where nothing that this process serves needs the key store. */
  readonly keysUrl: string | null;
  readonly kafkaBrokers: readonly string[] | null;
  readonly clients?: readonly DemoClient[];
  readonly examples?: { readonly nir: string; readonly dossier: string };
}

/** Of the all-in-one process (null), or of the services that a process was started with. */
export type RunFileNames = readonly ServiceName[] | null;

function fileNames(names: RunFileNames): readonly string[] {
  return names === null ? ['run.json'] : names.map((service) => `run-${service}.json`);
}

/** Written whole or not at all, readable by its owner only: it holds secrets of the demo partners. */
export async function writeRunFile(dataDir: string, names: RunFileNames, run: RunFile): Promise<void> {
  for (const name of fileNames(names)) {
    const path = join(dataDir, name);
    await writeFile(`${path}.new`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
    await chmod(`${path}.new`, 0o600);
    await rename(`${path}.new`, path);
  }
}

/** The processes that run on this data directory, each once; the all-in-one process first. */
export async function readRunFiles(dataDir: string): Promise<readonly RunFile[]> {
  const found = await Promise.all(
    [...fileNames(null), ...fileNames(serviceNames)].map((name) => readFileOf(dataDir, name)),
  );
  const known = found.filter((run) => run !== null);
  const living = await Promise.all(known.map(isLiving));
  const each = known.filter((_, index) => living[index]);
  return [...new Map(each.map((run) => [`${run.host} ${run.pid}`, run])).values()];
}

async function readFileOf(dataDir: string, name: string): Promise<RunFile | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, name), 'utf8')) as RunFile;
  } catch {
    return null;
  }
}

/**
 * A file whose process is gone is a leftover, and so is one with our own number, which a container gives to each of its
 * first processes. A process of another machine, or of a container that is no more, lives where it answers.
 */
async function isLiving(run: RunFile): Promise<boolean> {
  if (isElsewhere(run.host)) return answersAt(addressOf(run));
  return run.pid !== process.pid && isAlive(run.pid);
}

const answerMsMax = 2_000;

export async function answersAt(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answerMsMax) }).then(
    ({ ok }) => ok,
    // Whoever shows a certificate is there; that it is for another name than that of this machine says nothing.
    (error: Error) => /CERT|ALTNAME|SELF_SIGNED|ISSUER/.test(String((error.cause as { code?: string })?.code)),
  );
}

/** Files of earlier releases name no host: they are of this one. */
function isElsewhere(host: string | undefined): boolean {
  return host !== undefined && host !== hostname();
}

/** The address of a process, as seen from this machine. */
export function addressOf({ host, url }: RunFile): string {
  return isElsewhere(host) ? url.replace('//127.0.0.1', `//${host}`) : url;
}

/** Those that this process wrote: another one may have taken its place. */
export async function removeRunFile(dataDir: string, names: RunFileNames): Promise<void> {
  for (const name of fileNames(names)) {
    const run = await readFileOf(dataDir, name);
    if (run?.pid === process.pid && !isElsewhere(run.host)) await rm(join(dataDir, name), { force: true });
  }
}
