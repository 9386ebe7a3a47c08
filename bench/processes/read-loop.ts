import { type HttpConnection, httpConnection, requestText } from './http-connection.ts';
import type { BenchPerson } from './reported-people.ts';
import type { BenchedHub } from './with-hub.ts';

/** Requests of each person's path by NIR, or of their dossier by number, as their financer asks. */
export async function readRequests(
  hub: BenchedHub,
  persons: readonly BenchPerson[],
  by: string,
): Promise<readonly string[]> {
  const headers = {
    authorization: `Bearer ${await hub.token('region-centre-val-de-loire')}`,
    'hub-agent': 'bench',
    'hub-purpose': 'funding-follow-up',
  };
  const json = { ...headers, 'content-type': 'application/json' };
  if (by === 'number') return persons.map(({ dossier }) => requestText('GET', `/v1/dossiers/${dossier}`, headers));
  if (by !== 'nir') throw new Error('--by must be nir or number.');
  return persons.map(({ nir }) => requestText('POST', '/v1/training-paths/search', json, JSON.stringify({ nir })));
}

/** Until each of these query services shows the person's last event; they are reported in order. */
export async function untilShown(urls: readonly string[], request = '', person?: BenchPerson): Promise<void> {
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

interface OpenLoop {
  readonly urls: readonly string[];
  /** The request of this number, from 0 on. */
  readonly request: (n: number) => string;
  readonly perSecond: number;
}

/** Now this person, now that one. */
export function mixed(requests: readonly string[]): (n: number) => string {
  return (n) => requests[(n * 7_919) % requests.length] as string;
}

/**
 * A request is begun on its millisecond, whatever became of those before; its time counts from then. Milliseconds of
 * all, once nothing more is to begin and all are answered.
 */
export async function openLoop(
  { urls, request, perSecond }: OpenLoop,
  goesOn: () => boolean,
): Promise<readonly number[]> {
  const connections = await Promise.all(
    Array.from({ length: 64 }, (_, n) => httpConnection(urls[n % urls.length] as string)),
  );
  const idle = [...connections];
  const times: number[] = [];
  const waiting: { due: number; request: string }[] = [];
  const running = new Set<Promise<void>>();
  const run = async (connection: HttpConnection, { due, request }: { due: number; request: string }) => {
    const { status } = await connection.ask(request);
    if (status !== 200) throw new Error(`a request was answered ${status}`);
    times.push(performance.now() - due);
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else await run(connection, next);
  };
  const started = performance.now();
  for (let n = 0; goesOn(); ) {
    const due = started + (n * 1_000) / perSecond;
    if (performance.now() < due) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    const read = { due, request: request(n) };
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
  for (const connection of connections) connection.close();
  return times;
}
