import type { Pool } from 'pg';
import { listenTo } from '../postgres/listen.ts';

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
  const wakeReaders = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of wakeReaders) wake();
  };
  const listening = listenTo(pool, channel, { onNotice: wakeAll });
  const listener: Listener = {
    pool,
    wakeReaders,
    notifying: undefined,
    notifyAgain: false,
    close: async () => {
      await listening.close();
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
