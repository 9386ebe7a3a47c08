import type { Identifier } from '@hub/core';
import { defaultLimits, type Limits, type Partner } from '../access/partner.ts';

/**
 * What an operation is to the limits: `read` of one person, `list` of several, `count` of none, `set` of all whom a data
 * set of the convention holds, which counts for no limit, `act` of an operator; at
 * the `door`, what was refused there, and `meeting`: persons new to an organisation that it reports, who leave no row.
 */
export type OperationKind = 'read' | 'list' | 'count' | 'set' | 'act' | 'door' | 'meeting';

/** Everything that the trace holds, and what it is. */
export const operations = {
  dossier: 'read',
  path: 'read',
  search: 'read',
  worked: 'read',
  rectification: 'read',
  dossiers: 'list',
  movements: 'list',
  remunerations: 'list',
  anomalies: 'list',
  expectations: 'list',
  'anomaly-counts': 'count',
  'expectation-counts': 'count',
  changes: 'count',
  statistics: 'count',
  'data-set': 'set',
  links: 'list',
  'link-history': 'list',
  'may-be-several': 'list',
  verdict: 'act',
  correction: 'act',
  receipt: 'door',
  report: 'door',
  'dry-run': 'door',
  meeting: 'meeting',
  'trace-of': 'act',
  journey: 'act',
} as const satisfies Record<string, OperationKind>;
export type TracedOperation = keyof typeof operations;

/**
 * `forbidden`: somebody was met whom the reader may not see; `unknown`: nobody; `refused`: before anybody was looked for
 * (`reason`: the problem); `stopped`: a limit is reached (`reason`: which).
 */
export type TracedDecision = 'allowed' | 'forbidden' | 'unknown' | 'refused' | 'stopped';

/** A person answered about, or the number asked for. Never a NIR. */
export interface TracedPerson {
  readonly trainee: string | null;
  readonly dossier: number | null;
  /** Of whoever is shown by them. */
  readonly grounds?: Grounds;
}

/** Who asks: the organisation, its client and the agent behind it, why, and up to which limits. */
export interface TracedReader {
  /** SIRET. */
  readonly organisation: string | null;
  readonly clientId: string;
  /** Null where the request names none, or one that may not be kept. */
  readonly agent: string | null;
  readonly purpose: string | null;
  readonly limits: Limits;
}

export function tracedReader(partner: Partner, agent: string | null, purpose: string | null): TracedReader {
  const { clientId, siret, convention } = partner;
  return { organisation: siret, clientId, agent, purpose, limits: convention?.limits ?? defaultLimits };
}

/** What a sight stands on, where that is counted beside the person. */
export interface Grounds {
  /** SIRETs of the organisations by whose facts the reader is related to the person: the other side of a pair. */
  readonly pairedWith: readonly string[];
  /** By the reader's word alone, as its convention lets it for so many persons a month. */
  readonly excepted: readonly Excepted[];
}

export interface Excepted {
  readonly funding: string;
  readonly personsAMonth: number;
  /** `YYYY-MM`, Europe/Paris. */
  readonly month: string;
}

/** One look, act or refusal: a row of the trace for each person, or one without a person. */
export interface TraceEntry {
  readonly reader: TracedReader;
  readonly operation: TracedOperation;
  readonly persons: readonly TracedPerson[];
  readonly decision: Exclude<TracedDecision, 'stopped'>;
  readonly reason?: string;
  /** What was opened of what is sealed. */
  readonly categories?: readonly string[];
  /** Of a search: the kind of number; null or absent: by none. */
  readonly searchedBy?: Identifier['field'] | null;
  readonly traceparent: string;
}

/** A row as it is written and linked; its time is the database's. */
export interface TraceRow {
  readonly organisation: string | null;
  readonly clientId: string;
  readonly agent: string | null;
  readonly purpose: string | null;
  readonly operation: string;
  readonly trainee: string | null;
  readonly dossier: number | null;
  readonly decision: TracedDecision;
  readonly reason: string | null;
  readonly categories: readonly string[];
  readonly traceparent: string | null;
  /** Null also in rows of before this was kept. */
  readonly searchedBy: string | null;
}

const nobody: readonly TracedPerson[] = [{ trainee: null, dossier: null }];

/** `stoppedBy`: the limit that the reader has reached; nothing was opened then. */
export function rowsOf(entry: TraceEntry, stoppedBy: string | null): readonly TraceRow[] {
  const { reader, operation, decision, reason = null, categories = [], searchedBy = null, traceparent } = entry;
  if (operations[operation] === 'meeting') return [];
  const { organisation, clientId, agent, purpose } = reader;
  const persons = entry.persons.length === 0 ? nobody : entry.persons;
  return persons.map(({ trainee, dossier }) => ({
    organisation,
    clientId,
    agent,
    purpose,
    operation,
    trainee,
    dossier,
    decision: stoppedBy === null ? decision : 'stopped',
    reason: stoppedBy ?? reason,
    categories: stoppedBy === null ? categories : [],
    traceparent,
    searchedBy,
  }));
}
