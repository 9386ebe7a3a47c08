import type { SealedCategory } from '@hub/contracts';
import type { Pool } from 'pg';

/** Who reads, in whose name and why. */
export interface ReaderNamed {
  readonly clientId: string;
  /** The user behind the partner, by the partner's own opaque id. */
  readonly agent: string;
  readonly purpose: string;
}

export interface TracedRead extends ReaderNamed {
  readonly operation: 'dossier' | 'path' | 'search';
  /** Every surrogate id that was answered together, or would have been. */
  readonly trainees: readonly string[];
  readonly dossier: number | null;
  readonly decision: 'allowed' | 'forbidden' | 'unknown';
  readonly categories: readonly SealedCategory[];
  readonly traceparent: string;
}

/**
 * Writes one row per person; resolves once they are durable. The body of an answer leaves after that and not before
 * (Code du travail R6323-40). A read that met nobody has one row without a person.
 */
export async function traceRead(pool: Pool, read: TracedRead): Promise<void> {
  await pool.query({
    name: 'trace-read',
    text: `insert into access.trace
         (client_id, agent, purpose, operation, trainee_id, dossier, decision, categories, traceparent)
       select $1, $2, $3, $4, trainee, $6, $7, $8, $9 from unnest($5::uuid[]) as person (trainee)`,
    values: [
      read.clientId,
      read.agent,
      read.purpose,
      read.operation,
      read.trainees.length === 0 ? [null] : read.trainees,
      read.dossier,
      read.decision,
      read.categories,
      read.traceparent,
    ],
  });
}

export type ListOperation =
  | 'anomalies'
  | 'expectations'
  | 'anomaly-counts'
  | 'expectation-counts'
  | 'links'
  | 'link-history';

/** A person of whom a list shows a dossier. */
export interface ListedPerson {
  readonly trainee: string;
  readonly dossier: number | null;
}

/** As `traceRead`, for a list: one row per person and dossier shown; one without a person where it shows none. */
export async function traceList(
  pool: Pool,
  list: ReaderNamed & {
    readonly operation: ListOperation;
    readonly people: readonly ListedPerson[];
    readonly traceparent: string;
  },
): Promise<void> {
  const people = list.people.length === 0 ? [{ trainee: null, dossier: null }] : list.people;
  await pool.query({
    name: 'trace-list',
    text: `insert into access.trace (client_id, agent, purpose, operation, trainee_id, dossier, decision, traceparent)
       select $1, $2, $3, $4, trainee, dossier, 'allowed', $5
       from unnest($6::uuid[], $7::int[]) as person (trainee, dossier)`,
    values: [
      list.clientId,
      list.agent,
      list.purpose,
      list.operation,
      list.traceparent,
      people.map(({ trainee }) => trainee),
      people.map(({ dossier }) => dossier),
    ],
  });
}
