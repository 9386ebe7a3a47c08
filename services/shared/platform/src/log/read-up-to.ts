import type { EventLog, Position, StoredMessage } from '@hub/core';

/** Messages from `from` up to, and without, `ends`; then stops by itself. Partitions that have none are left out. */
export async function* readUpTo(
  log: EventLog,
  from: readonly Position[],
  ends: readonly Position[],
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[]> {
  const limits = new Map(ends.map((end) => [partitionKey(end), end.offset]));
  const wanted = from.filter((position) => position.offset < (limits.get(partitionKey(position)) ?? 0));
  const missing = new Set(wanted.map(partitionKey));
  if (missing.size === 0) return;
  const stop = new AbortController();
  try {
    for await (const messages of log.read(wanted, AbortSignal.any([signal, stop.signal]))) {
      const inside = messages.filter((message) => {
        const limit = limits.get(partitionKey(message)) ?? 0;
        if (message.offset >= limit - 1) missing.delete(partitionKey(message));
        return message.offset < limit;
      });
      if (inside.length > 0) yield inside;
      if (missing.size === 0) return;
    }
    signal.throwIfAborted();
  } finally {
    stop.abort();
  }
}

function partitionKey({ topic, slice }: Pick<Position, 'topic' | 'slice'>): string {
  return `${topic} ${slice}`;
}
