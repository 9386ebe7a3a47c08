import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventLog } from '@hub/core';
import { openPool, readVersionStatuses } from '@hub/platform';
import { readLogFigures } from '@hub/projector';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import type { ChildOptions } from '../test/support/projector-child.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, quantiles } from './kit/figures.ts';
import { startServers } from './processes/servers.ts';

/**
 * From `kill -9` of a projector until every event is visible again, events being appended at the moment of the kill to
 * every slice. `beside`: another projector lives. `alone`: the same one is started again at once, as a supervisor would;
 * the start of its process is part of the figure.
 */
const rounds = Number(process.env.BENCH_ROUNDS ?? 10);
const slices = 32;
const { measure } = openBench({
  name: 'takeover',
  says: 'From kill -9 of a projector until every event is visible again, another one beside it or none',
});
const script = fileURLToPath(new URL('../test/support/projector-child.ts', import.meta.url));

const servers = await startServers(slices);
const pool = openPool(servers.postgres.url, { applicationName: 'bench', logger: servers.logger });
const children = new Set<ChildProcess>();
try {
  await measure(async (run) => {
    const beside = await killedBeside(run);
    const { alone, starts } = await killedAlone(run);
    return [
      ...medianAndWorst('killed beside another', beside),
      ...medianAndWorst('killed alone', alone),
      ...medianAndWorst('of which the start of the process', starts),
    ];
  });
} finally {
  for (const child of children) child.kill('SIGKILL');
  await pool.end();
  await servers.stop();
}

function medianAndWorst(name: string, times: readonly number[]): readonly Figure[] {
  const [median = 0, worst = 0] = quantiles(times, [0.5, 1]);
  return [
    { name: `${name}, median`, value: median, unit: 'ms' },
    { name: `${name}, worst`, value: worst, unit: 'ms' },
  ];
}

async function killedBeside(run: string): Promise<readonly number[]> {
  const times: number[] = [];
  let [victim, other] = [await startChild(), await startChild()];
  for (let round = 0; round < rounds; round += 1) {
    await untilShared(2);
    // Anywhere in the time between two renewals.
    await delay(500 + Math.random() * 3_000);
    times.push(await timeToVisible(victim, `${run} beside ${round}`, async () => {}));
    [victim, other] = [other, await startChild()];
  }
  await Promise.all([victim, other].map(ended));
  return times;
}

async function killedAlone(run: string) {
  const alone: number[] = [];
  const starts: number[] = [];
  let victim = await startChild();
  for (let round = 0; round < rounds; round += 1) {
    await untilShared(1);
    await delay(500 + Math.random() * 3_000);
    const restart = async () => {
      const startedAt = performance.now();
      victim = await startChild();
      starts.push(performance.now() - startedAt);
    };
    alone.push(await timeToVisible(victim, `${run} alone ${round}`, restart));
  }
  await ended(victim);
  return { alone, starts };
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function startChild(): Promise<ChildProcess> {
  const options: ChildOptions = {
    databaseUrl: servers.postgres.url,
    slices,
    kafka: { brokers: [...servers.brokers], topicPrefix: servers.topicPrefix },
  };
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

async function untilShared(living: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ owners: number; free: number }>(
      `select count(distinct owner)::int as owners,
         (count(*) filter (where owner is null or expires_at <= clock_timestamp()))::int as free from projection.lease`,
    );
    if (rows[0]?.owners === living && rows[0].free === 0) return;
    await delay(50);
  }
}

async function timeToVisible(child: ChildProcess, seed: string, restart: () => Promise<void>): Promise<number> {
  const events = eventsOnLog({ trainees: 40, seed });
  child.kill('SIGKILL');
  const killedAt = performance.now();
  const restarted = restart();
  await appendEvents(servers.log as EventLog, events);
  while (((await readVersionStatuses(pool, (await readLogFigures(servers.log)).ends))[0]?.lagEvents ?? 1) > 0)
    await delay(20);
  const took = performance.now() - killedAt;
  await restarted;
  return took;
}
