import type { HubClient } from '@hub/client';
import { type AnomalyCode, addDays, type ExpectationName } from '@hub/core';
import { loadRules } from '@hub/platform';
import { promote, readLogFigures, rebuild, status } from '@hub/projector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ListedAnomaly,
  type ListedExpectation,
  listed,
  type ReportedLife,
  reportLife,
} from '../scenarios/quality.ts';
import { anomalyLives, expectationLives, type Life } from '../scenarios/quality-lives.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

/** Those whose systems the lives name, the authority, and of each other kind of reader somebody without part in them. */
const partners = [
  ...['kairos', 'france-travail', 'eos', 'region-centre-val-de-loire', 'ofeli', 'soistiss', 'cdc'],
  ...['region-bretagne', 'opco', 'cep-operator', 'mission-locale', 'operator'],
];

/** What each partner is shown of a life that was reported: all that it concerns, and nobody else. */
function shownTo<Item extends object>(life: Life, reported: ReportedLife, path: string): Promise<Map<string, Item[]>> {
  // A receipt waits for its event; the description that came with it travels on a topic of its own.
  return eventually(async () => {
    const shown = new Map<string, Item[]>();
    for (const partner of partners) {
      const items = await listed<Item>(hub.client(partner), `${path}&dossier=${reported.dossier}`, reported.receipts);
      if (items.length > 0) shown.set(partner, items);
    }
    expect([...shown.keys()].sort()).toEqual([...life.concerns, 'cdc'].sort());
    return shown;
  });
}

const named = ({ facts }: { facts: readonly { source: string; eventId?: string }[] }) =>
  facts.map(({ source, eventId = '' }) => `${source}/${eventId}`).sort();

interface Counts {
  readonly counts: readonly { readonly count: number }[];
  readonly freshness: { readonly rulesVersion: string; readonly projectionVersion: string };
}

async function countsOf(client: HubClient, path: string): Promise<Counts> {
  const headers = { 'hub-agent': 'scenarios', 'hub-purpose': 'data-quality' };
  return (await (await client.fetch(path, { headers })).json()) as Counts;
}

const matching = (fact: string) => (fact.endsWith('*') ? expect.stringMatching(`^${fact.slice(0, -1)}`) : fact);

describe('every anomaly of the dictionary, reported over HTTP', () => {
  // What three hours make is listed in query-lists.test.ts, where the hour is the test's.
  const codes = (Object.keys(loadRules().anomalies) as AnomalyCode[]).filter((code) => code !== 'echo-missing');

  it('has a life here', () => {
    expect(Object.keys(anomalyLives).sort()).toEqual(codes.sort());
  });

  it.each(Object.entries(anomalyLives))(
    '%s is listed for those whom it concerns, with its facts',
    async (code, life) => {
      const reported = await reportLife(hub, life);
      const shown = await shownTo<ListedAnomaly>(life, reported, `/v1/anomalies?code=${code}`);
      const [item] = shown.get('cdc') ?? [];
      expect(item).toMatchObject({
        code,
        severity: life.severity,
        dossier: reported.dossier,
        about: reported.named(life.about ?? {}),
        sentence: expect.stringMatching(/^[A-ZÀ-Ý].{15,}\.$/),
        remedy: expect.stringMatching(/^[A-ZÀ-Ý].{7,}\.$/),
      });
      expect(named(item as ListedAnomaly)).toEqual(life.facts.map(matching));
      // Nobody is told that there is a fact of another: who sees it sees which, who does not reads nothing of it.
      const told = [...shown.values()].flatMap((items) => items[0]?.facts ?? []);
      expect(told.filter(({ eventId }) => eventId === undefined)).toEqual([]);
    },
  );
});

it('a transfer from a slot that the organisation deleted is listed as one after a cancellation', async () => {
  const { facts, concerns } = anomalyLives['transfer-after-cancellation'];
  const slot = { slot: 'slot-1' };
  const reported = await reportLife(hub, {
    events: [
      {
        type: 'recruitment-opened',
        source: 'kairos',
        id: 'o1',
        day: null,
        recorded: '2026-03-02',
        data: { ...slot, mode: 'appointment', from: '2026-04-30' },
      },
      { type: 'slot-deleted', source: 'kairos', id: 'd1', day: '2026-03-23', data: slot },
      positioned('p1', '2026-03-20', { data: { ...slot, mode: 'appointment' } }),
      {
        type: 'appointment-transferred',
        source: 'kairos',
        id: 't1',
        day: '2026-03-24',
        data: { fromSlot: 'slot-1', toSlot: 'slot-2' },
      },
    ],
    facts,
    concerns,
  });
  for (const partner of ['kairos', 'cdc']) {
    const items = await listed<ListedAnomaly>(
      hub.client(partner),
      '/v1/anomalies?code=transfer-after-cancellation',
      reported.receipts,
    );
    expect(items.filter(({ dossier }) => dossier === reported.dossier)).toMatchObject([{ severity: 'warning' }]);
  }
});

describe('every expectation of the dictionary, reported over HTTP', () => {
  it('has a life here', () => {
    expect(Object.keys(expectationLives).sort()).toEqual(
      (Object.keys(loadRules().expectations) as ExpectationName[]).sort(),
    );
  });

  it.each(Object.entries(expectationLives))('%s is listed for who has to report it', async (what, life) => {
    const reported = await reportLife(hub, life);
    const shown = await shownTo<ListedExpectation>(life, reported, `/v1/expectations?what=${what}`);
    const [item] = shown.get('cdc') ?? [];
    const { since, dueBy, tellers } = life;
    expect(item).toMatchObject({
      what,
      dossier: reported.dossier,
      since,
      dueBy,
      tellers,
      overdue: true,
      severity: 'warning',
      about: reported.named(life.about ?? {}),
      sentence: expect.stringMatching(/^[A-ZÀ-Ý].{15,}\.$/),
      remedy: expect.stringMatching(/^[A-ZÀ-Ý].{15,}\.$/),
    });
    expect(named(item as ListedExpectation)).toEqual(life.facts);
    const overdue = await listed<ListedAnomaly>(
      hub.client('cdc'),
      `/v1/anomalies?code=overdue&dossier=${reported.dossier}`,
    );
    expect(overdue.map(({ about }) => [about.what, about.dueBy])).toContainEqual([what, dueBy]);
    const dueBefore = (day: string) =>
      listed<ListedExpectation>(
        hub.client('cdc'),
        `/v1/expectations?what=${what}&dossier=${reported.dossier}&dueBefore=${day}`,
      );
    expect((await dueBefore(dueBy)).filter((each) => each.dueBy === dueBy)).toEqual([]);
    expect((await dueBefore('2026-10-01')).filter((each) => each.dueBy === dueBy)).toHaveLength(1);
  });
});

describe('all lives reported', () => {
  it('leave nothing to see for a partner without part in them', async () => {
    for (const partner of ['soistiss', 'region-bretagne', 'opco', 'cep-operator']) {
      expect(await listed(hub.client(partner), '/v1/anomalies')).toEqual([]);
      expect(await listed(hub.client(partner), '/v1/expectations')).toEqual([]);
    }
  });

  it('come in the same pages whatever is written meanwhile: each once, and those reported later at their place', async () => {
    const url = (cursor: string) => `/v1/anomalies?code=late-declaration&limit=1${cursor}`;
    const headers = { 'hub-agent': 'scenarios', 'hub-purpose': 'data-quality' };
    const late = anomalyLives['late-declaration'];
    for (let i = 0; i < 3; i += 1) await reportLife(hub, late);
    const before = await listed<ListedAnomaly>(hub.client('cdc'), '/v1/anomalies?code=late-declaration');
    const met: number[] = [];
    let cursor = '';
    for (;;) {
      const response = await hub.client('cdc').fetch(url(cursor), { headers });
      const page = (await response.json()) as { items: ListedAnomaly[]; next: string | null };
      met.push(...page.items.map(({ dossier }) => dossier));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
      if (met.length < 4) await listed(hub.client('cdc'), '/v1/anomalies', (await reportLife(hub, late)).receipts);
    }
    expect(new Set(met).size).toBe(met.length);
    expect(met).toEqual(met.toSorted((a, b) => a - b));
    expect(met).toEqual(expect.arrayContaining(before.map(({ dossier }) => dossier)));
  });

  it('are counted as they are listed, for every partner', async () => {
    for (const partner of partners) {
      for (const kind of ['anomalies', 'expectations']) {
        const items = await listed(hub.client(partner), `/v1/${kind}`);
        const { counts } = await countsOf(hub.client(partner), `/v1/${kind}/counts`);
        expect([partner, kind, counts.reduce((sum, { count }) => sum + count, 0)]).toEqual([
          partner,
          kind,
          items.length,
        ]);
      }
    }
  });

  it('are counted by `hub status`, but for what only a session or the link of two dossiers shows', async () => {
    const { attention } = await status(hub.database.pool, await readLogFigures(hub.log));
    const onlyAtRead = ['identity-conflict', 'overdue', 'overlapping-dossiers', 'reference-ambiguous'];
    const ofSessions = ['outside-session-dates', 'session-incomplete', 'session-unresolved', 'suspected-double'];
    const ofRecruitment = ['recruitment-without-way-in', 'slot-without-session', 'transfer-unknown-slot'];
    const expected = Object.keys(anomalyLives).filter(
      (code) => ![...onlyAtRead, ...ofSessions, ...ofRecruitment].includes(code),
    );
    expect(Object.keys(attention?.anomalies ?? {}).sort()).toEqual(expected.sort());
    expect(Object.keys(attention?.expected ?? {}).sort()).toEqual(Object.keys(expectationLives).sort());
    expect(attention?.overdue).toBeGreaterThan(0);
  });
});

describe('deadlines in working days', () => {
  // Good Friday and Easter Monday, 1 May, 8 May, 14 July 2026: reported in three working days, in more calendar days.
  const inTime = [
    ['2026-04-02', '2026-04-08'],
    ['2026-04-30', '2026-05-06'],
    ['2026-05-06', '2026-05-12'],
    ['2026-07-10', '2026-07-16'],
  ] as const;

  it('are a setting of the hub that gives the projection another version, and lists other days', async () => {
    const dossiers: [day: string, dossier: number][] = [];
    for (const [day, recorded] of inTime) {
      const reported = await reportLife(hub, {
        events: [entry('eos', 'e1', day, { recorded })],
        facts: [],
        concerns: [],
      });
      const late = await reportLife(hub, {
        events: [entry('eos', 'e1', day, { recorded: addDays(recorded, 1) })],
        facts: [],
        concerns: [],
      });
      dossiers.push(['in time', reported.dossier], ['late', late.dossier]);
    }
    const lives = new Map<string, ReportedLife>();
    for (const [what, life] of Object.entries(expectationLives)) lives.set(what, await reportLife(hub, life));
    const { freshness: before } = await countsOf(hub.client('cdc'), '/v1/anomalies/counts');

    const lateBy = async (client: HubClient) => {
      const items = await listed<ListedAnomaly>(client, '/v1/anomalies?code=late-declaration');
      const numbers = new Set(items.map(({ dossier }) => dossier));
      return dossiers.map(([, dossier]) => numbers.has(dossier));
    };
    const last = [...lives.values()].at(-1)?.receipts;
    await listed(hub.client('cdc'), '/v1/anomalies', last);
    expect(await lateBy(hub.client('cdc'))).toEqual(dossiers.map(() => true));

    const other = await hub.startAlso({ HUB_DAY_COUNT: 'working' });
    const { log, rules } = other.infrastructure;
    const { pool } = hub.database;
    await promote({ pool, log }, (await rebuild({ log, pool, rules, logger: testLogger })).version, { by });
    const cdc = hub.clientAt(other.url, 'cdc');
    const { freshness: after } = await countsOf(cdc, '/v1/anomalies/counts');
    expect(after.rulesVersion).not.toBe(before.rulesVersion);
    expect(after.projectionVersion).not.toBe(before.projectionVersion);

    expect(await lateBy(cdc)).toEqual(dossiers.map(([when]) => when === 'late'));
    for (const [what, { dueBy, dueByWorking = dueBy }] of Object.entries(expectationLives)) {
      const [item] = await listed<ListedExpectation>(
        cdc,
        `/v1/expectations?what=${what}&dossier=${lives.get(what)?.dossier}`,
      );
      expect([what, item?.dueBy]).toEqual([what, dueByWorking]);
    }
  });
});
