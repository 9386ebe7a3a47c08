import type { EventLog } from '@hub/core';
import type { ClientBase } from 'pg';
import type { Secrets } from '../sealing/secrets.ts';
import { traceKeyOf } from '../sealing/trace-key.ts';
import { tellAnchors } from './trace-anchors.ts';

/** Makes the partitions of the trace that a backup holds; each has the name of its month. */
export async function makeMonthsOf(
  client: ClientBase,
  tables: readonly { readonly schema: string; readonly table: string }[],
): Promise<void> {
  for (const { schema, table } of tables) {
    const month = schema === 'access' ? /^trace_(\d{4})_(\d{2})$/.exec(table) : null;
    if (month === null) continue;
    await client.query('select access.make_trace_month($1)', [`${month[1]}-${month[2]}-01T00:00:00Z`]);
  }
}

/** Tells the log that rows of after this backup are not there, and that nobody took them away. */
export async function tellRestored(
  log: EventLog,
  secrets: Pick<Secrets, 'receiptKey'>,
  backupOf: string,
): Promise<void> {
  await tellAnchors(log, traceKeyOf(secrets), [{ kind: 'restored', backupOf }]);
}
