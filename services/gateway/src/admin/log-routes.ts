import { logTopics, type Topic } from '@hub/contracts';
import { count, fieldProblem, readLogPage, shape, shownMessage, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, answered, operatorOf } from './admin-frame.ts';

const countMax = 500;
const countDefault = 20;
const bytesMax = 8 << 20;
const logMsMax = 10_000;

const readSchema = adminSchema({
  operationId: 'readLog',
  summary: 'Messages of a topic as they are stored, sealed, by slice and offset',
  description: `What there is now, at most ${bytesMax >> 20} MiB: nothing is waited for. No name and no number of a person stands in it in clear.`,
  params: { topic: { enum: logTopics } },
  querystring: {
    slice: { type: 'string', pattern: '^(0|[1-9][0-9]{0,3})$', description: 'One slice only' },
    from: { type: 'string', pattern: '^[0-9]{1,15}$', description: 'First offset of each slice; 0' },
    count: {
      type: 'string',
      pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$',
      description: `At most ${countMax}; ${countDefault}`,
    },
  },
  response: {
    200: answered(
      'In the order of each slice.',
      shape({
        topic: text,
        messages: {
          type: 'array',
          items: shape(
            {
              slice: count,
              offset: count,
              key: text,
              event: {
                type: 'object',
                additionalProperties: true,
                description: 'As stored; `damaged`: no JSON, base64',
              },
            },
            'LogMessage',
          ),
        },
        ends: { type: 'array', items: shape({ slice: count, offset: count }), description: 'Where each slice ends' },
      }),
    ),
  },
});

interface LogQuery {
  readonly slice?: string;
  readonly from?: string;
  readonly count?: string;
}

/** `GET /v1/admin/log/{topic}` */
export function logRoutes(server: FastifyInstance, { log }: AdminContext): void {
  server.get<{ Params: { topic: Topic }; Querystring: LogQuery }>(
    '/v1/admin/log/:topic',
    { schema: readSchema },
    async (request) => {
      operatorOf(request);
      const { topic } = request.params;
      const { slice, from = '0', count: wanted = String(countDefault) } = request.query;
      if (slice !== undefined && Number(slice) >= log.slices) {
        throw fieldProblem('/query/slice', 'out-of-range', `the log has ${log.slices}, from 0`);
      }
      const page = await readLogPage(log, topic, {
        ...{ slice: slice === undefined ? undefined : Number(slice), from: Number(from), count: Number(wanted) },
        ...{ bytesMax, silenceMsMax: logMsMax },
      });
      const ends = page.ends.map((end) => ({ slice: end.slice, offset: end.offset }));
      return { topic, messages: page.messages.map(shownMessage), ends };
    },
  );
}
