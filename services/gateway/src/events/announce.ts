import { type Identifier, isSessionReference, type LinkReason, type LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import { type Announced, type Link, newLinks, pairOf, type RememberedDescription } from '../registry/announced.ts';
import type { RegistryDossier } from '../registry/dossier-rows.ts';
import type { AttributedEvent } from '../registry/dossiers.ts';
import { descriptionMessages } from './description-messages.ts';
import type { GatewayContext } from './gateway-context.ts';
import { type Draft, hubDraft, type Keys, keyOf, type Stamp, sealedFact, traineeEvent } from './seal-event.ts';

/** What the log must know before the events of a pipeline, and what may be marked once it does. */
export interface Announcements {
  readonly messages: readonly LogEvent[];
  readonly announced: Announced;
}

/**
 * Identifiers (sealed), numbers, descriptions and links that are not known to be on the log. Their ids are derived from
 * what they say, so whatever is announced twice, by a retry or by two gateways, is one fact.
 */
export async function announcements(
  { registry }: GatewayContext,
  events: readonly AttributedEvent[],
  known: readonly RememberedDescription[],
  keys: Keys,
): Promise<Announcements> {
  const named = events.filter(({ trainee, destroyed }) => trainee !== null && !destroyed);
  const first = named[0];
  if (first === undefined) return nothing;
  const { receivedAt, traceparent } = first.event;
  const stamp = { receivedAt, traceparent };
  const links = await newLinks(registry, distinctLinks(named));
  const identifiers = newIdentifiers(named);
  const dossiers = unannouncedDossiers(named);
  const described = descriptionMessages(named, known, keys);
  return {
    messages: [
      ...knownMessages(identifiers, stamp, keys),
      ...dossiers.map((row) => attributedMessage(row, stamp, keys)),
      ...described.messages,
      ...links.flatMap((link) => linkMessages(link, stamp, keys)),
      ...named.flatMap((event) => sessionLinkMessages(event, keys)),
    ],
    announced: {
      aliases: identifiers.flatMap(({ hashes }) => hashes),
      numbers: dossiers.map(({ number }) => number),
      descriptions: described.descriptions,
      links,
    },
  };
}

const nothing: Announcements = {
  messages: [],
  announced: { aliases: [], numbers: [], descriptions: [], links: [] },
};

/** An identifier with the partner that reported it: the partner's own number means nothing without it. */
export interface ReportedIdentifier extends Identifier {
  readonly partner: string;
}

interface NewIdentifier extends ReportedIdentifier {
  readonly hashes: readonly Buffer[];
  readonly trainee: string;
}

/** Once each, however many events of the pipeline name them. */
function newIdentifiers(events: readonly AttributedEvent[]): readonly NewIdentifier[] {
  const fresh = new Map<string, NewIdentifier>();
  for (const { event, aliases, unannounced } of events) {
    for (const { hex, trainee } of unannounced) {
      const index = aliases?.aliases.findIndex((alias) => alias.hex === hex) ?? -1;
      const identifier = event.trainee?.identifiers[index];
      const hashes = aliases?.aliases[index]?.hashes;
      if (identifier === undefined || hashes === undefined || fresh.has(hex)) continue;
      fresh.set(hex, { ...identifier, hashes, trainee, partner: event.partner });
    }
  }
  return [...fresh.values()];
}

/** `trainee-known`: the identifiers that the log does not have yet, sealed under the key of whom they belong to. */
function knownMessages(fresh: readonly NewIdentifier[], stamp: Stamp, keys: Keys): readonly LogEvent[] {
  const byTrainee = Map.groupBy(fresh, ({ trainee }) => trainee);
  return [...byTrainee].flatMap(([trainee, identifiers]) =>
    oneOfEachField(identifiers).map((together) => knownMessage(trainee, together, stamp, keys)),
  );
}

/** One event holds one value of a kind: a second NIR or the number of another partner goes into the next. */
function oneOfEachField(identifiers: readonly NewIdentifier[]): readonly (readonly NewIdentifier[])[] {
  const groups: NewIdentifier[][] = [];
  for (const identifier of identifiers) {
    const group = groups.find((each) => each.every(({ field }) => field !== identifier.field));
    if (group === undefined) groups.push([identifier]);
    else group.push(identifier);
  }
  return groups;
}

/** `trainee-known`; at most one identifier of a kind. */
export function knownMessage(
  trainee: string,
  identifiers: readonly ReportedIdentifier[],
  stamp: Stamp,
  keys: Keys,
): LogEvent {
  const plain = sealedIdentifiers(identifiers);
  const draft: Draft = {
    ...hubDraft(stamp),
    id: derivedId(keyOf(keys, trainee), 'trainee-known', plain),
    type: 'trainee-known',
    references: [],
    data: { kinds: identifiers.map(({ field }) => field).sort() },
    plain: { identifiers: plain },
  };
  return traineeEvent(draft, trainee, keys, stamp.traceparent);
}

/** The plain content of the sealed block `identifiers`. */
export function sealedIdentifiers(identifiers: readonly ReportedIdentifier[]): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const { field, value, partner } of identifiers) {
    plain[field] = value;
    if (field === 'partnerNumber') plain.partner = partner;
  }
  return plain;
}

function unannouncedDossiers(events: readonly AttributedEvent[]): readonly RegistryDossier[] {
  const rows = events.flatMap(({ dossier, correctedIn }) => [dossier, ...correctedIn.map(({ row }) => row)]);
  const unannounced = rows.filter((row) => row !== null).filter((row) => !row.announced);
  return [...new Map(unannounced.map((row) => [row.number, row])).values()];
}

/** `dossier-attributed`: a number is given to a trainee for a training. */
export function attributedMessage(row: RegistryDossier, stamp: Stamp, keys: Keys): LogEvent {
  const key = keyOf(keys, row.trainee);
  const draft: Draft = {
    ...hubDraft(stamp),
    id: derivedId(key, 'dossier-attributed', row.number),
    type: 'dossier-attributed',
    references: [row.reference],
    data: { number: row.number },
    plain: {},
  };
  const fact = sealedFact(draft, row.trainee, key);
  return { fact, trainee: row.trainee, dossier: row.number, traceparent: stamp.traceparent };
}

/** Pairs of trainees that identifiers of one event point to, once for each reason. */
function distinctLinks(events: readonly AttributedEvent[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const { event, trainee, others } of events) {
    for (const { trainee: other, reason } of others) {
      if (trainee === null) continue;
      const link: Link = { pair: pairOf([trainee, other]), reason, organisation: event.organisation };
      const key = `${link.pair.join(' ')} ${reason}`;
      if (!links.has(key)) links.set(key, link);
    }
  }
  return [...links.values()];
}

/** How the id of a link begins; together with the two it is the same whoever announces it. */
const linkIds: Readonly<Record<LinkReason, string>> = {
  'identifiers-told-together': 'same',
  'identifiers-certified': 'certified',
  'former-nir-told': 'former-nir',
  'former-nir-certified': 'former-nir-certified',
};

/** `trainees-judged`, published to both trainees under one id: whoever reads either slice learns of the link. */
function linkMessages({ pair, reason, organisation }: Link, stamp: Stamp, keys: Keys): readonly LogEvent[] {
  const draft: Draft = {
    ...hubDraft(stamp),
    organisation,
    id: `${linkIds[reason]}:${pair[0]}:${pair[1]}`,
    type: 'trainees-judged',
    references: [],
    data: { trainees: [...pair], verdict: 'same', by: 'rule', reason },
    plain: {},
  };
  return pair.map((trainee) => traineeEvent(draft, trainee, keys, stamp.traceparent));
}

/**
 * `dossiers-judged`, where an event names two sessions: it went to the dossier of the first, and that the two are one is
 * proposed (rules.md, References and dossiers).
 */
function sessionLinkMessages({ event, trainee }: AttributedEvent, keys: Keys): readonly LogEvent[] {
  const references = event.references.filter(isSessionReference).sort();
  if (event.subject !== 'dossier' || references.length < 2 || trainee === null) return [];
  const draft: Draft = {
    ...hubDraft(event),
    id: derivedId(keyOf(keys, trainee), 'dossiers-judged', references),
    type: 'dossiers-judged',
    references: [],
    data: { references, verdict: 'same', by: 'rule', reason: 'sessions-told-together' },
    plain: {},
  };
  return [traineeEvent(draft, trainee, keys, event.traceparent)];
}
