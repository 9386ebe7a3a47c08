import { randomUUID } from 'node:crypto';
import { demoPartners } from '@hub/platform';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ask, checked, fact, openStage, type Stage, storeDossier, traced } from './query-stage.ts';

const region = 'region-centre-val-de-loire';
const regionSiret = demoPartners.find(({ clientId }) => clientId === region)?.siret;
const [seen, alsoSeen, unseen] = [checked(100000010), checked(100000020), checked(100000030)];
const [anna, ben, carla] = [randomUUID(), randomUUID(), randomUUID()];
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  for (const [trainee, number] of [
    [anna, seen],
    [ben, alsoSeen],
  ] as const) {
    await storeDossier(stage, trainee, number, [
      fact('entry-attested', { source: 'eos', id: `e${number}`, day: '2026-04-01', data: { funding: 'prf' } }),
      fact('financing-engaged', {
        source: 'region-cvl',
        id: `f${number}`,
        day: '2026-04-01',
        data: { line: 'L1', financerSiret: regionSiret, funding: 'prf', device: 'prf', from: '2026-04-01' },
      }),
    ]);
  }
  await storeDossier(stage, carla, unseen, [fact('entry-attested', { source: 'kairos', id: 'k', day: '2026-04-01' })]);
});
afterAll(() => stage?.close());
beforeEach(() => traced(stage));

interface Own {
  readonly operation: string;
  readonly decision: string;
  readonly of: readonly { readonly trainee: string | null; readonly dossier: number | null }[];
}

async function own(
  agent: string,
  query = '',
  client = region,
): Promise<{ items: readonly Own[]; next: string | null }> {
  const headers = { 'hub-agent': agent, 'hub-purpose': undefined };
  const answer = await ask(stage, client, `/v1/consultations${query}`, { headers });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const look = (agent: string, url: string, client = region) =>
  ask(stage, client, url, { headers: { 'hub-agent': agent } });

it('whoever looked sees it again, the newest first, and nobody else does', async () => {
  await look('a-1', `/v1/dossiers/${seen}`);
  await look('a-1', '/v1/dossiers');
  const { items, next } = await own('a-1');
  expect(next).toBeNull();
  expect(items).toMatchObject([
    { operation: 'dossiers', decision: 'allowed', of: expect.arrayContaining([{ trainee: ben, dossier: alsoSeen }]) },
    { operation: 'dossier', decision: 'allowed', of: [{ trainee: anna, dossier: seen }] },
  ]);
  expect((await own('a-2')).items).toEqual([]);
  expect((await own('a-1', '', 'region-bretagne')).items).toEqual([]);
});

it('somebody who was met and may not be seen looks like nobody', async () => {
  await look('a-3', `/v1/dossiers/${unseen}`);
  await look('a-3', `/v1/dossiers/${checked(100000040)}`);
  await look('a-3', `/v1/training-paths/${carla}`);
  await look('a-3', `/v1/training-paths/${randomUUID()}`);
  const { items } = await own('a-3');
  expect(items.map(({ decision, of }) => [decision, of.map(({ trainee }) => trainee)])).toEqual([
    ['unknown', []],
    ['unknown', []],
    ['unknown', [null]],
    ['unknown', [null]],
  ]);
  expect(JSON.stringify(items)).not.toContain(carla);
});

it('pages go on behind each other without a gap, for the agent alone to whom the cursor was given', async () => {
  for (let n = 0; n < 5; n += 1) await look('a-4', `/v1/dossiers/${seen}`);
  const first = await own('a-4', '?limit=3');
  const second = await own('a-4', `?limit=3&cursor=${first.next}`);
  expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, null]);
  const foreign = await ask(stage, region, `/v1/consultations?cursor=${first.next}`, {
    headers: { 'hub-agent': 'a-5' },
  });
  expect(foreign.statusCode).toBe(400);
});

it('are no look at a person: they leave no trace', async () => {
  await own('a-1');
  const answer = await ask(stage, region, '/v1/purposes');
  expect(answer.json().purposes).toContain('funding-follow-up');
  expect(answer.json().purposes).not.toContain('remuneration');
  expect(await traced(stage)).toEqual([]);
});

it('name no purpose to an organisation that has none, and ask whose looks they are', async () => {
  expect((await ask(stage, 'certifier', '/v1/purposes')).json()).toEqual({ purposes: [] });
  const headers = { 'hub-agent': undefined };
  expect((await ask(stage, region, '/v1/consultations', { headers })).statusCode).toBe(400);
});
