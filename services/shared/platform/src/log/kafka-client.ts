import { createRequire } from 'node:module';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { Logger } from 'pino';
import { mendProduceEncoding } from './kafka-produce.ts';
import { mendRecordDecoding } from './kafka-records.ts';

export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Tries of one request before it fails; each waits longer than the last. Default 8, some ten seconds. */
  readonly retries?: number;
}

/** A kafkajs client with its faults mended and its log lines in our log, at the level they deserve. */
export function kafkaClient(options: KafkaClientOptions): Kafka {
  mendRequestQueue();
  mendProduceEncoding();
  mendRecordDecoding();
  return new kafkajs.Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: options.retries ?? 8 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => writeLine(options.logger, entry),
  });
}

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/**
 * kafkajs 2.2.4 re-arms this timer for ever, also when nothing waits, with a delay of minus the time of day, which
 * Node makes 1 ms: some 40 ms of CPU per second for each idle connection. Ours arms it only while something waits;
 * every request pushed and every answer received calls it again.
 */
function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : 10,
  );
}

function mendRequestQueue(): void {
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  queue.prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests;
}

// Said as errors or warnings by kafkajs, and all of them the ordinary course of a start, a stop or a retry.
const ordinary =
  /coordinator is loading|not the correct coordinator|does not host this topic-partition|not the leader|leadership election|rebalanc|The member id|Topic creation errors|already exists|Response without match|Request enqueued|Consumer has joined|Limiting retries for the idempotent producer|Starting|Stopped/i;
const passing =
  /Connection error|Connection timeout|Failed to connect|Broker not connected|Crash: KafkaJSNumberOfRetries|Restarting/i;

function writeLine(logger: Logger, entry: LogEntry): void {
  const { message, timestamp, logger: _name, stack, ...rest } = entry.log;
  const line = { kafkajs: entry.namespace, ...rest };
  const text = `${message} ${rest.error ?? ''}`;
  if (ordinary.test(text)) logger.debug(line, message);
  else if (entry.level === kafkajs.logLevel.ERROR) {
    if (passing.test(text)) logger.warn(line, message);
    else logger.error({ ...line, stack }, message);
  } else if (entry.level === kafkajs.logLevel.WARN) logger.warn(line, message);
  else logger.debug(line, message);
}
