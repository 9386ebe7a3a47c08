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

/** Events that bear it are projected into nothing. */
export const burialHeader = 'ce_burial';

/**
 * CloudEvents Kafka protocol binding, binary mode: attributes as `ce_` headers, the clear data as value. A retraction
 * goes to its target's topic; every other event to the topic of the catalogue.
 */
export function encodeLogEvent(event: LogEvent): OutgoingMessage {
  const { fact } = event;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_type: eventTypePrefix + fact.type,
    ce_source: sourcePrefix + fact.source,
    ce_id: fact.id,
    ce_dataschema: `${dictionaryPrefix}${fact.type}:${fact.version}`,
    ce_recordedtime: fact.recordedAt,
    ce_receivedtime: fact.receivedAt,
    ce_partner: fact.partner,
    ...(fact.organisation === undefined ? {} : { ce_organisation: fact.organisation }),
    ce_digest: fact.digest,
  };
  if (event.trainee !== null) headers.ce_trainee = event.trainee;
  if (event.dossier !== null) headers.ce_dossier = String(event.dossier);
  if (fact.references.length > 0) headers.ce_training = fact.references.join(' ');
  if (fact.written !== undefined) headers.ce_trainingwritten = fact.written.join(' ');
  if (event.burial !== undefined) headers[burialHeader] = event.burial;
  if (event.traceparent !== undefined) headers.ce_traceparent = event.traceparent;
  for (const category of sealedCategories) {
    const block = fact.sealed?.[category];
    if (block !== undefined) headers[`ce_sealed${category}`] = block;
  }
  return { topic: topicOf(fact), key: logKey(event), headers, value: Buffer.from(JSON.stringify(fact.data)) };
}

function topicOf(fact: Fact): Topic {
  return catalogueEntry(eventConcerned(fact)).topic;
}

/** The event whose subject and topic a fact has: of a retraction, that of its target. */
export function eventConcerned(fact: Fact): EventName {
  const target = fact.type === 'fact-retracted' ? fact.data.target.type : fact.type;
  return isEventName(target) ? target : fact.type;
}

/** Throws `event-unreadable` (park it) for an unknown type or version, or a damaged message. */
export function decodeLogEvent(message: { headers: Readonly<Record<string, string>>; value: Buffer }): LogEvent {
  const { headers } = message;
  const type = required(headers, 'ce_type').slice(eventTypePrefix.length);
  if (!isEventName(type)) throw new HubError('event-unreadable', `The dictionary has no event "${type}".`);
  const version = versionOf(type, required(headers, 'ce_dataschema'));
  const id = required(headers, 'ce_id');
  const data = newestData(type, version, parseData(message.value), id);
  const day = data.effectiveDate ?? data.from;
  const fact = {
    source: required(headers, 'ce_source').slice(sourcePrefix.length),
    id,
    type,
    version: newestOf(type),
    partner: required(headers, 'ce_partner'),
    ...(headers.ce_organisation === undefined ? {} : { organisation: headers.ce_organisation }),
    recordedAt: required(headers, 'ce_recordedtime'),
    receivedAt: required(headers, 'ce_receivedtime'),
    effectiveDate: typeof day === 'string' ? day : null,
    digest: required(headers, 'ce_digest'),
    references: listed(headers.ce_training),
    ...(headers.ce_trainingwritten === undefined ? {} : { written: listed(headers.ce_trainingwritten) }),
    data,
    ...sealedBlocks(headers),
    // What the gateway checked against the dictionary is of the type of its event from here on.
  } as Fact;
  const dossier = headers.ce_dossier;
  return {
    fact,
    trainee: headers.ce_trainee ?? null,
    dossier: dossier === undefined ? null : Number(dossier),
    ...(headers.ce_traceparent === undefined ? {} : { traceparent: headers.ce_traceparent }),
  };
}

function listed(header: string | undefined): readonly string[] {
  return header === undefined || header === '' ? [] : header.split(' ');
}

function required(headers: Readonly<Record<string, string>>, name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') throw new HubError('event-unreadable', `The header ${name} is missing.`);
  return value;
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

function parseData(value: Buffer): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(value.toString());
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Record<string, unknown>;
  } catch (cause) {
    throw new HubError('event-unreadable', 'The data of the event is not JSON.', { cause });
  }
  throw new HubError('event-unreadable', 'The data of the event is not an object.');
}

function sealedBlocks(headers: Readonly<Record<string, string>>): { sealed?: Fact['sealed'] } {
  const sealed: Partial<Record<SealedCategory, string>> = {};
  for (const category of sealedCategories) {
    const block = headers[`ce_sealed${category}`];
    if (block !== undefined) sealed[category] = block;
  }
  return Object.keys(sealed).length === 0 ? {} : { sealed };
}
