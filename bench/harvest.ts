import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createMetrics, defaultLimits, drawSecrets, openAccessTrace, openPool, ProblemError } from '@hub/platform';
import { machineAndNode, startServers } from './processes/servers.ts';

// Persons that a client of ordinary credentials is given in five minutes, by each way of the two breaches of the field: looked
// up one after the other by one account, and told first and then read under ever new agents. Beside it the same without limits,
// at the rate of the trace alone, over a shorter time: five minutes are computed from it.
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const fiveMinutes = 300;
const { postgres, log, logger, stop } = await startServers(4);
const pool = openPool(postgres.url, { applicationName: 'bench', logger, max: 20 });
const trace = openAccessTrace({ pool, log, secrets: drawSecrets(), logger, metrics: createMetrics() });
const unlimited = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, 1e9]),
) as unknown as typeof defaultLimits;

try {
  console.log(machineAndNode());
  console.log(`npm run bench -- harvest ${process.argv.slice(2).join(' ')}`);
  for (const [what, isTold] of [
    ['one account, one person after the other', false],
    ['told, then read under new agents', true],
  ] as const) {
    const before = await harvest(isTold, unlimited);
    const after = await harvest(isTold, defaultLimits);
    const computed = Math.round((before.given / before.seconds) * fiveMinutes);
    console.log(
      `${what}: ${before.given} persons in ${before.seconds.toFixed(1)} s without limits (${computed} in five minutes), ` +
        `${after.given} with the limits of every convention (${after.asked} asked for; no window ends within five minutes)`,
    );
  }
} finally {
  await trace.close();
  await pool.end();
  await stop();
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
  return { given, asked, seconds: (performance.now() - from) / 1_000 };
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
