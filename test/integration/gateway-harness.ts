import { type EventName, topics } from '@hub/contracts';
import { decodeLogEvent, type EventLog, type Fact, type LogEvent } from '@hub/core';
import { type Door, gatewayPlugin } from '@hub/gateway';
import {
  buildServer,
  createMetrics,
  drawSecrets,
  embeddedEventLog,
  issueToken,
  type Logger,
  loadDictionary,
  type Metrics,
  makeDemoPartners,
  openAccessTrace,
  openKeyStore,
  type Secrets,
} from '@hub/platform';
import type { Pool } from 'pg';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const dictionary = loadDictionary();

/** `certified`: kinds of identifiers for which a client answers, in the place of its own. */
export async function addDemoPartners(pool: Pool, certified: Readonly<Record<string, string[]>> = {}): Promise<void> {
  await makeDemoPartners(pool, () => 'test-secret');
  for (const [clientId, kinds] of Object.entries(certified)) {
    await pool.query('update access.partner set certifies = $2 where client_id = $1', [clientId, kinds]);
  }
}

export interface TestGateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface StartedGateway extends TestGateway {
  /** What it says of itself. */
  readonly door: Door;
  readonly metrics: Metrics;
}

export interface Hub {
  readonly database: Pick<TestDatabase, 'pool' | 'keysPool'>;
  readonly log: EventLog;
  readonly secrets: Secrets;
  readonly logger?: Logger;
}

/** One gateway of a hub; several may share database, log and secrets. */
export async function startGateway({ database, log, secrets, logger = testLogger }: Hub): Promise<StartedGateway> {
  const metrics = createMetrics();
  const server = buildServer({ logger, metrics });
  const { pool, keysPool } = database;
  const keyStore = openKeyStore({ pool: keysPool, secrets });
  const { promise: opened, resolve: onOpen } = Promise.withResolvers<Door>();
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
  server.register(gatewayPlugin({ log, pool, keyStore, secrets, dictionary, logger, metrics, trace, onOpen }));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const close = async () => {
    await server.close();
    await trace.close();
  };
  return { url, close, door: await opened, metrics };
}

/** A hub of one gateway, with the demo partners, on an embedded log of four slices. */
export interface TestDoor extends Hub {
  readonly database: TestDatabase;
  readonly gateway: TestGateway;
  readonly close: () => Promise<void>;
}

export async function openDoor(logger = testLogger): Promise<TestDoor> {
  const secrets = drawSecrets();
  const database = await testDatabase();
  await addDemoPartners(database.pool);
  const log = await embeddedEventLog({ pool: database.pool, slices: 4 });
  const gateway = await startGateway({ database, log, secrets, logger });
  const close = async () => {
    await gateway.close();
    await log.close();
    await database.drop();
  };
  return { database, log, secrets, gateway, close };
}

export const mediaTypes = {
  one: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
} as const;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly [name: string]: unknown;
    readonly errors?: readonly { pointer: string; rule: string; detail: string }[];
    readonly results?: readonly BatchItem[];
  };
}

export interface BatchItem {
  readonly index: number;
  readonly status: string;
  readonly receipt?: { readonly dossier: number | null; readonly receipt: string; readonly topic: string };
  readonly problem?: {
    readonly status: number;
    readonly errors: readonly { pointer: string; rule: string; detail: string }[];
  };
}

/** Posts a body as a partner: an array as a batch, an object as one event, bytes as they are. */
export async function post(
  secrets: Secrets,
  gateway: TestGateway,
  partner: string,
  body: unknown,
  options: { headers?: Record<string, string>; query?: string } = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const response = await fetch(`${gateway.url}/v1/events${options.query ?? ''}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await issueToken(secrets, partner)}`,
      'content-type': Array.isArray(body) ? mediaTypes.batch : mediaTypes.one,
      ...options.headers,
    },
    body: raw ? (body as string | Buffer<ArrayBuffer>) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
}

let nextId = 0;

/** An entry that EOS reports, with what the test changes. */
export function entry(change: { data?: Record<string, unknown>; [name: string]: unknown } = {}) {
  const { data, ...envelope } = change;
  nextId += 1;
  return {
    specversion: '1.0',
    type: 'hub.entry-attested',
    source: 'urn:hub:source:eos',
    id: `entry-${nextId}`,
    recordedtime: '2026-04-01T09:12:00+02:00',
    ...envelope,
    data: {
      trainee: { nir: '269054958815780' },
      training: ['session:eos:67680'],
      effectiveDate: '2026-04-01',
      ...data,
    },
  };
}

/** Everything on the log, in the order of its partitions. */
export async function everythingOn(log: EventLog): Promise<readonly LogEvent[]> {
  return (await messagesOn(log)).map(decodeLogEvent);
}

type EventOn<E extends EventName> = Omit<LogEvent, 'fact'> & { readonly fact: Fact<E> };

/** Those of one event, typed by it. */
export async function eventsOn<E extends EventName>(log: EventLog, type: E): Promise<readonly EventOn<E>[]> {
  const isOf = (event: LogEvent): event is LogEvent & EventOn<E> => event.fact.type === type;
  return (await everythingOn(log)).filter(isOf);
}

export async function messagesOn(log: EventLog) {
  const ends = (await log.endOffsets(topics)).filter(({ offset }) => offset > 0);
  const wanted = ends.reduce((sum, { offset }) => sum + offset, 0);
  if (wanted === 0) return [];
  const stop = new AbortController();
  const messages = [];
  for await (const batch of log.read(
    ends.map((end) => ({ ...end, offset: 0 })),
    stop.signal,
  )) {
    messages.push(...batch);
    if (messages.length >= wanted) stop.abort();
  }
  return messages;
}
