import { addDays } from '@hub/core';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../test/support/browser.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { nirOf, reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * Pages in a real browser on this machine, as an agent of a Région of the demo sees them: from the request to the first
 * paint and to the whole page, and the bytes of each with its style sheets, which a browser keeps for five minutes. With
 * persons counted, their anomalies and expectations are counted over and over meanwhile.
 */
const { values, measure } = openBench({
  name: 'console',
  says: 'Pages of the console in Chromium: first paint, whole page and bytes, with a path of so many dossiers',
  options: {
    dossiers: { type: 'string', default: '20' },
    views: { type: 'string', default: '40' },
    counted: { type: 'string', default: '0' },
  },
});
const dossiers = Number(values.dossiers);
const views = Number(values.views);
const counted = Number(values.counted);
const nir = nirOf(counted + 1);
const region = 'region-centre-val-de-loire';

const chromium = await findBrowser();
if (chromium === null) throw new Error('There is no browser on this machine.');
const browser = await openBrowser(chromium);
try {
  await withHub({}, async (hub) => {
    const numbers = await reportPath(hub);
    const page = await signIn(browser, hub);
    const path = await findPath(page, hub);
    const pages = {
      'the first page': '/',
      'the agent’s page': '/console/agent',
      [`a path of ${dossiers} dossiers`]: path,
      'a dossier': `/console/agent/dossiers/${numbers[0]}`,
    };
    await reportPeople(hub, counted);
    await measure(async () => {
      const figures: Figure[] = [];
      const stop = counted === 0 ? null : countMeanwhile(hub);
      for (const [name, address] of Object.entries(pages)) figures.push(...(await view(page, name, hub.url + address)));
      return [...figures, ...((await stop?.()) ?? [])];
    });
  });
} finally {
  await browser.close();
}

/** Both counts at once, again and again; how long they took, once they are stopped. */
function countMeanwhile(hub: BenchedHub): () => Promise<readonly Figure[]> {
  const [stopped, times] = [new AbortController(), [] as number[]];
  const countOnce = async (of: string) => {
    const answer = await hub
      .client(region)
      .fetch(`/v1/${of}/counts`, { headers: { 'hub-purpose': 'data-quality', 'hub-agent': 'bench' } });
    if (!answer.ok) throw new Error(`the counts of ${of} answer ${answer.status}`);
    await answer.arrayBuffer();
  };
  const all = (async () => {
    while (!stopped.signal.aborted) {
      const from = performance.now();
      await Promise.all([countOnce('anomalies'), countOnce('expectations')]);
      times.push(performance.now() - from);
    }
    return timeFigures('both counts', times);
  })();
  return () => {
    stopped.abort();
    return all;
  };
}

/** One person with a dossier in each of many sessions: positioned, entered, left. */
async function reportPath(hub: BenchedHub): Promise<readonly number[]> {
  const told = async (clientId: string, source: string, events: readonly (readonly [string, string, object])[]) => {
    const outcomes = await hub
      .client(clientId)
      .report(
        Array.from({ length: dossiers }, (_, index) => index).flatMap((index) =>
          events.map(([type, shift, data]) => event(source, index, type, shift, data)),
        ),
      );
    return outcomes.map((outcome) => {
      if (outcome.status !== 'accepted') throw new Error(`refused: ${JSON.stringify(outcome)}`);
      return outcome.receipt;
    });
  };
  await told('kairos', 'kairos', [
    ['candidate-positioned', '-20', { by: 'adviser', mode: 'appointment', funding: 'prf' }],
  ]);
  const receipts = await told('eos', 'eos', [
    ['entry-attested', '0', {}],
    ['exit-declared', '60', { kind: 'planned-end' }],
  ]);
  const last = receipts.at(-1)?.receipt ?? '';
  const read = { agent: 'bench', purpose: 'funding-follow-up', atLeast: [last] } as const;
  await hub.client(region).path({ nir }, read);
  return [...new Set(receipts.flatMap(({ dossier }) => dossier ?? []))];
}

function event(source: string, index: number, type: string, shift: string, data: object) {
  const effectiveDate = addDays('2022-01-10', index * 70 + Number(shift));
  return {
    ...{ specversion: '1.0' as const, type: `hub.${type}`, source: `urn:hub:source:${source}`, id: `${type}-${index}` },
    ...{ time: `${effectiveDate}T12:00:00Z`, recordedtime: `${effectiveDate}T12:00:00Z` },
    data: { trainee: { nir }, training: [`session:eos:${70_000 + index}`], effectiveDate, ...data },
  };
}

/** As an agent of a Région of the demo, for whom its dossiers are. */
async function signIn(browser: Browser, hub: BenchedHub): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${hub.url}/console/agent`);
  await page.getByText('Camille Martin').first().click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.waitForURL('**/console/agent');
  return page;
}

/** Of the search by NIR, where it leads. */
async function findPath(page: Page, hub: BenchedHub): Promise<string> {
  await page.goto(`${hub.url}/console/agent`);
  await page.fill('#numero', nir);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/agent/parcours/**');
  return new URL(page.url()).pathname;
}

/** Many looks at one page. */
async function view(page: Page, name: string, address: string): Promise<readonly Figure[]> {
  const paints: number[] = [];
  const wholes: number[] = [];
  let bytes = 0;
  for (let look = 0; look < views; look += 1) {
    await page.goto(address, { waitUntil: 'load' });
    const [paint, whole, read] = (await page.evaluate(`(() => {
      const [navigation] = performance.getEntriesByType('navigation');
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      const files = [navigation, ...performance.getEntriesByType('resource')];
      const bytes = files.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
      return [paint === undefined ? navigation.loadEventStart : paint.startTime, navigation.loadEventStart, bytes];
    })()`)) as [number, number, number];
    paints.push(paint);
    wholes.push(whole);
    bytes = read;
  }
  return [
    ...timeFigures(`${name}: first paint`, paints),
    ...timeFigures(`${name}: whole`, wholes),
    { name: `${name}: bytes`, value: bytes / 1_000, unit: 'kB' },
  ];
}
