import type { Subject } from '@hub/contracts';
import type { Rules } from '@hub/core';
import {
  type DossierRow,
  dossierTable,
  type FullSource,
  fullAmong,
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
  /** Of one source in one dossier, trainee or session. */
  readonly factsMax: number;
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
  const trainees = await foldBatch(client, target, traineeTable, groups.trainee, foldTrainee);
  await upsertRows(client, schemaName, traineeTable, trainees.rows);
  const sessions = await foldBatch(client, target, sessionTable, groups.session, foldSession);
  await upsertRows(client, schemaName, sessionTable, sessions.rows);
  await markFull(client, [...dossiers.full, ...trainees.full, ...sessions.full]);
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
): Promise<FoldedBatch<DossierRow>> {
  const folded = await foldBatch(client, target, dossierTable, groups, foldDossier);
  const others = await upsertDossiers(client, target.schemaName, folded.rows);
  if (others.length === 0) return folded;
  const lost = new Set(others.map(({ number }) => String(number)));
  const again = new Map([...groups].filter(([key]) => lost.has(key)));
  const refolded = await foldBatch(client, target, dossierTable, again, foldDossier);
  await upsertDossiers(client, target.schemaName, refolded.rows);
  const kept = folded.rows.filter((row) => !others.includes(row));
  const parked = folded.parked.filter(({ dossier }) => !lost.has(String(dossier)));
  const full = folded.full.filter(({ key }) => !lost.has(key));
  return {
    rows: [...kept, ...refolded.rows],
    parked: [...parked, ...refolded.parked],
    full: [...full, ...refolded.full],
  };
}

interface FoldedBatch<Row> {
  readonly rows: readonly Row[];
  readonly parked: readonly Parked[];
  readonly full: readonly FullSource[];
}

async function foldBatch<Row>(
  client: ClientBase,
  { schemaName, rules, factsMax }: Target,
  table: RowTable<Row> & { readonly name: Subject },
  groups: ReadonlyMap<string, Group>,
  fold: FoldRow<Row>,
): Promise<FoldedBatch<Row>> {
  const stored = await selectFacts(client, schemaName, table, [...groups.keys()]);
  const rows: Row[] = [];
  const parked: Parked[] = [];
  const full: FullSource[] = [];
  for (const group of groups.values()) {
    const folded = fold(stored.get(group.key), group, rules);
    parked.push(...folded.parked);
    full.push(...fullAmong(table.name, group.key, folded.shares, factsMax));
    if (folded.row !== null) rows.push(folded.row);
  }
  return { rows, parked, full };
}
