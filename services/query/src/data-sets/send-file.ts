import type { FileHandle } from 'node:fs/promises';
import { problem } from '@hub/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file as it is given: `tag` says what is in it, for whoever goes on with a part of it. */
export interface GivenFile {
  /** Open: who reads it has it to the end, though it is deleted meanwhile. Closed with the answer. */
  readonly handle: FileHandle;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly tag: string;
}

/** Sends a file, or the part of it that `Range` asks for (RFC 9110 §14); throws 416 for a part that it has not. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: GivenFile): Promise<FastifyReply> {
  const { handle, name, bytes, mediaType, tag } = file;
  reply
    .header('etag', tag)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-cache')
    .header('vary', 'Authorization')
    .header('content-disposition', `attachment; filename="${name}"`);
  if (request.headers['if-none-match'] === tag) {
    await handle.close();
    return reply.status(304).send();
  }
  const part = partOf(request, file);
  const [from, to] = part ?? [0, bytes - 1];
  if (part !== null) reply.status(206).header('content-range', `bytes ${from}-${to}/${bytes}`);
  reply.type(mediaType).header('content-length', to - from + 1);
  return reply.send(handle.createReadStream({ start: from, end: to }));
}

/** Null: the whole; a range in any other unit, or several, may be answered so. */
function partOf({ headers }: FastifyRequest, { bytes, tag }: GivenFile): readonly [from: number, to: number] | null {
  const { range } = headers;
  const condition = headers['if-range'];
  if (range === undefined || (condition !== undefined && condition !== tag)) return null;
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.replaceAll(' ', '')) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < from) return null;
  if (from <= to) return [from, to];
  throw problem(416, 'range-not-satisfiable', 'The file has no such part.', {
    headers: { 'content-range': `bytes */${bytes}` },
  });
}
