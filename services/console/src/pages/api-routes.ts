import { notFound, searchCharactersMax } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiPage, apiIndexPage, apiOperationPage, apiPath } from './api-pages.ts';
import type { DescribedApi } from './described-api.ts';

type Layout = (request: FastifyRequest, reply: FastifyReply, page: ApiPage) => Promise<string>;

/** `/console/api` and a page for each operation, made of the OpenAPI document: open to all, as the document is. */
export function apiRoutes(server: FastifyInstance, describedApi: () => DescribedApi, layout: Layout): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, page: ApiPage) => {
    reply.header('cache-control', 'public, max-age=300');
    return reply.type('text/html; charset=utf-8').send(await layout(request, reply, page));
  };
  const querystring = { type: 'object', properties: { q: { type: 'string', maxLength: searchCharactersMax } } };
  server.get<{ Querystring: { readonly q?: string } }>(
    apiPath,
    { schema: { hide: true, querystring } },
    (request, reply) => send(request, reply, apiIndexPage(describedApi(), (request.query.q ?? '').trim())),
  );
  server.get<{ Params: { readonly operation: string } }>(
    `${apiPath}/:operation`,
    { schema: { hide: true } },
    (request, reply) => {
      const page = apiOperationPage(describedApi(), request.params.operation);
      if (page === null) throw notFound('The API has no such operation.', `${apiPath} lists them.`);
      return send(request, reply, page);
    },
  );
}
