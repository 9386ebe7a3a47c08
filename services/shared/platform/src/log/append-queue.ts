import { HubError, type OutgoingMessage, type Position } from '@hub/core';

/** The largest message, key included. The door's own bound on an item is far below. */
export const messageBytesMax = 1_048_576;
/** What one call may append to one partition, so that a partition takes all of it or nothing. */
export const partitionBytesMax = 8 * 1_048_576;

/** An append is answered within this time, whatever the server does. */
export const appendTimeoutMs = 30_000;
/** After the last append, connections are ended. */
export const connectionsCloseMs = 5_000;
/** A log is closed within this time. */
export const logCloseMs = appendTimeoutMs + connectionsCloseMs;

export interface AppendQueueOptions {
  /** Makes all of them durable; the positions are in the order given. At most `lanes` run at once. */
  readonly send: (messages: readonly OutgoingMessage[], lane: number) => Promise<readonly Position[]>;
  readonly lanes: number;
  readonly batchMessagesMax: number;
  readonly batchBytesMax: number;
  /** A call that would make more wait than this is refused at once. */
  readonly waitingBytesMax: number;
  /** A call is answered within this time, whatever the server does. */
  readonly timeoutMs: number;
}

interface Call {
  readonly messages: readonly OutgoingMessage[];
  readonly bytes: number;
  readonly resolve: (positions: readonly Position[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins concurrent small appends into few large ones. Nothing waits for company: what comes while a lane is free goes
 * at once, what comes while all are busy goes together.
 */
export interface AppendQueue {
  readonly options: AppendQueueOptions;
  readonly freeLanes: number[];
  readonly idle: Set<() => void>;
  waiting: Call[];
  waitingBytes: number;
}

export function appendQueue(options: AppendQueueOptions): AppendQueue {
  const freeLanes = Array.from({ length: options.lanes }, (_, lane) => lane);
  return { options, freeLanes, idle: new Set(), waiting: [], waitingBytes: 0 };
}

/** The contract of `EventLog.append`. */
export async function enqueue(
  queue: AppendQueue,
  messages: readonly OutgoingMessage[],
  partitionOfMessage: (message: OutgoingMessage) => number,
): Promise<readonly Position[]> {
  if (messages.length === 0) return [];
  const bytes = checkSizes(messages, partitionOfMessage);
  if (queue.waiting.length > 0 && queue.waitingBytes + bytes > queue.options.waitingBytesMax)
    throw new HubError('log-unavailable', 'Too much waits for the log already; send again.', { retryable: true });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const place = queue.waiting.indexOf(call);
      if (place >= 0) {
        queue.waiting.splice(place, 1);
        queue.waitingBytes -= bytes;
      }
      reject(new HubError('log-unavailable', 'The log did not answer in time; send again.', { retryable: true }));
    }, queue.options.timeoutMs);
    const call: Call = {
      messages,
      bytes,
      resolve: (positions) => {
        clearTimeout(timer);
        resolve(positions);
      },
      reject: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    };
    queue.waiting.push(call);
    queue.waitingBytes += bytes;
    pump(queue);
  });
}

/** Resolves when nothing waits and nothing is under way. */
export async function drained(queue: AppendQueue): Promise<void> {
  if (queue.freeLanes.length === queue.options.lanes && queue.waiting.length === 0) return;
  await new Promise<void>((resolve) => queue.idle.add(resolve));
}

function pump(queue: AppendQueue): void {
  while (queue.waiting.length > 0) {
    const lane = queue.freeLanes.pop();
    if (lane === undefined) return;
    void sendTogether(queue, takeCalls(queue), lane);
  }
  if (queue.freeLanes.length < queue.options.lanes) return;
  for (const resolve of queue.idle) resolve();
  queue.idle.clear();
}

function takeCalls(queue: AppendQueue): Call[] {
  let count = 0;
  let messages = 0;
  let bytes = 0;
  for (const call of queue.waiting) {
    messages += call.messages.length;
    bytes += call.bytes;
    const tooMuch = messages > queue.options.batchMessagesMax || bytes > queue.options.batchBytesMax;
    if (tooMuch && count > 0) break;
    count += 1;
    queue.waitingBytes -= call.bytes;
  }
  return queue.waiting.splice(0, count);
}

async function sendTogether(queue: AppendQueue, calls: readonly Call[], lane: number): Promise<void> {
  try {
    const positions = await queue.options.send(
      calls.flatMap((call) => call.messages),
      lane,
    );
    let at = 0;
    for (const call of calls) {
      call.resolve(positions.slice(at, at + call.messages.length));
      at += call.messages.length;
    }
  } catch (error) {
    for (const call of calls) call.reject(error);
  } finally {
    queue.freeLanes.push(lane);
    pump(queue);
  }
}

function checkSizes(
  messages: readonly OutgoingMessage[],
  partitionOfMessage: (message: OutgoingMessage) => number,
): number {
  const perPartition = new Map<string, number>();
  let total = 0;
  for (const message of messages) {
    const bytes = sizeOf(message);
    if (bytes > messageBytesMax)
      throw new HubError('log-message-too-large', `A message has ${bytes} bytes, the log takes ${messageBytesMax}.`);
    const partition = `${message.topic}/${partitionOfMessage(message)}`;
    perPartition.set(partition, (perPartition.get(partition) ?? 0) + bytes);
    total += bytes;
  }
  for (const [partition, bytes] of perPartition)
    if (bytes > partitionBytesMax)
      throw new HubError(
        'log-message-too-large',
        `${bytes} bytes for ${partition} in one call, the log takes ${partitionBytesMax}.`,
      );
  return total;
}

/** Bytes on the log, near enough: a record of Kafka adds some tens for itself and for its one header. */
export function sizeOf({ key, value }: Pick<OutgoingMessage, 'key' | 'value'>): number {
  return 128 + value.length + key.length;
}
