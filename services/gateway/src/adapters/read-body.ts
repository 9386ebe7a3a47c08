import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';

/** How the events of a request are written (CloudEvents HTTP binding). */
export type ContentMode = 'single' | 'batch' | 'binary';

const inflate = promisify(gunzip);

/** Throws 415 for anything but the three modes of CloudEvents, in UTF-8. */
export function contentModeOf(request: FastifyRequest): ContentMode {
  const [media = '', ...parameters] = (request.headers['content-type'] ?? '').split(';');
  const charset = parameters.map((each) => /^\s*charset="?([^"]*)"?\s*$/i.exec(each)?.[1]).find((each) => each);
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw problem(415, 'charset', 'Events are written in UTF-8.');
  }
  const type = media.trim().toLowerCase();
  if (type === 'application/cloudevents+json') return 'single';
  if (type === 'application/cloudevents-batch+json') return 'batch';
  if (type === 'application/json' && request.headers['ce-specversion'] !== undefined) return 'binary';
  throw problem(415, 'media-type', 'Events come as CloudEvents.', {
    detail:
      'Send application/cloudevents+json (one event), application/cloudevents-batch+json (several), or application/json with ce-* headers.',
  });
}

/**
 * The bytes of the body, inflated where it is gzip. Throws 413 as soon as more than `bytesMax` come out (a bomb is
 * never inflated whole), 415 for another encoding, 400 for damaged gzip.
 */
export async function bodyOf(request: FastifyRequest, bytesMax: number): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw problem(415, 'content-encoding', 'Only gzip is taken.', { headers: { 'accept-encoding': 'gzip' } });
  }
  try {
    return await inflate(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw problem(413, 'body-too-large', 'The body is larger than this address takes, once inflated.', {
        detail: `At most ${bytesMax} bytes. Send smaller batches.`,
      });
    }
    throw problem(400, 'body-unreadable', 'The body is not gzip, or is damaged.');
  }
}

/** The envelope of binary mode: `ce-*` headers, percent-decoded (CloudEvents HTTP binding §3.1.3). */
export function envelopeOfHeaders(request: FastifyRequest): Record<string, string> {
  // Without prototype: a header may have any name.
  const envelope: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue;
    envelope[name.slice('ce-'.length)] = percentDecoded(value);
  }
  return envelope;
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
