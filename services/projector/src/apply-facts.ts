import type { Rules } from '@hub/core';
import {
  type DossierRow,
  dossierTable,
  insertParked,
  markFull,
  type Parked,
  type RowTable,
  selectFacts,
  sessionTable,
  traineeTable,
  upsertDossiers,
  upsertRows,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { type Arrival, type Group, groupArrivals, onePerPlace } from './fold/arrival.ts';
import { type FoldRow, foldDossier, foldSession, foldTrainee } from './fold/fold-rows.ts';

/** The version that is written, and how. */
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
export async function applyFacts(
  client: ClientBase,
  target: Target,
  arrivals: readonly Arrival[],
  unreadable: readonly Parked[],
): Promise<readonly Parked[]> {
  const { schemaName } = target;
  const groups = groupArrivals(arrivals);
  const dossiers = await foldBatch(client, target, dossierTable, groups.dossier, foldDossier);
  await upsertDossiers(client, schemaName, dossiers.rows);
  await markFull(client, fullAmong(dossiers.rows, target.dossierFactsMax));
  const trainees = await foldBatch(client, target, traineeTable, groups.trainee, foldTrainee);
  await upsertRows(client, schemaName, traineeTable, trainees.rows);
  const sessions = await foldBatch(client, target, sessionTable, groups.session, foldSession);
  await upsertRows(client, schemaName, sessionTable, sessions.rows);
  const parked = onePerPlace([...unreadable, ...dossiers.parked, ...trainees.parked, ...sessions.parked]);
  await insertParked(client, target.version, parked);
  return parked;
}

/** Numbers of the dossiers that hold as many facts as they may. */
export function fullAmong(rows: readonly DossierRow[], factsMax: number): number[] {
  return rows.filter(({ factCount }) => factCount >= factsMax).map(({ number }) => number);
}

async function foldBatch<Row>(
  client: ClientBase,
  { schemaName, rules }: Target,
  table: RowTable<Row>,
  groups: ReadonlyMap<string, Group>,
  fold: FoldRow<Row>,
): Promise<{ rows: Row[]; parked: Parked[] }> {
  const stored = await selectFacts(client, schemaName, table, [...groups.keys()]);
  const rows: Row[] = [];
  const parked: Parked[] = [];
  for (const group of groups.values()) {
    const folded = fold(stored.get(group.key), group, rules);
    parked.push(...folded.parked);
    if (folded.row !== null) rows.push(folded.row);
  }
  return { rows, parked };
}
