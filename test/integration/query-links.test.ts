import { randomUUID } from 'node:crypto';
import { buildServer, createMetrics, loadDictionary, openKeyStore, withTransaction } from '@hub/platform';
import { queryPlugin } from '@hub/query';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger as logger } from '../support/logger.ts';
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

it('nobody waits for the key store with a snapshot of the records open', async () => {
  const { secrets, database } = stage;
  const { pool, keysPool } = database;
  // One that remembers no key.
  const keyStore = openKeyStore({ pool: keysPool, secrets });
  const metrics = createMetrics();
  const server = buildServer({ logger, metrics });
  server.register(queryPlugin({ pool, keyStore, secrets, dictionary: loadDictionary(), metrics, trace: stage.trace }));
  await server.ready();
  const asked = await withTransaction(keysPool, async (holder) => {
    await holder.query('lock table keys.trainee_key');
    const answer = ask({ ...stage, server }, 'operator', '/v1/links', { headers: { 'hub-purpose': 'data-quality' } });
    await eventually(async () => {
      const waiting = await keysPool.query(`select from pg_locks where relation = 'keys.trainee_key'::regclass
        and not granted`);
      expect(waiting.rowCount).toBe(1);
    });
    const open = await pool.query(`select from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`);
    expect(open.rowCount).toBe(0);
    return { answer };
  });
  expect((await asked.answer).statusCode).toBe(200);
  await server.close();
});
