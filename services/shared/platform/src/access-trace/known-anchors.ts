import type { EventLog } from '@hub/core';
import { type ReadAnchor, readAnchors, type ToldAnchor } from './trace-anchors.ts';

/** A row that the log knows of. */
export interface AnchoredRow {
  readonly sequence: number;
  /** base64url. */
  readonly link: string;
  /** When the log was told; RFC 3339. */
  readonly at: string;
}

/** What the log knows of a writer. */
export interface AnchoredWriter {
  /** The last row that must be there. */
  required: AnchoredRow;
  /** The last that was there before an older backup was loaded; null: nothing was lost so. */
  lost: AnchoredRow | null;
  /** The last of those dropped at the end of their year; null: none was. */
  dropped: AnchoredRow | null;
  closed: boolean;
}

export interface KnownAnchors {
  readonly writers: ReadonlyMap<string, AnchoredWriter>;
  readonly restores: readonly Restore[];
  readonly monthsDropped: readonly string[];
  /** Anchors that nobody with the hub's key made. */
  readonly forged: number;
}

export interface Restore {
  readonly backupOf: string;
  readonly at: string;
}

/** The log up to its end of now, folded; read twice where a backup was loaded, for what was told before it says what is lost. */
export async function knownAnchors(log: EventLog, key: Buffer): Promise<KnownAnchors> {
  const first = await foldAnchors(readAnchors(log, key), []);
  return first.restores.length === 0 ? first : foldAnchors(readAnchors(log, key), first.restores);
}

/** `restores`: of the whole log, in their order; whatever was told before one of them, and after its backup began, is lost. */
export async function foldAnchors(
  batches: AsyncIterable<readonly ReadAnchor[]>,
  restores: readonly Restore[],
): Promise<KnownAnchors> {
  const known: Fold = { writers: new Map(), restores: [], monthsDropped: [], forged: 0 };
  for await (const batch of batches) {
    for (const { anchor, isOurs } of batch) {
      if (isOurs) noteAnchor(known, anchor, restores);
      else known.forged += 1;
    }
  }
  return known;
}

/** The backup and the anchors are dated by different machines. */
const clocksApartMs = 5_000;

interface Fold {
  readonly writers: Map<string, AnchoredWriter>;
  readonly restores: Restore[];
  readonly monthsDropped: string[];
  forged: number;
}

function noteAnchor(known: Fold, anchor: ToldAnchor, restores: readonly Restore[]): void {
  switch (anchor.kind) {
    case 'restored':
      known.restores.push({ backupOf: anchor.backupOf, at: anchor.at });
      return;
    case 'month-dropped':
      known.monthsDropped.push(anchor.month);
      for (const { writer, ...end } of anchor.ends) noteDropped(known.writers, writer, { ...end, at: anchor.at });
      return;
    default: {
      const later = restores.slice(known.restores.length);
      const isLost = later.some(({ backupOf }) => Date.parse(anchor.at) >= Date.parse(backupOf) - clocksApartMs);
      noteWriter(known.writers, anchor, isLost);
    }
  }
}

type WriterTold = Extract<ToldAnchor, { readonly writer: string }>;

function noteWriter(writers: Map<string, AnchoredWriter>, anchor: WriterTold, isLost: boolean): void {
  const { kind, writer, sequence, link, at } = anchor;
  const known = writerOf(writers, writer, at);
  const row = { sequence, link, at };
  if (isLost) known.lost = later(known.lost, row);
  else known.required = later(known.required, row);
  known.closed ||= kind === 'closed' || kind === 'orphaned';
}

function noteDropped(writers: Map<string, AnchoredWriter>, writer: string, row: AnchoredRow): void {
  const known = writerOf(writers, writer, row.at);
  known.dropped = later(known.dropped, row);
}

function writerOf(writers: Map<string, AnchoredWriter>, writer: string, at: string): AnchoredWriter {
  const known = writers.get(writer);
  if (known !== undefined) return known;
  const fresh = { required: { sequence: 0, link: '', at }, lost: null, dropped: null, closed: false };
  writers.set(writer, fresh);
  return fresh;
}

function later(one: AnchoredRow | null, other: AnchoredRow): AnchoredRow {
  return one !== null && one.sequence > other.sequence ? one : other;
}
