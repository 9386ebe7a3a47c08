import type { FactSet } from '@hub/core';
import type { VersionRows } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import type { SliceProgress } from './leases.ts';
import { tableOf } from './row-tables.ts';

export interface StoredSession {
  readonly reference: string;
  readonly facts: FactSet;
  /** Of its slice, when it was read. */
  readonly progress: SliceProgress;
}

/** Sessions reported under these references, and those that a verdict names with them; by reference. */
export async function readSessions(
  { client, version }: VersionRows,
  references: readonly string[],
): Promise<readonly StoredSession[]> {
  const session = tableOf(version.schemaName, 'session');
  const { rows } = await client.query<Omit<SliceProgress, 'kind'> & { reference: string; facts: Buffer }>({
    name: `sessions ${version.schemaName}`,
    text: `with named as (
       select reference, refs from ${session}
       where reference = any($1) or (cardinality(refs) > 1 and refs && $1))
     select reference, slice, facts, log_epoch as "logEpoch", offsets
     from ${session} join projection.lease using (slice)
     where reference in (select reference from named union select unnest(refs) from named)
       and version = $2 and kind = 'offer' order by reference`,
    values: [references, version.version],
  });
  return rows.map(({ reference, slice, facts, logEpoch, offsets }) => ({
    reference,
    facts: decodeFacts(facts),
    progress: { kind: 'offer', slice, logEpoch, offsets },
  }));
}
