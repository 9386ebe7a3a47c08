import type { Subject, Topic } from '@hub/contracts';
import { catalogueEntry, sourcePrefix } from '@hub/contracts';
import {
  decodeEnvelope,
  eventConcerned,
  type Fact,
  HubError,
  isDossierNumber,
  isUuid,
  type LogEvent,
  type ReadEnvelope,
  readEnvelope,
  type StoredMessage,
} from '@hub/core';
import type { Parked } from '@hub/platform';

/** An event with its place on the log. */
export interface Arrival {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly event: LogEvent;
}

/** What arrived of one subject in a batch: the row that it changes. */
export interface Group {
  /** Dossier number, trainee id or session reference. */
  readonly key: string;
  /** Of the first that arrived. */
  readonly slice: number;
  readonly arrivals: Arrival[];
}

export type Groups = Readonly<Record<Subject, Map<string, Group>>>;

/** A message that was read; what cannot be read is parked, so that it blocks nothing. */
export type Decoded = { readonly arrival: Arrival } | { readonly parked: Parked };

export function decodeMessage(message: StoredMessage): Decoded {
  const { topic, slice, offset } = message;
  let envelope: ReadEnvelope = {};
  try {
    envelope = readEnvelope(message);
    if (envelope.burial !== undefined) {
      return { parked: park(message, namedIn(envelope), 'trainee-destroyed', dataDestroyed) };
    }
    const event = decodeEnvelope(envelope);
    checkSubject(event);
    return { arrival: { topic, slice, offset, event } };
  } catch (error) {
    return { parked: park(message, namedIn(envelope), 'event-unreadable', error) };
  }
}

export interface PartedBatch {
  readonly arrivals: readonly Arrival[];
  readonly unreadable: readonly Parked[];
}

/** What can be folded, and what cannot be read. */
export function partDecoded(batch: readonly Decoded[]): PartedBatch {
  const arrivals: Arrival[] = [];
  const unreadable: Parked[] = [];
  for (const decoded of batch) {
    if ('arrival' in decoded) arrivals.push(decoded.arrival);
    else unreadable.push(decoded.parked);
  }
  return { arrivals, unreadable };
}

const dataDestroyed = new HubError('event-unreadable', 'It was reported of somebody whose data were destroyed.');

export function park(
  place: { topic: Topic; slice: number; offset: number },
  named: Pick<Parked, 'dossier' | 'event'>,
  reason: Parked['reason'],
  error: unknown,
): Parked {
  const detail = error instanceof Error ? error.message : String(error);
  // PostgreSQL stores no NUL in a text.
  const printable = detail.replaceAll('\0', ' ').slice(0, 500);
  return { topic: place.topic, slice: place.slice, offset: place.offset, ...named, reason, detail: printable };
}

/** What an event that was read names. */
export function namedBy({ event: { dossier, fact } }: Arrival): Pick<Parked, 'dossier' | 'event'> {
  return { dossier, event: { source: fact.source, id: fact.id } };
}

/** The same of one that could not be read, as far as that goes. */
function namedIn(envelope: ReadEnvelope): Pick<Parked, 'dossier' | 'event'> {
  const { source, id } = envelope;
  const isNamed = typeof source === 'string' && source.startsWith(sourcePrefix) && typeof id === 'string';
  return { dossier: dossierOf(envelope), event: isNamed ? { source: source.slice(sourcePrefix.length), id } : null };
}

/** One entry for each place: an event of two subjects may break the rules in both. */
export function onePerPlace(parked: readonly Parked[]): Parked[] {
  return [...new Map(parked.map((each) => [`${each.topic} ${each.slice} ${each.offset}`, each])).values()];
}

/** By subject of the dictionary; a fact about the trainee that names a dossier is a fact of that dossier too. */
export function groupArrivals(arrivals: readonly Arrival[]): Groups {
  const groups: Groups = { dossier: new Map(), trainee: new Map(), session: new Map() };
  for (const arrival of arrivals) {
    const { fact, trainee, dossier } = arrival.event;
    const subject = subjectOf(fact);
    if (subject === 'session') addTo(groups.session, fact.references[0] as string, arrival);
    else {
      if (dossier !== null) addTo(groups.dossier, String(dossier), arrival);
      if (subject === 'trainee' || dossier === null) addTo(groups.trainee, trainee as string, arrival);
    }
  }
  return groups;
}

interface PartedGroup {
  readonly trainee: string;
  /** What arrived of them; their slice is its own. */
  readonly own: Group;
  readonly ofOthers: readonly Arrival[];
}

/**
 * What arrived of a dossier, by whom it names. `owner`: whose the dossier is; null: of whom the hub received something of
 * it first, whatever order it arrives in.
 */
export function partByTrainee(owner: string | null, group: Group): PartedGroup {
  const trainee = owner ?? firstReceived(group.arrivals);
  const own = group.arrivals.filter((arrival) => traineeOf(arrival) === trainee);
  const ofOthers =
    own.length === group.arrivals.length ? [] : group.arrivals.filter((each) => traineeOf(each) !== trainee);
  return { trainee, own: { ...group, slice: own[0]?.slice ?? group.slice, arrivals: own }, ofOthers };
}

function firstReceived(arrivals: readonly Arrival[]): string {
  const order = (arrival: Arrival) => `${arrival.event.fact.receivedAt} ${traineeOf(arrival)}`;
  return traineeOf(arrivals.reduce((first, each) => (order(each) < order(first) ? each : first)));
}

/** As a column of PostgreSQL writes it. */
function traineeOf({ event }: Arrival): string {
  return (event.trainee ?? '').toLowerCase();
}

/** A retraction is about what its target is about. */
function subjectOf(fact: Fact): Subject {
  return catalogueEntry(eventConcerned(fact)).subject;
}

function addTo(groups: Map<string, Group>, key: string, arrival: Arrival): void {
  const group = groups.get(key);
  if (group !== undefined) group.arrivals.push(arrival);
  else groups.set(key, { key, slice: arrival.slice, arrivals: [arrival] });
}

/** What the tables rely on: the event names a subject, in the shape of its column. */
function checkSubject(event: LogEvent): void {
  const subject = subjectOf(event.fact);
  if (subject === 'session') {
    if (event.fact.references.length === 0) unreadable('A session event names no session.');
    if (!event.fact.references.every(isReference)) unreadable('A reference is empty, too long or holds a NUL.');
    return;
  }
  if (event.trainee === null || !isUuid(event.trainee)) unreadable('The trainee is not a UUID.');
  if (event.dossier !== null && !isDossierNumber(event.dossier)) unreadable('The dossier is not a number.');
  if (subject === 'dossier' && event.dossier === null) unreadable('The dossier is missing.');
}

function unreadable(sentence: string): never {
  throw new HubError('event-unreadable', sentence);
}

/** What fits a column and its index; the door's own rule is narrower. */
function isReference(text: string): boolean {
  return text !== '' && text.length <= 512 && !text.includes('\0');
}

function dossierOf(envelope: ReadEnvelope): number | null {
  const value = Number(envelope.dossier);
  return isDossierNumber(value) ? value : null;
}
