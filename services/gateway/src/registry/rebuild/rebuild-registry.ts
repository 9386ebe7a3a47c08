import { type Topic, traineeTopics } from '@hub/contracts';
import {
  decodeEnvelope,
  type EventLog,
  envelopeOf,
  HubError,
  type Position,
  type ReadEnvelope,
  readEnvelope,
  type StoredMessage,
} from '@hub/core';
import { dossierNumbers, type KeyStore, listPartners, offsetsByPlace, readUpTo, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import { reapplyDestroyed } from '../destroyed-trainees.ts';
import { dossierOfEnvelope, type NumberedDossier, traineeOfMessage } from '../dossier-of-message.ts';
import {
  entriesOf,
  type IdentityEvent,
  joinEntries,
  type LogEntries,
  noEntries,
  type OrganisationOf,
  reportersOf,
  type TraineeEntry,
} from './log-entries.ts';
import { addNumber, greatestPlace, type NumberBitmap, numberBitmap } from './number-bitmap.ts';
import {
  adoptShadow,
  compareRegistry,
  type Lacking,
  lackingRows,
  type RegistryDifference,
} from './registry-difference.ts';
import {
  addToShadow,
  closeShadow,
  destroyedOnLog,
  freezeRegistry,
  type LostKeys,
  lostKeys,
  openShadow,
  type ShadowRegistry,
} from './shadow-registry.ts';

export interface RegistryJobOptions {
  readonly log: EventLog;
  /** Schema `registry`. */
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  /** Events read so far, of how many; the total may grow while the log does. */
  readonly onProgress?: (events: number, eventsTotal: number) => void;
  readonly signal?: AbortSignal;
  /**
   * Gives up people whose key is lost: nobody finds them any more, their numbers stay given, and what is reported of them
   * from now on is somebody new's.
   */
  readonly acceptLostKeys?: boolean;
}

/** An event of the identity topic that said nothing that could be read. */
export interface UnreadEvent {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly reason: string;
}

export interface RegistryReport extends RegistryDifference {
  /** People of the log whose key is lost, given up now or before. */
  readonly lostKeys: LostKeys;
  readonly events: number;
  readonly seconds: number;
  readonly unread: number;
  /** Up to 20 of them. */
  readonly unreadSamples: readonly UnreadEvent[];
}

/** A reading of the log under way. */
interface Reading {
  readonly options: RegistryJobOptions;
  readonly shadow: ShadowRegistry;
  readonly signal: AbortSignal;
  readonly numbers: NumberBitmap;
  readonly organisationOf: OrganisationOf;
  readonly startedAt: number;
  events: number;
  eventsTotal: number;
  unread: number;
  readonly unreadSamples: UnreadEvent[];
}

/**
 * Fills the registry (aliases, trainees, numbers, verdicts, links) again from the log and the key store, and answers what
 * it said otherwise before. Cut off anywhere, it leaves the registry as it was, and the next run starts anew. Throws
 * `registry-in-use` where a gateway serves, `key-missing` where the key store is not the one of this log and its lost keys
 * are not accepted, `secrets-unusable` where the number key is not.
 */
export function rebuildRegistry(options: RegistryJobOptions): Promise<RegistryReport> {
  return withReading(options, { exclusive: true }, async (reading) => {
    const { shadow } = reading;
    const { log, keyStore } = options;
    const ends = await log.endOffsets(traineeTopics);
    await readLog(reading, [], ends, false);
    const greatest = await checkedPlace(reading);
    const before = await compareRegistry(shadow, greatest);
    const logEpoch = await log.epoch();
    const marks = ends.filter(isIdentity).map(({ slice, offset }) => ({ slice, logEpoch, offset }));
    // What could not be read may be what an identifier in the registry hangs on.
    await adoptShadow(shadow, greatest, reading.unread === 0, marks);
    await keyStore.marks.set(marks);
    await reapply(options, shadow);
    return before;
  });
}

/**
 * What differs between the registry and the log; changes nothing, and gateways may go on: what was reserved before it was
 * announced is in the registry by the time that it is read, and what was marked as announced before then is on the log by
 * the end. Throws like the above.
 */
export function verifyRegistry(options: RegistryJobOptions): Promise<RegistryReport> {
  return withReading(options, { exclusive: false }, async (reading) => {
    const { shadow } = reading;
    const ends = await options.log.endOffsets(traineeTopics);
    await readLog(reading, [], ends, false);
    await freezeRegistry(shadow);
    await readLog(reading, ends, await options.log.endOffsets(traineeTopics), true);
    return compareRegistry(shadow, await checkedPlace(reading));
  });
}

/**
 * What registry and key store lack of what the identity topic says from these positions on, up to its end; null: nothing.
 * Gateways may go on, as for `verifyRegistry`. It changes nothing, but for this: what the log says was destroyed is
 * destroyed in both stores too. `closing` ends it in the middle of a statement.
 */
export async function lackingFrom(
  options: RegistryJobOptions & { readonly closing: AbortSignal },
  from: readonly Position[],
): Promise<Lacking | null> {
  const { log, pool, secrets, closing } = options;
  closing.throwIfAborted();
  if ((await log.endOffsets(['identity'])).every(({ offset }) => offset === 0)) return null;
  const shadow = await openShadow(pool, secrets, { exclusive: false });
  const abandon = () => void closeShadow(shadow);
  closing.addEventListener('abort', abandon);
  try {
    const reading = await newReading(options, shadow);
    const ends = await log.endOffsets(['identity']);
    await readLog(reading, from, ends, false);
    await freezeRegistry(shadow);
    await readLog(reading, ends, await log.endOffsets(['identity']), true);
    const lacking = await lackingRows(shadow);
    await reapply(options, shadow);
    return Object.values(lacking).some((rows) => rows > 0) ? lacking : null;
  } finally {
    closing.removeEventListener('abort', abandon);
    await closeShadow(shadow);
  }
}

/** A backup put back brings back whom the log says to be destroyed: they are so again before any event is taken. */
async function reapply(options: RegistryJobOptions, shadow: ShadowRegistry): Promise<void> {
  for await (const entries of destroyedOnLog(shadow)) await reapplyDestroyed(options, options.secrets, entries);
}

async function withReading(
  options: RegistryJobOptions,
  access: { readonly exclusive: boolean },
  compare: (reading: Reading) => Promise<RegistryDifference>,
): Promise<RegistryReport> {
  const shadow = await openShadow(options.pool, options.secrets, access);
  try {
    const reading = await newReading(options, shadow);
    const difference = await compare(reading);
    const { events, unread, unreadSamples, startedAt } = reading;
    return {
      ...difference,
      lostKeys: await lostKeys(shadow),
      events,
      seconds: (performance.now() - startedAt) / 1_000,
      unread,
      unreadSamples,
    };
  } finally {
    await closeShadow(shadow);
  }
}

async function newReading(options: RegistryJobOptions, shadow: ShadowRegistry): Promise<Reading> {
  const partners = await listPartners(options.pool);
  return {
    options,
    shadow,
    signal: options.signal ?? new AbortController().signal,
    numbers: numberBitmap(),
    organisationOf: new Map(partners.map(({ clientId, siret }) => [clientId, siret])),
    startedAt: performance.now(),
    events: 0,
    eventsTotal: 0,
    unread: 0,
    unreadSamples: [],
  };
}

/**
 * The greatest place in the sequence of numbers that the log names. Throws `key-missing` where people have no key and were
 * not given up: their aliases would be dropped as if nobody had them.
 */
async function checkedPlace({ options, shadow, numbers }: Reading): Promise<number> {
  const { unknown } = await lostKeys(shadow);
  if (unknown === 0 || options.acceptLostKeys === true) return greatestPlace(numbers, dossierNumbers(options.secrets));
  throw new HubError(
    'key-missing',
    `${unknown} trainees of the log have no key, and the log does not say that their data were destroyed: is HUB_KEYS_URL ` +
      'the key store of this hub, and its newest backup put back? Nothing was changed. To give these people up for lost: ' +
      '"hub rebuild --registry --accept-lost-keys".',
  );
}

/** The identity topic first: it says which number belongs to which training; the others only what it might lack. */
async function readLog(reading: Reading, from: readonly Position[], ends: readonly Position[], late: boolean) {
  const starts = offsetsByPlace(from);
  const positions = ends.map((end) => ({ ...end, offset: starts.get(`${end.topic} ${end.slice}`) ?? 0 }));
  for (const [index, end] of ends.entries()) reading.eventsTotal += end.offset - (positions[index]?.offset ?? 0);
  for await (const messages of batches(reading, positions.filter(isIdentity), ends)) {
    await addIdentity(reading, messages, late);
  }
  const others = positions.filter((position) => !isIdentity(position));
  for await (const messages of batches(reading, others, ends)) await addNumbers(reading, messages, late);
}

function isIdentity({ topic }: Position): boolean {
  return topic === 'identity';
}

/** Enough for the statements of a batch to weigh little beside its rows. */
const batchMessages = 5_000;

async function* batches(
  reading: Reading,
  from: readonly Position[],
  ends: readonly Position[],
): AsyncGenerator<readonly StoredMessage[]> {
  let batch: StoredMessage[] = [];
  for await (const messages of readUpTo(reading.options.log, from, ends, reading.signal)) {
    for (const message of messages) batch.push(message);
    if (batch.length < batchMessages) continue;
    yield batch;
    count(reading, batch.length);
    batch = [];
  }
  if (batch.length > 0) yield batch;
  count(reading, batch.length);
}

function count(reading: Reading, events: number): void {
  reading.events += events;
  reading.options.onProgress?.(reading.events, reading.eventsTotal);
}

async function addIdentity(reading: Reading, messages: readonly StoredMessage[], late: boolean): Promise<void> {
  const { keyStore, secrets } = reading.options;
  const named = new Set(messages.map(traineeOfMessage).filter((trainee) => trainee !== null));
  const keys = await keyStore.storedKeysOf([...named]);
  const trainees: TraineeEntry[] = [];
  const read: LogEntries[] = [];
  const envelopes: ReadEnvelope[] = [];
  for (const message of messages) {
    const trainee = traineeOfMessage(message);
    try {
      const envelope = readEnvelope(message);
      envelopes.push(envelope);
      if (trainee === null) throw new HubError('event-unreadable', 'The key of the message is not a UUID.');
      const event = identityEvent(envelope, message.offset, trainee, keys.get(trainee) ?? null);
      trainees.push({ trainee, receivedAt: event.fact.receivedAt });
      read.push(entriesOf(event, secrets));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      noteUnread(reading, message, error.message);
    }
  }
  const reported = reportersOf(envelopes, reading.organisationOf);
  const entries = joinEntries([{ ...noEntries, trainees, ...reported }, ...read]);
  for (const { number } of entries.dossiers) addNumber(reading.numbers, number);
  await addToShadow(reading.shadow, entries, late);
}

function identityEvent(envelope: ReadEnvelope, offset: number, trainee: string, key: Buffer | null): IdentityEvent {
  const publishedVersion = Number(String(envelope.dataschema).split(':').at(-1));
  return { ...decodeEnvelope(envelope), trainee, offset, publishedVersion, key };
}

function noteUnread(reading: Reading, { topic, slice, offset }: StoredMessage, reason: string): void {
  reading.unread += 1;
  if (reading.unreadSamples.length < 20) reading.unreadSamples.push({ topic, slice, offset, reason });
}

/** Numbers that events name and that nothing on the identity topic announced, once each, and who reported. */
async function addNumbers(reading: Reading, messages: readonly StoredMessage[], late: boolean): Promise<void> {
  const envelopes = messages.map(envelopeOf);
  const dossiers = envelopes.map(dossierOfEnvelope).filter((dossier) => dossier !== null);
  const fresh: readonly NumberedDossier[] = dossiers.filter(({ number }) => addNumber(reading.numbers, number));
  const trainees = fresh.map(({ trainee, receivedAt }) => ({ trainee, receivedAt }));
  const reported = reportersOf(envelopes, reading.organisationOf);
  await addToShadow(reading.shadow, { ...noEntries, trainees, dossiers: fresh, ...reported }, late);
}
