import type { EventLog } from '@hub/core';
import type { Pool } from 'pg';
import { type AnchoredWriter, type KnownAnchors, knownAnchors, type Restore } from './known-anchors.ts';
import { countUnlinked, type StoredRow, storedRows } from './stored-rows.ts';
import { linkOf, openingLink } from './trace-links.ts';

/**
 * `row-changed`: it is not what was written, or its link is not; `rows-missing`: numbers that are not there; `row-inserted`:
 * a number twice, or after the writer's end; `cut-off`: rows that the log knows of, at the end of a writer; `writer-missing`:
 * all rows of a writer; `writer-unknown`: one that the log never heard of; `rewritten`: all links agree among themselves,
 * and not with the log.
 */
export type TraceFaultKind =
  | 'row-changed'
  | 'rows-missing'
  | 'row-inserted'
  | 'cut-off'
  | 'writer-missing'
  | 'writer-unknown'
  | 'rewritten';

export interface TraceFault {
  readonly kind: TraceFaultKind;
  readonly writer: string;
  readonly from: number;
  readonly to: number;
  /** Of the row before, or of the log; RFC 3339. */
  readonly at: string;
}

export interface TraceReport {
  readonly rows: number;
  readonly writers: number;
  /** Rows of before there were links: nothing proves them. */
  readonly unlinked: number;
  readonly faults: readonly TraceFault[];
  /** More than are listed. */
  readonly moreFaults: number;
  /** Anchors on the log that nobody with the hub's key made. */
  readonly forgedAnchors: number;
  /** What is missing because an older backup was loaded. */
  readonly lostByRestore: readonly { readonly writer: string; readonly from: number; readonly to: number }[];
  readonly restores: readonly Restore[];
  readonly monthsDropped: readonly string[];
  /** Rows that the log does not know of yet: cut off now, nobody would notice. `since`: the oldest of them. */
  readonly unanchored: { readonly rows: number; readonly since: string | null };
}

const faultsMax = 1_000;

export function isTraceWhole({ faults, forgedAnchors }: TraceReport): boolean {
  return faults.length === 0 && forgedAnchors === 0;
}

/** Compares every row with its link and every writer with what the log was told of it, while everything goes on. */
export async function verifyTrace(
  { pool, log, key }: { readonly pool: Pool; readonly log: EventLog; readonly key: Buffer },
  onProgress: (done: number, total: number) => Promise<void> = async () => {},
): Promise<TraceReport> {
  const anchors = await knownAnchors(log, key);
  const total = [...anchors.writers.values()].reduce((sum, { required }) => sum + required.sequence, 0);
  const check = openCheck(key, anchors);
  for await (const rows of storedRows(pool)) {
    for (const row of rows) checkRow(check, row);
    await onProgress(check.rows, Math.max(total, check.rows));
  }
  if (check.at !== null) endWriter(check, check.at);
  for (const [writer, { required, lost, dropped }] of anchors.writers) {
    if (check.seen.has(writer)) continue;
    const from = (dropped?.sequence ?? 0) + 1;
    if (required.sequence >= from)
      note(check, { kind: 'writer-missing', writer, from, to: required.sequence, at: required.at });
    if (lost !== null && lost.sequence >= from) check.lost.push({ writer, from, to: lost.sequence });
  }
  return {
    rows: check.rows,
    writers: check.seen.size,
    unlinked: await countUnlinked(pool),
    faults: check.faults,
    moreFaults: check.moreFaults,
    forgedAnchors: anchors.forged,
    lostByRestore: check.lost,
    restores: anchors.restores,
    monthsDropped: anchors.monthsDropped,
    unanchored: check.unanchored,
  };
}

/** The writer whose rows are being read. */
interface WriterCheck {
  readonly writer: string;
  readonly anchored: AnchoredWriter | null;
  sequence: number;
  /** Null: what stood before is not there. */
  link: Buffer | null;
  at: string;
  unanchored: number;
  unanchoredSince: string | null;
}

interface Check {
  readonly key: Buffer;
  readonly anchors: KnownAnchors;
  readonly seen: Set<string>;
  readonly faults: TraceFault[];
  readonly lost: { readonly writer: string; readonly from: number; readonly to: number }[];
  moreFaults: number;
  rows: number;
  unanchored: { rows: number; since: string | null };
  at: WriterCheck | null;
}

function openCheck(key: Buffer, anchors: KnownAnchors): Check {
  const counts = { moreFaults: 0, rows: 0, unanchored: { rows: 0, since: null } };
  return { key, anchors, seen: new Set(), faults: [], lost: [], ...counts, at: null };
}

function note(check: Check, fault: TraceFault): void {
  if (check.faults.length < faultsMax) check.faults.push(fault);
  else check.moreFaults += 1;
}

function checkRow(check: Check, row: StoredRow): void {
  if (check.at?.writer !== row.writer) {
    if (check.at !== null) endWriter(check, check.at);
    check.at = beginWriter(check, row);
  }
  const { at } = check;
  const { writer, sequence, readAt } = row;
  check.rows += 1;
  if (sequence <= at.sequence) {
    note(check, { kind: 'row-inserted', writer, from: sequence, to: sequence, at: readAt });
    return;
  }
  if (sequence > at.sequence + 1) {
    note(check, { kind: 'rows-missing', writer, from: at.sequence + 1, to: sequence - 1, at: at.at });
    at.link = null;
  }
  if (at.link !== null && !linkOf(check.key, at.link, row, row).equals(row.link)) {
    note(check, { kind: 'row-changed', writer, from: sequence, to: sequence, at: readAt });
  }
  compareWithLog(check, at, row);
  at.sequence = sequence;
  at.link = row.link;
  at.at = readAt;
}

function beginWriter(check: Check, { writer, readAt }: StoredRow): WriterCheck {
  const anchored = check.anchors.writers.get(writer) ?? null;
  check.seen.add(writer);
  if (anchored === null) note(check, { kind: 'writer-unknown', writer, from: 1, to: 1, at: readAt });
  const dropped = anchored?.dropped ?? null;
  const before =
    dropped === null
      ? { sequence: 0, link: openingLink(check.key, writer) }
      : { sequence: dropped.sequence, link: Buffer.from(dropped.link, 'base64url') };
  return { writer, anchored, ...before, at: readAt, unanchored: 0, unanchoredSince: null };
}

function compareWithLog(check: Check, at: WriterCheck, { writer, sequence, readAt, link }: StoredRow): void {
  if (at.anchored === null) return;
  const { required, closed, lost } = at.anchored;
  if (sequence === required.sequence && !link.equals(Buffer.from(required.link, 'base64url'))) {
    note(check, { kind: 'rewritten', writer, from: 1, to: sequence, at: required.at });
  }
  if (sequence <= required.sequence || lost !== null) return;
  if (closed) {
    note(check, { kind: 'row-inserted', writer, from: sequence, to: sequence, at: readAt });
  } else {
    at.unanchored += 1;
    at.unanchoredSince ??= readAt;
  }
}

function endWriter(check: Check, { writer, anchored, sequence, at, unanchored, unanchoredSince }: WriterCheck): void {
  const { unanchored: known } = check;
  const since = [known.since, unanchoredSince].filter((each) => each !== null).sort()[0] ?? null;
  check.unanchored = { rows: known.rows + unanchored, since };
  if (anchored === null) return;
  const { required, lost } = anchored;
  if (sequence < required.sequence)
    note(check, { kind: 'cut-off', writer, from: sequence + 1, to: required.sequence, at });
  const end = Math.max(sequence, required.sequence);
  if (lost !== null && lost.sequence > end) check.lost.push({ writer, from: end + 1, to: lost.sequence });
}
