import { randomUUID } from 'node:crypto';
import { createMetrics, defaultLimits, drawSecrets, openAccessTrace, openPool, ProblemError } from '@hub/platform';
import { openBench } from './kit/bench.ts';
import { startServers } from './processes/servers.ts';

// Persons that a client of ordinary credentials is given in five minutes, by each way of the two breaches of the field: looked
// up one after the other by one account, and told first and then read under ever new agents. Beside it the same without limits,
// at the rate of the trace alone, over a shorter time: five minutes are computed from it.
const { values, measure } = openBench({
  name: 'harvest',
  says: 'Persons that a client of ordinary credentials is given in five minutes, with the limits of every convention and without',
  options: { seconds: { type: 'string', default: '10' } },
});
const seconds = Number(values.seconds);
const fiveMinutes = 300;
const { postgres, log, logger, stop } = await startServers(4);
const pool = openPool(postgres.url, { applicationName: 'bench', logger, max: 20 });
const trace = openAccessTrace({ pool, log, secrets: drawSecrets(), logger, metrics: createMetrics() });
const unlimited = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, 1e9]),
) as unknown as typeof defaultLimits;

try {
  await measure(async () => [
    ...(await bothWays('one account, one person after the other', false)),
    ...(await bothWays('told, then read under new agents', true)),
  ]);
} finally {
  await trace.close();
  await pool.end();
  await stop();
}

/** No window of a limit ends within five minutes: what is given with limits is all that there is. */
async function bothWays(name: string, isTold: boolean) {
  const before = await harvest(isTold, unlimited);
  const { given } = await harvest(isTold, defaultLimits);
  const computed = (before.given / before.seconds) * fiveMinutes;
  const beside = `${name}, without limits`;
  return [
    { name: beside, value: computed, unit: 'persons' },
    { name, value: given, unit: 'persons', beside },
  ];
}

async function harvest(isTold: boolean, limits: typeof defaultLimits) {
  const clientId = `client-${randomUUID()}`;
  const from = performance.now();
  let [given, asked] = [0, 0];
  const reader = async () => {
    while (performance.now() - from < seconds * 1_000) {
      const trainee = randomUUID();
      const agent = isTold ? `agent-${asked % 1_000}` : 'adviser-1';
      const by = { organisation: clientId, clientId, agent, purpose: 'control', limits };
      const entry = {
        reader: by,
        persons: [{ trainee, dossier: null }],
        decision: 'allowed',
        traceparent: '00',
      } as const;
      asked += 1;
      if (isTold) await trace.write({ ...entry, operation: 'meeting' });
      const isGiven = await answered(() => trace.write({ ...entry, operation: 'search' }));
      given += isGiven;
    }
  };
  await Promise.all(Array.from({ length: 16 }, reader));
  return { given, seconds: (performance.now() - from) / 1_000 };
}

async function answered(read: () => Promise<unknown>): Promise<number> {
  try {
    await read();
    return 1;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 429) return 0;
    throw error;
  }
}
