import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUtf8Text, readMediaType } from './media-type.ts';
import { fieldError, type ProblemError, problem, requestInvalid } from './problem.ts';
import { readStrictJson, type StrictJson, wholeSpan } from './read-json.ts';
import { shownName, shownPointer } from './shown-pointer.ts';

/**
 * Of every address: a parameter or a header of the hub that stands twice is refused, and so are a body that says that it
 * is not UTF-8 and a JSON body that holds a member twice. Whatever stands before the hub may have read the other one.
 */
export function refuseAmbiguousRequests(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const repeated = [...repeatedHeaders(request), ...repeatedParameters(request)];
    if (repeated.length > 0) throw requestInvalid(repeated.map((pointer) => fieldError(pointer, 'parameter-repeated')));
    const contentType = request.method === 'GET' ? undefined : request.headers['content-type'];
    if (contentType === undefined || isUtf8Text(readMediaType(contentType))) return;
    throw problem(415, 'charset', 'The hub reads UTF-8 only.', {
      detail: 'Write the body in UTF-8, and say charset=utf-8 or no charset.',
    });
  });
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    jsonOf(body),
  );
}

/** Headers that say what a request is; Node keeps the first of two, or joins them with a comma. */
function saysWhatItIs(name: string): boolean {
  return name.startsWith('hub-') || name.startsWith('ce-') || name === 'content-type' || name === 'content-encoding';
}

function repeatedHeaders(request: FastifyRequest): readonly string[] {
  const names = namesOf(request).filter(saysWhatItIs);
  return repeatedOf(names).map((name) => `/headers/${shownName(name)}`);
}

function repeatedParameters({ url }: FastifyRequest): readonly string[] {
  const query = url.indexOf('?');
  if (query === -1) return [];
  const names = [...new URLSearchParams(url.slice(query + 1)).keys()];
  return repeatedOf(names).map((name) => `/query/${shownName(name)}`);
}

/** In one walk: an address holds thousands of names. */
function repeatedOf(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const repeated = names.filter((name) => seen.size === seen.add(name).size);
  return [...new Set(repeated)].slice(0, errorsMax);
}

const errorsMax = 20;

/** Whether a header was sent more than once. */
export function isHeaderRepeated(request: FastifyRequest, name: string): boolean {
  return namesOf(request).filter((each) => each === name).length > 1;
}

function namesOf({ raw: { rawHeaders } }: FastifyRequest): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
}

const nestingMax = 32;

function jsonOf(body: Buffer): unknown {
  if (body.length === 0) throw problem(400, 'body-unreadable', 'The body is empty.');
  const span = wholeSpan(body);
  if (span.depth > nestingMax) throw requestInvalid([fieldError('', 'json-too-deep', `at most ${nestingMax} levels`)]);
  const read = readStrictJson(body, span);
  if (read.ok) return read.value;
  throw unreadable(read);
}

function unreadable({ fault, pointer }: Extract<StrictJson, { ok: false }>): ProblemError {
  const shown = shownPointer(pointer);
  switch (fault) {
    case 'unreadable':
      return problem(400, 'body-unreadable', 'The body is not JSON.');
    case 'not-utf-8':
      return problem(400, 'body-unreadable', 'The body is not JSON in UTF-8.');
    case 'member-repeated':
      return requestInvalid([fieldError(shown, 'json-key-repeated')]);
    case 'not-characters':
      return requestInvalid([fieldError(shown, 'json-unreadable', 'a text holds U+0000 or half of a surrogate pair')]);
  }
}
