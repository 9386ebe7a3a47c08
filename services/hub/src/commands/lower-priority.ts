import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Builds leave the processor to readers and live events of the same machine: with both cores taken by a rebuild, reads
 * waited seconds (docs/performance.md). Linux counts threads one by one, those of V8 too; a thread begins as low as the
 * one that starts it.
 */
export function lowerProcessPriority(): void {
  const ids = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid];
  for (const id of ids) lower(id);
}

/** Of this thread alone, where the system can: the others of its process may serve readers. */
export function lowerThreadPriority(): void {
  // To Linux, 0 is the thread that asks.
  if (process.platform === 'linux') lower(0);
}

function lower(id: number): void {
  try {
    setPriority(id, constants.priority.PRIORITY_LOW);
  } catch {
    // A thread that has ended, or a system that forbids it: the build goes on as before.
  }
}
