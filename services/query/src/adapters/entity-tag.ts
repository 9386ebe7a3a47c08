import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A weak tag of what an answer says; the token of its state is not part of that. */
function entityTag(json: string): string {
  return `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"`;
}

/**
 * Sends an answer with `ETag`, `Hub-State` and `Vary`; 304 without a body where `If-None-Match` names it (GET and HEAD
 * only, RFC 9110 §13.1.2).
 */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: { readonly body: object; readonly state: string | null },
): FastifyReply {
  const json = JSON.stringify(withRoomForToken(answer.body));
  const tag = entityTag(json);
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'Authorization');
  if (answer.state !== null) reply.header('hub-state', answer.state);
  const asked = request.headers['if-none-match'];
  if (request.method !== 'POST' && asked !== undefined && namesTag(asked, tag)) return reply.status(304).send();
  return reply.type('application/json; charset=utf-8').send(withToken(json, answer.state));
}

/** A path is up to hundreds of kilobytes: it is made a text once, and the token put into the text. */
const roomForToken = '"freshness":{"token":null';

function withRoomForToken(body: object): object {
  return 'freshness' in body ? { ...body, freshness: { token: null, ...(body.freshness as object) } } : body;
}

function withToken(json: string, state: string | null): string {
  if (state === null) return json;
  return json.replace(roomForToken, () => `"freshness":{"token":${JSON.stringify(state)}`);
}

function namesTag(header: string, tag: string): boolean {
  const weak = (each: string) => each.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((each) => weak(each) === weak(tag));
}
