import { type Topic, traineeTopics } from '@hub/contracts';
import { decodeLogEvent, type EventLog, HubError, type Position, type StoredMessage } from '@hub/core';
import type { KeyStore, Secrets } from '@hub/platform';
import { addEntries, type DossierEntry, dossierOf, type LogEntries, noEntries, traineeOf } from './log-entries.ts';
import { readUpTo } from './read-up-to.ts';
import type { RegistryDifference, RegistryDraft } from './registry-draft.ts';
import { greatestPlace, noteNumber, type ToldNumbers, toldNumbers } from './told-numbers.ts';

export interface RegistryJob {
  readonly log: EventLog;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly draft: RegistryDraft;
  /** By place in the sequence (1…). */
  readonly numberOf: (place: number) => number;
  /** Events read so far, of how many; the total may grow while the log does. */
  readonly onProgress?: ((events: number, eventsTotal: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An event of the identity topic that said nothing that could be read. */
export interface UnreadEvent {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly reason: string;
}

export interface RegistryReport extends RegistryDifference {
  readonly events: number;
  readonly seconds: number;
  readonly unread: number;
  /** Up to 20 of them. */
  readonly unreadSamples: readonly UnreadEvent[];
}

/** A reading of the log under way. */
interface Reading {
  readonly job: RegistryJob;
  readonly signal: AbortSignal;
  readonly numbers: ToldNumbers;
  readonly startedAt: number;
  events: number;
  eventsTotal: number;
  unread: number;
  readonly unreadSamples: UnreadEvent[];
}

/**
 * Makes the registry say what the log says, and answers what it said otherwise before. Nobody may write meanwhile; the
 * caller sees to that. Cut off anywhere, the registry is as it was, and the next run starts anew. Throws `key-missing`
 * where the key store is not the one of this log, `secrets-unusable` where the number key is not.
 */
export async function rebuildRegistry(job: RegistryJob): Promise<RegistryReport> {
  const reading = newReading(job);
  await readLog(reading, [], await job.log.endOffsets(traineeTopics), false);
  await checkKeys(job);
  const greatest = await greatestPlace(reading.numbers, job.numberOf);
  const before = await job.draft.compare(greatest);
  // What could not be read may be what an identifier in the registry hangs on.
  await job.draft.adopt(greatest, reading.unread === 0);
  return reportOf(reading, before);
}

/**
 * What differs between the registry and the log, while the hub goes on: what was reserved before it was told is in the
 * registry by the time it is read, and what was marked as told before then is on the log by the end.
 */
export async function verifyRegistry(job: RegistryJob): Promise<RegistryReport> {
  const reading = newReading(job);
  const ends = await job.log.endOffsets(traineeTopics);
  await readLog(reading, [], ends, false);
  await job.draft.freeze();
  await readLog(reading, ends, await job.log.endOffsets(traineeTopics), true);
  await checkKeys(job);
  return reportOf(reading, await job.draft.compare(await greatestPlace(reading.numbers, job.numberOf)));
}

/** Whether the registry says anything else than the log: what it remembers only to say nothing twice does not count. */
export function registryDiffers({ tables, sequence, pepper }: RegistryDifference): boolean {
  const { description: _, ...deciding } = tables;
  return (
    sequence.at < sequence.told ||
    (pepper.registry !== null && pepper.registry !== pepper.secrets) ||
    Object.values(deciding).some(({ missing, changed, extra }) => missing + changed + extra > 0)
  );
}

function newReading(job: RegistryJob): Reading {
  return {
    job,
    signal: job.signal ?? new AbortController().signal,
    numbers: toldNumbers(),
    startedAt: performance.now(),
    events: 0,
    eventsTotal: 0,
    unread: 0,
    unreadSamples: [],
  };
}

function reportOf({ events, unread, unreadSamples, startedAt }: Reading, difference: RegistryDifference) {
  return { ...difference, events, seconds: (performance.now() - startedAt) / 1_000, unread, unreadSamples };
}

/** Aliases of people whom no key opens would be dropped as if nobody had them. */
async function checkKeys({ draft }: RegistryJob): Promise<void> {
  const keyless = await draft.countKeyless();
  if (keyless === 0) return;
  throw new HubError(
    'key-missing',
    `${keyless} trainees of the log have no key, and the log does not say that their data were destroyed: is HUB_KEYS_URL ` +
      'the key store of this hub? Nothing was changed.',
  );
}

/** The identity topic first: it says which number belongs to which training; the others only what it might lack. */
async function readLog(reading: Reading, from: readonly Position[], ends: readonly Position[], late: boolean) {
  const starts = new Map(from.map(({ topic, slice, offset }) => [`${topic} ${slice}`, offset]));
  const positions = ends.map((end) => ({ ...end, offset: starts.get(`${end.topic} ${end.slice}`) ?? 0 }));
  for (const [index, end] of ends.entries()) reading.eventsTotal += end.offset - (positions[index]?.offset ?? 0);
  const isIdentity = ({ topic }: Position) => topic === 'identity';
  for await (const messages of batches(reading, positions.filter(isIdentity), ends)) {
    await addIdentity(reading, messages, late);
  }
  const others = positions.filter((position) => !isIdentity(position));
  for await (const messages of batches(reading, others, ends)) await addNumbers(reading, messages, late);
}

/** Enough for the statements of a batch to weigh little beside its rows. */
const batchMessages = 5_000;

async function* batches(
  reading: Reading,
  from: readonly Position[],
  ends: readonly Position[],
): AsyncGenerator<readonly StoredMessage[]> {
  let batch: StoredMessage[] = [];
  for await (const messages of readUpTo(reading.job.log, from, ends, reading.signal)) {
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
  reading.job.onProgress?.(reading.events, reading.eventsTotal);
}

async function addIdentity(reading: Reading, messages: readonly StoredMessage[], late: boolean): Promise<void> {
  const { keyStore, secrets, draft } = reading.job;
  const trainees = new Set(messages.map(traineeOf).filter((trainee) => trainee !== null));
  const keys = await keyStore.keysOf([...trainees]);
  const entries = noEntries();
  for (const message of messages) {
    const trainee = traineeOf(message);
    try {
      if (trainee === null) throw new HubError('event-unreadable', 'The header ce_trainee is not a UUID.');
      const event = { ...decodeLogEvent(message), trainee };
      addEntries(entries, event, message.offset, keys.get(trainee) ?? null, secrets);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      noteUnread(reading, message, error.message);
    }
  }
  for (const { number } of entries.dossiers) noteNumber(reading.numbers, number);
  await draft.add(entries, late);
}

function noteUnread(reading: Reading, { topic, slice, offset }: StoredMessage, reason: string): void {
  reading.unread += 1;
  if (reading.unreadSamples.length < 20) reading.unreadSamples.push({ topic, slice, offset, reason });
}

/** Numbers that events name and that nothing on the identity topic announced, once each. */
async function addNumbers(reading: Reading, messages: readonly StoredMessage[], late: boolean): Promise<void> {
  const dossiers: DossierEntry[] = [];
  for (const message of messages) {
    const dossier = dossierOf(message);
    if (dossier !== null && noteNumber(reading.numbers, dossier.number)) dossiers.push(dossier);
  }
  if (dossiers.length === 0) return;
  const trainees = dossiers.map(({ trainee, receivedAt }) => ({ trainee, receivedAt }));
  const entries: LogEntries = { ...noEntries(), trainees, dossiers };
  await reading.job.draft.add(entries, late);
}
