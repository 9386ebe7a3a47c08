import { randomUUID } from 'node:crypto';
import { controlTopic } from '@hub/contracts';
import type { EventLog, OutgoingMessage, StoredMessage } from '@hub/core';
import { partitionOf } from '../log/partitions.ts';
import { readInTime } from '../log/read-up-to.ts';
import { anchorMac } from './trace-links.ts';
import type { WriterEnd } from './write-group.ts';

/** Where a writer stood, as the log was told: nobody who changes the database changes that. */
export interface WriterAnchor {
  /** `orphaned`: closed by another, who found this as its last row. */
  readonly kind: 'opened' | 'head' | 'closed' | 'orphaned';
  readonly writer: string;
  readonly sequence: number;
  /** base64url. */
  readonly link: string;
}

/** Rows that were dropped because their year was over: where each writer's rows of the month ended. */
export interface MonthAnchor {
  readonly kind: 'month-dropped';
  /** Its first day. */
  readonly month: string;
  readonly ends: readonly { readonly writer: string; readonly sequence: number; readonly link: string }[];
}

/** A backup was loaded: rows of after it are not there, and nobody took them away. */
export interface RestoreAnchor {
  readonly kind: 'restored';
  /** When the backup began; RFC 3339. */
  readonly backupOf: string;
}

export type TraceAnchor = WriterAnchor | MonthAnchor | RestoreAnchor;
/** `at`: by the clock of whoever told it; RFC 3339. */
export type ToldAnchor = TraceAnchor & { readonly at: string };

/** All in one partition, in the order in which they were told. */
const messageKey = 'access-trace';
const eventType = 'hub.trace-anchored';

export function anchorOf(kind: WriterAnchor['kind'], { writer, sequence, link }: WriterEnd): WriterAnchor {
  return { kind, writer, sequence, link: link.toString('base64url') };
}

/** Resolves once the log holds them. */
export async function tellAnchors(log: EventLog, key: Buffer, anchors: readonly TraceAnchor[]): Promise<void> {
  const at = new Date().toISOString();
  await log.append(anchors.map((anchor) => messageOf(key, { ...anchor, at })));
}

function messageOf(key: Buffer, anchor: ToldAnchor): OutgoingMessage {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_type: eventType,
    ce_source: 'urn:hub:source:hub',
    ce_id: randomUUID(),
  };
  const value = Buffer.from(JSON.stringify({ anchor, mac: anchorMac(key, anchor) }));
  return { topic: controlTopic, key: messageKey, headers, value };
}

/** An anchor as the log has it; `isOurs`: it was told by who knows the key. */
export interface ReadAnchor {
  readonly anchor: ToldAnchor;
  readonly isOurs: boolean;
}

/** What the log was told, oldest first, up to its end of now. */
export async function* readAnchors(log: EventLog, key: Buffer): AsyncGenerator<readonly ReadAnchor[]> {
  const slice = partitionOf(messageKey, log.slices);
  const ends = (await log.endOffsets([controlTopic])).filter((end) => end.slice === slice);
  const starts = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readInTime(log, starts, ends)) {
    yield messages.flatMap((message) => readAnchor(key, message));
  }
}

function readAnchor(key: Buffer, { headers, value }: StoredMessage): readonly ReadAnchor[] {
  if (headers.ce_type !== eventType) return [];
  const { anchor, mac } = JSON.parse(value.toString()) as { anchor: ToldAnchor; mac: string };
  return [{ anchor, isOurs: mac === anchorMac(key, anchor) }];
}
