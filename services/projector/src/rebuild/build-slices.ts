import type { EventLog, Rules, StoredMessage } from '@hub/core';
import {
  addDossier,
  addRow,
  bytesBuffered,
  claimSlice,
  copyBuffers,
  type FullSource,
  insertParked,
  markBuilt,
  markFull,
  type Parked,
  type RowBuffers,
  releaseSlices,
  rowBuffers,
  type SliceClaims,
  type SliceToBuild,
  type StoredRow,
  type Version,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { foldGroups } from '../apply-facts.ts';
import { decodeMessage, groupArrivals, onePerPlace, partDecoded } from '../fold/arrival.ts';
import { byKey, type Gathered, gather } from './gather-events.ts';
import type { Pace } from './pace.ts';

/** What is built, from what, within which bound. */
export interface BuildTarget {
  readonly log: EventLog;
  readonly version: Version;
  readonly rules: Rules;
  /** Bytes of events held at once. */
  readonly memoryBound: number;
  /** How many share the slices. */
  readonly builders: number;
  readonly factsMax: number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Slices that fit the memory together, so that one reading of the log serves them all; or one that may not fit. */
export type Chunk = readonly SliceToBuild[];

/** First guess of what an event takes; `gather` measures and asks for more passes. */
const eventBytes = 1_000;

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
    let read = 0;
    const count = (events: number) => {
      read += events;
      onRead(events);
    };
    await client.query('begin');
    try {
      await client.query('set local synchronous_commit = off');
      const fits = await buildPasses(client, target, chunk, passes, count);
      await client.query(fits ? 'commit' : 'rollback');
      if (fits) break;
      onRead(-read);
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
    const gathered = await gather(target, span, (events) => onRead(events / passes));
    if (gathered === null) return false;
    await copyGathered(client, target, gathered);
  }
  await markBuilt(client, target.version.version, chunk);
  return true;
}

/** Rows on their way at once: some tens of milliseconds of folding. */
const rowBytesMax = 1 << 20;

/** What folding leaves beside the rows. */
interface Noted {
  readonly parked: Parked[];
  readonly full: FullSource[];
}

/** All of a trainee, or of a session, has one key: it is decoded, folded and forgotten before the next. */
async function copyGathered(client: ClientBase, target: BuildTarget, gathered: Gathered): Promise<void> {
  const { schemaName, version } = target.version;
  const rows = rowBuffers();
  const noted: Noted = { parked: [], full: [] };
  for (const messages of byKey(gathered)) {
    foldKey(target, messages, rows, noted);
    if (bytesBuffered(rows) < rowBytesMax) continue;
    await copyBuffers(client, schemaName, rows);
    await target.pace();
  }
  await copyBuffers(client, schemaName, rows);
  await markFull(client, noted.full);
  await insertParked(client, version, onePerPlace(noted.parked), { isFed: false });
}

function foldKey(
  target: BuildTarget,
  messages: readonly StoredMessage[],
  rows: RowBuffers,
  { parked, full }: Noted,
): void {
  const { arrivals, unreadable } = partDecoded(messages.map(decodeMessage));
  const { dossiers, trainees, sessions } = foldGroups(target, groupArrivals(arrivals), nothingStored);
  for (const row of dossiers.rows) addDossier(rows, row);
  for (const row of trainees.rows) addRow(rows.trainees, row);
  for (const row of sessions.rows) addRow(rows.sessions, row);
  parked.push(...unreadable, ...dossiers.parked, ...trainees.parked, ...sessions.parked);
  full.push(...dossiers.full, ...trainees.full, ...sessions.full);
}

const none: ReadonlyMap<string, StoredRow> = new Map();
const nothingStored = { dossier: none, trainee: none, session: none };
