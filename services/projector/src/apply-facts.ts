import type { Subject } from '@hub/contracts';
import type { Rules } from '@hub/core';
import {
  type Advance,
  type DossierRow,
  type FullSource,
  fullAmong,
  insertParked,
  markFull,
  type Parked,
  type StoredRow,
  selectFacts,
  writeRows,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { type Arrival, type Group, type Groups, groupArrivals, onePerPlace } from './fold/arrival.ts';
import { type FoldRow, foldDossier, foldSession, foldTrainee } from './fold/fold-rows.ts';
import type { ShownEcho } from './fold/shown-echoes.ts';

/** The version that is written, and how. */
export interface Target {
  readonly version: string;
  readonly schemaName: string;
  readonly rules: Rules;
  /** Of one source in one dossier, trainee or session. */
  readonly factsMax: number;
  /** Readers are given it, or may be at any moment: partners are told what changes. */
  readonly isFed: boolean;
}

/** What came of a batch beside its rows. */
export interface Applied {
  readonly parked: readonly Parked[];
  /** Those of dossiers. */
  readonly echoes: readonly EchoOfPerson[];
}

/** An echo, and of whom it is. */
export interface EchoOfPerson extends ShownEcho {
  readonly trainee: string;
}

/**
 * Folds the arrivals into the rows of their subjects and parks what breaks; `advance`: how far the leases come by it. One
 * statement reads what is stored, one writes. The caller's transaction holds the leases of their slices: nobody else writes
 * rows of trainees and sessions of these, nor of their dossiers, but for a number that was given twice, to trainees of two
 * slices (`foldedAgain`).
 */
export async function applyFacts(
  client: ClientBase,
  target: Target,
  arrivals: readonly Arrival[],
  unreadable: readonly Parked[],
  advance: Advance | null = null,
): Promise<Applied> {
  const { schemaName } = target;
  const groups = groupArrivals(arrivals);
  const stored = await selectFacts(client, schemaName, keysOf(groups));
  const { dossiers: folded, trainees, sessions } = foldGroups(target, groups, stored);
  const rows = { dossier: folded.rows, trainee: trainees.rows, session: sessions.rows };
  const others = await writeRows(client, schemaName, rows, { advance, isFed: target.isFed });
  const dossiers = others.length === 0 ? folded : await foldedAgain(client, target, groups.dossier, folded, others);
  await markFull(client, [...dossiers.full, ...trainees.full, ...sessions.full]);
  const parked = onePerPlace([...unreadable, ...dossiers.parked, ...trainees.parked, ...sessions.parked]);
  await insertParked(client, target.version, parked, { isFed: target.isFed });
  return { parked, echoes: dossiers.echoes };
}

export function keysOf({ dossier, trainee, session }: Groups): Readonly<Record<Subject, readonly string[]>> {
  return { dossier: [...dossier.keys()], trainee: [...trainee.keys()], session: [...session.keys()] };
}

/**
 * Slices may be of different projectors, and a number that was given twice may name people of two: whose dossier is there
 * first, when this transaction writes, keeps it, and what arrived of the other is folded again against it.
 */
async function foldedAgain(
  client: ClientBase,
  target: Target,
  groups: ReadonlyMap<string, Group>,
  folded: FoldedBatch<DossierRow>,
  others: readonly DossierRow[],
): Promise<FoldedBatch<DossierRow>> {
  const lost = new Set(others.map(({ number }) => String(number)));
  const again = new Map([...groups].filter(([key]) => lost.has(key)));
  const stored = await selectFacts(client, target.schemaName, { dossier: [...lost] });
  const refolded = foldBatch(target, 'dossier', again, stored.dossier, foldDossier);
  await writeRows(client, target.schemaName, { dossier: refolded.rows }, { isFed: target.isFed });
  const kept = folded.rows.filter((row) => !others.includes(row));
  const parked = folded.parked.filter(({ dossier }) => !lost.has(String(dossier)));
  const full = folded.full.filter(({ key }) => !lost.has(key));
  // Nobody echoes a dossier of which two hold the number.
  const { echoes } = folded;
  return {
    echoes,
    rows: [...kept, ...refolded.rows],
    parked: [...parked, ...refolded.parked],
    full: [...full, ...refolded.full],
  };
}

/** Folds what arrived into what is stored, of every subject; `stored`: by key. */
export function foldGroups(
  target: FoldTarget,
  groups: Groups,
  stored: Readonly<Record<Subject, ReadonlyMap<string, StoredRow>>>,
) {
  return {
    dossiers: foldBatch(target, 'dossier', groups.dossier, stored.dossier, foldDossier),
    trainees: foldBatch(target, 'trainee', groups.trainee, stored.trainee, foldTrainee),
    sessions: foldBatch(target, 'session', groups.session, stored.session, foldSession),
  };
}

type FoldTarget = Pick<Target, 'rules' | 'factsMax'>;

interface FoldedBatch<Row> {
  readonly rows: readonly Row[];
  readonly parked: readonly Parked[];
  readonly echoes: readonly EchoOfPerson[];
  readonly full: readonly FullSource[];
}

function foldBatch<Row>(
  { rules, factsMax }: FoldTarget,
  subject: Subject,
  groups: ReadonlyMap<string, Group>,
  stored: ReadonlyMap<string, StoredRow>,
  fold: FoldRow<Row>,
): FoldedBatch<Row> {
  const rows: Row[] = [];
  const parked: Parked[] = [];
  const echoes: EchoOfPerson[] = [];
  const full: FullSource[] = [];
  for (const group of groups.values()) {
    const folded = fold(stored.get(group.key), group, rules);
    parked.push(...folded.parked);
    const { trainee } = { trainee: '', ...folded.row };
    echoes.push(...folded.echoes.map((echo) => ({ ...echo, trainee })));
    full.push(...fullAmong(subject, group.key, folded.shares, factsMax));
    if (folded.row !== null) rows.push(folded.row);
  }
  return { rows, parked, echoes, full };
}
