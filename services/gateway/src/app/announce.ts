import { formerNirTold, type LogEvent } from '@hub/core';
import { derivedId } from '@hub/platform';
import { type Draft, hubDraft, type Keys, keyOf, type Stamp, sealedFact } from './compose.ts';
import { describedNow } from './describe-trainees.ts';
import { knownMessages } from './known-messages.ts';
import type { GatewayParts } from './parts.ts';
import type { Announced, DossierRow, Link, ToldDescription } from './registry.ts';
import type { Work } from './work.ts';

/** What the log must know before the events of a pipeline, and what may be remembered once it does. */
export interface Announcements {
  readonly messages: readonly LogEvent[];
  readonly announced: Announced;
}

/**
 * Identifiers (sealed), numbers, descriptions and links that are not known to be on the log. Their ids are derived from
 * what they say, so whatever is announced twice, by a retry or by two gateways, is one fact.
 */
export async function announcements(
  parts: GatewayParts,
  works: readonly Work[],
  known: readonly ToldDescription[],
  keys: Keys,
): Promise<Announcements> {
  const told = works.filter((work) => work.trainee !== null);
  const first = told[0];
  if (first === undefined) return nothing;
  const { receivedAt, traceparent } = first.event;
  const stamp = { receivedAt, traceparent };
  const links = await parts.registry.untoldLinks(distinctLinks(told));
  const identifiers = knownMessages(told, stamp, keys);
  const dossiers = unannouncedDossiers(told);
  const described = describedNow(told, known, keys);
  return {
    messages: [
      ...identifiers.messages,
      ...dossiers.map((row) => attributedMessage(row, stamp, keys)),
      ...described.messages,
      ...links.flatMap((link) => judgedMessages(link, stamp, keys)),
      ...told.filter(hasTwoSessions).map((work) => sessionsJudgedMessage(work, keys)),
    ],
    announced: {
      aliases: identifiers.aliases,
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

function unannouncedDossiers(works: readonly Work[]): readonly DossierRow[] {
  const rows = new Map<number, DossierRow>();
  const note = (row: DossierRow | null) => {
    if (row !== null && !row.announced) rows.set(row.number, row);
  };
  for (const work of works) {
    note(work.dossier);
    for (const { row } of work.correctedIn) note(row);
  }
  return [...rows.values()];
}

/** Pairs of trainees that identifiers of one event point to, once each and for each reason, the lesser id first. */
function distinctLinks(works: readonly Work[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const { trainee, others, sameByNir } of works) {
    for (const other of others) {
      if (trainee === null) continue;
      const reason = sameByNir.includes(other) ? formerNirTold : 'identifiers-told-together';
      const link: Link = { pair: trainee < other ? [trainee, other] : [other, trainee], reason };
      links.set(`${link.pair.join(' ')} ${reason}`, link);
    }
  }
  return [...links.values()];
}

/** Says that a number is given to a trainee for a training. */
export function attributedMessage(row: DossierRow, stamp: Stamp, keys: Keys): LogEvent {
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

/** Told to both trainees, under one id: whoever reads either slice learns of the link. */
function judgedMessages({ pair, reason }: Link, stamp: Stamp, keys: Keys): readonly LogEvent[] {
  const draft: Draft = {
    ...hubDraft(stamp),
    id: `${reason === formerNirTold ? 'former-nir' : 'same'}:${pair[0]}:${pair[1]}`,
    type: 'trainees-judged',
    references: [],
    data: { trainees: pair, verdict: 'same', by: 'rule', reason },
    plain: {},
  };
  return pair.map((trainee) => {
    const fact = sealedFact(draft, trainee, keyOf(keys, trainee));
    return { fact, trainee, dossier: null, traceparent: stamp.traceparent };
  });
}

function hasTwoSessions({ event }: Work): boolean {
  return event.subject === 'dossier' && sessionsOf(event.references).length > 1;
}

function sessionsOf(references: readonly string[]): readonly string[] {
  return references.filter((reference) => reference.startsWith('session:'));
}

/** An event that names two sessions went to the first one's dossier; that they are one is proposed (DICTIONARY E.1). */
function sessionsJudgedMessage({ event, trainee }: Work, keys: Keys): LogEvent {
  const key = keyOf(keys, trainee);
  const references = [...sessionsOf(event.references)].sort();
  const draft: Draft = {
    ...hubDraft(event),
    id: derivedId(key, 'dossiers-judged', references),
    type: 'dossiers-judged',
    references: [],
    data: { references, verdict: 'same', by: 'rule', reason: 'sessions-told-together' },
    plain: {},
  };
  return { fact: sealedFact(draft, trainee, key), trainee, dossier: null, traceparent: event.traceparent };
}
