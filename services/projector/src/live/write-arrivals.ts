import type { Subject } from '@hub/contracts';
import type { Rules } from '@hub/core';
import type { ClientBase } from 'pg';
import { upsertAttention } from '../adapters/attention.ts';
import { insertParked } from '../adapters/parked.ts';
import { markFull, parseFacts, selectFacts, upsertRows } from '../adapters/records.ts';
import { type Arrival, type Group, groupArrivals, onePerPlace, type Parked } from '../domain/arrival.ts';
import { foldRow, type RecordRow } from '../domain/row.ts';

export interface Target {
  readonly version: string;
  readonly schemaName: string;
  readonly rules: Rules;
  readonly dossierFactsMax: number;
}

/**
 * Folds the arrivals into the rows of their subjects, one SELECT and one upsert per table, and parks what breaks.
 * The caller's transaction holds the leases of their slices, so nobody else writes these rows.
 */
export async function writeArrivals(
  client: ClientBase,
  target: Target,
  arrivals: readonly Arrival[],
  unreadable: readonly Parked[],
): Promise<readonly Parked[]> {
  const groups = groupArrivals(arrivals);
  const parked = [...unreadable];
  for (const subject of ['dossier', 'trainee', 'session'] as const) {
    const folded = await foldStored(client, target, subject, groups[subject]);
    parked.push(...folded.parked);
    await upsertRows(client, target.schemaName, subject, folded.rows);
    if (subject === 'dossier') {
      await upsertAttention(client, target.schemaName, folded.rows);
      const full = folded.rows.filter((row) => row.factCount >= target.dossierFactsMax);
      await markFull(
        client,
        full.map((row) => row.key),
      );
    }
  }
  const once = onePerPlace(parked);
  await insertParked(client, target.version, once);
  return once;
}

async function foldStored(
  client: ClientBase,
  target: Target,
  subject: Subject,
  groups: ReadonlyMap<string, Group>,
): Promise<{ rows: RecordRow[]; parked: Parked[] }> {
  const stored = await selectFacts(client, target.schemaName, subject, [...groups.keys()]);
  const rows: RecordRow[] = [];
  const parked: Parked[] = [];
  for (const group of groups.values()) {
    const before = stored.get(group.key);
    const folded = foldRow(subject, parseFacts(before), group, target.rules);
    parked.push(...folded.parked);
    // Events sent again change nothing: no row is written for them.
    if (folded.row !== null && folded.row.facts !== before) rows.push(folded.row);
  }
  return { rows, parked };
}
