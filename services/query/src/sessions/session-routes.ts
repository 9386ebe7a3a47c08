import { assessSession, parisDay, parseReference } from '@hub/core';
import { notFound, problems, readSessions } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { sendTagged, tagged } from '../http/entity-tag.ts';
import { answer, atLeastHeader, notModified, stateHeaders } from '../http/schema-parts.ts';
import { readAtLeast } from '../reading/at-least.ts';
import { describedSessions } from '../reading/known-person.ts';
import { stateToken } from '../reading/log-state.ts';
import { sessionAnswer, sessionSchema, shownSession } from '../reading/session-answer.ts';

const schema = {
  operationId: 'getSession',
  tags: ['reads'],
  security: [{ partner: [] }],
  summary: 'A session as reported',
  description: 'As its registry and others published it, those judged to be one with it together; nothing personal.',
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

const sessionAdvice =
  'Check registry and number (/v1/sessions/07/114782). If they are right, its registry has not published it yet: GET /v1/session-changes tells when it does.';

/** `GET /v1/sessions/{registry}/{number}`: nothing personal, for every partner. */
export function sessionRoutes(server: FastifyInstance, context: QueryContext): void {
  server.get<{ Params: { registry: string; number: string } }>(
    '/v1/sessions/:registry/:number',
    { schema, onRequest: context.authenticateWriters },
    async (request, reply) => {
      const { registry, number } = request.params;
      const parsed = parseReference(`session:${registry}:${number}`);
      const { rules, sessions } = await readAtLeast(context, request, async (snapshot) => ({
        rules: snapshot.rules,
        sessions: describedSessions(await readSessions(snapshot, parsed.ok ? [parsed.reference] : []), snapshot.rules),
      }));
      const session = parsed.ok ? sessionAnswer(parsed.reference, sessions, rules) : null;
      if (session === null) throw notFound('There is no such session.', sessionAdvice);
      const state = stateToken(
        context.secrets,
        sessions.map(({ progress }) => progress),
      );
      const found = assessSession(session, parisDay(context.clock()), rules);
      const body = shownSession(context, { ...session, anomalies: [...session.anomalies, ...found] });
      return sendTagged(request, reply, tagged({ body, state }));
    },
  );
}
