import { withClient } from '@hub/platform';
import { liftLimits } from '../test/support/lift-limits.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { httpConnection } from './processes/http-connection.ts';
import { mixed, openLoop, readRequests, untilShown } from './processes/read-loop.ts';
import { reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * Paths of persons read by NIR (`--by number`: their dossiers by number) over HTTP as their financer reads them: rights,
 * joined session, identity opened, trace on.
 * First so many reads a second whether they are answered or not (open loop), then as many as can be.
 */
const people = Number(process.env.BENCH_PEOPLE ?? 2_000);
const perSecond = Number(process.env.BENCH_RATE ?? 500);
const seconds = Number(process.env.BENCH_SECONDS ?? 20);
const queries = Number(process.env.BENCH_QUERIES ?? 1);
const atOnce = Number(process.env.BENCH_AT_ONCE ?? 32);
const { values, measure } = openBench({
  name: 'reads',
  says: `Paths by NIR, or dossiers by number, as a financer reads them, of ${people} persons, by ${queries} processes of the query service`,
  options: { by: { type: 'string', default: 'nir' } },
});

await withHub({}, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  const persons = await reportPeople(hub, people);
  const more = await Promise.all(Array.from({ length: queries - 1 }, () => hub.startQuery()));
  const urls = [hub.url, ...more];
  const requests = await readRequests(hub, persons, values.by);
  await untilShown(urls, requests.at(-1), persons.at(-1));
  await saturated(hub, urls, requests, 4);
  await measure(async () => [
    ...(await atRate(hub, urls, requests)),
    ...(await saturated(hub, urls, requests, seconds)),
  ]);
});

/** So many a second, whether they are answered or not. */
async function atRate(
  hub: BenchedHub,
  urls: readonly string[],
  requests: readonly string[],
): Promise<readonly Figure[]> {
  const cpuBefore = await hub.cpuSeconds(urls);
  const end = performance.now() + seconds * 1_000;
  const times = await openLoop({ urls, request: mixed(requests), perSecond }, () => performance.now() < end);
  const cpu = ((await hub.cpuSeconds(urls)) - cpuBefore) * 1e6;
  const name = `${perSecond} a second`;
  return [...timeFigures(name, times), { name: `${name}, CPU of the hub`, value: cpu / times.length, unit: 'µs/read' }];
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
  const request = mixed(requests);
  await Promise.all(
    Array.from({ length: atOnce }, async (_, lane) => {
      const connection = await httpConnection(urls[lane % urls.length] as string);
      for (let n = lane; performance.now() < until; n += atOnce) {
        const answer = await connection.ask(request(n));
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
