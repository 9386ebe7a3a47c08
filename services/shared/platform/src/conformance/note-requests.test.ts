import Fastify from 'fastify';
import { afterEach, expect, it, vi } from 'vitest';
import type { Partner } from '../access/partner.ts';
import { type Evidence, noEvidence } from './evidence.ts';
import { noteRequests } from './note-requests.ts';

afterEach(() => void vi.useRealTimers());

/** A server where one client asks, and what is noted of it. */
async function serverOf(answers: readonly (readonly [status: number, retryAfter: string | null])[], byHub = false) {
  const noted: string[] = [];
  const evidence: Evidence = { ...noEvidence, note: (clientId, step) => void noted.push(`${clientId} ${step}`) };
  const server = Fastify();
  server.decorateRequest('partner', null as unknown as Partner);
  server.decorateRequest('askedByHub', false);
  noteRequests(server, evidence);
  const left = answers.values();
  server.post('/v1/events', async (request, reply) => {
    request.partner = { clientId: 'eos' } as Partner;
    request.askedByHub = byHub;
    const [status = 200, retryAfter = null] = left.next().value ?? [];
    if (retryAfter !== null) reply.header('retry-after', retryAfter);
    return reply.status(status).send({});
  });
  vi.useFakeTimers({ toFake: ['Date'] });
  return { noted, ask: () => server.inject({ method: 'POST', url: '/v1/events' }) };
}

const waited = 'eos waited-and-retried';

it('who is told to wait and asks again once that is over has shown it', async () => {
  const { noted, ask } = await serverOf([[503, '2']]);
  await ask();
  vi.advanceTimersByTime(2_500);
  await ask();
  expect(noted).toEqual(['eos signed-in', waited]);
});

it('who asks again too early has not, and neither has who is refused again', async () => {
  const { noted, ask } = await serverOf([
    [429, '2'],
    [202, null],
    [429, '2'],
    [422, null],
  ]);
  await ask();
  await ask();
  vi.advanceTimersByTime(2_500);
  await ask();
  vi.advanceTimersByTime(2_500);
  await ask();
  await ask();
  expect(noted).not.toContain(waited);
});

it('what the hub asks in the name of a client shows nothing of the client', async () => {
  const { noted, ask } = await serverOf([], true);
  await ask();
  expect(noted).toEqual([]);
});
