import type { Pool } from 'pg';

/** What an operator did to persons, in whose name and why. */
export interface TracedAct {
  readonly clientId: string;
  readonly agent: string;
  readonly purpose: string;
  readonly operation: 'verdict' | 'correction';
  readonly trainees: readonly string[];
  readonly traceparent: string;
}

/** One row per person in the access trace, durable before the act: whoever looks into it finds acts beside reads. */
export async function traceAct(pool: Pool, act: TracedAct): Promise<void> {
  await pool.query(
    `insert into access.trace (client_id, agent, purpose, operation, trainee_id, decision, traceparent)
     select $1, $2, $3, $4, trainee, 'allowed', $6 from unnest($5::uuid[]) as person (trainee)`,
    [act.clientId, act.agent, act.purpose, act.operation, act.trainees, act.traceparent],
  );
}
