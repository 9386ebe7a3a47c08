import { instant, orNull, partnerIdSchema, readAudit, shape, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, limitOf, operatorOf, page, pageOf, paging } from './admin-frame.ts';
import { siretSchema } from './siret-schema.ts';

const auditRow = shape(
  {
    id: { type: 'integer' },
    at: instant,
    siret: orNull({ type: 'string', description: 'Of the organisation; null: a command of installation' }),
    clientId: text,
    agent: text,
    what: { type: 'string', examples: ['client-revoked'] },
    subject: { type: 'string', examples: ['client:kairos'] },
    before: orNull({ type: 'object' }),
    after: orNull({ type: 'object' }),
    traceparent: orNull(text),
  },
  'AuditRow',
);

const schema = adminSchema({
  operationId: 'listAudit',
  summary: 'What operators changed, the newest first',
  description: 'Who changed what, when, and what was there before. Rows are only added to.',
  querystring: {
    what: { type: 'string', pattern: '^[a-z-]{1,64}$' },
    siret: { ...siretSchema, description: 'Of the organisation that acted' },
    subject: { ...partnerIdSchema, description: 'Kind and name: `client:kairos`' },
    client: partnerIdSchema,
    agent: partnerIdSchema,
    ...paging('^[1-9][0-9]{0,15}$'),
  },
  response: { 200: pageOf(auditRow, 'Rows of the audit. It is append-only.') },
});

interface AuditQuery {
  readonly what?: string;
  readonly siret?: string;
  readonly subject?: string;
  readonly client?: string;
  readonly agent?: string;
  readonly cursor?: string;
  readonly limit?: string;
}

/** `GET /v1/admin/audit` */
export function auditRoutes(server: FastifyInstance, { pool }: AdminContext): void {
  server.get<{ Querystring: AuditQuery }>('/v1/admin/audit', { schema }, async (request) => {
    operatorOf(request);
    const { what, siret, subject, client, agent, cursor } = request.query;
    const limit = limitOf(request.query);
    const below = cursor === undefined ? undefined : Number(cursor);
    const rows = await readAudit(pool, { what, siret, subject, clientId: client, agent, below, limit: limit + 1 });
    return page(rows, limit, ({ id }) => String(id));
  });
}
