import type { Topic } from '@hub/contracts';

/** A place in the log. `slice` is the partition number; `offset` of a position to read from is the next one wanted. */
export interface Position {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
}

/** What is appended: the partition is chosen from `key` by Java's murmur2, like every Kafka producer does. */
export interface OutgoingMessage {
  readonly topic: Topic;
  readonly key: string;
  /** A CloudEvent in JSON; nothing here reads it. */
  readonly value: Buffer;
}

export interface StoredMessage extends OutgoingMessage {
  readonly slice: number;
  readonly offset: number;
}

/**
 * The append-only log: topics split in as many partitions (slices) each; in a partition, offsets start at 0,
 * grow by one and never change. Every adapter passes `eventLogSuite`.
 */
export interface EventLog {
  /** Number of partitions of every topic, chosen when the log is created. */
  readonly slices: number;

  /**
   * Resolves once every message is durable, with their positions in the order given. Messages of one key keep
   * their order within a call, and between calls of which the second starts after the first resolved.
   * All or nothing for one partition; no promise across partitions. A rejection means "unknown": any of the
   * messages may be on the log, and appending them again is safe for readers that collapse repeats.
   * Throws `log-message-too-large` (nothing appended), `log-unavailable` (retryable, within a bounded time) and
   * `log-settings-unsafe` (retryable, nothing appended) while the log's settings could lose what it takes.
   */
  append(messages: readonly OutgoingMessage[]): Promise<readonly Position[]>;

  /**
   * Batches of exactly these partitions, in offset order within each partition, from the offsets given and without
   * gap or repeat; then waits for new messages until `signal` aborts, which ends the iteration. A batch may hold
   * several partitions and is never empty. Nothing is read that is not durable. A broker that goes away and comes
   * back is waited for. Throws `log-offset-out-of-range` if an offset lies beyond the end or before the beginning.
   */
  read(from: readonly Position[], signal: AbortSignal): AsyncIterable<readonly StoredMessage[]>;

  /** For every partition of these topics, the offset that the next appended message will get. */
  endOffsets(topics: readonly Topic[]): Promise<readonly Position[]>;

  /** Names this incarnation of the log; another value means that stored offsets are worthless. */
  epoch(): Promise<string>;

  /**
   * Resolves where the log takes and gives now: asked of its server, within three seconds, however many ask at once.
   * Throws `log-unavailable`, or `log-settings-unsafe` while appends are refused because they could be lost.
   */
  reach(): Promise<void>;

  /** Releases connections, within a bounded time; pending appends are finished first. */
  close(): Promise<void>;
}
