import { withClient } from '@hub/platform';
import { liftLimits } from '../test/support/lift-limits.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { httpConnection, requestText } from './processes/http-connection.ts';
import { reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/** The feed of changes read from its beginning over HTTP: by the authority, by a financer whose rights decide each item, and by many at once. */
const { values, measure } = openBench({
  name: 'changes',
  says: 'GET /v1/changes from the beginning, 500 items a page',
  options: { people: { type: 'string', default: '10000' }, readers: { type: 'string', default: '55' } },
});
const people = Number(values.people);
const region = 'region-centre-val-de-loire';

await withHub({}, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  await reportPeople(hub, people);
  const [authority, financer] = [
    await follower(hub, 'cdc', 'control'),
    await follower(hub, region, 'funding-follow-up'),
  ];
  while ((await financer()).items < people) await new Promise((resolve) => setTimeout(resolve, 500));
  await measure(async () => [
    ...figuresOf('one reader, the authority', [await authority()]),
    ...figuresOf('one reader, a financer', [await financer()]),
    ...figuresOf(
      `${values.readers} readers at once, financers`,
      await Promise.all(Array.from({ length: Number(values.readers) }, () => financer())),
    ),
  ]);
});

interface Followed {
  readonly items: number;
  readonly seconds: number;
  readonly pages: readonly number[];
}

async function follower(hub: BenchedHub, clientId: string, purpose: string): Promise<() => Promise<Followed>> {
  const headers = {
    authorization: `Bearer ${await hub.token(clientId)}`,
    'hub-agent': 'bench',
    'hub-purpose': purpose,
  };
  return async () => {
    const connection = await httpConnection(hub.url);
    const pages: number[] = [];
    let items = 0;
    let cursor = '';
    const from = performance.now();
    for (;;) {
      const { status, body, ms } = await connection.ask(
        requestText('GET', `/v1/changes?limit=500${cursor}`, headers, ''),
      );
      if (status !== 200) throw new Error(`the feed answered ${status}: ${body.slice(0, 300)}`);
      const page = JSON.parse(body) as { items: unknown[]; cursor: string; more: boolean };
      pages.push(ms);
      items += page.items.length;
      cursor = `&cursor=${page.cursor}`;
      if (!page.more) break;
    }
    connection.close();
    return { items, seconds: (performance.now() - from) / 1_000, pages };
  };
}

function figuresOf(name: string, followed: readonly Followed[]): readonly Figure[] {
  for (const { items } of followed) if (items !== people) throw new Error(`${items} items of ${people} were told`);
  const seconds = Math.max(...followed.map((each) => each.seconds));
  return [
    { name, value: (people * followed.length) / seconds, unit: 'items/s' },
    ...timeFigures(
      `${name}, a page`,
      followed.flatMap(({ pages }) => pages),
    ),
  ];
}
