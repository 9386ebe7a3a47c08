import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hubCommand = join(root, 'node_modules/.bin/hub');

export type Service = 'gateway' | 'projector' | 'query';

/** One `hub start --only …`, as an operator would run it: restarted under the same name, directory and port. */
export interface ServiceProcess {
  /** `gateway-1`. */
  readonly name: string;
  readonly service: Service;
  readonly url: string;
  readonly pid: number;
  /** Resolves when it has written its file, within a minute. */
  start(): Promise<void>;
  /** Ends it, and waits for the end; one that has not ended after a minute and a half is killed. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  freeze(signal: 'SIGSTOP' | 'SIGCONT'): void;
  running(): boolean;
  ready(): Promise<boolean>;
  /** Lines logged since the last time this was asked. */
  linesSinceLast(): Promise<readonly string[]>;
}

export interface ServiceOptions {
  readonly name: string;
  readonly service: Service;
  readonly directory: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Hears of an end that nobody asked for, and of one that did not come. */
  readonly onFinding: (finding: string) => void;
}

const startMsMax = 60_000;
/** The hub gives itself a minute to close. */
const stopMsMax = 90_000;

export function serviceProcess(options: ServiceOptions): ServiceProcess {
  const { name, service, directory, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(directory, 'log');
  let child: ChildProcess | undefined;
  let told = false;
  let linesRead = 0;
  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    name,
    service,
    url,
    get pid() {
      return child?.pid ?? 0;
    },
    async start() {
      await mkdir(directory, { recursive: true });
      told = false;
      const started = await spawnHub(options, logFile);
      child = started;
      started.once('exit', async (code, signal) => {
        if (told || child !== started) return;
        const last = (await linesOf(logFile)).slice(-6).join('\n    ');
        options.onFinding(`${name} ended by itself (${signal ?? `exit code ${code}`}); its last lines:\n    ${last}`);
      });
      await answers(started, options);
    },
    async stop(signal) {
      told = true;
      if (child === undefined || !running()) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      const late = setTimeout(() => child?.kill('SIGKILL'), stopMsMax);
      await ended;
      clearTimeout(late);
      if (signal === 'SIGTERM' && child.signalCode === 'SIGKILL') {
        options.onFinding(`${name} did not end within ${stopMsMax / 1_000} s of SIGTERM`);
      }
    },
    freeze(signal) {
      child?.kill(signal);
    },
    running,
    async ready() {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) }).catch(() => null);
      await answer?.body?.cancel();
      return answer?.ok === true;
    },
    async linesSinceLast() {
      const lines = await linesOf(logFile);
      const fresh = lines.slice(linesRead);
      linesRead = lines.length;
      return fresh;
    },
  };
}

async function spawnHub({ service, directory, port, environment }: ServiceOptions, logFile: string) {
  const output = await open(logFile, 'a');
  try {
    return spawn(process.execPath, [hubCommand, 'start', '--only', service], {
      cwd: root,
      env: { ...process.env, ...environment, HUB_DATA_DIR: directory, HUB_PORT: String(port) },
      // A group of its own: Ctrl-C reaches the script alone, which ends its processes itself.
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
  } finally {
    await output.close();
  }
}

async function answers(child: ChildProcess, { name, service, directory }: ServiceOptions): Promise<void> {
  await eventually(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return true;
      const run = await readRun(directory, service);
      if (run.pid !== child.pid) throw new Error(`${name} has not started within ${startMsMax / 1000} s.`);
      return true;
    },
    { timeoutMs: startMsMax, everyMs: 25 },
  );
}

interface Run {
  readonly pid?: number;
  readonly clients?: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/** What the process says of itself: in a file of its service, or in the one of all. */
export async function readRun(directory: string, service: Service): Promise<Run> {
  for (const file of [`run-${service}.json`, 'run.json']) {
    const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
    if (text !== undefined && text !== '') return JSON.parse(text) as Run;
  }
  return {};
}

async function linesOf(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}
