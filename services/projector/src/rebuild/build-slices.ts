import type { Subject } from '@hub/contracts';
import type { EventLog, Rules } from '@hub/core';
import {
  claimSlice,
  copyDossiers,
  copyRows,
  type FullSource,
  fullAmong,
  insertParked,
  markBuilt,
  markFull,
  type Parked,
  releaseSlices,
  type SliceClaims,
  type SliceToBuild,
  sessionTable,
  traineeTable,
  type Version,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { type Group, onePerPlace } from '../fold/arrival.ts';
import { type FoldRow, foldDossier, foldSession, foldTrainee } from '../fold/fold-rows.ts';
import { type Gathered, gather } from './gather-events.ts';

/** What is built, from what, within which bound. */
export interface BuildTarget {
  readonly log: EventLog;
  readonly version: Version;
  readonly rules: Rules;
  /** Bytes of decoded events held at once. */
  readonly memoryBound: number;
  /** How many share the slices. */
  readonly builders: number;
  readonly factsMax: number;
  readonly signal: AbortSignal;
}

/** Slices that fit the memory together, so that one reading of the log serves them all; or one that may not fit. */
export type Chunk = readonly SliceToBuild[];

/** First guess of the heap that an event takes once decoded; `gather` measures and asks for more passes. */
const eventBytes = 3_000;

/**
 * Takes as many of these slices as fit the memory, at least one where any is free. Where several share them, no more than
 * half of its share of what is left, so that all end at about the same time.
 */
export async function claimChunk(
  claims: SliceClaims,
  { version, memoryBound, builders }: BuildTarget,
  slices: readonly SliceToBuild[],
): Promise<Chunk> {
  const chunk: SliceToBuild[] = [];
  const left = slices.reduce((sum, slice) => sum + eventsOf(slice) * eventBytes, 0);
  const most = builders === 1 ? memoryBound : Math.min(memoryBound, left / (2 * builders));
  let bytes = 0;
  for (const slice of slices) {
    const wanted = eventsOf(slice) * eventBytes;
    if (chunk.length > 0 && bytes + wanted > most) break;
    if (!(await claimSlice(claims, version.version, slice))) continue;
    chunk.push(slice);
    bytes += wanted;
  }
  return chunk;
}

function eventsOf(slice: SliceToBuild): number {
  return slice.ends.reduce((sum, { offset }) => sum + offset, 0);
}

/** Builds the chunk in one transaction: a slice is there whole, with its offsets, or not at all. */
export async function buildChunk(
  claims: SliceClaims,
  target: BuildTarget,
  chunk: Chunk,
  onRead: (events: number) => void,
): Promise<void> {
  const { client } = claims;
  const events = chunk.reduce((sum, slice) => sum + eventsOf(slice), 0);
  let passes = Math.max(1, Math.ceil((events * eventBytes) / target.memoryBound));
  for (;;) {
    await client.query('begin');
    try {
      await client.query('set local synchronous_commit = off');
      const fits = await buildPasses(client, target, chunk, passes, onRead);
      await client.query(fits ? 'commit' : 'rollback');
      if (fits) break;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    passes *= 2;
  }
  await releaseSlices(claims);
}

/** False where a pass does not fit the memory. */
async function buildPasses(
  client: ClientBase,
  target: BuildTarget,
  chunk: Chunk,
  passes: number,
  onRead: (events: number) => void,
): Promise<boolean> {
  const ends = chunk.flatMap((slice) => slice.ends);
  for (let pass = 0; pass < passes; pass++) {
    const span = { ends, pass, passes, bytesMax: target.memoryBound };
    // Progress counts an event once, however often it is read.
    const gathered = await gather(target.log, span, target.signal, (events) => onRead(events / passes));
    if (gathered === null) return false;
    await copyGathered(client, target, gathered);
  }
  await markBuilt(client, target.version.version, chunk);
  return true;
}

async function copyGathered(
  client: ClientBase,
  { version, rules, factsMax }: BuildTarget,
  { groups, unreadable }: Gathered,
): Promise<void> {
  const parked: Parked[] = [...unreadable];
  const full: FullSource[] = [];
  const rowsOf = <Row>(subject: Subject, fold: FoldRow<Row>) =>
    folded(groups[subject], fold, rules, (key, made) => {
      parked.push(...made.parked);
      full.push(...fullAmong(subject, key, made.shares, factsMax));
    });
  await copyDossiers(client, version.schemaName, rowsOf('dossier', foldDossier));
  await copyRows(client, version.schemaName, traineeTable, rowsOf('trainee', foldTrainee));
  await copyRows(client, version.schemaName, sessionTable, rowsOf('session', foldSession));
  await markFull(client, full);
  await insertParked(client, version.version, onePerPlace(parked));
}

/** The rows of the subjects gathered, made one at a time as COPY takes them; of each is noted what else came of it. */
function* folded<Row>(
  groups: ReadonlyMap<string, Group>,
  fold: FoldRow<Row>,
  rules: Rules,
  note: (key: string, made: ReturnType<FoldRow<Row>>) => void,
): Generator<Row> {
  for (const group of groups.values()) {
    const made = fold(undefined, group, rules);
    note(group.key, made);
    if (made.row !== null) yield made.row;
  }
}
