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
