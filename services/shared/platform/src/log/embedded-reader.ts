import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@hub/contracts';
import { HubError, type Position, type StoredMessage } from '@hub/core';
import type { Pool } from 'pg';
import type { Listener } from './embedded-notify.ts';

const batchMessagesMax = 2_000;
const batchBytesMax = 4 * 1_048_576;
/** What a lost notification costs at most. */
const slowPollMs = 1_000;

interface Behind {
  readonly topic: Topic;
  readonly slice: number;
  readonly wanted: number;
  readonly end: number;
}

export interface EmbeddedReadOptions {
  readonly pool: Pool;
  readonly listener: Listener;
}

/** The contract of `EventLog.read` on the tables of the embedded log. */
export async function* readEmbedded(
  { pool, listener }: EmbeddedReadOptions,
  from: readonly Position[],
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, undefined> {
  const wanted = new Map(from.map((position) => [`${position.topic}/${position.slice}`, { ...position }]));
  // Starts elsewhere each time, so that no partition waits for ever behind a busy one.
  let turn = 0;
  while (!signal.aborted) {
    const alarm = armAlarm(listener, signal);
    const batch = await untilAnswered(signal, () => readBatch(pool, [...wanted.values()], turn));
    turn += 1;
    for (const message of batch ?? []) {
      const position = wanted.get(`${message.topic}/${message.slice}`);
      if (position !== undefined) position.offset = message.offset + 1;
    }
    if (signal.aborted) alarm.disarm();
    else if (batch !== undefined && batch.length > 0) {
      alarm.disarm();
      yield batch;
    } else await alarm.rung;
  }
}

interface Alarm {
  /** Resolves at the next append, after the slow poll's time, or when the signal aborts. */
  readonly rung: Promise<void>;
  readonly disarm: () => void;
}

/** Armed before the tables are looked at: an append in between is not missed. */
function armAlarm(listener: Listener, signal: AbortSignal): Alarm {
  let ring = () => {};
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  const timer = setTimeout(ring, slowPollMs);
  const disarm = () => {
    clearTimeout(timer);
    listener.wakeReaders.delete(ring);
    signal.removeEventListener('abort', ring);
  };
  listener.wakeReaders.add(ring);
  signal.addEventListener('abort', ring, { once: true });
  void rung.then(disarm);
  return { rung, disarm };
}

async function readBatch(pool: Pool, wanted: readonly Position[], turn: number): Promise<StoredMessage[]> {
  const behind = await findBehind(pool, wanted);
  if (behind.length === 0) return [];
  const start = turn % behind.length;
  return readRanges(pool, shareOut([...behind.slice(start), ...behind.slice(0, start)]));
}

async function findBehind(pool: Pool, wanted: readonly Position[]): Promise<Behind[]> {
  const { rows } = await pool.query<{ topic: Topic; slice: number; wanted: string; next_offset: string }>({
    name: 'log-behind',
    text: `select w.topic, w.slice, w.wanted, coalesce(p.next_offset, 0) as next_offset
      from unnest($1::text[], $2::smallint[], $3::bigint[]) as w (topic, slice, wanted)
      left join log.partition p on p.topic = w.topic and p.slice = w.slice
      where w.wanted is distinct from p.next_offset`,
    values: [
      wanted.map((position) => position.topic),
      wanted.map((position) => position.slice),
      wanted.map((position) => position.offset),
    ],
  });
  return rows.map((row) => {
    const each = { topic: row.topic, slice: row.slice, wanted: Number(row.wanted), end: Number(row.next_offset) };
    if (each.wanted > each.end || each.wanted < 0)
      throw new HubError(
        'log-offset-out-of-range',
        `Offset ${each.wanted} of ${each.topic}/${each.slice} is not on the log, which ends at ${each.end}.`,
      );
    return each;
  });
}

/** The ranges of one batch: every partition gets its share of the room, the rest goes to those that have more. */
function shareOut(behind: readonly Behind[]): Behind[] {
  let room = batchMessagesMax;
  const ranges: Behind[] = [];
  const smallestFirst = behind.toSorted((a, b) => a.end - a.wanted - (b.end - b.wanted));
  const shares = new Map<Behind, number>();
  for (const [index, each] of smallestFirst.entries()) {
    const share = Math.min(each.end - each.wanted, Math.ceil(room / (smallestFirst.length - index)));
    shares.set(each, share);
    room -= share;
  }
  for (const each of behind) {
    const share = shares.get(each) ?? 0;
    if (share > 0) ranges.push({ ...each, end: each.wanted + share });
  }
  return ranges;
}

async function readRanges(pool: Pool, ranges: readonly Behind[]): Promise<StoredMessage[]> {
  type Row = { topic: Topic; slice: number; offset: string; key: string; value: Buffer };
  const { rows } = await pool.query<Row>({
    name: 'log-read',
    // The running sum bounds the memory of one batch; its first message comes whatever its size.
    text: `select topic, slice, "offset", key, value
      from (
        select m.*, r.place, sum(octet_length(m.value)) over (order by r.place, m."offset") - octet_length(m.value) as before
        from unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[]) with ordinality
          as r (topic, slice, wanted, "end", place)
        join log.message m
          on m.topic = r.topic and m.slice = r.slice and m."offset" >= r.wanted and m."offset" < r."end"
      ) as found
      where before < $5
      order by place, "offset"`,
    values: [
      ranges.map((range) => range.topic),
      ranges.map((range) => range.slice),
      ranges.map((range) => range.wanted),
      ranges.map((range) => range.end),
      batchBytesMax,
    ],
  });
  return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
}

/** Repeats `look` while the server is away; undefined once the signal has aborted. */
async function untilAnswered<T>(signal: AbortSignal, look: () => Promise<T>): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof HubError && error.retryable)) throw error;
      await delay(200, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}
