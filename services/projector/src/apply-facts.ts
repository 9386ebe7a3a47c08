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
 * Folds the arrivals into the rows of their subjects, one SELECT and one upsert per table, and parks what breaks. The
 * caller's transaction holds the leases of their slices: nobody else writes rows of trainees and sessions of these, nor
 * of their dossiers, but for a number that was given twice, to trainees of two slices (`applyDossiers`).
 */
export async function applyFacts(
  client: ClientBase,
  target: Target,
  arrivals: readonly Arrival[],
  unreadable: readonly Parked[],
): Promise<readonly Parked[]> {
  const { schemaName } = target;
  const groups = groupArrivals(arrivals);
  const dossiers = await applyDossiers(client, target, groups.dossier);
  await markFull(client, fullAmong(dossiers.rows, target.dossierFactsMax));
  const trainees = await foldBatch(client, target, traineeTable, groups.trainee, foldTrainee);
  await upsertRows(client, schemaName, traineeTable, trainees.rows);
  const sessions = await foldBatch(client, target, sessionTable, groups.session, foldSession);
  await upsertRows(client, schemaName, sessionTable, sessions.rows);
  const parked = onePerPlace([...unreadable, ...dossiers.parked, ...trainees.parked, ...sessions.parked]);
  await insertParked(client, target.version, parked);
  return parked;
}

/**
 * Slices may be of different projectors, and a number that was given twice may name people of two: whose dossier is there
 * first, when this transaction writes, keeps it, and what arrived of the other is folded again against it.
 */
async function applyDossiers(
  client: ClientBase,
  target: Target,
  groups: ReadonlyMap<string, Group>,
): Promise<{ rows: readonly DossierRow[]; parked: readonly Parked[] }> {
  const folded = await foldBatch(client, target, dossierTable, groups, foldDossier);
  const others = await upsertDossiers(client, target.schemaName, folded.rows);
  if (others.length === 0) return folded;
  const lost = new Set(others.map(({ number }) => String(number)));
  const again = new Map([...groups].filter(([key]) => lost.has(key)));
  const refolded = await foldBatch(client, target, dossierTable, again, foldDossier);
  await upsertDossiers(client, target.schemaName, refolded.rows);
  const kept = folded.rows.filter((row) => !others.includes(row));
  const parked = folded.parked.filter(({ dossier }) => !lost.has(String(dossier)));
  return { rows: [...kept, ...refolded.rows], parked: [...parked, ...refolded.parked] };
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
