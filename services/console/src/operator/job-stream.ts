import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Html, Job } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Visit } from '../frame/visit.ts';
import { apiPath } from './api-path.ts';
import { hasEnded } from './jobs.ts';

const everyMs = 1_000;
/** A browser comes back by itself. */
const streamMsMax = 120_000;

/** Server-sent events: the live part of a job's page, as often as it changes, until the job has ended. */
export async function streamJob({ api }: ConsoleContext, visit: Visit, body: (job: Job) => Html): Promise<unknown> {
  const { visitor, params, reply, request } = visit;
  const find = () => api.ask<Job>(visitor, apiPath`/v1/admin/jobs/${params.id ?? ''}`);
  const first = await find().catch((error: unknown) => {
    if (error instanceof ApiProblem) return error.problem;
    throw error;
  });
  if (!('askedAt' in first)) return reply.code(first.status ?? 503).send();
  return reply.type('text/event-stream').header('cache-control', 'no-store').send(Readable.from(told()));

  async function* told(): AsyncGenerator<string> {
    const until = performance.now() + streamMsMax;
    let job = first as Job;
    let before = '';
    while (!request.raw.destroyed) {
      const shown = body(job).html;
      if (shown !== before) yield eventOf(hasEnded(job) ? 'fin' : 'message', shown);
      before = shown;
      if (hasEnded(job) || performance.now() > until) return;
      await delay(everyMs);
      job = await find().catch(() => job);
    }
  }
}

function eventOf(name: string, text: string): string {
  const lines = text.split('\n').map((line) => `data: ${line}\n`);
  return `event: ${name}\n${lines.join('')}\n`;
}
