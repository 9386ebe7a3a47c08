import type { EventName, SealedCategory, Topic } from '@hub/contracts';
import {
  catalogueEntry,
  dictionaryPrefix,
  eventTypePrefix,
  isEventName,
  sealedCategories,
  sourcePrefix,
} from '@hub/contracts';
import type { Fact } from './dossier/facts.ts';
import { HubError } from './errors.ts';
import type { OutgoingMessage } from './ports/event-log.ts';

/** A fact on its way through the log, with what says whose it is. Everything here is in clear on the log. */
export interface LogEvent {
  readonly fact: Fact;
  /** Surrogate id of the trainee; null for session events. */
  readonly trainee: string | null;
  /** Nine digits; null for session and trainee events. */
  readonly dossier: number | null;
  readonly traceparent?: string;
  /** The data of the trainee were destroyed: a keyed mark. Of the event nothing is left but that it was reported. */
  readonly burial?: string;
}

/** The partition key: the trainee, or the first session reference of an offer event. */
export function logKey(event: LogEvent): string {
  const key = event.trainee ?? event.fact.references[0];
  if (key === undefined) throw new HubError('event-unreadable', 'An event of the log needs a trainee or a session.');
  return key;
}

/**
 * A message of the log: a CloudEvent in JSON (Kafka protocol binding, structured mode), its `data` in clear. Every other
 * attribute is text, but for the number of the dossier; what is absent was not told.
 */
export interface Envelope {
  readonly specversion: '1.0';
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly dataschema?: string;
  readonly recordedtime?: string;
  readonly receivedtime?: string;
  readonly partner?: string;
  readonly organisation?: string;
  readonly digest?: string;
  readonly trainee?: string;
  readonly dossier?: number;
  readonly training?: string;
  readonly trainingwritten?: string;
  /** Events that bear it are projected into nothing. */
  readonly burial?: string;
  readonly traceparent?: string;
  readonly data: object;
}

/** As JSON gave it: any attribute may be missing or of another type. */
export type ReadEnvelope = Readonly<Partial<Record<keyof Envelope | SealedAttribute, unknown>>>;

type SealedAttribute = `sealed${SealedCategory}`;

/** A retraction goes to its target's topic; every other event to the topic of the catalogue. */
export function encodeLogEvent(event: LogEvent): OutgoingMessage {
  const { fact } = event;
  const envelope: Envelope = {
    specversion: '1.0',
    type: eventTypePrefix + fact.type,
    source: sourcePrefix + fact.source,
    id: fact.id,
    dataschema: `${dictionaryPrefix}${fact.type}:${fact.version}`,
    recordedtime: fact.recordedAt,
    receivedtime: fact.receivedAt,
    partner: fact.partner,
    ...(fact.organisation === undefined ? {} : { organisation: fact.organisation }),
    digest: fact.digest,
    ...(event.trainee === null ? {} : { trainee: event.trainee }),
    ...(event.dossier === null ? {} : { dossier: event.dossier }),
    ...(fact.references.length === 0 ? {} : { training: fact.references.join(' ') }),
    ...(fact.written === undefined ? {} : { trainingwritten: fact.written.join(' ') }),
    ...(event.burial === undefined ? {} : { burial: event.burial }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    ...sealedAttributes(fact),
    data: fact.data,
  };
  return { topic: topicOf(fact), key: logKey(event), value: encodeEnvelope(envelope) };
}

export function encodeEnvelope(envelope: Envelope): Buffer {
  return Buffer.from(JSON.stringify(envelope));
}

function sealedAttributes({ sealed = {} }: Fact): Partial<Record<SealedAttribute, string>> {
  return Object.fromEntries(Object.entries(sealed).map(([category, block]) => [`sealed${category}`, block]));
}

function topicOf(fact: Fact): Topic {
  return catalogueEntry(eventConcerned(fact)).topic;
}

/** The event whose subject and topic a fact has: of a retraction, that of its target. */
export function eventConcerned(fact: Fact): EventName {
  const target = fact.type === 'fact-retracted' ? fact.data.target.type : fact.type;
  return isEventName(target) ? target : fact.type;
}

/** Throws `event-unreadable` (park it) where the message is not JSON of an object. */
export function readEnvelope({ value }: Pick<OutgoingMessage, 'value'>): ReadEnvelope {
  try {
    const read: unknown = JSON.parse(value.toString());
    if (isObject(read)) return read;
  } catch (cause) {
    throw new HubError('event-unreadable', 'The event is not JSON.', { cause });
  }
  throw new HubError('event-unreadable', 'The event is not an object.');
}

/** The same, of a message of which what can be read is wanted: nothing where it is damaged. */
export function envelopeOf(message: Pick<OutgoingMessage, 'value'>): ReadEnvelope {
  try {
    return readEnvelope(message);
  } catch {
    return {};
  }
}

/** Throws `event-unreadable` (park it) for an unknown type or version, or a damaged message. */
export function decodeLogEvent(message: Pick<OutgoingMessage, 'value'>): LogEvent {
  return decodeEnvelope(readEnvelope(message));
}

/** The same, of a message that was read already. */
export function decodeEnvelope(envelope: ReadEnvelope): LogEvent {
  const type = required(envelope, 'type').slice(eventTypePrefix.length);
  if (!isEventName(type)) throw new HubError('event-unreadable', `The dictionary has no event "${type}".`);
  const version = versionOf(type, required(envelope, 'dataschema'));
  const id = required(envelope, 'id');
  if (!isObject(envelope.data)) throw new HubError('event-unreadable', 'The data of the event is not an object.');
  const data = newestData(type, version, envelope.data, id);
  const day = data.effectiveDate ?? data.from;
  const organisation = text(envelope, 'organisation');
  const written = text(envelope, 'trainingwritten');
  const fact = {
    source: required(envelope, 'source').slice(sourcePrefix.length),
    id,
    type,
    version: newestOf(type),
    partner: required(envelope, 'partner'),
    ...(organisation === undefined ? {} : { organisation }),
    recordedAt: required(envelope, 'recordedtime'),
    receivedAt: required(envelope, 'receivedtime'),
    effectiveDate: typeof day === 'string' ? day : null,
    digest: required(envelope, 'digest'),
    references: listed(text(envelope, 'training')),
    ...(written === undefined ? {} : { written: listed(written) }),
    data,
    ...sealedBlocks(envelope),
    // What the gateway checked against the dictionary is of the type of its event from here on.
  } as Fact;
  const traceparent = text(envelope, 'traceparent');
  return {
    fact,
    trainee: text(envelope, 'trainee') ?? null,
    dossier: envelope.dossier === undefined ? null : Number(envelope.dossier),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listed(references: string | undefined): readonly string[] {
  return references === undefined || references === '' ? [] : references.split(' ');
}

function required(envelope: ReadEnvelope, name: keyof Envelope): string {
  const value = text(envelope, name);
  if (value === undefined || value === '') throw new HubError('event-unreadable', `The attribute ${name} is missing.`);
  return value;
}

function text(envelope: ReadEnvelope, name: keyof ReadEnvelope): string | undefined {
  const value = envelope[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new HubError('event-unreadable', `The attribute ${name} is not text.`);
}

function versionOf(type: EventName, dataschema: string): number {
  const version = Number(dataschema.slice(dictionaryPrefix.length + type.length + 1));
  if (!catalogueEntry(type).versions.includes(version)) {
    throw new HubError('event-unreadable', `The dictionary has no version "${dataschema}".`);
  }
  return version;
}

function newestOf(type: EventName): number {
  return catalogueEntry(type).versions.at(-1) ?? 1;
}

type Data = Readonly<Record<string, unknown>>;

/** What an older major version of an event lacks; one that is not named here only gained what it may leave out. */
const upgrades: Readonly<Partial<Record<EventName, (data: Data, id: string) => Data>>> = {
  // Version 1 said whether the identity was already known, which depended on who came first: it compares with nothing now.
  'trainee-described': ({ flags }, id) => {
    const { sameAsKnown: _, ...kept } = flags as Data;
    return { flags: kept, toldWith: id };
  },
  // Version 1 named one organisation that gives the training; a session has any number of them.
  'session-published': ({ dispensateurSiret, ...kept }) =>
    dispensateurSiret === undefined ? kept : { ...kept, dispensateurSirets: [dispensateurSiret] },
};

/** The data in the shape of the newest major version: nothing behind this line knows of older ones. */
function newestData(type: EventName, version: number, data: Data, id: string): Data {
  return version === newestOf(type) ? data : (upgrades[type]?.(data, id) ?? data);
}

const sealedNames = sealedCategories.map((category) => [category, `sealed${category}`] as const);

function sealedBlocks(envelope: ReadEnvelope): { sealed?: Fact['sealed'] } {
  const sealed: Partial<Record<SealedCategory, string>> = {};
  let isSealed = false;
  for (const [category, name] of sealedNames) {
    const block = text(envelope, name);
    if (block === undefined) continue;
    sealed[category] = block;
    isSealed = true;
  }
  return isSealed ? { sealed } : {};
}
