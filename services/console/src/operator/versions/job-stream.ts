import { Readable } from 'node:stream';
import type { Html, Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext, HubApi } from '../../frame/console-context.ts';
import { ApiProblem } from '../../frame/hub-api.ts';
import type { Visit } from '../../frame/visit.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { hasEnded } from '../jobs.ts';

/** Server-sent events: the live part of a job's page, at each event of the hub's own stream, until the job has ended. */
export async function streamJob({ api }: ConsoleContext, visit: Visit, body: (job: Job) => Html): Promise<unknown> {
  const { visitor, params, reply } = visit;
  const path = apiPath`/v1/admin/jobs/${params.id ?? ''}`;
  const opened = await open(api, visitor, path).catch((error: unknown) => {
    if (error instanceof ApiProblem) return error.problem;
    throw error;
  });
  if (!('job' in opened)) return reply.code(opened.status).send();
  const { job, told } = opened;
  // Who leaves is followed no more by the hub either.
  reply.raw.once('close', () => void told.cancel().catch(() => {}));
  return reply
    .type('text/event-stream')
    .header('cache-control', 'no-store')
    .send(Readable.from(shown(job, told, body), { objectMode: false }));
}

type Told = ReadableStreamDefaultReader<Uint8Array>;

async function open(api: HubApi, visitor: Visitor, path: string): Promise<{ readonly job: Job; readonly told: Told }> {
  const job = await api.ask<Job>(visitor, path);
  const { body } = await api.open(visitor, `${path}/progress`);
  return { job, told: (body ?? new ReadableStream()).getReader() };
}

async function* shown(first: Job, told: Told, body: (job: Job) => Html): AsyncGenerator<string> {
  let job = first;
  for await (const news of eventsOf(told)) {
    job = { ...job, ...news };
    yield eventOf(hasEnded(job) ? 'fin' : 'message', body(job).html);
  }
}

/** What each event of a stream says; its comments are left out. */
async function* eventsOf(told: Told): AsyncGenerator<Partial<Job>> {
  const decoder = new TextDecoder();
  let text = '';
  for (let chunk = await told.read(); !chunk.done; chunk = await told.read()) {
    const blocks = (text + decoder.decode(chunk.value, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const line = block.split('\n').find((each) => each.startsWith(said));
      if (line !== undefined) yield JSON.parse(line.slice(said.length)) as Partial<Job>;
    }
  }
}

const said = 'data: ';

function eventOf(name: string, text: string): string {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => `data: ${line}\n`);
  return `event: ${name}\n${lines.join('')}\n`;
}
