import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventLog } from '@hub/core';
import { openPool } from '@hub/platform';
import { readLogFigures, status } from '@hub/projector';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import type { ChildOptions } from '../test/support/projector-child.ts';
import { machineAndNode, startServers } from './processes/servers.ts';
import { quantiles } from './processes/with-hub.ts';

/**
 * From `kill -9` of a projector until every event is visible again, events being appended at the moment of the kill to
 * every slice. `beside`: another projector lives. `alone`: the same one is started again at once, as a supervisor would;
 * the start of its process is part of the figure.
 */
const rounds = Number(process.env.BENCH_ROUNDS ?? 10);
const slices = 32;
const script = fileURLToPath(new URL('../test/support/projector-child.ts', import.meta.url));

const servers = await startServers(slices);
const pool = openPool(servers.postgres.url, { applicationName: 'bench', logger: servers.logger });
const children = new Set<ChildProcess>();
try {
  const beside: number[] = [];
  let [victim, other] = [await startChild(), await startChild()];
  for (let round = 0; round < rounds; round += 1) {
    await untilShared(2);
    // Anywhere in the time between two renewals.
    await delay(500 + Math.random() * 3_000);
    beside.push(await timeToVisible(victim, `beside ${round}`, async () => {}));
    [victim, other] = [other, await startChild()];
  }
  other.kill('SIGTERM');
  await once(other, 'exit');
  const alone: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await untilShared(1);
    await delay(500 + Math.random() * 3_000);
    alone.push(
      await timeToVisible(victim, `alone ${round}`, async () => {
        const startedAt = performance.now();
        victim = await startChild();
        starts.push(performance.now() - startedAt);
      }),
    );
  }
  console.log(`${machineAndNode()}; client, PostgreSQL and Kafka on the same machine; ${slices} slices`);
  console.log(`command: BENCH_ROUNDS=${rounds} npm run bench -- takeover`);
  for (const [name, figures] of Object.entries({ beside, alone })) {
    const [p50, worst] = quantiles(figures, [0.5, 1]);
    console.log(`kill -9, ${name}, until all is visible: median ${p50}, worst ${worst} (${figures.length} rounds)`);
  }
  const [start, latest] = quantiles(starts, [0.5, 1]);
  console.log(`of which the start of the process, until it holds its slices: median ${start}, worst ${latest}`);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await pool.end();
  await servers.stop();
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
  while (((await status(pool, await readLogFigures(servers.log))).versions[0]?.lagEvents ?? 1) > 0) await delay(20);
  const took = performance.now() - killedAt;
  await restarted;
  return took;
}
