import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer made a text, with a weak tag of what it says; the token of its state is not part of that. */
export interface TaggedAnswer {
  readonly json: Buffer;
  readonly tag: string;
  readonly state: string | null;
}

/** A path is up to hundreds of kilobytes: it is made a text and its bytes once, and the token put into the bytes. */
export function tagged({ body, state }: { readonly body: object; readonly state: string | null }): TaggedAnswer {
  const json = Buffer.from(JSON.stringify(withRoomForToken(body)));
  return {
    json: withToken(json, state),
    tag: `W/"${hash('sha256', json, 'base64url').slice(0, 27)}"`,
    state,
  };
}

/**
 * Sends an answer with `ETag`, `Hub-State` and `Vary`; 304 without a body where `If-None-Match` names it (GET and HEAD
 * only, RFC 9110 §13.1.2).
 */
export function sendTagged(request: FastifyRequest, reply: FastifyReply, answer: TaggedAnswer): FastifyReply {
  const { json, tag, state } = answer;
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'Authorization');
  if (state !== null) reply.header('hub-state', state);
  const asked = request.headers['if-none-match'];
  if (request.method !== 'POST' && asked !== undefined && namesTag(asked, tag)) return reply.status(304).send();
  return reply.type('application/json; charset=utf-8').send(json);
}

const roomForToken = '"freshness":{"token":null';

function withRoomForToken(body: object): object {
  return 'freshness' in body ? { ...body, freshness: { token: null, ...(body.freshness as object) } } : body;
}

function withToken(json: Buffer, state: string | null): Buffer {
  const room = state === null ? -1 : json.lastIndexOf(roomForToken);
  if (room < 0) return json;
  const end = room + roomForToken.length;
  return Buffer.concat([json.subarray(0, end - 'null'.length), Buffer.from(JSON.stringify(state)), json.subarray(end)]);
}

function namesTag(header: string, tag: string): boolean {
  const weak = (each: string) => each.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((each) => weak(each) === weak(tag));
}
