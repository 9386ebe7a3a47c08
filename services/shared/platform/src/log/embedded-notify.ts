import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { holdConnection } from '../postgres/pool.ts';

const channel = 'hub_log';

/** One connection for all readers of a log, which are woken by any append of any process. */
export interface Listener {
  readonly pool: Pool;
  readonly wakeReaders: Set<() => void>;
  readonly close: () => Promise<void>;
  notifying: Promise<unknown> | undefined;
  notifyAgain: boolean;
}

export function listenForAppends(pool: Pool): Listener {
  const closed = new AbortController();
  const wakeReaders = new Set<() => void>();
  const done = keepListening(pool, wakeReaders, closed.signal);
  const listener: Listener = {
    pool,
    wakeReaders,
    notifying: undefined,
    notifyAgain: false,
    close: async () => {
      closed.abort();
      await done;
      await listener.notifying;
    },
  };
  return listener;
}

/**
 * Notifies after the commit and by itself: a NOTIFY inside the transaction would make all commits take turns. If it is
 * lost with a crash, the readers' slow poll finds the messages.
 */
export function notifyAppend(listener: Listener): void {
  if (listener.notifying !== undefined) {
    listener.notifyAgain = true;
    return;
  }
  listener.notifying = listener.pool
    .query(`notify ${channel}`)
    .catch(() => {})
    .then(() => {
      listener.notifying = undefined;
      if (!listener.notifyAgain) return;
      listener.notifyAgain = false;
      notifyAppend(listener);
    });
}

async function keepListening(pool: Pool, wakeReaders: ReadonlySet<() => void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(pool, wakeReaders, signal).catch(() => {});
    // The connection broke: what was appended meanwhile is found by a look at the tables.
    for (const wake of wakeReaders) wake();
    await delay(500, undefined, { signal }).catch(() => {});
  }
}

async function listenOnce(pool: Pool, wakeReaders: ReadonlySet<() => void>, signal: AbortSignal): Promise<void> {
  const { promise: broken, resolve: end } = Promise.withResolvers<void>();
  const client = await holdConnection(pool, end);
  const wakeAll = () => {
    for (const wake of wakeReaders) wake();
  };
  client.on('notification', wakeAll);
  const stop = () => end();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return;
    await client.query(`listen ${channel}`);
    wakeAll();
    await broken;
  } finally {
    client.off('notification', wakeAll);
    signal.removeEventListener('abort', stop);
    // Never back to the pool: it still listens.
    client.release(true);
  }
}
