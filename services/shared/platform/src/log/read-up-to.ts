import { type EventLog, HubError, type Position, type StoredMessage } from '@hub/core';

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

const silenceMsDefault = 30_000;

/**
 * The same for who cannot wait for a log that is away: throws `log-unavailable` (retryable) where nothing more comes for
 * `silenceMsMax` (default 30,000).
 */
export async function* readInTime(
  log: EventLog,
  from: readonly Position[],
  ends: readonly Position[],
  silenceMsMax = silenceMsDefault,
): AsyncGenerator<readonly StoredMessage[]> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), silenceMsMax);
  try {
    for await (const messages of readUpTo(log, from, ends, silent.signal)) {
      yield messages;
      timer.refresh();
    }
  } catch (error) {
    if (!silent.signal.aborted || error !== silent.signal.reason) throw error;
    throw new HubError(
      'log-unavailable',
      `The log gave nothing of what it holds for ${silenceMsMax / 1_000} seconds: try again once it answers ("hub status").`,
      { retryable: true, cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The message at this place. Throws as `readInTime` does. */
export async function readMessage(log: EventLog, place: Position, silenceMsMax?: number): Promise<StoredMessage> {
  const end = { ...place, offset: place.offset + 1 };
  for await (const [message] of readInTime(log, [place], [end], silenceMsMax)) {
    if (message !== undefined) return message;
  }
  throw new HubError('log-unavailable', 'The log ended its reading.', { retryable: true });
}

function partitionKey({ topic, slice }: Pick<Position, 'topic' | 'slice'>): string {
  return `${topic} ${slice}`;
}
