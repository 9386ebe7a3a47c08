import { withClient } from '@hub/platform';
import { liftLimits } from '../test/support/lift-limits.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { type HttpConnection, httpConnection, requestText } from './processes/http-connection.ts';
import { type BenchPerson, reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * Paths of persons read by NIR over HTTP as their financer reads them: rights, joined session, identity opened, trace on.
 * First so many reads a second whether they are answered or not (open loop), then as many as can be.
 */
const people = Number(process.env.BENCH_PEOPLE ?? 2_000);
const perSecond = Number(process.env.BENCH_RATE ?? 500);
const seconds = Number(process.env.BENCH_SECONDS ?? 20);
const queries = Number(process.env.BENCH_QUERIES ?? 1);
const atOnce = Number(process.env.BENCH_AT_ONCE ?? 32);
const reader = 'region-centre-val-de-loire';
const { measure } = openBench({
  name: 'reads',
  says: `Paths by NIR as a financer reads them, of ${people} persons, by ${queries} processes of the query service`,
});

await withHub({}, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  const persons = await reportPeople(hub, people);
  const more = await Promise.all(Array.from({ length: queries - 1 }, () => hub.startQuery()));
  const urls = [hub.url, ...more];
  const requests = persons.map(requestOf(await hub.token(reader)));
  await untilShown(urls, requests.at(-1) ?? '', persons.at(-1));
  await saturated(hub, urls, requests, 4);
  await measure(async () => [
    ...(await openLoop(hub, urls, requests)),
    ...(await saturated(hub, urls, requests, seconds)),
  ]);
});

function requestOf(token: string): (person: BenchPerson) => string {
  const headers = {
    authorization: `Bearer ${token}`,
    'hub-agent': 'bench',
    'hub-purpose': 'funding-follow-up',
    'content-type': 'application/json',
  };
  return ({ nir }) => requestText('POST', '/v1/training-paths/search', headers, JSON.stringify({ nir }));
}

async function untilShown(urls: readonly string[], request: string, person?: BenchPerson): Promise<void> {
  for (const url of urls) {
    const connection = await httpConnection(url);
    for (let asked = 0; asked < 600; asked++) {
      const { status, body } = await connection.ask(request);
      if (status === 200 && body.includes(String(person?.dossier)) && body.includes('planned-end')) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    connection.close();
  }
}

/** A read is begun on its millisecond, whatever became of those before; its time counts from then. */
async function openLoop(
  hub: BenchedHub,
  urls: readonly string[],
  requests: readonly string[],
): Promise<readonly Figure[]> {
  const idle: HttpConnection[] = [];
  for (let n = 0; n < 64; n++) idle.push(await httpConnection(urls[n % urls.length] as string));
  const connections = [...idle];
  const times: number[] = [];
  const cpuBefore = await hub.cpuSeconds(urls);
  const started = performance.now();
  const total = perSecond * seconds;
  const waiting: { due: number; request: string }[] = [];
  const running = new Set<Promise<void>>();
  const run = async (connection: HttpConnection, { due, request }: { due: number; request: string }) => {
    const { status } = await connection.ask(request);
    if (status !== 200) throw new Error(`a read was answered ${status}`);
    times.push(performance.now() - due);
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else await run(connection, next);
  };
  for (let n = 0; n < total; ) {
    const due = started + (n * 1_000) / perSecond;
    if (performance.now() < due) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    const read = { due, request: requests[(n * 7_919) % requests.length] as string };
    const connection = idle.shift();
    if (connection === undefined) waiting.push(read);
    else {
      const done = run(connection, read);
      running.add(done);
      void done.then(() => running.delete(done));
    }
    n++;
  }
  await Promise.all(running);
  const cpu = ((await hub.cpuSeconds(urls)) - cpuBefore) * 1e6;
  for (const connection of connections) connection.close();
  const name = `${perSecond} a second`;
  return [...timeFigures(name, times), { name: `${name}, CPU of the hub`, value: cpu / total, unit: 'µs/read' }];
}

async function saturated(
  hub: BenchedHub,
  urls: readonly string[],
  requests: readonly string[],
  duration: number,
): Promise<readonly Figure[]> {
  const times: number[] = [];
  let bytes = 0;
  const cpuBefore = await hub.cpuSeconds(urls);
  const started = performance.now();
  const until = started + duration * 1_000;
  await Promise.all(
    Array.from({ length: atOnce }, async (_, lane) => {
      const connection = await httpConnection(urls[lane % urls.length] as string);
      for (let n = lane; performance.now() < until; n += atOnce) {
        const answer = await connection.ask(requests[(n * 7_919) % requests.length] as string);
        if (answer.status !== 200) throw new Error(`a read was answered ${answer.status}`);
        times.push(answer.ms);
        bytes = answer.bodyBytes;
      }
      connection.close();
    }),
  );
  const rate = (times.length * 1_000) / (performance.now() - started);
  const cpu = ((await hub.cpuSeconds(urls)) - cpuBefore) * 1e6;
  const name = `as many as can be, ${atOnce} at once`;
  return [
    { name, value: rate, unit: 'reads/s' },
    ...timeFigures(name, times),
    { name: `${name}, CPU of the hub`, value: cpu / times.length, unit: 'µs/read' },
    { name: 'body', value: bytes / 1024, unit: 'KiB' },
  ];
}
