import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidPattern } from '@hub/core';
import { findJob, type Job, problem } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, found, operatorOf } from './admin-frame.ts';

const lookEveryMs = 500;
const beatEveryMs = 10_000;
const openMsMax = 600_000;
const openMax = 50;

const progressSchema = adminSchema({
  operationId: 'followJob',
  summary: 'How far a job is, told as it goes on',
  description: `Server-sent events: \`progress\` (\`state\`, \`startedAt\`, \`done\`, \`total\`, \`perSecond\`, \`secondsLeft\`, \`cancelling\`) at each change, then \`end\` with the whole job, and the stream closes. A comment every ${beatEveryMs / 1_000} seconds says that it lives. After ${openMsMax / 60_000} minutes it closes without \`end\`: open it again.`,
  params: { id: { type: 'string', pattern: uuidPattern } },
  response: {
    200: {
      description: 'Events of the job.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
});

/** `GET /v1/admin/jobs/{id}/progress`; so many at once. Ends with its client, and with the server. */
export function jobProgressRoutes(server: FastifyInstance, { pool }: AdminContext): void {
  const open = new Set<AbortController>();
  server.addHook('preClose', async () => {
    for (const each of open) each.abort();
  });
  server.get<{ Params: { id: string } }>(
    '/v1/admin/jobs/:id/progress',
    { schema: progressSchema },
    async (request, reply) => {
      operatorOf(request);
      const { id } = request.params;
      found(await findJob(pool, id), 'job');
      if (open.size >= openMax) {
        const detail = `${openMax} are open already: ask for the job itself now and again.`;
        throw problem(503, 'too-many-streams', 'No more jobs are followed at once.', {
          detail,
          headers: { 'Retry-After': '5' },
        });
      }
      const end = new AbortController();
      open.add(end);
      reply.raw.once('close', () => {
        end.abort();
        open.delete(end);
      });
      const told = progressOf(() => findJob(pool, id), AbortSignal.any([end.signal, AbortSignal.timeout(openMsMax)]));
      return reply
        .header('Cache-Control', 'no-store')
        .type('text/event-stream; charset=utf-8')
        .send(Readable.from(told, { objectMode: false }));
    },
  );
}

/** Says what is new of a job, until it has ended or `signal` aborts. */
async function* progressOf(look: () => Promise<Job | null>, signal: AbortSignal): AsyncGenerator<string> {
  let former = '';
  let saidAt = performance.now();
  while (!signal.aborted) {
    const job = await look();
    if (job === null) return;
    if (job.endedAt !== null) return yield event('end', job);
    const { state, startedAt, done, total, perSecond, secondsLeft, cancelling } = job;
    const now = { state, startedAt, done, total, perSecond, secondsLeft, cancelling };
    const key = JSON.stringify([state, done, total, cancelling]);
    if (key !== former || performance.now() - saidAt > beatEveryMs) {
      yield key === former ? ': here\n\n' : event('progress', now);
      former = key;
      saidAt = performance.now();
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

function event(name: string, content: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}
