import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';

/** The wanted port where it is free on 127.0.0.1, else any other. */
export async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted))) return wanted;
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new HubError('internal', 'No free port on 127.0.0.1.');
  return address.port;
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
 * Sends `signal` and waits for the end of the process; after `patienceMs` it is told `lastSignal` instead, and after as
 * long again it is killed.
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
