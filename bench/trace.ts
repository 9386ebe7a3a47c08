import { randomUUID } from 'node:crypto';
import { createMetrics, defaultLimits, drawSecrets, openAccessTrace, openPool, type TraceEntry } from '@hub/platform';
import { openBench } from './kit/bench.ts';
import { timed } from './kit/clock.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { startServers } from './processes/servers.ts';

const { values, measure } = openBench({
  name: 'trace',
  says: 'The access trace alone, with links, limits and anchors: reads at once that each wait until theirs is durable',
  options: {
    reads: { type: 'string', default: '20000' },
    /** How many ask at once. */
    readers: { type: 'string', default: '32' },
    /** Whom they read, each again and again. */
    people: { type: 'string', default: '5000' },
  },
});
const reads = Number(values.reads);
const readers = Number(values.readers);
/** Without links, limits and anchors. */
const alone = 'one insert and commit';
const people = Array.from({ length: Number(values.people) }, () => randomUUID());
const { postgres, log, logger, stop } = await startServers(4);
const pool = openPool(postgres.url, { applicationName: 'bench', logger, max: 20 });
const trace = openAccessTrace({ pool, log, secrets: drawSecrets(), logger, metrics: createMetrics() });

try {
  await pool.query(
    'create table alone (client_id text, agent text, trainee_id uuid, dossier int, read_at timestamptz default now())',
  );
  await measure(async () => [
    ...(await readAtOnce(alone, (n) => insertAlone(n))),
    ...(await readAtOnce('persons read again', (n) => trace.write(entryOf(n)), alone)),
    ...(await readAtOnce('of another organisation', (n) => trace.write(pairedEntry(n)), alone)),
    ...(await readAtOnce(
      'nobody found',
      (n) => trace.write({ ...entryOf(n), persons: [], decision: 'unknown' }),
      alone,
    )),
  ]);
} finally {
  await trace.close();
  await pool.end();
  await stop();
}

function pairedEntry(n: number): TraceEntry {
  const entry = entryOf(n);
  const grounds = { pairedWith: ['99000100800018'], excepted: [] };
  return { ...entry, persons: entry.persons.map((person) => ({ ...person, grounds })) };
}

function entryOf(n: number): TraceEntry {
  const limits = {
    ...defaultLimits,
    agentPersonsAnHour: 1e6,
    personsADay: 1e6,
    personsIn28Days: 1e6,
    missesAnHour: 1e6,
    missesADay: 1e6,
    pairPersonsIn28Days: 1e6,
  };
  const reader = {
    organisation: '99000106700018',
    clientId: `client-${n % 4}`,
    agent: `agent-${n % 40}`,
    purpose: 'funding-follow-up',
    limits,
  };
  const trainee = people[(n * 7919) % people.length] ?? null;
  const persons = [{ trainee, dossier: 100_000_000 + (n % 1000) }];
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  return {
    reader,
    operation: 'dossier',
    persons,
    decision: 'allowed',
    categories: ['identity', 'contact'],
    traceparent,
  };
}

async function insertAlone(n: number): Promise<void> {
  await pool.query({
    name: 'alone',
    text: 'insert into alone (client_id, agent, trainee_id, dossier) values ($1, $2, $3, $4)',
    values: ['client', 'agent', people[n % people.length], 100_000_000],
  });
}

async function readAtOnce(
  name: string,
  one: (n: number) => Promise<unknown>,
  beside?: string,
): Promise<readonly Figure[]> {
  await Promise.all(Array.from({ length: 100 }, (_, n) => one(n)));
  const times: number[] = [];
  let next = 0;
  const reader = async () => {
    while (next < reads) {
      const n = next++;
      const at = performance.now();
      await one(n);
      times.push(performance.now() - at);
    }
  };
  const { seconds, cpuMicros } = await timed(() => Promise.all(Array.from({ length: readers }, reader)));
  return [
    { name, value: reads / seconds, unit: 'reads/s', ...(beside !== undefined && { beside }) },
    ...timeFigures(name, times),
    { name: `${name}, CPU here`, value: cpuMicros / reads, unit: 'µs/read' },
  ];
}
