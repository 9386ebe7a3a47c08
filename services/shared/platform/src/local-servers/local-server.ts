import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';

/** The wanted port where it is free on 127.0.0.1, else any other; never one of those that were chosen and are not used yet. */
export async function choosePort(wanted?: number, chosen: readonly number[] = []): Promise<number> {
  if (wanted !== undefined && !chosen.includes(wanted) && (await isFree(wanted))) return wanted;
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new HubError('internal', 'No free port on 127.0.0.1.');
  return chosen.includes(address.port) ? choosePort(undefined, chosen) : address.port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Sends `signal` and waits for the end of the process. After `patienceMs` it sends `lastSignal`, and after as long again
 * it kills the process.
 */
export async function endProcess(
  pid: number,
  signal: NodeJS.Signals,
  lastSignal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  const startedAt = Date.now();
  while (isAlive(pid)) {
    const waited = Date.now() - startedAt;
    if (waited > 3 * patienceMs) throw new HubError('internal', `Process ${pid} cannot be ended.`);
    if (waited > 2 * patienceMs) killQuietly(pid, 'SIGKILL');
    else if (waited > patienceMs) killQuietly(pid, lastSignal);
    await delay(10);
  }
}

function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** What was remembered of a server between two starts; undefined at the first start. */
export async function readMemory<Remembered>(file: string): Promise<Remembered | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Remembered);
}

/** Readable by its owner only: a server's password may be in it. */
export async function writeMemory<Remembered>(file: string, memory: Remembered): Promise<void> {
  await writeFile(file, JSON.stringify(memory), { mode: 0o600 });
}
