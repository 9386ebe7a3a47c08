import { acknowledgeAlarm, count, findAlarm, instant, listAlarms, orNull, shape, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import {
  type AdminContext,
  adminSchema,
  answered,
  change,
  limitOf,
  operatorOf,
  page,
  pageOf,
  paging,
  requireImpersonal,
  unknown,
} from './admin-frame.ts';

const alarmId = { type: 'string', pattern: '^[1-9][0-9]{0,14}$' };

const alarmSchema = shape(
  {
    id: { type: 'integer' },
    kind: { type: 'string', description: 'The limit that was passed; docs/operations.md says what each means.' },
    organisation: orNull({ type: 'string', description: 'SIRET' }),
    clientId: orNull(text),
    agent: orNull(text),
    address: orNull(text),
    counterpart: orNull({ type: 'string', description: 'SIRET of the other organisation of a pair' }),
    count: { ...count, description: 'The most that was counted' },
    limit: count,
    since: instant,
    lastAt: instant,
    acknowledged: orNull(shape({ at: instant, by: text, why: text })),
  },
  'Alarm',
);

const listSchema = adminSchema({
  operationId: 'listAlarms',
  summary: 'Limits that somebody passed, the newest first',
  description:
    'An alarm rings once for a limit, whom it is about and a window; it stays until somebody acknowledges it.',
  querystring: {
    open: { enum: ['true', 'false'], description: 'Acknowledged by nobody yet' },
    ...paging(alarmId.pattern),
  },
  response: { 200: pageOf(alarmSchema, 'Alarms.') },
});

const acknowledgeSchema = adminSchema({
  operationId: 'acknowledgeAlarm',
  summary: 'Say that somebody has looked after an alarm, and why it rings no more',
  description: 'What goes beyond the limit again rings anew.',
  params: { id: alarmId },
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['why'],
    properties: { why: { type: 'string', minLength: 1, maxLength: 300, description: 'Nothing personal.' } },
  },
  response: { 200: answered('The alarm.', alarmSchema) },
});

interface AlarmsQuery {
  readonly open?: 'true' | 'false';
  readonly cursor?: string;
  readonly limit?: string;
}

/** `GET /v1/admin/alarms`, `POST /v1/admin/alarms/{id}/acknowledgement` */
export function alarmRoutes(server: FastifyInstance, context: AdminContext): void {
  server.get<{ Querystring: AlarmsQuery }>('/v1/admin/alarms', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { open, cursor } = request.query;
    const limit = limitOf(request.query);
    const below = cursor === undefined ? undefined : Number(cursor);
    const wanted = open === undefined ? undefined : open === 'true';
    const alarms = await listAlarms(context.pool, { open: wanted, below, limit: limit + 1 });
    return page(alarms, limit, ({ id }) => String(id));
  });
  server.post<{ Params: { id: string }; Body: { why: string } }>(
    '/v1/admin/alarms/:id/acknowledgement',
    { schema: acknowledgeSchema },
    (request) => {
      const { why } = request.body;
      requireImpersonal('/why', why);
      const id = Number(request.params.id);
      return change(context, request, { what: 'alarm-acknowledged', subject: `alarm:${id}` }, async (client, by) => {
        const before = await findAlarm(client, id);
        const after = await acknowledgeAlarm(client, id, { by: by.agent, why });
        if (before === null || after === null) throw unknown('alarm that rings');
        return { before: { ...before }, after: { ...after }, answer: after };
      });
    },
  );
}
