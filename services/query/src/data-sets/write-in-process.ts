import { fork } from 'node:child_process';
import { HubError } from '@hub/core';
import type { DatabaseRole } from '@hub/platform';
import type { Step, Writing, Written } from './write-set.ts';

/** How the process of a data set reads. */
export interface SetDatabase {
  readonly url: string;
  readonly role?: DatabaseRole;
  readonly timeoutMs?: number;
}

/** What a process is given. */
export interface SetTask {
  readonly database: SetDatabase;
  readonly writing: Writing;
}

/** What it says; each step is to be answered by a message, whatever is in it. */
export type Said =
  | { readonly step: Step }
  | { readonly written: Written }
  | { readonly fault: Pick<HubError, 'code' | 'message' | 'retryable'> }
  /** No fault of ours by name. */
  | { readonly error: unknown };

/**
 * MB that may live. What is held at once, some 30, fits well within it, however many lines there are. Without a bound V8
 * collects late: 455 MB of a whole process, with it 280.
 */
const heapMb = 64;
/** MB of a half of what has just been made; there are three. */
const youngHalfMb = 16;
/** What is written is on the disk by then: only its connection is still to be closed. */
const closedWithinMs = 5_000;

/**
 * Writes a data set in a process of its own, beside what else this one answers; `onStep` may end it by throwing. A thread
 * that meets its bound may take the whole process with it: V8 aborts where one object outgrows what is left.
 */
export async function writeInProcess(
  task: SetTask,
  { signal, onStep, heapMbMax = heapMb }: SetWatch,
): Promise<Written> {
  const child = fork(new URL('./set-process.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${heapMbMax}`, `--max-semi-space-size=${youngHalfMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Written>();
  const closed = new Promise<void>((close) => {
    child.once('close', (_, by) => {
      reject(endedEarly(by, heapMbMax));
      close();
    });
    if (child.pid === undefined) close();
  });
  const kill = () => child.kill('SIGKILL');
  child.on('error', reject);
  child.on('message', (said: Said) => {
    if ('written' in said) resolve(said.written);
    else if ('step' in said) onStep(said.step).then(() => child.connected && child.send('answered'), reject);
    else if ('error' in said) reject(said.error);
    else reject(new HubError(said.fault.code, said.fault.message, { retryable: said.fault.retryable }));
  });
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  else if (child.connected) child.send(task);
  try {
    return await promise;
  } catch (error) {
    kill();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    const late = setTimeout(kill, closedWithinMs);
    await closed;
    clearTimeout(late);
  }
}

interface SetWatch {
  readonly signal: AbortSignal;
  readonly onStep: (step: Step) => Promise<void>;
  /** MB; default 64. */
  readonly heapMbMax?: number | undefined;
}

/** Where memory is what it lacked, once more would be no better. */
function endedEarly(by: NodeJS.Signals | null, heapMbMax: number): HubError {
  if (by === 'SIGABRT') {
    const message = `The process that wrote this data set needed more memory than it may have (${heapMbMax} MB).`;
    return new HubError('internal', message);
  }
  const how = by === null ? '' : ` by ${by}`;
  const message = `The process that wrote this data set ended${how} before its file was whole.`;
  return new HubError('internal', message, { retryable: true });
}
