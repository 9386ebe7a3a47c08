import { type EventLog, HubError, type Position } from '@hub/core';
import {
  dossierNumbers,
  type HeldKeyStore,
  type IdentityMark,
  type IdentityMarks,
  identityMarks,
  type KeyStore,
  type Logger,
  peppersInUse,
  peppersOf,
  type Secrets,
} from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { beginPepper } from '../peppers.ts';
import { lackingFrom } from '../rebuild/rebuild-registry.ts';
import { isSequenceBehind, type Lacking } from '../rebuild/registry-difference.ts';
import { droppedTables } from '../registry-lock.ts';
import { registryMarks } from './identity-share.ts';

export interface ReadinessOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly logger: Logger;
}

interface ComparisonOptions extends ReadinessOptions {
  /** Ends it where it is, by the reason given. */
  readonly signal: AbortSignal;
}

/** Messages looked at in each slice whatever the marks say: a store may have lost rows and kept its marks. */
const lastMessages = 20;

/**
 * Compares the registry and the key store with what the log says of persons and numbers from their marks on, and answers
 * where the marks stand from now on. What looks wrong from the marks on is decided by the whole log. Throws as
 * `ensureReady` says.
 */
export async function compareStores(
  options: ComparisonOptions,
  client: PoolClient,
  keys: HeldKeyStore,
  onProgress: (events: number, eventsTotal: number) => void,
): Promise<readonly IdentityMark[]> {
  const { log, secrets, logger } = options;
  await requireTables(client);
  await requirePepper(client, secrets);
  const logEpoch = await log.epoch();
  // The marks before the ends: a mark beyond the end was not raised meanwhile.
  const registry = await marksOf(identityMarks(client, registryMarks), logEpoch, registryOfOtherLog);
  const ofKeys = await marksOf(keys.marks, logEpoch, keysOfOtherLog);
  const ends = await log.endOffsets(['identity']);
  requireWholeLog(registry, ends);
  await lowerMarks(keys.marks, ofKeys, ends, logger);
  const from = ends.map((end) => ({ ...end, offset: startOf(end, registry, ofKeys) }));
  const eventsTotal = ends.reduce((sum, end, index) => sum + end.offset - (from[index]?.offset ?? 0), 0);
  if (eventsTotal > sayFrom) logger.warn({ events: eventsTotal }, longReading);
  const compare = (positions: readonly Position[]) => lackingInTime(options, positions, saying(options, onProgress));
  const lacks = (await compare(from)) && (await compare(from.map(toStart)));
  if (lacks !== null) throw misfit(lacks);
  if (await isSequenceBehind(client, dossierNumbers(secrets)))
    throw behindLog('starts again with numbers that were given');
  return ends.map(({ slice, offset }) => ({ slice, logEpoch, offset }));
}

/** A log that says nothing for so long is away. */
const stallMs = 30_000;

async function lackingInTime(
  options: ComparisonOptions,
  from: readonly Position[],
  onProgress: (events: number, eventsTotal: number) => void,
): Promise<Lacking | null> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), stallMs);
  const progress = (events: number, eventsTotal: number) => {
    timer.refresh();
    onProgress(events, eventsTotal);
  };
  try {
    const signal = AbortSignal.any([options.signal, stop.signal]);
    return await lackingFrom({ ...options, onProgress: progress, signal, closing: options.signal }, from);
  } catch (cause) {
    options.signal.throwIfAborted();
    if (!stop.signal.aborted) throw cause;
    throw new HubError('log-unavailable', 'The log does not answer.', { retryable: true, cause });
  } finally {
    clearTimeout(timer);
  }
}

/** The marks of both stores as one text, which changes with any of them. */
export async function marksOfStores({ pool, keyStore }: ReadinessOptions): Promise<string> {
  const both = [identityMarks(pool, registryMarks), keyStore.marks];
  return JSON.stringify(await Promise.all(both.map((marks) => marks.read())));
}

async function requireTables(client: PoolClient): Promise<void> {
  const dropped = await droppedTables(client);
  if (dropped.length > 0) throw behindLog(`lacks ${dropped.join(', ')}`);
}

async function requirePepper(client: PoolClient, secrets: Secrets): Promise<void> {
  await beginPepper(client, secrets);
  const inUse = await peppersInUse(client);
  const own = peppersOf(secrets).map(({ version }) => version);
  const missing = inUse.filter((version) => !own.includes(version));
  if (missing.length === 0) return;
  throw behindLog(`was made with pepper ${missing.join(', ')}, and the secrets hold pepper ${own.join(', ')}`);
}

function behindLog(fault: string): HubError {
  return new HubError(
    'registry-behind-log',
    `The registry of persons and numbers ${fault}: known people would get new ids and numbers. ` +
      'An operator runs "hub rebuild --registry".',
  );
}

async function marksOf(
  marks: IdentityMarks,
  logEpoch: string,
  ofOtherLog: (other: string, epoch: string) => string,
): Promise<ReadonlyMap<number, number>> {
  const read = await marks.read();
  const other = read.find((mark) => mark.logEpoch !== logEpoch);
  if (other !== undefined) throw new HubError('log-epoch-changed', ofOtherLog(other.logEpoch, logEpoch));
  return new Map(read.map(({ slice, offset }) => [slice, offset]));
}

const registryOfOtherLog = (other: string, epoch: string) =>
  `The registry of persons and numbers belongs to log ${other}, and this log is ${epoch}. Give the hub its former log back, ` +
  'or the registry of this one; to fill the registry from this log, an operator runs "hub rebuild --registry".';

const keysOfOtherLog = (other: string, epoch: string) =>
  `The key store belongs to log ${other}, and this log is ${epoch}: is HUB_KEYS_URL the key store of this hub? Give the hub ` +
  'its own key store or its former log back; to go on with this log and these keys, an operator runs "hub rebuild --registry".';

function requireWholeLog(registry: ReadonlyMap<number, number>, ends: readonly Position[]): void {
  const short = ends.filter(({ slice, offset }) => (registry.get(slice) ?? 0) > offset);
  if (short.length === 0) return;
  throw new HubError(
    'log-offset-out-of-range',
    `The registry of persons and numbers knows more of the log than it holds, in ${short.length} slices of hub.identity: the ` +
      'log has lost events. Restore the log; to go on with what is left of it, an operator runs "hub rebuild --registry".',
  );
}

/** Keys that the log does not know any more are no harm; a mark beyond its end would hide what comes next. */
async function lowerMarks(
  marks: IdentityMarks,
  known: ReadonlyMap<number, number>,
  ends: readonly Position[],
  logger: ReadinessOptions['logger'],
): Promise<void> {
  const beyond = ends.filter(({ slice, offset }) => (known.get(slice) ?? 0) > offset);
  if (beyond.length === 0) return;
  logger.warn({ slices: beyond.length }, 'the key store knows more of the log than it holds: the log was put back');
  const read = await marks.read();
  const endOf = new Map(ends.map(({ slice, offset }) => [slice, offset]));
  await marks.set(read.map((mark) => ({ ...mark, offset: Math.min(mark.offset, endOf.get(mark.slice) ?? 0) })));
}

function startOf({ slice, offset }: Position, ...stores: readonly ReadonlyMap<number, number>[]): number {
  return Math.max(0, Math.min(offset - lastMessages, ...stores.map((marks) => marks.get(slice) ?? 0)));
}

function toStart(position: Position): Position {
  return { ...position, offset: 0 };
}

const sayFrom = 100_000;
const sayEveryMs = 10_000;
const longReading = 'registry and key store are compared with the log before any event is taken';

function saying(
  { logger }: ReadinessOptions,
  onProgress: (events: number, eventsTotal: number) => void,
): (events: number, eventsTotal: number) => void {
  let saidAt = performance.now();
  return (events, eventsTotal) => {
    onProgress(events, eventsTotal);
    if (performance.now() - saidAt < sayEveryMs) return;
    saidAt = performance.now();
    logger.warn({ events, eventsTotal }, longReading);
  };
}

function misfit({ keys, ...registry }: Lacking): HubError {
  const lacks = sentenceOf(registry);
  if (keys === 0) return behindLog(lacks);
  return new HubError(
    'key-missing',
    `The key store has no key for ${keys} people whom the log knows: what was reported of them could not be read any more. Is ` +
      'HUB_KEYS_URL the key store of this hub? Put back its newest backup; keys that are lost for good an operator gives up by ' +
      `"hub rebuild --registry --accept-lost-keys".${lacks === '' ? '' : ` The registry ${lacks}.`}`,
  );
}

/** What the registry lacks; empty where nothing. */
function sentenceOf({ trainees, aliases, otherAliases, numbers, otherNumbers }: Omit<Lacking, 'keys'>) {
  const missing = [
    [trainees, 'people'],
    [aliases, 'identifiers'],
    [numbers, 'dossier numbers'],
  ] as const;
  const others = [
    [otherAliases, 'identifiers'],
    [otherNumbers, 'dossier numbers'],
  ] as const;
  const list = (counts: readonly (readonly [number, string])[]) =>
    counts.flatMap(([count, what]) => (count === 0 ? [] : `${count} ${what}`)).join(', ');
  return [
    list(missing) && `lacks ${list(missing)} that the log names`,
    list(others) && `gives ${list(others)} to others than the log says`,
  ]
    .filter((part) => part !== '')
    .join(' and ');
}
