import { createRequire } from 'node:module';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import type { Logger } from 'pino';
import { mendProduceEncoding } from './kafka-produce.ts';
import type { KafkaCredentials } from './kafka-security.ts';
import { type BrokerFailures, kafkaWire } from './kafka-wire.ts';

export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  /** Absent: neither TLS nor SASL. */
  readonly credentials?: KafkaCredentials;
  /** Tries of one request before it fails; each waits longer than the last, at most a second. Default 5. */
  readonly retries?: number;
  /** A connection is given up when it is silent for this long. Default 5,000; at most `requestTimeoutMs`. */
  readonly silenceMs?: number;
  /** Shared by clients of the same brokers: what one has met in vain the others try last. */
  readonly failures?: BrokerFailures;
}

/** kafkajs with the means to break its connections, which it does not let go of by itself. */
export interface SeverableKafka {
  readonly kafka: Kafka;
  readonly sever: () => void;
}

/** A connection is there within this time, its TLS included, or another broker is tried. */
const connectTimeoutMs = 3_000;
/** Behind the bound on silence: an answer that comes in drops. */
const requestTimeoutMs = 30_000;

/** A kafkajs client with its faults mended. What it says is ours to say: its own lines are for those who debug. */
export function kafkaClient(options: KafkaClientOptions): Kafka {
  return severableKafka(options).kafka;
}

export function severableKafka(options: KafkaClientOptions): SeverableKafka {
  mendRequestQueue();
  mendReconnection();
  mendMetadata();
  mendProduceEncoding();
  const { brokers, credentials } = options;
  const tls = credentials?.tls;
  const wire = kafkaWire({
    brokers,
    tls,
    silenceMs: options.silenceMs ?? 5_000,
    failures: options.failures ?? new Map(),
  });
  const kafka = new kafkajs.Kafka({
    clientId: options.clientId,
    brokers: () => [wire.nextBroker()],
    ssl: tls !== undefined,
    // kafkajs keeps what it makes of it in the object itself.
    ...(credentials?.sasl && { sasl: { ...credentials.sasl } }),
    socketFactory: wire.socketFactory,
    connectionTimeout: connectTimeoutMs,
    authenticationTimeout: 5_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: options.retries ?? 5 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => writeLine(options.logger, entry),
  });
  return { kafka, sever: wire.sever };
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

interface Connection {
  bytesBuffered: number;
  bytesNeeded: number;
  chunks: Buffer[];
  isConnected(): boolean;
  connect(): Promise<unknown>;
}

/** Bytes of the length that each answer begins with. */
const lengthBytes = 4;
let isReconnectionMended = false;

/**
 * kafkajs 2.2.4 takes what came of an answer before its connection broke for the beginning of the first answer on the
 * next one: from then on it reads nothing right on it (`Attempt to access memory outside buffer bounds`).
 */
function mendReconnection(): void {
  if (isReconnectionMended) return;
  isReconnectionMended = true;
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  const connect = prototype.connect;
  prototype.connect = function () {
    if (!this.isConnected()) Object.assign(this, { bytesBuffered: 0, bytesNeeded: lengthBytes, chunks: [] });
    return connect.call(this);
  };
}

interface MetadataRequest {
  readonly response: object;
}

interface Broker {
  lookupRequest(...api: unknown[]): (options: object) => MetadataRequest;
  metadata(topics?: readonly string[]): Promise<unknown>;
}

let isMetadataMended = false;

/**
 * Before it knows topics, kafkajs asks for those of the whole cluster, and fails where any of them, of whomever, has a
 * partition without a leader. Here it takes the answer as it is; about topics that it asks for by name, it still fails.
 */
function mendMetadata(): void {
  if (isMetadataMended) return;
  isMetadataMended = true;
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/broker') as { prototype: Broker };
  const askFor = prototype.metadata;
  prototype.metadata = function (topics = []) {
    if (topics.length > 0) return askFor.call(this, topics);
    const lenient = Object.create(this) as Broker;
    lenient.lookupRequest = (...api) => {
      const make = this.lookupRequest(...api);
      return (options) => {
        const request = make(options);
        return { ...request, response: { ...request.response, parse: async (answer: unknown) => answer } };
      };
    };
    return askFor.call(lenient, topics);
  };
}

/** Whatever stops us comes as an error too, and is said once, by whoever gets it. */
function writeLine(logger: Logger, entry: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _name, stack: _stack, ...rest } = entry.log;
  logger.debug({ kafkajs: entry.namespace, ...rest }, message);
}
