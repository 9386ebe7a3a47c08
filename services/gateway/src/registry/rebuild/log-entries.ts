import { eventTypePrefix, isEventName } from '@hub/contracts';
import {
  eventKinds,
  type Fact,
  HubError,
  type Identifier,
  type IdentifierKind,
  isDossierNumber,
  isUuid,
  type LogEvent,
  linkReasons,
  type ReadEnvelope,
} from '@hub/core';
import { type Secrets, sealedPlace, unseal } from '@hub/platform';
import type { JsonObject } from '../../check/read-items.ts';
import { aliasFor } from '../aliases.ts';
import { type Link, pairOf, type RememberedDescription, rememberedDigest } from '../announced.ts';
import type { DestroyedEntry, OwnIdentifier } from '../destroyed-trainees.ts';
import { dossierOfEnvelope, type NumberedDossier, traineeOfEnvelope } from '../dossier-of-message.ts';

/** What the log says of persons and numbers, as the registry keeps it. Times are RFC 3339. */
export interface LogEntries {
  /** Of every event, readable or not: a gateway serves only where the registry has whom the log names. */
  readonly trainees: readonly TraineeEntry[];
  readonly aliases: readonly AliasEntry[];
  readonly dossiers: readonly NumberedDossier[];
  readonly descriptions: readonly DescriptionEntry[];
  readonly links: readonly LinkEntry[];
  readonly verdicts: readonly VerdictEntry[];
  /** Trainees whose data were destroyed: nobody finds them any more, whatever key a backup brought back. */
  readonly destroyed: readonly DestroyedEntry[];
  /** For which organisations persons, and dossiers, were reported of. */
  readonly met: readonly MetEntry[];
  readonly reporters: readonly ReporterEntry[];
  /** Trainees whom an event names and who have no key: everything about them was digested or sealed under one. */
  readonly keyless: readonly string[];
}

export interface TraineeEntry {
  readonly trainee: string;
  readonly receivedAt: string;
}

interface MetEntry {
  readonly trainee: string;
  readonly organisation: string;
}

interface ReporterEntry {
  readonly number: number;
  readonly organisation: string;
}

interface AliasEntry {
  /** Under each pepper, the newest first. */
  readonly hashes: readonly Buffer[];
  readonly kind: IdentifierKind;
  readonly trainee: string;
  readonly receivedAt: string;
  /** By `alias-reassigned`. */
  readonly reassigned: boolean;
}

interface DescriptionEntry extends RememberedDescription {
  /** All of one trainee lies in one slice: of equal recording times the last one counts. */
  readonly offset: number;
}

/** `publishedTo`: of the two trainees, the one in whose slice this was read; what only one slice has is announced again. */
interface LinkEntry extends Pick<Link, 'pair' | 'reason'> {
  readonly publishedTo: string;
}

interface VerdictEntry {
  readonly source: string;
  readonly eventId: string;
  readonly pair: Link['pair'];
  readonly verdict: string;
  readonly agent: string;
  readonly reason: string | null;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly publishedTo: string;
}

export const noEntries: LogEntries = {
  trainees: [],
  aliases: [],
  dossiers: [],
  descriptions: [],
  links: [],
  verdicts: [],
  destroyed: [],
  met: [],
  reporters: [],
  keyless: [],
};

export function joinEntries(all: readonly LogEntries[]): LogEntries {
  return {
    trainees: all.flatMap(({ trainees }) => trainees),
    aliases: all.flatMap(({ aliases }) => aliases),
    dossiers: all.flatMap(({ dossiers }) => dossiers),
    descriptions: all.flatMap(({ descriptions }) => descriptions),
    links: all.flatMap(({ links }) => links),
    verdicts: all.flatMap(({ verdicts }) => verdicts),
    destroyed: all.flatMap(({ destroyed }) => destroyed),
    met: all.flatMap(({ met }) => met),
    reporters: all.flatMap(({ reporters }) => reporters),
    keyless: all.flatMap(({ keyless }) => keyless),
  };
}

/** SIRET by `clientId`, for events of before organisations were stamped. */
export type OrganisationOf = ReadonlyMap<string, string>;

/**
 * For whom the persons and dossiers of these events were reported, once each: from what is in clear alone. Acts only take away:
 * of their dossier nobody is a reporter by them.
 */
export function reportersOf(
  envelopes: readonly ReadEnvelope[],
  organisationOf: OrganisationOf,
): Pick<LogEntries, 'met' | 'reporters'> {
  const met = new Map<string, MetEntry>();
  const reporters = new Map<string, ReporterEntry>();
  for (const envelope of envelopes) {
    const { organisation: stamped, partner, type } = envelope;
    const organisation = typeof stamped === 'string' ? stamped : organisationOf.get(String(partner));
    const trainee = traineeOfEnvelope(envelope);
    if (organisation === undefined || trainee === null || ofOperators.has(String(type))) continue;
    met.set(`${trainee} ${organisation}`, { trainee, organisation });
    const number = dossierOfEnvelope(envelope)?.number;
    if (number === undefined || takesAway(String(type))) continue;
    reporters.set(`${number} ${organisation}`, { number, organisation });
  }
  return { met: [...met.values()], reporters: [...reporters.values()] };
}

/** What operators judge and correct is reported of nobody. */
const ofOperators = new Set(
  (['trainees-judged', 'alias-reassigned', 'facts-moved'] as const).map((name) => eventTypePrefix + name),
);

function takesAway(type: string): boolean {
  const name = type.slice(eventTypePrefix.length);
  return isEventName(name) && eventKinds[name].takesAway === true;
}

/** An event of the topic `identity`, with where it lies and what opens it (null: its trainee has no key). */
export interface IdentityEvent extends LogEvent {
  readonly trainee: string;
  readonly offset: number;
  /** Major version in which it was published; its data have the shape of the newest. */
  readonly publishedVersion: number;
  readonly key: Buffer | null;
}

/** What one event of the topic `identity` says. Throws `event-unreadable` or `sealed-block-damaged`. */
export function entriesOf(event: IdentityEvent, secrets: Secrets): LogEntries {
  const { trainee, key } = event;
  const entries = { ...noEntries, ...clearEntries(event) };
  return key === null
    ? { ...entries, keyless: [trainee] }
    : { ...entries, ...sealedEntries({ ...event, key }, secrets) };
}

/** What an event says in clear. */
function clearEntries(event: IdentityEvent): Partial<LogEntries> {
  const { fact, trainee } = event;
  if (fact.type === 'trainee-data-destroyed') return { destroyed: [destroyedEntry(fact, trainee)] };
  if (fact.type === 'dossier-attributed') return { dossiers: [attributedDossier(event)] };
  return fact.type === 'trainees-judged' ? verdictEntries(fact, trainee) : {};
}

function destroyedEntry({ data }: Fact<'trainee-data-destroyed'>, trainee: string): DestroyedEntry {
  const { effectiveDate, legalGround, tombstones = '' } = data;
  return { trainee, effectiveDate, legalGround, tombstones };
}

function attributedDossier({ fact, trainee, dossier }: IdentityEvent): NumberedDossier {
  const [reference] = fact.references;
  if (dossier === null || !isDossierNumber(dossier)) throw unreadable('It names no dossier, or its number is none.');
  if (reference === undefined) throw unreadable('A number is given to no training.');
  return { number: dossier, trainee, reference, receivedAt: fact.receivedAt };
}

function verdictEntries(fact: Fact<'trainees-judged'>, publishedTo: string): Partial<LogEntries> {
  const { source, id: eventId, partner, recordedAt, receivedAt } = fact;
  const { trainees, verdict, by, reason = null, agent = partner } = fact.data;
  const pair = pairOf(trainees.map(traineeNamed));
  if (by === 'rule') {
    // Before reasons were on the log, identifiers reported together were the only one.
    const rule = linkReasons.find((each) => each === reason) ?? 'identifiers-told-together';
    return { links: [{ pair, reason: rule, publishedTo }] };
  }
  return { verdicts: [{ source, eventId, pair, verdict, agent, reason, recordedAt, receivedAt, publishedTo }] };
}

export type OpenableEvent = IdentityEvent & { readonly key: Buffer };

/** What an event says under seal. */
function sealedEntries(event: OpenableEvent, secrets: Secrets): Partial<LogEntries> {
  const { fact, trainee } = event;
  if (fact.type === 'trainee-known') return { aliases: aliasEntries(event, trainee, secrets) };
  if (fact.type === 'alias-reassigned') {
    return { aliases: aliasEntries(event, traineeNamed(fact.data.toTrainee), secrets) };
  }
  return fact.type === 'trainee-described' ? { descriptions: [descriptionEntry(event, fact)] } : {};
}

const identifierKinds: Readonly<Record<Identifier['field'], Identifier['kind']>> = {
  nir: 'nir',
  nia: 'nia',
  franceTravailNumber: 'france-travail',
  partnerNumber: 'partner',
};

function aliasEntries(event: OpenableEvent, trainee: string, secrets: Secrets): readonly AliasEntry[] {
  const { receivedAt, type } = event.fact;
  return identifiersOf(event).map(({ identifier, partner }) => {
    const { hashes, kind } = aliasFor(secrets, identifier, partner);
    return { hashes, kind, trainee, receivedAt, reassigned: type === 'alias-reassigned' };
  });
}

/** The identifiers that an event of the topic has sealed, whoever's they are now. Throws `sealed-block-damaged`. */
export function identifiersOf(event: OpenableEvent): readonly OwnIdentifier[] {
  const identifiers = opened(event, 'identifiers');
  const partner = String(identifiers.partner ?? '');
  return Object.entries(identifierKinds).flatMap(([name, kind]) => {
    const field = name as Identifier['field'];
    const value = identifiers[field];
    return typeof value === 'string' ? [{ trainee: event.trainee, identifier: { kind, field, value }, partner }] : [];
  });
}

function descriptionEntry(event: OpenableEvent, fact: Fact<'trainee-described'>): DescriptionEntry {
  const { trainee, key, offset, publishedVersion } = event;
  const { flags } = fact.data;
  const description = { identity: opened(event, 'identity'), contact: opened(event, 'contact'), flags };
  const digest = rememberedDigest(key, description, publishedVersion);
  return { trainee, source: fact.source, digest, recordedAt: fact.recordedAt, offset };
}

function opened({ fact, trainee, key }: OpenableEvent, category: 'identifiers' | 'identity' | 'contact'): JsonObject {
  const block = fact.sealed?.[category];
  if (block === undefined) return {};
  return JSON.parse(unseal(key, block, sealedPlace(fact, trainee, category))) as JsonObject;
}

function traineeNamed(id: string): string {
  const trainee = id.toLowerCase();
  if (!isUuid(trainee)) throw unreadable('A trainee that an event names is not one.');
  return trainee;
}

function unreadable(sentence: string): HubError {
  return new HubError('event-unreadable', sentence);
}
