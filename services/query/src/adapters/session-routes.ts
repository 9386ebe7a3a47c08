import { parseReference } from '@hub/core';
import { problem, problems } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { sessionAnswer, shownSession } from '../app/session-answer.ts';
import { stateOf } from '../domain/log-state.ts';
import { sendTagged, tagged } from './entity-tag.ts';
import { readSessions } from './projection.ts';
import type { QueryParts } from './query-parts.ts';
import { readAtLeast } from './read-at-least.ts';
import { atLeastHeader } from './request-parts.ts';
import { answer, notModified, stateHeaders } from './schema-parts.ts';
import { sessionSchema } from './session-schema.ts';
import { requirementsOf, stateToken } from './state-tokens.ts';

const schema = {
  operationId: 'getSession',
  tags: ['reads'],
  security: [{ partner: [] }],
  summary: 'A session as told',
  params: {
    type: 'object',
    required: ['registry', 'number'],
    properties: {
      registry: { type: 'string', maxLength: 32, examples: ['07'], description: 'Prefix of a CARIF, `eos` or `ft`' },
      number: { type: 'string', maxLength: 100, examples: ['114782'] },
    },
  },
  headers: { type: 'object', properties: { ...atLeastHeader, 'if-none-match': { type: 'string' } } },
  response: {
    200: answer('The session.', sessionSchema, stateHeaders),
    ...notModified,
    ...problems(400, 401, 404, 503),
  },
};

/** `GET /v1/sessions/{registry}/{number}`: nothing personal, for every partner. */
export function sessionRoutes(server: FastifyInstance, parts: QueryParts): void {
  server.get<{ Params: { registry: string; number: string } }>(
    '/v1/sessions/:registry/:number',
    { schema, onRequest: parts.authenticate },
    async (request, reply) => {
      const { registry, number } = request.params;
      const parsed = parseReference(`session:${registry}:${number}`);
      const requirements = requirementsOf(parts.secrets, request.headers['hub-at-least'] as string | undefined);
      const sessions = await readAtLeast(parts, requirements, (snapshot) =>
        readSessions(snapshot, parsed.ok ? [parsed.reference] : [], parts.rules),
      );
      const session = parsed.ok ? sessionAnswer(parsed.reference, sessions) : null;
      if (session === null) throw problem(404, 'not-found', 'There is no such session.');
      const state = stateOf(sessions.map(({ progress }) => progress));
      const token = state === null ? null : stateToken(parts.secrets, state);
      return sendTagged(request, reply, tagged({ body: shownSession(session), state: token }));
    },
  );
}
