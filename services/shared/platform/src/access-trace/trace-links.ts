import { createHmac } from 'node:crypto';
import { secretKey } from '../sealing/secret-key.ts';
import type { TraceRow } from './trace-entry.ts';

/** Where a row stands: the n-th of its writer, at a time of the database (RFC 3339, microseconds). */
export interface TracePlace {
  readonly writer: string;
  readonly sequence: number;
  readonly readAt: string;
}

const linkBytes = 16;

/** The link before the first row of a writer. */
export function openingLink(key: Buffer, writer: string): Buffer {
  return macOf(key, null, JSON.stringify(['opened', writer]));
}

/** HMAC-SHA256, 128 bits, over the link before and all that the row says: whoever changes one must make all after it anew. */
export function linkOf(key: Buffer, before: Buffer, { writer, sequence, readAt }: TracePlace, row: TraceRow): Buffer {
  const { organisation, clientId, agent, purpose, operation, trainee, dossier } = row;
  const what = [organisation, clientId, agent, purpose, operation, trainee, dossier];
  const decided = [row.decision, row.reason, row.categories, row.traceparent];
  // A row of before it was kept is linked as it was then.
  const searched = row.searchedBy === null ? [] : [row.searchedBy];
  return macOf(key, before, JSON.stringify([writer, sequence, readAt, what, decided, ...searched]));
}

/** Of what the log is told about the trace. */
export function anchorMac(key: Buffer, anchor: object): string {
  return macOf(key, null, JSON.stringify(['anchor', anchor])).toString('base64url');
}

function macOf(key: Buffer, before: Buffer | null, text: string): Buffer {
  const mac = createHmac('sha256', secretKey(key));
  if (before !== null) mac.update(before);
  return mac.update(text).digest().subarray(0, linkBytes);
}
