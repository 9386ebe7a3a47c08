import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { within } from '../waiting/within.ts';
import { holdConnection } from './pool.ts';

/** What is notified on one channel, heard on a connection of its own. */
export interface Listening {
  /** Whether notifications arrive: one was sent to see, to the connection that listens now. */
  isHeard(): boolean;
  /** May be called twice. */
  close(): Promise<void>;
}

interface Heard {
  /** A payload; null: some may have been missed, for the connection broke or has just begun to listen. */
  readonly onNotice: (payload: string | null) => void;
  /** The server listens for us and what is notified does not arrive: a pooler between us gives each transaction another session. */
  readonly onDeaf?: () => void;
}

const reconnectMs = 500;
const proofMsMax = 2_000;

/** Listens until it is closed, on a new connection where one breaks. `channel` is a plain identifier. */
export function listenTo(pool: Pool, channel: string, heard: Heard): Listening {
  const closed = new AbortController();
  const state = { isHeard: false };
  const done = keepListening({ pool, channel, state, ...heard }, closed.signal);
  return {
    isHeard: () => state.isHeard,
    close: async () => {
      closed.abort();
      await done;
    },
  };
}

interface Ear extends Heard {
  readonly pool: Pool;
  readonly channel: string;
  readonly state: { isHeard: boolean };
}

async function keepListening(ear: Ear, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(ear, signal).catch(() => {});
    ear.state.isHeard = false;
    ear.onNotice(null);
    await delay(reconnectMs, undefined, { signal }).catch(() => {});
  }
}

async function listenOnce(ear: Ear, signal: AbortSignal): Promise<void> {
  const { pool, channel, state, onNotice, onDeaf } = ear;
  const { promise: broken, resolve: end } = Promise.withResolvers<void>();
  const { promise: proven, resolve: prove } = Promise.withResolvers<true>();
  const proof = randomUUID();
  const client = await holdConnection(pool, end);
  const hear = ({ payload }: { payload?: string | undefined }) => {
    if (payload !== proof) return onNotice(payload ?? '');
    state.isHeard = true;
    prove(true);
  };
  client.on('notification', hear);
  const stop = () => end();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return;
    await client.query(`listen ${channel}`);
    onNotice(null);
    // On another connection: a pooler gives both of one client the same session where nobody else wants it.
    await pool.query('select pg_notify($1, $2)', [channel, proof]);
    const isProven = await within(Promise.race([proven, broken]), proofMsMax, () => false);
    if (isProven === false) onDeaf?.();
    await broken;
  } catch (error) {
    // What the database refuses, and not that it is away.
    if ((error as { code?: unknown }).code !== 'database-unavailable') onDeaf?.();
    throw error;
  } finally {
    client.off('notification', hear);
    signal.removeEventListener('abort', stop);
    // Never back to the pool: it still listens.
    client.release(true);
  }
}
