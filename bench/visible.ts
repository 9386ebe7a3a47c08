import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, type HubClient, hubClient } from '@hub/platform';
import { parisDay, type SimulatedItem, simulateAll } from '@hub/simulation';

/**
 * From the answer 202 to visible in a read: the whole hub in one process on a real Kafka, single events at a steady rate,
 * one in ten read back at once by dossier number with `Hub-At-Least`. What is measured holds the read itself.
 * HUB_KAFKA_BROKERS names a Kafka; without it the hub starts one.
 */
const perSecond = Number(process.env.BENCH_RATE ?? 200);
const seconds = Number(process.env.BENCH_SECONDS ?? 30);
const warmUpSeconds = 5;
const readOneIn = 10;

const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
const hub = spawn('hub', ['start', '--kafka'], {
  env: {
    ...process.env,
    HUB_DATA_DIR: dataDir,
    HUB_PORT: '0',
    HUB_DEMO: 'partners',
    HUB_KAFKA_TOPIC_PREFIX: `bench-${process.pid}.`,
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  const run = await running();
  const logger = createLogger('warn', 'bench');
  const clients = new Map<string, HubClient>();
  for (const { clientId, clientSecret } of run.clients) {
    clients.set(clientId, hubClient({ url: run.url, clientId, clientSecret, logger }));
  }
  const delays: number[] = [];
  const faults: string[] = [];
  const look = clients.get('cdc') as HubClient;
  await atRate(dossierEvents(), async ({ clientId, events: [event] }, index) => {
    const told = await (clients.get(clientId) as HubClient).fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    const receipt = (await told.json()) as { receipt: string; dossier: number };
    if (told.status !== 202) return void faults.push(`told: ${told.status}`);
    if (index % readOneIn !== 0) return;
    const answered = performance.now();
    const read = await look.fetch(`/v1/dossiers/${receipt.dossier}`, {
      headers: { 'hub-agent': 'bench', 'hub-purpose': 'control', 'hub-at-least': receipt.receipt },
    });
    await read.arrayBuffer();
    if (read.status !== 200) return void faults.push(`read: ${read.status}`);
    if (index >= warmUpSeconds * perSecond) delays.push(performance.now() - answered);
  });
  delays.sort((a, b) => a - b);
  const quantile = (share: number) =>
    `${(delays[Math.floor(share * (delays.length - 1))] ?? Number.NaN).toFixed(1)} ms`;
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared by client, hub, PostgreSQL and Kafka`,
  );
  console.log(`command: BENCH_RATE=${perSecond} BENCH_SECONDS=${seconds} npm run bench -- visible`);
  console.log(
    `202 → visible in a read, ${perSecond} events/s, ${delays.length} of them read back: p50 ${quantile(0.5)}, p99 ${quantile(0.99)}, worst ${quantile(1)}`,
  );
  console.log(`faults: ${faults.length === 0 ? 'none' : faults.join(', ')}`);
} finally {
  hub.kill('SIGTERM');
  await once(hub, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

interface Running {
  readonly url: string;
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

async function running(): Promise<Running> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    try {
      return JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as Running;
    } catch {
      await delay(100);
    }
  }
  throw new Error('the hub did not start within a minute');
}

function* dossierEvents(): Generator<SimulatedItem> {
  const wanted = perSecond * (seconds + warmUpSeconds);
  const simulation = simulateAll({ seed: 'visible', trainees: wanted, today: parisDay(Date.now()), mess: 0 });
  let given = 0;
  for (const item of simulation.items) {
    if (item.events[0]?.data.trainee === undefined || item.events[0].data.training === undefined) continue;
    yield item;
    given += 1;
    if (given === wanted) return;
  }
}

/** Starts each at its own moment, whether or not the ones before have ended, and waits for all. */
async function atRate(items: Iterable<SimulatedItem>, work: (item: SimulatedItem, index: number) => Promise<void>) {
  const started = performance.now();
  const underWay: Promise<void>[] = [];
  let index = 0;
  for (const item of items) {
    const waitMs = started + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 1) await delay(waitMs);
    underWay.push(work(item, index));
    index += 1;
  }
  await Promise.all(underWay);
}
