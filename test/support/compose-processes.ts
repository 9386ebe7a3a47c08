import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubClient, hubClient } from '@hub/client';
import { withClient } from '@hub/platform';
import { inject } from 'vitest';
import { type ComposeFile, type ComposeService, readCompose } from './compose-file.ts';
import { eventually } from './eventually.ts';
import { caddyfile, doorRules, openFrontDoor } from './front-door.ts';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { databaseUrl } from './postgres-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const startedWithinMs = 60_000;

/** The containers of ours of the compose file as processes, and its front door. */
export interface ComposedHub {
  /** The front door. */
  readonly url: string;
  /** Where each service answers by itself. */
  readonly urls: Readonly<Record<string, string>>;
  readonly metricsUrls: readonly string[];
  client(clientId: string): HubClient;
  /** Asks every service to stop, as `docker compose stop` does; gives how each ended. */
  stop(): Promise<Readonly<Record<string, Ended>>>;
  close(): Promise<void>;
}

interface Ended {
  readonly code: number | null;
  readonly withinGrace: boolean;
}

interface Place {
  readonly directory: string;
  readonly id: string;
  readonly topicPrefix: string;
}

interface RunFile {
  readonly url: string;
  readonly metricsUrl: string;
  readonly pid: number;
  readonly clients?: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/**
 * Starts docker-compose.yml without Docker: each container's command under the image's entry point, with the environment
 * of the file alone; hosts of PostgreSQL and Kafka become those of the tests, volumes become directories. Jobs run first
 * and must end with 0, in the order in which they wait for each other.
 */
export async function composedHub(): Promise<ComposedHub> {
  const compose = readCompose('docker-compose.yml', { HUB_DATABASE_PASSWORD: 'one', HUB_KEYS_PASSWORD: 'two' });
  const place: Place = {
    directory: await mkdtemp(join(tmpdir(), 'hub-compose-')),
    id: randomUUID().slice(0, 8),
    topicPrefix: testTopicPrefix(),
  };
  const children = new Map<string, ChildProcess>();
  const door: { close?: () => Promise<void> } = {};
  const close = async () => {
    for (const child of children.values()) child.kill('SIGKILL');
    await door.close?.();
    await dropDatabases(place);
    await rm(place.directory, { recursive: true, force: true });
  };
  try {
    for (const name of jobsInOrder(compose)) await runJob(place, compose, name);
    const services = withRole(compose, 'service');
    for (const name of services)
      children.set(name, await startContainer(place, name, compose.services[name] as ComposeService));
    const runs = await Promise.all(services.map((name) => answering(place, name, children.get(name) as ChildProcess)));
    const urls = Object.fromEntries(services.map((name, index) => [name, (runs[index] as RunFile).url]));
    const opened = await openFrontDoor(doorRules(caddyfile), urls);
    door.close = opened.close;
    const clients = runs.flatMap((run) => run.clients ?? []);
    const client = (clientId: string) => {
      const clientSecret = clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
      return hubClient({ url: opened.url, clientId, clientSecret });
    };
    const metricsUrls = runs.map(({ metricsUrl }) => metricsUrl);
    return { url: opened.url, urls, metricsUrls, client, stop: () => stopAll(compose, children), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function withRole({ services }: ComposeFile, role: string): string[] {
  return Object.keys(services).filter((name) => services[name]?.labels?.['org.open-training-hub.role'] === role);
}

/** Each job after those that it waits for. */
function jobsInOrder(compose: ComposeFile): string[] {
  const waiting = withRole(compose, 'job');
  const waitsFor = (name: string) => Object.keys(compose.services[name]?.depends_on ?? {});
  return waiting.toSorted((a, b) => Number(waitsFor(a).includes(b)) - Number(waitsFor(b).includes(a)));
}

async function runJob(place: Place, compose: ComposeFile, name: string): Promise<void> {
  const child = await startContainer(place, name, compose.services[name] as ComposeService);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The job ${name} ended with ${code}: ${said}`);
}

async function startContainer(place: Place, name: string, service: ComposeService): Promise<ChildProcess> {
  const { entrypoint, environment } = await readImage();
  const given = { ...environment, ...service.environment };
  const env = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, translated(place, name, service, value)]),
  );
  const volumes = (service.volumes ?? []).map((volume) => join(place.directory, volume.split(':')[0] ?? ''));
  for (const directory of [...volumes, env.HUB_DATA_DIR ?? '']) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  }
  const own = {
    HUB_HOST: '127.0.0.1',
    HUB_PORT: '0',
    HUB_METRICS_PORT: '0',
    HUB_SLICES: '4',
    HUB_KAFKA_TOPIC_PREFIX: place.topicPrefix,
    LOG_LEVEL: 'error',
    ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
  };
  return spawn(process.execPath, [...entrypoint, ...(service.command ?? [])], {
    cwd: root,
    env: { ...env, ...own },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What the Dockerfile gives every container: the file that Node runs, and its part of the environment. */
async function readImage(): Promise<{ entrypoint: string[]; environment: Record<string, string> }> {
  const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
  const [, ...entrypoint] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  const pairs = /^ENV (.*)$/m.exec(dockerfile)?.[1]?.split(' ') ?? [];
  return {
    entrypoint: entrypoint.map((part) => part.replace(/^\/hub\//, root)),
    environment: Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string])),
  };
}

function translated(place: Place, name: string, service: ComposeService, value: string): string {
  if (value.startsWith('postgresql://')) {
    return databaseUrl(inject('postgresUrl'), databaseName(place, new URL(value).pathname.slice(1)));
  }
  if (/^kafka[\w-]*:9092/.test(value)) return testBrokers().join(',');
  const mount = (service.volumes ?? []).map((volume) => volume.split(':')).find(([, at = '']) => value.startsWith(at));
  if (mount !== undefined) return value.replace(mount[1] ?? '', join(place.directory, mount[0] ?? ''));
  // What the container writes beside its volumes, or does not have at all, is no path of this machine.
  return value.startsWith('/') ? join(place.directory, `scratch-${name}`, value) : value;
}

function databaseName({ id }: Place, name: string): string {
  return `test_compose_${id}_${name}`;
}

async function dropDatabases(place: Place): Promise<void> {
  await withClient(inject('postgresUrl'), async (client) => {
    for (const name of ['hub', 'hub_keys']) {
      await client.query(`drop database if exists ${databaseName(place, name)} with (force)`);
    }
  });
}

/** What a service wrote of itself into its own directory, once it is ready. */
async function answering(place: Place, name: string, child: ChildProcess): Promise<RunFile> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const directory = join(place.directory, name);
  return eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: ${said}`);
      const file = (await readdir(directory)).find((each) => /^run(-\w+)?\.json$/.test(each));
      const run = JSON.parse(await readFile(join(directory, file ?? 'run.json'), 'utf8')) as RunFile;
      const ready = await fetch(`${run.url}/readyz`);
      if (!ready.ok) throw new Error(`${name} is not ready: ${await ready.text()} ${said}`);
      return run;
    },
    { timeoutMs: startedWithinMs, everyMs: 50 },
  );
}

async function stopAll(
  compose: ComposeFile,
  children: ReadonlyMap<string, ChildProcess>,
): Promise<Readonly<Record<string, Ended>>> {
  const ended = [...children].map(async ([name, child]) => {
    const graceMs = Number.parseInt(compose.services[name]?.stop_grace_period ?? '10', 10) * 1_000;
    const startedAt = Date.now();
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    return [name, { code: child.exitCode, withinGrace: Date.now() - startedAt < graceMs }] as const;
  });
  return Object.fromEntries(await Promise.all(ended));
}
