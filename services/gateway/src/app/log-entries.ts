import { formerNirTold, HubError, type LogEvent, type StoredMessage } from '@hub/core';
import type { AliasKind, Secrets } from '@hub/platform';
import { unseal } from '@hub/platform';
import { primaryReference } from '../domain/check-event.ts';
import type { JsonObject } from '../domain/parse-item.ts';
import type { Description, Identifier } from '../domain/trainee-block.ts';
import { rememberedDigest } from './describe-trainees.ts';
import { aliasFor } from './identify.ts';
import { pairOf } from './judge.ts';
import type { Link } from './registry.ts';

/** What the log says of persons and numbers, as the registry keeps it. Times are RFC 3339. */
export interface LogEntries {
  readonly trainees: { readonly trainee: string; readonly receivedAt: string }[];
  readonly aliases: AliasEntry[];
  readonly dossiers: DossierEntry[];
  readonly descriptions: DescriptionEntry[];
  readonly links: LinkEntry[];
  readonly verdicts: VerdictEntry[];
  /** Trainees whose data were destroyed: nobody finds them any more, whatever key a backup brought back. */
  readonly destroyed: string[];
  /** Trainees of whom something sealed was read that has no key. */
  readonly keyless: string[];
}

interface AliasEntry {
  readonly hash: Buffer;
  readonly kind: AliasKind;
  readonly trainee: string;
  readonly receivedAt: string;
  /** By `alias-reassigned`. */
  readonly reassigned: boolean;
}

export interface DossierEntry {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly receivedAt: string;
}

interface DescriptionEntry {
  readonly trainee: string;
  readonly source: string;
  readonly digest: string;
  /** All of one trainee lies in one slice: of equal recording times the last one counts. */
  readonly offset: number;
}

/** `toldTo`: of the two trainees, the one in whose slice this was read; what only one was told is told again. */
interface LinkEntry extends Link {
  readonly toldTo: string;
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
  readonly toldTo: string;
}

export function noEntries(): LogEntries {
  return {
    trainees: [],
    aliases: [],
    dossiers: [],
    descriptions: [],
    links: [],
    verdicts: [],
    destroyed: [],
    keyless: [],
  };
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The trainee that a message of a trainee topic names; null where its header is damaged. */
export function traineeOf({ headers }: Pick<StoredMessage, 'headers'>): string | null {
  const trainee = headers.ce_trainee ?? '';
  return uuidShape.test(trainee) ? trainee : null;
}

/**
 * The dossier that any event names in its clear headers. The registry binds a number to the first session of its
 * references, else to the file.
 */
export function dossierOf(message: Pick<StoredMessage, 'headers'>): DossierEntry | null {
  const { ce_dossier: dossier, ce_training: training, ce_receivedtime: receivedAt } = message.headers;
  const trainee = traineeOf(message);
  const number = Number(dossier);
  const reference = primaryReference(training?.split(' ') ?? []);
  if (trainee === null || reference === null || receivedAt === undefined || !isNumber(number)) return null;
  return { number, trainee, reference, receivedAt };
}

function isNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 100_000_000 && number <= 999_999_999;
}

/** Adds what one event of the topic `identity` says. Throws `event-unreadable` or `sealed-block-damaged`. */
export function addEntries(
  entries: LogEntries,
  { fact, trainee, dossier }: LogEvent & { readonly trainee: string },
  offset: number,
  key: Buffer | null,
  secrets: Secrets,
): void {
  const { receivedAt } = fact;
  entries.trainees.push({ trainee, receivedAt });
  if (fact.type === 'trainee-data-destroyed') entries.destroyed.push(trainee);
  if (fact.type === 'dossier-attributed') {
    const [reference] = fact.references;
    if (dossier === null || !isNumber(dossier)) throw unreadable('The header ce_dossier is not a number.');
    if (reference === undefined) throw unreadable('A number is given to no training.');
    entries.dossiers.push({ number: dossier, trainee, reference, receivedAt });
  }
  if (fact.type === 'trainees-judged') addVerdict(entries, fact, trainee);
  if (key === null) {
    if (fact.sealed !== undefined) entries.keyless.push(trainee);
    return;
  }
  const opened = (category: 'identifiers' | 'identity' | 'contact'): JsonObject => {
    const block = fact.sealed?.[category];
    if (block === undefined) return {};
    return JSON.parse(unseal(key, block, { trainee, event: `${fact.source}:${fact.id}`, category })) as JsonObject;
  };
  if (fact.type === 'trainee-known' || fact.type === 'alias-reassigned') {
    const reassigned = fact.type === 'alias-reassigned';
    const owner = reassigned ? traineeNamed(fact.data.toTrainee) : trainee;
    for (const { hash, kind } of aliasesIn(opened('identifiers'), secrets)) {
      entries.aliases.push({ hash, kind, trainee: owner, receivedAt, reassigned });
    }
  }
  if (fact.type === 'trainee-described') {
    const flags = { ...(fact.data.flags as JsonObject) };
    // Version 1 said it by comparing with other sources: no part of what this source tells.
    delete flags.sameAsKnown;
    const description = { identity: opened('identity'), contact: opened('contact'), flags } as Description;
    const digest = rememberedDigest(key, description, fact.recordedAt, fact.version);
    entries.descriptions.push({ trainee, source: fact.source, digest, offset });
  }
}

const identifierKinds: Readonly<Record<Identifier['field'], Identifier['kind']>> = {
  nir: 'nir',
  nia: 'nia',
  franceTravailNumber: 'france-travail',
  partnerNumber: 'partner',
};

function aliasesIn(identifiers: JsonObject, secrets: Secrets) {
  const partner = String(identifiers.partner ?? '');
  return Object.entries(identifierKinds).flatMap(([name, kind]) => {
    const field = name as Identifier['field'];
    const value = identifiers[field];
    return typeof value === 'string' ? [aliasFor(secrets, { kind, field, value }, partner)] : [];
  });
}

function addVerdict(entries: LogEntries, fact: LogEvent['fact'], toldTo: string): void {
  const { trainees, verdict, by, reason, agent } = fact.data;
  const pair = pairOf((Array.isArray(trainees) ? trainees : []).map(traineeNamed));
  const why = typeof reason === 'string' ? reason : null;
  if (by === 'rule') {
    // Before reasons were told, identifiers told together were the only one.
    const rule = why === formerNirTold ? formerNirTold : 'identifiers-told-together';
    entries.links.push({ pair, reason: rule, toldTo });
    return;
  }
  entries.verdicts.push({
    source: fact.source,
    eventId: fact.id,
    pair,
    verdict: verdict === 'same' ? 'same' : 'different',
    agent: typeof agent === 'string' ? agent : fact.partner,
    reason: why,
    recordedAt: fact.recordedAt,
    receivedAt: fact.receivedAt,
    toldTo,
  });
}

function traineeNamed(told: unknown): string {
  const trainee = String(told).toLowerCase();
  if (!uuidShape.test(trainee)) throw unreadable('A trainee that an event names is not one.');
  return trainee;
}

function unreadable(sentence: string): HubError {
  return new HubError('event-unreadable', sentence);
}
