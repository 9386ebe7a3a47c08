import type { StoredMessage } from '@hub/core';
import { sizeOf } from './append-queue.ts';

/** What one yielded batch holds at most: a projector makes one transaction of it. */
const batchMessagesMax = 6_000;
const batchBytesMax = 4 * 1_048_576;
/** Nothing more is fetched while this much waits for the reader. */
const bufferBytesMax = 8 * 1_048_576;

/** Between those who fetch and the one who iterates: bounded, in order, ended by the signal. */
export interface BatchBuffer {
  readonly signal: AbortSignal;
  messages: StoredMessage[];
  /** Index of the first message not yet taken. */
  start: number;
  bytes: number;
  failure: { readonly error: unknown } | undefined;
  wakeTaker: () => void;
  wakeFillers: (() => void)[];
}

export function batchBuffer(signal: AbortSignal): BatchBuffer {
  const buffer: BatchBuffer = {
    signal,
    messages: [],
    start: 0,
    bytes: 0,
    failure: undefined,
    wakeTaker: () => {},
    wakeFillers: [],
  };
  signal.addEventListener('abort', () => {
    buffer.wakeTaker();
    wakeFillers(buffer);
  });
  return buffer;
}

/** Resolves when there is room, or the end. */
export async function whenRoom(buffer: BatchBuffer): Promise<void> {
  while (buffer.bytes >= bufferBytesMax && !buffer.signal.aborted)
    await new Promise<void>((resolve) => buffer.wakeFillers.push(resolve));
}

export function pushMessages(buffer: BatchBuffer, messages: readonly StoredMessage[], bytes: number): void {
  for (const message of messages) buffer.messages.push(message);
  buffer.bytes += bytes;
  buffer.wakeTaker();
}

/** The next `takeBatch` throws `error`. */
export function failBuffer(buffer: BatchBuffer, error: unknown): void {
  buffer.failure ??= { error };
  buffer.wakeTaker();
}

/** The next batch, as large as the bounds allow; undefined once the signal has aborted. */
export async function takeBatch(buffer: BatchBuffer): Promise<readonly StoredMessage[] | undefined> {
  for (;;) {
    if (buffer.signal.aborted) return undefined;
    if (buffer.messages.length > buffer.start) return cutBatch(buffer);
    if (buffer.failure !== undefined) throw buffer.failure.error;
    await new Promise<void>((resolve) => {
      buffer.wakeTaker = resolve;
    });
  }
}

function cutBatch(buffer: BatchBuffer): readonly StoredMessage[] {
  let end = buffer.start;
  let bytes = 0;
  while (end < buffer.messages.length && end - buffer.start < batchMessagesMax && bytes < batchBytesMax) {
    bytes += sizeOf(buffer.messages[end] as StoredMessage);
    end += 1;
  }
  const batch = buffer.messages.slice(buffer.start, end);
  buffer.start = end;
  buffer.bytes -= bytes;
  // What was handed out is let go of; not at each batch, which would move the rest each time.
  if (end === buffer.messages.length || end > 4 * batchMessagesMax) {
    buffer.messages = buffer.messages.slice(end);
    buffer.start = 0;
  }
  if (buffer.bytes < bufferBytesMax) wakeFillers(buffer);
  return batch;
}

function wakeFillers(buffer: BatchBuffer): void {
  const waiting = buffer.wakeFillers;
  buffer.wakeFillers = [];
  for (const wake of waiting) wake();
}
