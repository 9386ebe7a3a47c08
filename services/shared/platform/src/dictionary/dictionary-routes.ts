import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { searchCharactersMax } from '../html/search-form.ts';
import { notFound, problems } from '../http/problem.ts';
import type { Dictionary } from './dictionary.ts';
import type { DictionaryPage, PageForPeople, PageLayout } from './dictionary-page.ts';
import { dictionaryPages } from './pages.ts';

const answers = {
  200: {
    description: 'A document for programs, or a page in French for people, as Accept asks.',
    content: { 'application/json': { schema: { type: 'object' } }, 'text/html': { schema: { type: 'string' } } },
  },
};
const common = { tags: ['dictionary'], security: [] };
const querystring = {
  type: 'object',
  properties: {
    q: {
      type: 'string',
      maxLength: searchCharactersMax,
      description: 'For people: the page shows what has these words.',
    },
  },
};
const schemas = {
  index: {
    ...common,
    operationId: 'getDictionary',
    summary: 'The events by topic, and the code lists',
    description: 'The index of the shared data dictionary; each event by `GET /v1/dictionary/{event}/{major}`.',
    querystring,
    response: { ...answers, ...problems(400) },
  },
  rules: {
    ...common,
    operationId: 'getDictionaryRules',
    summary: 'Every rule code that a problem or an anomaly can name, with its sentence and remedy',
    description: 'Sentences and remedies are in French: their reader is a person of the field.',
    querystring,
    response: { ...answers, ...problems(400) },
  },
  event: {
    ...common,
    operationId: 'getDictionaryEvent',
    summary: 'One version of one event: schema, labels, codes, examples',
    description: 'JSON Schema 2020-12 with French titles and descriptions; HTML for who asks for it.',
    params: {
      type: 'object',
      required: ['event', 'major'],
      properties: {
        event: { type: 'string', maxLength: 64, examples: ['entry-attested'] },
        major: { type: 'string', maxLength: 8, examples: ['1'] },
      },
    },
    response: { ...answers, ...problems(400, 404) },
  },
};

interface Searched {
  Querystring: { readonly q?: string };
}

/** `/v1/dictionary`, `/v1/dictionary/rules`, `/v1/dictionary/{event}/{major}`: no token needed. */
export function dictionaryRoutes(dictionary: Dictionary, layout: PageLayout): FastifyPluginAsync {
  let pages: ReadonlyMap<string, DictionaryPage> | undefined;
  const whole = new Map<string, PageForPeople>();
  const shownAt = (path: string, { shown }: DictionaryPage, search: string) => {
    if (search !== '') return shown(search);
    const known = whole.get(path) ?? shown('');
    whole.set(path, known);
    return known;
  };
  const answer = async (path: string, request: FastifyRequest, reply: FastifyReply, search = '') => {
    pages ??= dictionaryPages(dictionary);
    const page = pages.get(path);
    if (page === undefined)
      throw notFound('The dictionary has no such event or version.', '/v1/dictionary lists them.');
    reply.header('vary', 'accept').header('cache-control', 'public, max-age=300');
    if (!wantsHtml(request.headers.accept ?? '')) return reply.type('application/json; charset=utf-8').send(page.json);
    const text = await layout(request, reply, shownAt(path, page, search.trim()));
    return reply.type('text/html; charset=utf-8').send(text);
  };
  return async (server) => {
    server.get<Searched>('/v1/dictionary', { schema: schemas.index }, (request, reply) =>
      answer('', request, reply, request.query.q),
    );
    server.get<Searched>('/v1/dictionary/rules', { schema: schemas.rules }, (request, reply) =>
      answer('/rules', request, reply, request.query.q),
    );
    server.get<{ Params: { event: string; major: string } }>(
      '/v1/dictionary/:event/:major',
      { schema: schemas.event },
      (request, reply) => answer(`/${request.params.event}/${request.params.major}`, request, reply),
    );
  };
}

/** True where HTML is named and weighs at least as much as JSON; any type will do means JSON. */
export function wantsHtml(accept: string): boolean {
  const weights = new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return [type, Number.isNaN(weight) ? 0 : weight];
    }),
  );
  const weight = weights.get('text/html') ?? 0;
  return weight > 0 && weight >= (weights.get('application/json') ?? 0);
}
