import { describe as describeRecord, type EventLog, type LogEvent, recordHash } from '@hub/core';
import { decodeFacts, loadRules } from '@hub/platform';
import { readLogFigures, status } from '@hub/projector';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { factsByDossier } from './log-events.ts';
import type { TestDatabase } from './postgres.ts';

/** The schema of the active version. */
export async function activeSchema({ pool }: TestDatabase): Promise<string> {
  const { rows } = await pool.query<{ schema_name: string }>(
    'select schema_name from projection.version join projection.active using (version)',
  );
  return rows[0]?.schema_name ?? '';
}

/** Resolves once every version has read the whole log. */
export async function caughtUp({ pool }: TestDatabase, log: EventLog, timeoutMs = 30_000): Promise<void> {
  await eventually(
    async () => (await status(pool, await readLogFigures(log))).versions.every((each) => each.lagEvents === 0),
    { timeoutMs },
  );
}

/** Every dossier holds exactly the facts reported of it, and the record that the pure fold gives them. */
export async function expectPureFold(database: TestDatabase, events: readonly LogEvent[]): Promise<void> {
  const rules = loadRules();
  const { rows } = await database.pool.query<{ number: number; facts: Buffer; hash: Buffer }>(
    `select number, facts, hash from ${await activeSchema(database)}.dossier`,
  );
  const expected = factsByDossier(events);
  expect(rows.length).toBe(expected.size);
  for (const row of rows) {
    const facts = expected.get(row.number) ?? [];
    expect(decodeFacts(row.facts)).toEqual(JSON.parse(JSON.stringify(facts)));
    expect(row.hash.equals(recordHash(describeRecord(facts, rules)))).toBe(true);
  }
}
