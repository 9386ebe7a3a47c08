import { askJob, type Job, runJobs, withTransaction } from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { askAdminOf } from '../support/admin-here.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { testLogger as logger } from '../support/logger.ts';
import { operatorHere } from '../support/operator.ts';
import { clientOf } from '../support/scenario-hub.ts';

let hub: HubHere;
let running: RunningHub;

beforeAll(async () => {
  hub = await hubHere({ HUB_DEMO: 'partners', HUB_KAFKA_BROKERS: '' });
  await hub.command(['secrets', 'create']);
  running = await hub.start();
});

afterAll(async () => {
  await running?.close();
  await hub?.close();
});

const askFor = (kind: string) =>
  withTransaction(hub.database.pool, (client) => askJob(client, operatorHere, { kind, parameters: {}, total: 3 }));

interface Told {
  readonly event: string;
  readonly data: Job;
}

function follow(id: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'hub-agent': 'agent-1' };
  return clientOf(running, 'operator').fetch(`/v1/admin/jobs/${id}/progress`, { headers, ...(signal && { signal }) });
}

async function* eventsOf(answer: Response): AsyncGenerator<Told> {
  let text = '';
  for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event, data] = /^event: (\S+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) };
    }
  }
}

test('a job is followed step by step to its end, and the stream closes', async () => {
  const job = await askFor('walk');
  const step = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const works = {
    walk: async (taken: { advance: (progress: { done: number }) => Promise<void> }) => {
      for (const [index, { promise }] of step.entries()) {
        await taken.advance({ done: index + 1 });
        await promise;
      }
      return { walked: true };
    },
  };
  const jobs = runJobs({ pool: hub.database.pool, logger, works, everyMs: 20 });
  const answer = await follow(job.id);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const told: Told[] = [];
  for await (const each of eventsOf(answer)) {
    told.push(each);
    step[each.data.done - 1]?.resolve();
  }
  await jobs.close();
  expect(told.at(-1)).toMatchObject({ event: 'end', data: { id: job.id, state: 'done', result: { walked: true } } });
  const steps = told.slice(0, -1);
  expect(steps.map(({ data }) => data.done)).toEqual(expect.arrayContaining([1, 2]));
  const last = steps.at(-1);
  expect(last).toMatchObject({ event: 'progress', data: { state: 'running', total: 3 } });
  expect(last?.data.perSecond).toBeGreaterThan(0);
  expect(last?.data.secondsLeft).toBeGreaterThan(0);
});

test('of a job that is cancelled the end is told, and one that has ended says so at once', async () => {
  const job = await askFor('nobody-does-it');
  const events = eventsOf(await follow(job.id));
  expect((await events.next()).value).toMatchObject({ event: 'progress', data: { state: 'waiting' } });
  await askAdminOf(running, `jobs/${job.id}/cancel`, { body: {} });
  expect((await events.next()).value).toMatchObject({ event: 'end', data: { state: 'cancelled' } });
  expect((await events.next()).done).toBe(true);
  const again: Told[] = [];
  for await (const each of eventsOf(await follow(job.id))) again.push(each);
  expect(again).toMatchObject([{ event: 'end', data: { state: 'cancelled' } }]);
});

test('jobs are followed by operators alone, so many at once, and a client that leaves makes room', async () => {
  const { id } = await askFor('nobody-does-it');
  expect((await askAdminOf(running, `jobs/${id}/progress`, { as: 'kairos' })).status).toBe(403);
  expect((await askAdminOf(running, 'jobs/6f1c9d2e-0000-4000-8000-000000000001/progress')).status).toBe(404);
  const leave = new AbortController();
  const open = await Promise.all(Array.from({ length: 50 }, () => follow(id, leave.signal)));
  expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await follow(id);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  await refused.body?.cancel();
  leave.abort();
  await expect.poll(async () => (await follow(id)).status, { timeout: 10_000 }).toBe(200);
});
