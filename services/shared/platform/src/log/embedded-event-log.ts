import { logTopics, type Topic } from '@hub/contracts';
import { type EventLog, HubError, type OutgoingMessage, type Position } from '@hub/core';
import type { Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { within } from '../waiting/within.ts';
import { type AppendQueue, appendQueue, appendTimeoutMs, drained, enqueue } from './append-queue.ts';
import { type Listener, listenForAppends, notifyAppend } from './embedded-notify.ts';
import { readEmbedded } from './embedded-reader.ts';
import { partitionName, partitionOf, placesInPartitions, positionsOfAppend } from './partitions.ts';

export interface EmbeddedEventLogOptions {
  /** Of the hub's database, migrated. One connection is kept for notifications. */
  readonly pool: Pool;
  readonly slices: number;
  /** False: nothing is written, and a log that was never made is refused (`log-missing`). Default true. */
  readonly create?: boolean;
  /** An append is answered within this time. Default 30,000. */
  readonly appendTimeoutMs?: number;
}

/**
 * The log in tables of PostgreSQL. Throws `log-settings-unsafe` where it was created with another number of slices,
 * `log-unavailable` where the database does not answer.
 */
export async function embeddedEventLog(options: EmbeddedEventLogOptions): Promise<EventLog> {
  const { pool, slices, create = true } = options;
  const epoch = await open(pool, slices, create).catch((error) => {
    throw unavailable(error);
  });
  const listener = listenForAppends(pool);
  const closed = new AbortController();
  const queue = appendQueue({
    send: (messages) => append(pool, slices, listener, messages),
    lanes: 2,
    batchMessagesMax: 2_000,
    batchBytesMax: 4 * 1_048_576,
    waitingBytesMax: 64 * 1_048_576,
    timeoutMs: options.appendTimeoutMs ?? appendTimeoutMs,
  });
  return {
    slices,
    append: (messages) => enqueue(queue, messages, (message) => partitionOf(message.key, slices)),
    read: (from, signal) => readEmbedded({ pool, listener }, from, AbortSignal.any([signal, closed.signal])),
    endOffsets: (of) => endOffsets(pool, of),
    epoch: async () => epoch,
    reach: reachOnce(pool),
    close: () => close(queue, listener, closed),
  };
}

async function open(pool: Pool, slices: number, create: boolean): Promise<string> {
  const epoch = await readEpoch(pool, slices);
  if (epoch === null && !create) {
    throw new HubError('log-missing', 'The log of this hub was not made yet: start the hub once.');
  }
  if (!create) return epoch as string;
  return withTransaction(pool, async (client) => {
    // Two hubs that start at once: whoever comes first makes the row, both read it.
    await client.query('insert into log.epoch (slices) values ($1) on conflict do nothing', [slices]);
    await client.query(
      `insert into log.partition (topic, slice)
       select topic, slice from unnest($1::text[]) topic, generate_series(0, $2 - 1) slice
       order by topic, slice
       on conflict do nothing`,
      [logTopics, slices],
    );
    return (await readEpoch(client, slices)) as string;
  });
}

async function readEpoch(client: Pick<Pool, 'query'>, slices: number): Promise<string | null> {
  const { rows } = await client.query<{ epoch: string; slices: number }>('select epoch, slices from log.epoch');
  const [row] = rows;
  if (row === undefined || row.slices === slices) return row?.epoch ?? null;
  throw new HubError(
    'log-settings-unsafe',
    `The log was created with ${row.slices} slices and cannot change: set HUB_SLICES to it instead of ${slices}.`,
  );
}

/** Whether the embedded log of this database holds events, whichever log its hub uses. */
export async function embeddedLogContent(client: Pick<Pool, 'query'>): Promise<{ events: boolean; slices: number }> {
  const { rows } = await client.query<{ events: boolean; slices: number | null }>(
    `select exists (select from log.partition where next_offset > 0) as events, (select slices from log.epoch) as slices`,
  );
  return { events: rows[0]?.events ?? false, slices: rows[0]?.slices ?? 0 };
}

async function append(
  pool: Pool,
  slices: number,
  listener: Listener,
  messages: readonly OutgoingMessage[],
): Promise<readonly Position[]> {
  const places = placesInPartitions(messages, slices);
  const parameters = [
    messages.map((message) => message.topic),
    places.map((place) => place.slice),
    messages.map((message) => message.key),
    messages.map((message) => message.value.length),
    Buffer.concat(messages.map((message) => message.value)),
  ];
  try {
    const { rows } = await pool.query<{ partition_topic: string; partition_slice: number; first_offset: string }>({
      name: 'log-append',
      text: 'select * from log.append($1, $2, $3, $4, $5)',
      values: parameters,
    });
    notifyAppend(listener);
    const firstOffsets = new Map(
      rows.map((row) => [partitionName(row.partition_topic, row.partition_slice), Number(row.first_offset)]),
    );
    const positions = positionsOfAppend(messages, places, firstOffsets);
    if (positions === undefined) throw new HubError('internal', 'A partition of the log is missing.');
    return positions;
  } catch (error) {
    throw unavailable(error);
  }
}

async function endOffsets(pool: Pool, of: readonly Topic[]): Promise<readonly Position[]> {
  const { rows } = await pool
    .query<{ topic: Topic; slice: number; next_offset: string }>(
      `select topic, slice, next_offset from log.partition where topic = any($1)
       order by array_position($1, topic), slice`,
      [of],
    )
    .catch((error) => {
      throw unavailable(error);
    });
  return rows.map((row) => ({ topic: row.topic, slice: row.slice, offset: Number(row.next_offset) }));
}

const reachTimeoutMs = 2_000;

/** One question under way however many ask: a pool that is waited for is not waited for by each of them. */
function reachOnce(pool: Pool): () => Promise<void> {
  let asking: Promise<unknown> | undefined;
  return async () => {
    asking ??= pool.query('select 1 from log.epoch').finally(() => {
      asking = undefined;
    });
    const late = () => {
      throw new HubError('log-unavailable', 'The database that holds the log does not answer.', { retryable: true });
    };
    await within(asking, reachTimeoutMs, late).catch((error) => {
      throw unavailable(error);
    });
  };
}

async function close(queue: AppendQueue, listener: Listener, closed: AbortController): Promise<void> {
  closed.abort();
  await drained(queue);
  await listener.close();
}

function unavailable(error: unknown): unknown {
  if (!(error instanceof HubError && error.code === 'database-unavailable')) return error;
  const message = `The database that holds the log: ${error.message}`;
  return new HubError('log-unavailable', message, { retryable: true, cause: error });
}
