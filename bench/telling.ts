import { randomBytes, randomUUID } from 'node:crypto';
import { withClient } from '@hub/platform';
import { liftLimits } from '../test/support/lift-limits.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, quantiles } from './kit/figures.ts';
import { type HttpConnection, httpConnection, requestText } from './processes/http-connection.ts';
import { type BenchPerson, nirOf, reportPeople } from './processes/reported-people.ts';
import { kolmogorovSmirnov } from './processes/same-distribution.ts';
import { withHub } from './processes/with-hub.ts';

/**
 * Whether somebody outside can tell from the time of a refusal that what is asked for exists: as many that nobody has
 * as are known and forbidden, in random order on one connection, by each way in. `p` is that of Kolmogorov and Smirnov: the
 * chance that two samples of one distribution differ so much.
 */
const asked = Number(process.env.BENCH_READS ?? 1_000);
const reader = 'region-bretagne';
const { measure } = openBench({
  name: 'telling',
  says: `Whether the time of a refusal tells that somebody exists: ${asked} unknown against ${asked} forbidden, by each way in`,
});

interface Way {
  readonly name: string;
  readonly known: (person: BenchPerson) => string;
  /** Of a number that nobody has. */
  readonly unknown: (number: number) => string;
}

await withHub({}, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  const persons = await reportPeople(hub, asked);
  const receiptBytes = Buffer.from(persons[0]?.receipt ?? '', 'base64url').length;
  const ways = waysIn(receiptBytes, {
    authorization: `Bearer ${await hub.token(reader)}`,
    'hub-agent': 'bench',
    'hub-purpose': 'funding-follow-up',
  });
  const connection = await httpConnection(hub.url);
  let run = 0;
  const rows = await measure(async () => {
    run += 1;
    const figures: Figure[] = [];
    for (const way of ways) figures.push(...(await compare(connection, way, persons, run)));
    return figures;
  });
  for (const { name, values } of rows.filter(({ unit }) => unit === 'p')) {
    console.log(`${name}: p > 0.01 in ${values.filter((p) => p > 0.01).length} of ${values.length} runs`);
  }
  connection.close();
});

function waysIn(receiptBytes: number, headers: Readonly<Record<string, string>>): readonly Way[] {
  const get = (path: string) => requestText('GET', path, headers);
  const search = (nir: string) =>
    requestText(
      'POST',
      '/v1/training-paths/search',
      { ...headers, 'content-type': 'application/json' },
      JSON.stringify({ nir }),
    );
  // Far from those who were reported.
  const stranger = (number: number) => 100_000 + number;
  return [
    { name: 'NIR', known: ({ nir }) => search(nir), unknown: (number) => search(nirOf(stranger(number))) },
    {
      name: 'dossier number',
      known: ({ dossier }) => get(`/v1/dossiers/${dossier}`),
      unknown: (number) => get(`/v1/dossiers/${checked(10_000_000 + stranger(number))}`),
    },
    {
      name: 'trainee id',
      known: ({ trainee }) => get(`/v1/training-paths/${trainee}`),
      unknown: () => get(`/v1/training-paths/${randomUUID()}`),
    },
    {
      name: 'receipt',
      known: ({ receipt }) => get(`/v1/receipts/${receipt}`),
      unknown: () => get(`/v1/receipts/${randomBytes(receiptBytes).toString('base64url')}`),
    },
  ];
}

/** Eight digits with the ninth that fits (ISO 7064, MOD 11,10). */
function checked(body: number): number {
  let product = 10;
  for (const digit of String(body)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return body * 10 + ((11 - product) % 10);
}

async function compare(
  connection: HttpConnection,
  way: Way,
  persons: readonly BenchPerson[],
  run: number,
): Promise<readonly Figure[]> {
  const requests = persons.flatMap((person, index) => [
    { known: true, request: way.known(person) },
    { known: false, request: way.unknown(run * 1_000_000 + index) },
  ]);
  for (const { request } of requests.slice(0, 100)) await connection.ask(request);
  const times = { known: [] as number[], unknown: [] as number[] };
  const heads = new Set<string>();
  for (const { known, request } of shuffled(requests)) {
    const { status, ms, head, bodyBytes } = await connection.ask(request);
    if (status !== 404) throw new Error(`${way.name} was answered ${status}`);
    heads.add(`${head.replace(/^(date|traceparent|x-request-id): .*$/gim, '$1')} ${bodyBytes}`);
    times[known ? 'known' : 'unknown'].push(ms);
  }
  if (heads.size !== 1)
    console.log(`  the answers differ: ${[...heads].map((head) => JSON.stringify(head)).join('\n  ')}`);
  const { distance, p } = kolmogorovSmirnov(times.known, times.unknown);
  const [ofKnown = 0, ofUnknown = 0] = [times.known, times.unknown].map((each) => quantiles(each, [0.5])[0] ?? 0);
  return [
    { name: `${way.name}, unknown, p50`, value: ofUnknown, unit: 'ms' },
    { name: `${way.name}, forbidden, p50`, value: ofKnown, unit: 'ms', beside: `${way.name}, unknown, p50` },
    { name: `${way.name}, distance`, value: distance, unit: 'D' },
    { name: `${way.name}, chance`, value: p, unit: 'p' },
  ];
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
