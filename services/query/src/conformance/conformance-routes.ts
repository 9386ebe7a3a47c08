import { conformanceSchema, problems, readConformance } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { answer } from '../http/schema-parts.ts';

const schema = {
  operationId: 'getConformance',
  tags: ['partners'],
  summary: 'What you have shown to work',
  description:
    'Each step of joining, as the hub saw the client that asks take it: when first and last, and how often. Of what is missing it says what to do and where it is written. What was done elsewhere than in this process is there within five seconds.',
  response: { 200: answer('What was seen of this client.', conformanceSchema), ...problems(401, 403, 503) },
};

/** `GET /v1/conformance`: for a client, of itself alone. */
export function conformanceRoutes(server: FastifyInstance, context: QueryContext): void {
  const { pool, evidence, authenticateWriters: onRequest } = context;
  server.get('/v1/conformance', { schema, onRequest }, async ({ partner }) => {
    await evidence.written();
    return readConformance(pool, partner);
  });
}
