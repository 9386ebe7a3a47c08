import { addDays, parisDay } from '@hub/core';
import { deleteParked, listParked, loadRules, settleParked, withTransaction } from '@hub/platform';
import { promote, rebuild, rollback, startProjector } from '@hub/projector';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { activeSchema } from '../support/projection.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';
import {
  type Change,
  causeOf,
  changesStage,
  entered,
  event,
  financed,
  positioned,
  region,
  session,
  typesOf,
} from './changes-stage.ts';

let hub: ScenarioHub;
const report = (client: string, ...events: readonly object[]) => changesStage(hub).report(client, ...events);
const follower = (client: string, purpose?: string) => changesStage(hub).follower(client, purpose);
const page = (client: string, query: Record<string, string>, purpose?: string) =>
  changesStage(hub).page(client, query, purpose);
const publish = (number: string) => changesStage(hub).publish(number);

beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

const own = loadRules();
const rules = { ...own, authority: { ...own.authority, rows: [] } };

it('tells a dossier once for all that changed in it, each reader what it may see, and nothing where it may see nothing', async () => {
  const anna = newPerson();
  const followers = { region: follower(region), opco: follower('opco') };
  await followers.region.next();
  const told = [positioned(anna, '1001'), financed(anna, '1001'), entered(anna, '1001')] as const;
  await report('kairos', told[0]);
  await report(region, told[1]);
  const number = await report('eos', told[2]);
  const seen = await eventually(async () => {
    const items = await followers.region.next();
    expect(typesOf(items.at(-1))).toContain('entry-attested');
    return items;
  });
  expect(new Set(seen.map(({ dossier }) => dossier))).toEqual(new Set([number]));
  // A reader that begins now is told all of it at once.
  expect((await follower(region).next()).filter(({ dossier }) => dossier === number)).toEqual([
    {
      dossier: number,
      state: 'changed',
      causes: expect.arrayContaining(told.map(causeOf)),
      sightUntil: expect.stringMatching(/^20\d\d-/),
    },
  ]);
  expect((await followers.opco.next()).map(({ dossier }) => dossier)).not.toContain(number);
  expect(await followers.region.next()).toEqual([]);
});

it('tells who sees its own facts alone of these, and not of what others did', async () => {
  const bruno = newPerson();
  const opco = follower('opco');
  const file = ['file:opco:B77'];
  const line = { line: 'O1', financerSiret: '99000108300015', funding: 'opco', device: 'PDC', from: '2026-04-01' };
  const engaged = event('opco', 'financing-engaged', bruno, {
    training: [session('1002'), ...file],
    ...line,
    amount: 50,
  });
  const number = await report('opco', engaged);
  await eventually(async () =>
    expect(await opco.next()).toEqual([
      { dossier: number, state: 'changed', causes: [causeOf(engaged)], sightUntil: null },
    ]),
  );
  await report('kairos', positioned(bruno, '1002'));
  const fresh = follower('cdc', 'control');
  await eventually(async () =>
    expect(typesOf((await fresh.next()).find(({ dossier }) => dossier === number))).toContain('candidate-positioned'),
  );
  expect(await opco.next()).toEqual([]);
  // An event of the same type that another organisation reported does not take the place of its own, nor is told.
  await report(region, financed(bruno, '1002'));
  await eventually(async () =>
    expect((await fresh.next()).filter(({ dossier }) => dossier === number)).toMatchObject([
      { causes: [{ type: 'financing-engaged', source: 'region-cvl' }] },
    ]),
  );
  expect(await opco.next()).toEqual([]);
  expect(await follower('opco').next()).toContainEqual(expect.objectContaining({ causes: [causeOf(engaged)] }));
});

it('holds a long poll until something is there, and answers nothing when the time is over', async () => {
  const clara = newPerson();
  const known = await report(region, financed(clara, '1003'));
  const waiting = follower(region);
  await eventually(async () => expect((await waiting.next()).map(({ dossier }) => dossier)).toContain(known));
  const from = performance.now();
  expect(await waiting.next('1')).toEqual([]);
  expect(performance.now() - from).toBeGreaterThan(900);
  const poll = waiting.next('20');
  const number = await report('kairos', positioned(clara, '1003'));
  expect((await poll).map(({ dossier }) => dossier)).toEqual([number]);
  expect(performance.now() - from).toBeLessThan(15_000);
});

it('holds 32 long polls of a client at once, and refuses more until one is over', async () => {
  const ask = async () => (await hub.client('soistiss').fetch('/v1/event-changes?wait=3')).status;
  const statuses = await Promise.all(Array.from({ length: 34 }, ask));
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect(statuses.filter((status) => status === 200)).toHaveLength(32);
  expect(await ask()).toBe(200);
});

it('says that a dossier is out of sight to who saw it, when the other side takes its word back', async () => {
  const dora = newPerson();
  await publish('1004');
  const position = positioned(dora, '1004');
  const number = await report('kairos', position);
  const [sees, never] = [follower(region), follower('region-bretagne')];
  await eventually(async () => expect((await sees.next()).map(({ dossier }) => dossier)).toContain(number));
  await never.next();
  await report(
    'kairos',
    event('kairos', 'fact-retracted', dora, {
      training: [session('1004')],
      target: { source: 'kairos', id: position.id, type: 'candidate-positioned' },
      ...{ effectiveDate: '2026-03-21', reason: 'entered-in-error' },
    }),
  );
  await eventually(async () =>
    expect(await sees.next()).toEqual([{ dossier: number, state: 'out-of-sight', causes: 'sight', sightUntil: null }]),
  );
  expect(await sees.next()).toEqual([]);
  expect(await never.next()).toEqual([]);
  // Who begins now never saw it.
  expect((await follower(region).next()).map(({ dossier }) => dossier)).not.toContain(number);
});

it('raises the dossiers of a person whose period opens, for whom it names', async () => {
  const emma = newPerson();
  const number = await report('kairos', positioned(emma, '1005'));
  const reader = follower('cep-operator', 'advice');
  await reader.next();
  await report(
    'cep-operator',
    event('cep', 'cep-period-opened', emma, {
      effectiveDate: addDays(parisDay(new Date().toISOString()), -30),
      period: 'CEP-1',
      operatorSiret: '99000109100018',
    }),
  );
  // The period opens nothing before tomorrow: nothing is told, and the dossier has risen for whom it names.
  const { rows } = await eventually(async () => {
    const found = await hub.database.pool.query(
      `select causes ? 'sight@99000109100018' as raised from feed.dossier where number = $1`,
      [number],
    );
    expect(found.rows).toEqual([{ raised: true }]);
    return found;
  });
  expect(rows).toHaveLength(1);
  expect(await reader.next()).toEqual([]);
  // A day later it opens, and it is told then.
  const raisedAt = async () =>
    (await hub.database.pool.query('select sequence::int as at from feed.dossier where number = $1', [number])).rows[0]
      .at;
  const before = await raisedAt();
  const due = await hub.database.pool.query(
    `update feed.relation set due_at = due_at - interval '24 hours' where due_at is not null`,
  );
  expect(due.rowCount).toBe(1);
  await eventually(async () => expect(await raisedAt()).toBeGreaterThan(before));
});

it('begins now for who asks so, and is then told of what comes', async () => {
  const { items, cursor } = await page('cdc', { from: 'now' }, 'control');
  expect(items).toEqual([]);
  const ida = newPerson();
  const number = await report('kairos', positioned(ida, '1009'));
  expect((await page('cdc', { cursor, wait: '20' }, 'control')).items.map(({ dossier }) => dossier)).toEqual([number]);
});

it('raises the dossiers of a session that is published late with its financer', async () => {
  const farid = newPerson();
  const number = await report('kairos', positioned(farid, '1006'));
  const reader = follower(region);
  await reader.next();
  await publish('1006');
  await eventually(async () =>
    expect(await reader.next()).toEqual([
      expect.objectContaining({ dossier: number, state: 'changed', sightUntil: expect.any(String) }),
    ]),
  );
  const sessions = await hub.client('ofeli').fetch('/v1/session-changes');
  expect(await sessions.json()).toMatchObject({
    items: expect.arrayContaining([
      {
        ...{ session: session('1006'), state: 'changed', sessionState: 'open' },
        causes: [expect.objectContaining({ type: 'session-published', source: 'eos' })],
      },
    ]),
    more: false,
  });
});

it('refuses a cursor that is forged, of another reader, or of another purpose', async () => {
  const mine = follower(region);
  await mine.next();
  const cursor = mine.cursor() ?? '';
  const ask = (client: string, query: string, purpose = 'funding-follow-up') =>
    hub.client(client).fetch(`/v1/changes?${query}`, { headers: { 'hub-agent': 'x', 'hub-purpose': purpose } });
  for (const [client, query, purpose] of [
    ['opco', `cursor=${cursor}`],
    [region, `cursor=${cursor}`, 'open-dossier'],
    [region, `cursor=${cursor.slice(0, -2)}AA`],
    [region, 'cursor=abc'],
  ] as const) {
    const answer = await ask(client, query, purpose);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/query/cursor' }] });
  }
  expect((await ask(region, 'wait=31')).status).toBe(400);
});

it('tells a source what became of its events that could not be projected, and nobody else', async () => {
  const { pool } = hub.database;
  const gilda = newPerson();
  const number = await report('kairos', positioned(gilda, '1007'));
  const told = async (client: string, cursor = '') => {
    const answer = await hub.client(client).fetch(`/v1/event-changes${cursor && `?cursor=${cursor}`}`);
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return JSON.parse(text) as { items: readonly { id: string; fate: string }[]; cursor: string };
  };
  const { rows } = await pool.query<{ key: string }>(
    'select trainee_id::text as key from registry.dossier where number = $1',
    [number],
  );
  const envelope = {
    source: 'urn:hub:source:kairos',
    id: 'unreadable-1',
    dossier: String(number),
    type: 'hub.unheard-of',
  };
  await hub.log.append([
    { topic: 'positioning', key: Buffer.from(rows[0]?.key ?? ''), value: Buffer.from(JSON.stringify(envelope)) },
  ] as never);
  const parked = {
    source: 'kairos',
    id: 'unreadable-1',
    dossier: number,
    fate: 'parked',
    reason: 'event-unreadable',
    rectification: null,
  };
  const first = await eventually(async () => {
    const page = await told('kairos');
    expect(page.items).toEqual([parked]);
    return page;
  });
  expect((await told('eos')).items).toEqual([]);
  const [place] = await listParked(pool);
  if (place === undefined) throw new Error('nothing is parked');
  await settleParked(pool, place, { agent: 'a', reason: 'r' });
  const second = await told('kairos', first.cursor);
  expect(second.items).toEqual([{ ...parked, fate: 'settled' }]);
  await withTransaction(pool, (client) => deleteParked(client, place));
  expect((await told('kairos', second.cursor)).items).toEqual([{ ...parked, fate: 'counted' }]);
});

it('a reader reports an error about a fact that it is shown; the source is told, answers, and both are told of that', async () => {
  const hector = newPerson();
  await publish('1008');
  const entry = entered(hector, '1008');
  await report('kairos', positioned(hector, '1008'));
  const number = await report('eos', entry);
  const ask = (client: string, fact: object, more: object = {}, purpose = 'funding-follow-up') =>
    hub.client(client).fetch(`/v1/dossiers/${number}/rectifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'hub-agent': 'x', 'hub-purpose': purpose },
      body: JSON.stringify({ fact, reason: 'wrong-value', ...more }),
    });
  const fact = { source: 'eos', eventId: entry.id };
  const asked = await eventually(async () => {
    const answer = await ask('cdc', fact, { forPerson: true }, 'control');
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string; dueOn: string };
  });
  expect(asked).toMatchObject({ dossier: number, ...fact, forPerson: true, answer: null });
  expect(asked.dueOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(await (await ask('cdc', fact, { forPerson: true }, 'control')).json()).toEqual(asked);
  expect((await ask('opco', fact)).status).toBe(404);
  const unseen = await ask('cdc', { source: 'eos', eventId: 'nothing' }, {}, 'control');
  expect(await unseen.json()).toMatchObject({ status: 400, errors: [{ pointer: '/fact' }] });
  const ofHub = await ask('cdc', { source: 'hub', eventId: 'anything' }, {}, 'control');
  expect(await ofHub.json()).toMatchObject({ status: 400, errors: [{ pointer: '/fact/source' }] });
  const toldTo = async (client: string) => {
    const { items } = (await (await hub.client(client).fetch('/v1/event-changes')).json()) as { items: object[] };
    return items.filter((item) => 'rectification' in item && item.rectification === asked.id);
  };
  const contested = { source: 'eos', id: entry.id, dossier: number, fate: 'contested', reason: 'wrong-value' };
  expect(await toldTo('eos')).toEqual([{ ...contested, rectification: asked.id }]);
  expect(await toldTo('cdc')).toEqual(await toldTo('eos'));
  for (const client of ['kairos', 'opco', region]) expect(await toldTo(client), client).toEqual([]);
  // Its person was to have an answer by yesterday.
  await hub.database.pool.query('update rectification.request set due_on = due_on - 90 where id = $1', [asked.id]);
  await eventually(async () => expect(await toldTo('cdc')).toMatchObject([{ ...contested, fate: 'overdue' }]));
  const list = async (client: string, query: string) =>
    (
      (await (await hub.client(client).fetch(`/v1/rectifications?${query}`)).json()) as {
        items: { id: string; answer: string }[];
      }
    ).items;
  expect(await list('eos', 'role=to-answer&open=true')).toMatchObject([{ id: asked.id }]);
  expect(await list('kairos', 'role=to-answer')).toEqual([]);
  const answer = (client: string, body: object) =>
    hub.client(client).fetch(`/v1/rectifications/${asked.id}/answer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const declined = { answer: 'declined', reason: 'value-confirmed' };
  for (const body of [{ answer: 'declined' }, { answer: 'corrected', reason: 'value-confirmed' }]) {
    expect(await (await answer('eos', body)).json()).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] });
  }
  expect((await answer('kairos', declined)).status).toBe(404);
  expect((await answer('eos', { answer: 'withdrawn' })).status).toBe(404);
  expect(await (await answer('eos', declined)).json()).toMatchObject({
    answer: 'declined',
    answerReason: 'value-confirmed',
  });
  expect((await answer('eos', { answer: 'corrected' })).status).toBe(404);
  for (const client of ['cdc', 'eos']) {
    expect(await toldTo(client)).toMatchObject([{ ...contested, fate: 'declined', reason: 'value-confirmed' }]);
  }
  expect(await list('cdc', 'role=asked&open=false')).toMatchObject([{ id: asked.id, answer: 'declined' }]);
  expect(await list('cdc', 'role=asked&open=true')).toEqual([]);
  // The feed is made anew, as it is after a restore: what stands is told again.
  await hub.database.pool.query('delete from feed.event where rectification = $1', [asked.id]);
  await hub.database.pool.query(
    'insert into feed.sweep (schema_name) select schema_name from projection.active join projection.version using (version)',
  );
  await eventually(async () => expect(await toldTo('cdc')).toMatchObject([{ fate: 'declined' }]));
});

it('a promotion and a rollback tell of the dossiers that differ, and of no other, whoever waits meanwhile', async () => {
  const { log } = hub;
  const { pool } = hub.database;
  // What the tests before noted of relations is raised a moment later.
  await eventually(async () =>
    expect((await pool.query('select from feed.relation where pending is not null')).rowCount).toBe(0),
  );
  const reader = follower('cdc', 'control');
  await reader.next();
  const report1 = await rebuild({ log, pool, rules, logger: testLogger });
  expect(report1.comparison?.dossiers.changed).toBeGreaterThan(0);
  const differing = report1.comparison?.dossiers.changed ?? 0;
  const waiting = reader.next('20');
  await promote({ pool, log }, report1.version, { by, waitMs: 1_000 });
  const told = [...(await waiting)];
  await eventually(async () => {
    told.push(...(await reader.next()));
    expect(new Set(told.map(({ dossier }) => dossier)).size).toBe(differing);
  });
  for (const { causes } of told) expect(causes).toBe('rules');
  await rollback({ pool, log }, { by, waitMs: 1_000 });
  const back: Change[] = [];
  await eventually(async () => {
    back.push(...(await reader.next()));
    expect(new Set(back.map(({ dossier }) => dossier)).size).toBe(differing);
  });
  expect(back).toHaveLength(differing);
});

it('whoever forgets and begins again, while two projectors write and versions are switched, ends with what is shown', async () => {
  const { log } = hub;
  const { pool } = hub.database;
  const living = await startProjector({ log, pool, rules, logger: testLogger });
  const seed = Number(process.env.CHANGES_SEED ?? Date.now() % 1_000_000);
  const random = randomOf(seed);
  const people = Array.from({ length: 40 }, newPerson);
  const stop = { isOver: false };
  const readers = [1, 2, 3].map(async () => {
    const state = { cursor: undefined as string | undefined, known: new Map<number, string>() };
    let kept = { cursor: state.cursor, known: new Map(state.known) };
    const follow = async () => {
      const { items, cursor, more } = await page(
        'cdc',
        { ...(state.cursor && { cursor: state.cursor }), limit: '20' },
        'control',
      );
      for (const { dossier } of items) state.known.set(dossier, await hub.storedHash(dossier));
      // Killed after it read, before it wrote down where it is: it goes on from what it kept.
      if (!stop.isOver && random() < 0.2) Object.assign(state, { cursor: kept.cursor, known: new Map(kept.known) });
      else state.cursor = cursor;
      if (random() < 0.3) kept = { cursor: state.cursor, known: new Map(state.known) };
      return more || items.length > 0;
    };
    while (!stop.isOver) await follow();
    await eventually(async () => {
      while (await follow());
      expect(await missing(state.known), `seed ${seed}`).toEqual([]);
    });
  });
  const switching = (async () => {
    for (let times = 0; times < 4; times++) {
      const { active, previous } = await rollback({ pool, log }, { by, waitMs: 20_000 });
      expect(active).not.toBe(previous);
    }
  })();
  for (let round = 0; round < 12; round++) {
    const events = people.filter(() => random() < 0.5);
    await report('kairos', ...events.map((person) => positioned(person, `20${round % 5}`)));
    await report('eos', ...events.filter(() => random() < 0.5).map((person) => entered(person, `20${round % 5}`)));
  }
  await switching;
  stop.isOver = true;
  await Promise.all(readers).finally(() => living.close());
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Dossiers that are not as this reader read them last. */
async function missing(known: ReadonlyMap<number, string>): Promise<readonly number[]> {
  const { rows } = await hub.database.pool.query<{ number: number; hash: string }>(
    `select number, encode(hash, 'hex') as hash from ${await activeSchema(hub.database)}.dossier`,
  );
  expect(rows.length).toBeGreaterThan(10);
  return rows.filter(({ number, hash }) => known.get(number) !== hash).map(({ number }) => number);
}
