import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, fact, openStage, type Stage, sealed, storeTrainee } from './query-stage.ts';

const [one, other] = [randomUUID(), randomUUID()].sort() as [string, string];
let stage: Stage;

async function storeDescribed(trainee: string, source: string, identity: object, judgedWith: string): Promise<void> {
  const verdict = { trainees: [one, other], verdict: 'same', by: 'rule', reason: 'same-session' };
  await storeTrainee(
    stage,
    trainee,
    [
      fact('trainee-described', {
        source,
        id: 'd1',
        references: [],
        data: { flags: {} },
        sealed: await sealed(stage, trainee, `${source}:d1`, 'identity', identity),
      }),
      fact('trainees-judged', { source: 'hub', id: 'j1', references: [], data: verdict }),
    ],
    [judgedWith],
  );
}

beforeAll(async () => {
  stage = await openStage();
  await storeDescribed(one, 'eos', { birthName: 'Lec\u0153ur', firstNames: 'Marie Anne', sex: 'female' }, other);
  await storeDescribed(other, 'kairos', { birthName: 'LECOEUR', firstNames: 'Marie', sex: 'male' }, one);
});

afterAll(() => stage?.close());

it('operators see two identities agree or not as the record does, without the identities', async () => {
  const answer = await ask(stage, 'operator', '/v1/links', { headers: { 'hub-purpose': 'data-quality' } });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().items).toMatchObject([
    {
      trainees: [one, other],
      state: 'joined',
      identity: [
        { field: 'birthName', agrees: true },
        { field: 'firstNames', agrees: true },
        { field: 'sex', agrees: false },
      ],
    },
  ]);
  expect(answer.body).not.toMatch(/lec|marie/i);
});
