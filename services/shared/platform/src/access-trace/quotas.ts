import { createHash } from 'node:crypto';
import type { Limits } from '../access/partner.ts';
import { operations, type TracedPerson, type TracedReader, type TraceEntry } from './trace-entry.ts';

/** Whom a limit is about, and who is stopped by it. */
type Whose = 'agent' | 'client' | 'organisation' | 'pair' | 'exception';

interface Quota {
  readonly of: Whose;
  /** Null: an exception of the convention says it. */
  readonly limit: keyof Limits | null;
  readonly windowSeconds: number;
  /** A window moves on by this. */
  readonly slotSeconds: number;
  /**
   * False: it only rings. An organisation is never stopped, for its clients are many people at work; at the end of an
   * exception the read is made again without it.
   */
  readonly stops: boolean;
}

const hour = { windowSeconds: 3_600, slotSeconds: 300 } as const;
const day = { windowSeconds: 86_400, slotSeconds: 3_600 } as const;
const fourWeeks = { windowSeconds: 28 * 86_400, slotSeconds: 86_400 } as const;

/** More than any month: whose it is says which. */
const month = { windowSeconds: 32 * 86_400, slotSeconds: 86_400 } as const;

/** Every limit on what is read and met. Distinct persons, but for misses, which are counted each time. */
export const quotas = {
  'agent-persons': { of: 'agent', limit: 'agentPersonsAnHour', ...hour, stops: true },
  'agent-listed': { of: 'agent', limit: 'agentListedAnHour', ...hour, stops: true },
  'agent-misses': { of: 'agent', limit: 'missesAnHour', ...hour, stops: true },
  'client-persons': { of: 'client', limit: 'personsADay', ...day, stops: true },
  'client-persons-28-days': { of: 'client', limit: 'personsIn28Days', ...fourWeeks, stops: true },
  'client-misses': { of: 'client', limit: 'missesADay', ...day, stops: true },
  'client-reads-after-line': { of: 'client', limit: 'readsAfterLineADay', ...day, stops: true },
  // The door stops these itself, where it counts them.
  'client-door-misses': { of: 'client', limit: 'doorMissesADay', ...day, stops: false },
  'client-agents': { of: 'client', limit: 'agentsADay', ...day, stops: false },
  'organisation-persons': { of: 'organisation', limit: 'personsADay', ...day, stops: false },
  'organisation-persons-28-days': { of: 'organisation', limit: 'personsIn28Days', ...fourWeeks, stops: false },
  'organisation-new-persons': { of: 'organisation', limit: 'newPersonsADay', ...day, stops: false },
  // Two organisations may report both sides of a relation of one of them.
  'pair-persons-28-days': { of: 'pair', limit: 'pairPersonsIn28Days', ...fourWeeks, stops: false },
  'pair-new-persons': { of: 'pair', limit: 'pairNewPersonsADay', ...day, stops: false },
  'exception-persons': { of: 'exception', limit: null, ...month, stops: true },
} as const satisfies Record<string, Quota>;
export type QuotaName = keyof typeof quotas;

/** What is counted of whom: a client, a SIRET, an agent behind its client, a pair of SIRETs, an exception in a month. */
export interface Counter {
  readonly quota: QuotaName;
  readonly subject: string;
}

/** What is to be counted against one limit. */
export interface Claim extends Counter {
  readonly limit: number;
  /** What is counted once in the window; null: it counts each time. */
  readonly items: readonly (string | null)[];
  /** Counted only for items that all these other counts hold. */
  readonly after?: readonly Counter[];
}

/** What is counted already. */
export interface Usage {
  count(counter: Counter): number;
  has(counter: Counter, item: string): boolean;
}

/** A limit that is reached. */
export interface Hit extends Counter {
  readonly limit: number;
  /** What it would come to. */
  readonly count: number;
  /** Persons beyond it. */
  readonly beyond: readonly string[];
}

export interface QuotaVerdict {
  /** The limit that stops it; null: it goes on, and `counted` is written. */
  readonly stoppedBy: Hit | null;
  readonly counted: readonly Claim[];
  /** Limits passed, whether they stop or not. */
  readonly hits: readonly Hit[];
}

/** Null: the reader alone does not say it. */
export function subjectOf(reader: TracedReader, whose: Whose): string | null {
  switch (whose) {
    case 'agent':
      return reader.agent === null ? null : `${reader.clientId} ${reader.agent}`;
    case 'client':
      return reader.clientId;
    case 'organisation':
      return reader.organisation;
    case 'pair':
    case 'exception':
      return null;
  }
}

const ofPersons = [
  'client-persons',
  'client-persons-28-days',
  'organisation-persons',
  'organisation-persons-28-days',
] as const;

/** Whom these persons count for: the one function for every way by which persons leave the hub. */
export function countPersons(
  reader: TracedReader,
  kind: 'read' | 'list',
  trainees: readonly string[],
): readonly Claim[] {
  const items = [...new Set(trainees)];
  const names = [kind === 'read' ? ('agent-persons' as const) : ('agent-listed' as const), ...ofPersons];
  const claims = names.flatMap((quota) => claimOf(reader, quota, items));
  if (kind === 'list' || reader.organisation === null) return claims;
  // Whoever tells a line of a person new to it, and then looks who that is, may have invented the line.
  const after = [newTo(reader.organisation)];
  return [...claims, ...claimOf(reader, 'client-reads-after-line', items).map((claim) => ({ ...claim, after }))];
}

function newTo(organisation: string): Counter {
  return { quota: 'organisation-new-persons', subject: organisation };
}

/** What a sight stands on counts too: the pair of organisations that makes it, the exception that lets it. */
function countGrounds(reader: TracedReader, persons: readonly TracedPerson[]): readonly Claim[] {
  const { organisation } = reader;
  if (organisation === null) return [];
  const shown = persons.flatMap(({ trainee, grounds }) =>
    trainee === null || grounds === undefined ? [] : [{ trainee, ...grounds }],
  );
  const paired = shown.flatMap(({ trainee, pairedWith }) => pairedWith.map((other) => ({ trainee, other })));
  const pairs = [...Map.groupBy(paired, ({ other }) => other)].flatMap(([other, met]) => {
    const items = distinct(met);
    const subject = `${organisation} ${other}`;
    // Whom both reported for the first time within the day, they may have invented together.
    const after = [newTo(organisation), newTo(other)];
    const invented = claimOf(reader, 'pair-new-persons', items, subject).map((claim) => ({ ...claim, after }));
    return [...claimOf(reader, 'pair-persons-28-days', items, subject), ...invented];
  });
  const excepted = shown.flatMap(({ trainee, excepted: each }) => each.map((exception) => ({ trainee, ...exception })));
  const exceptions = [...Map.groupBy(excepted, ({ funding, month }) => `${organisation} ${funding} ${month}`)].map(
    ([subject, met]): Claim => {
      const limit = Math.min(...met.map(({ personsAMonth }) => personsAMonth));
      return { quota: 'exception-persons', subject, limit, items: distinct(met) };
    },
  );
  return [...pairs, ...exceptions];
}

function distinct(persons: readonly { readonly trainee: string }[]): readonly string[] {
  return [...new Set(persons.map(({ trainee }) => trainee))];
}

/** What an entry counts for. A refusal before anybody was looked for tells nothing, and counts for nothing. */
export function claimsOf(entry: TraceEntry): readonly Claim[] {
  const { reader, operation, persons, decision } = entry;
  const kind = operations[operation];
  if (kind === 'door') {
    return decision === 'refused' ? claimOf(reader, 'client-door-misses', timesOf(Math.max(1, persons.length))) : [];
  }
  if (kind === 'act' || decision === 'refused') return [];
  const trainees = persons.flatMap(({ trainee }) => trainee ?? []);
  if (kind === 'meeting') return claimOf(reader, 'organisation-new-persons', [...new Set(trainees)]);
  const agents = reader.agent === null ? [] : claimOf(reader, 'client-agents', [uuidOf(reader.agent)]);
  if (decision !== 'allowed') {
    return [...claimOf(reader, 'agent-misses', timesOf(1)), ...claimOf(reader, 'client-misses', timesOf(1)), ...agents];
  }
  if (kind === 'count' || kind === 'set') return agents;
  return [...countPersons(reader, kind, trainees), ...agents, ...countGrounds(reader, persons)];
}

function claimOf(
  reader: TracedReader,
  quota: Exclude<QuotaName, 'exception-persons'>,
  items: Claim['items'],
  subject = subjectOf(reader, quotas[quota].of),
): readonly Claim[] {
  const { limit } = quotas[quota];
  return subject === null || items.length === 0 ? [] : [{ quota, subject, limit: reader.limits[limit], items }];
}

function timesOf(times: number): readonly null[] {
  return Array.from({ length: times }, () => null);
}

/** A name as an item of a count. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Limits that, once reached, stop whatever is new to an agent or a client: what is refused then says nothing by how. */
const gates = {
  agent: ['agent-persons', 'agent-misses'],
  client: ['client-persons', 'client-persons-28-days', 'client-misses', 'client-reads-after-line'],
  organisation: [],
  pair: [],
  exception: [],
} as const satisfies Record<Whose, readonly QuotaName[]>;

/** What must be known of the usage to judge an entry by its claims. */
export function neededFor(
  entry: TraceEntry,
  claims: readonly Claim[],
): readonly Pick<Claim, 'quota' | 'subject' | 'items'>[] {
  const before = claims.flatMap(({ after = [], items }) => after.map((counter) => ({ ...counter, items })));
  const closing = operations[entry.operation] === 'read' ? gatesOf(entry.reader) : [];
  return [...claims, ...before, ...closing];
}

function gatesOf(reader: TracedReader): readonly Claim[] {
  return [...gates.agent, ...gates.client].flatMap((quota) => claimOf(reader, quota, [null]));
}

/**
 * Whether an entry may go on, by what it counts for. Persons already counted in the window may be read again; whatever else comes is stopped once
 * any limit of the agent or of the client is reached, persons and misses alike.
 */
export function judgeQuotas(entry: TraceEntry, claims: readonly Claim[], usage: Usage): QuotaVerdict {
  const counted = claims.flatMap((claim) => {
    const items = claim.items.filter((item) => item === null || isFresh(usage, claim, item));
    return items.length === 0 ? [] : [{ ...claim, items }];
  });
  const hits = counted.flatMap(({ quota, subject, limit, items }): readonly Hit[] => {
    const before = usage.count({ quota, subject });
    const count = before + items.length;
    const beyond = items.slice(Math.max(0, limit - before)).filter((item) => item !== null);
    return count > limit ? [{ quota, subject, limit, count, beyond }] : [];
  });
  const stoppedBy = hits.find(({ quota }) => quotas[quota].stops) ?? closedGate(entry, counted, usage);
  if (stoppedBy === null) return { stoppedBy, hits, counted };
  return { stoppedBy, counted: [], hits: hits.includes(stoppedBy) ? hits : [...hits, stoppedBy] };
}

function isFresh(usage: Usage, { after = [], ...counter }: Claim, item: string): boolean {
  return !usage.has(counter, item) && after.every((each) => usage.has(each, item));
}

function closedGate(entry: TraceEntry, counted: readonly Claim[], usage: Usage): Hit | null {
  if (operations[entry.operation] !== 'read') return null;
  for (const { quota, subject, limit } of gatesOf(entry.reader)) {
    const count = usage.count({ quota, subject });
    if (count >= limit && isNewTo(counted, quotas[quota].of)) return { quota, subject, limit, count, beyond: [] };
  }
  return null;
}

/** The entry brings this agent or client something that it was not counted for yet. */
function isNewTo(counted: readonly Claim[], whose: Whose): boolean {
  const names: readonly QuotaName[] = gates[whose];
  return counted.some(({ quota }) => names.includes(quota));
}
