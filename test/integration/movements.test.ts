import { randomUUID } from 'node:crypto';
import { addDays, type Fact, parisDay } from '@hub/core';
import { demoPartners, openKeyStore } from '@hub/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { scenarioHub } from '../support/scenario-hub.ts';
import {
  ask,
  checked,
  fact,
  openQuestions,
  openStage,
  type Stage,
  storeDossier,
  storeTrainee,
  traced,
} from './query-stage.ts';

const siretOf = (clientId: string) => demoPartners.find((each) => each.clientId === clientId)?.siret ?? '';
const [mission, payBody, cepOperator] = ['mission-locale', 'pay-body', 'cep-operator'];
const region = 'region-centre-val-de-loire';
let stage: Stage;
let next = 10_000_001;

interface Item {
  readonly dossier: number;
  readonly trainee: string;
  readonly kind: string;
  readonly day: string;
  readonly state: string;
  readonly described: string;
  readonly interruption: { readonly long: boolean } | null;
}

/** Today is 2026-06-15 in all of this but where the clock is moved. */
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  stage.clock.nowMs = Date.parse('2026-06-15T10:00:00Z');
  await traced(stage);
});

async function person(facts: readonly Fact[], own: readonly Fact[] = []) {
  const trainee = randomUUID();
  const number = checked(next * 10);
  next += 1;
  await storeDossier(stage, trainee, number, facts);
  if (own.length > 0) await storeTrainee(stage, trainee, own);
  return { trainee, number };
}

async function list<Listed = Item>(client: string, purpose: string, query = '', path = 'movements') {
  const answer = await ask(stage, client, `/v1/${path}${query}`, { headers: { 'hub-purpose': purpose } });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as { readonly items: readonly Listed[]; readonly next: string | null };
}

async function lines(client: string, purpose: string, number: number, query = ''): Promise<readonly string[]> {
  const { items } = await list(client, purpose, query);
  return items.filter(({ dossier }) => dossier === number).map(({ kind, day, state }) => `${kind} ${day} ${state}`);
}

const positioned = fact('candidate-positioned', {
  source: 'kairos',
  id: 'p1',
  day: '2026-03-20',
  data: { by: 'adviser', mode: 'appointment', funding: 'prf' },
});
const at = (day: string) => `${day}T08:00:00.000Z`;
/** Entered on 1 April, corrected on the 20th; interrupted for 21 days and for four; left on 1 June, told on the 14th. */
const life = [
  positioned,
  fact('entry-attested', { id: 'e1', day: '2026-04-01' }),
  fact('entry-attested', { id: 'e2', day: '2026-04-02', recordedAt: at('2026-04-20'), data: { corrects: ['e1'] } }),
  fact('interruption-observed', {
    source: 'kairos',
    id: 'i1',
    day: '2026-05-04',
    data: { from: '2026-05-04', to: '2026-05-24' },
  }),
  fact('resumption-attested', { source: 'kairos', id: 'r1', day: '2026-05-25' }),
  fact('interruption-observed', {
    source: 'kairos',
    id: 'i2',
    day: '2026-05-26',
    data: { from: '2026-05-26', to: '2026-05-29' },
  }),
  fact('exit-declared', {
    id: 'x1',
    day: '2026-06-01',
    recordedAt: at('2026-06-14'),
    data: { kind: 'planned-end' },
  }),
];
const registered = (referent?: string) =>
  fact('job-seeker-period-opened', {
    source: 'france-travail',
    day: '2026-01-12',
    references: [],
    data: { period: 'I1', ...(referent === undefined ? {} : { referentSiret: referent }) },
  });

describe('the list of job seekers', () => {
  const read = (number: number, query = '', client = 'france-travail') =>
    lines(client, 'job-seeker-list', number, query);

  it('is told what happened on which day, what is no more so, and what was declared late', async () => {
    const { number, trainee } = await person(life, [registered()]);
    expect(await read(number)).toEqual([
      'entry 2026-04-01 taken-back',
      'entry 2026-04-02 told',
      'interruption 2026-05-04 told',
      'resumption 2026-05-25 told',
      'interruption 2026-05-26 told',
      'exit 2026-06-01 told',
    ]);
    expect(await read(number, '?from=2026-04-01&to=2026-04-01')).toEqual(['entry 2026-04-01 taken-back']);
    expect(await read(number, '?from=2026-06-02')).toEqual([]);
    expect(await read(number, '?receivedFrom=2026-06-14')).toEqual(['exit 2026-06-01 told']);
    expect(await read(number, '?receivedFrom=2026-04-20&receivedTo=2026-04-20')).toEqual([
      'entry 2026-04-01 taken-back',
      'entry 2026-04-02 told',
    ]);
    expect(await read(number, '?kind=interruption,exit&long=true&state=told')).toEqual([
      'interruption 2026-05-04 told',
      'exit 2026-06-01 told',
    ]);
    const { items } = await list('france-travail', 'job-seeker-list', `?dossier=${number}&kind=interruption`);
    expect(items[0]).toMatchObject({
      trainee,
      described: 'states',
      sessions: ['session:eos:67680'],
      funding: 'prf',
      periods: ['I1'],
      interruption: { way: 'observed', until: '2026-05-24', days: 21, long: true, changesState: true },
      toldFrom: '2026-05-04T08:00:00.000Z',
    });
  });

  it('is shared by the mission locale and Cap emploi for theirs, and by nobody for others', async () => {
    for (const client of [mission ?? '', 'cap-emploi']) {
      const { number } = await person(life, [registered(siretOf(client))]);
      expect(await read(number, '?kind=exit', client)).toEqual(['exit 2026-06-01 told']);
      for (const other of [mission ?? '', 'cap-emploi'].filter((each) => each !== client))
        expect(await read(number, '', other)).toEqual([]);
    }
    const { number } = await person(life);
    expect(await read(number, '?from=2026-06-01')).toEqual([]);
  });

  it('holds nothing of a person under restriction', async () => {
    const restricted = fact('processing-restricted', { source: 'operator', day: '2026-05-01', references: [] });
    const { number } = await person(life, [registered(), restricted]);
    expect(await read(number)).toEqual([]);
    expect(await lines('cdc', 'control', number, '?kind=exit')).toEqual(['exit 2026-06-01 told']);
  });

  it('comes page by page, each item once, each person traced before it is shown', async () => {
    const whole = (await list('france-travail', 'job-seeker-list')).items;
    const rows = (await traced(stage)).filter(({ operation }) => operation === 'movements');
    expect(new Set(rows.map(({ dossier }) => dossier))).toEqual(new Set(whole.map(({ dossier }) => dossier)));
    expect(rows.every(({ trainee_id, purpose }) => trainee_id !== null && purpose === 'job-seeker-list')).toBe(true);
    const paged: Item[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page: Awaited<ReturnType<typeof list<Item>>> = await list('france-travail', 'job-seeker-list', query);
      paged.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
  });

  it('is refused for another purpose than agreed, and for a kind that is none', async () => {
    const status = async (client: string, purpose: string, query = '') =>
      (await ask(stage, client, `/v1/movements${query}`, { headers: { 'hub-purpose': purpose } })).statusCode;
    expect(await status('france-travail', 'advice')).toBe(403);
    expect(await status('cdc', 'control', '?kind=arrival')).toBe(400);
    expect(await status('cdc', 'control', '?from=yesterday')).toBe(400);
  });
});

it('whoever has facts of its own alone is told what these say, and not that there is more', async () => {
  const own = fact('entry-attested', { source: 'opco', id: 'o1', day: '2026-03-30' });
  const { number } = await person([...life, own]);
  expect(await lines('opco', 'funding-follow-up', number)).toEqual(['entry 2026-03-30 told']);
  expect(await lines('opco', 'funding-follow-up', number, '?kind=exit')).toEqual([]);
});

describe('an operator of CEP', () => {
  const siret = siretOf(cepOperator ?? '');
  const period = (type: 'cep-period-opened' | 'cep-period-closed', day: string) =>
    fact(type, { source: 'cep', day, references: [], data: { period: 'C1', operatorSiret: siret } });

  it('is told of whom it follows from the day after the opening to the day before the close', async () => {
    const { number } = await person(life, [
      period('cep-period-opened', '2026-06-10'),
      period('cep-period-closed', '2026-06-20'),
    ]);
    const seenOn = async (day: string) => {
      stage.clock.nowMs = Date.parse(`${day}T10:00:00Z`);
      return lines(cepOperator ?? '', 'advice', number, '?kind=exit');
    };
    expect(await seenOn('2026-06-10')).toEqual([]);
    expect(await seenOn('2026-06-11')).toEqual(['exit 2026-06-01 told']);
    const { items } = await list(cepOperator ?? '', 'advice', `?dossier=${number}&kind=exit`);
    expect(items).toMatchObject([{ periods: ['C1'] }]);
    expect(await seenOn('2026-06-19')).toEqual(['exit 2026-06-01 told']);
    expect(await seenOn('2026-06-20')).toEqual([]);
    expect(await seenOn('2026-06-21')).toEqual([]);
  });
});

interface Paid {
  readonly dossier: number;
  readonly described: string;
  readonly remuneration: object;
  readonly stays: readonly object[];
  readonly attendance: readonly { readonly month: string }[];
  readonly absences: readonly { readonly from: string }[];
  readonly blockages: readonly { readonly reason: string; readonly month: string | null; readonly sentence: string }[];
}

describe('a pay body', () => {
  const siret = siretOf(payBody ?? '');
  const sent = (day: string, more: object = {}, source = 'eos') =>
    fact('remuneration-set', { source, day, data: { payBody: 'docapost', payBodySiret: siret, sent: true, ...more } });
  const attendance = (month: string) =>
    fact('attendance-reported', { source: 'kairos', day: `${month}-28`, data: { month, complete: true } });
  const absence = (day: string) =>
    fact('absence-declared', { source: 'kairos', day, data: { from: day, to: day, justified: true } });
  const entry = fact('entry-attested', { id: 'e1', day: '2026-04-02' });
  const paid = async (number: number, client = payBody ?? '', purpose = 'remuneration', query = '') =>
    (await list<Paid>(client, purpose, query, 'remunerations')).items.filter(({ dossier }) => dossier === number);

  it('is shown the stay, the months and the absences of whom it pays, and what keeps it from paying', async () => {
    const { number, trainee } = await person([
      ...[positioned, entry, attendance('2026-04'), absence('2026-04-14')],
      sent('2026-04-01'),
    ]);
    expect(await paid(number)).toMatchObject([
      {
        trainee,
        status: 'entered',
        described: 'states',
        remuneration: { body: siret, sent: true, from: '2026-04-01', to: null },
        stays: [{ state: 'entered', entry: '2026-04-02', exit: null }],
        attendance: [{ month: '2026-04', complete: true }],
        absences: [{ from: '2026-04-14', justified: true }],
        blockages: [
          {
            reason: 'attendance-missing',
            month: '2026-05',
            since: '2026-05-31',
            sentence: expect.stringContaining('assiduité'),
            remedy: expect.stringContaining('attendance-reported'),
          },
        ],
      },
    ]);
    expect(await traced(stage)).toContainEqual(
      expect.objectContaining({ operation: 'remunerations', trainee_id: trainee, dossier: number, client_id: payBody }),
    );
    expect(await paid(number, payBody, 'remuneration', '?blocked=false')).toEqual([]);
    expect(await paid(number, payBody, 'remuneration', '?reason=entry-missing')).toEqual([]);
    expect(await paid(number, payBody, 'remuneration', '?reason=attendance-missing')).toHaveLength(1);
    expect(await lines(payBody ?? '', 'remuneration', number)).toEqual(['entry 2026-04-02 told']);
  });

  it('is shown the days until the pay was sent elsewhere, and that it no longer is', async () => {
    const { number } = await person([
      ...[
        positioned,
        entry,
        attendance('2026-04'),
        attendance('2026-06'),
        absence('2026-04-14'),
        absence('2026-06-02'),
      ],
      ...[sent('2026-04-01'), sent('2026-05-15', { sent: false })],
    ]);
    const [item] = await paid(number);
    expect(item?.remuneration).toMatchObject({ sent: false, to: '2026-05-15' });
    expect(item?.attendance.map(({ month }) => month)).toEqual(['2026-04']);
    expect(item?.absences.map(({ from }) => from)).toEqual(['2026-04-14']);
    expect(item?.blockages.map(({ reason, month }) => [reason, month])).toEqual([
      ['not-sent', null],
      ['attendance-missing', '2026-05'],
    ]);
  });

  it('is told that no entry is attested; who finances the training is told the same', async () => {
    const line = { line: 'L1', financerSiret: siretOf(region), funding: 'prf', device: 'prf', from: '2026-03-01' };
    const { number } = await person([
      positioned,
      fact('financing-engaged', { source: 'region-cvl', day: '2026-03-01', data: line }),
      sent('2026-04-01'),
    ]);
    const reasons = async (client: string, purpose: string) =>
      (await paid(number, client, purpose)).flatMap(({ blockages }) => blockages.map(({ reason }) => reason));
    expect(await reasons(payBody ?? '', 'remuneration')).toEqual(['entry-missing']);
    expect(await reasons(region, 'funding-follow-up')).toEqual(['entry-missing']);
    expect(await paid(number, 'region-bretagne', 'funding-follow-up')).toEqual([]);
    // Who follows the job seeker is shown states and days, and no remuneration.
    expect(await paid(number, 'france-travail', 'job-seeker-list')).toEqual([]);
  });

  it('by its own word alone sees its own facts, and not what blocks', async () => {
    const { number } = await person([...life, sent('2026-04-01', {}, 'docapost')]);
    expect(await paid(number)).toMatchObject([{ described: 'own', stays: [], attendance: [], blockages: null }]);
    expect(await paid(number, payBody, 'remuneration', '?blocked=true')).toEqual([]);
    expect(await lines(payBody ?? '', 'remuneration', number)).toEqual([]);
  });
});

it('the feed tells an operator of CEP of whom it follows while the period is open, and of nothing after the close', async () => {
  const hub = await scenarioHub();
  const { database, secrets, log } = hub;
  const asked = await openQuestions({
    database,
    secrets,
    keyStore: openKeyStore({ pool: database.keysPool, secrets }),
    log,
  });
  try {
    const anna = newPerson();
    const today = parisDay(new Date().toISOString());
    let told = 0;
    const report = async (client: string, type: string, data: object) => {
      told += 1;
      const event = {
        ...{ specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${client === 'eos' ? 'eos' : 'cep'}` },
        ...{ id: `moved-${told}`, recordedtime: new Date().toISOString() },
        data: { trainee: { nir: anna.nirWithKey }, ...data },
      };
      const { results, text } = await hub.report(client, [event]);
      expect(results[0]?.status, text).toBe('accepted');
      return results[0]?.receipt;
    };
    let cursor: string | null = null;
    const follow = async () => {
      const headers = { 'hub-purpose': 'advice' };
      const query = cursor === null ? '' : `?cursor=${cursor}`;
      const answer = await ask({ server: asked.server, secrets }, 'cep-operator', `/v1/changes${query}`, { headers });
      expect(answer.statusCode, answer.body).toBe(200);
      const page = answer.json();
      cursor = page.cursor;
      return page.items as readonly { readonly dossier: number; readonly state: string }[];
    };
    const onDay = (days: number) => {
      asked.clock.nowMs = Date.parse(`${addDays(today, days)}T10:00:00Z`);
    };
    const training = ['session:eos:7001'];
    const entered = await report('eos', 'entry-attested', { training, effectiveDate: addDays(today, -3) });
    const period = { period: 'C1', operatorSiret: siretOf(cepOperator ?? '') };
    await report('cep-operator', 'cep-period-opened', { ...period, effectiveDate: addDays(today, -2) });
    const dossier = entered?.dossier ?? 0;
    onDay(1);
    await eventually(async () => expect((await follow()).map((item) => item.dossier)).toEqual([dossier]));
    await eventually(async () => expect(await follow()).toEqual([]));
    await report('eos', 'exit-declared', { training, effectiveDate: today, kind: 'planned-end' });
    await eventually(async () =>
      expect(await follow()).toMatchObject([{ dossier, causes: [{ type: 'exit-declared', source: 'eos' }] }]),
    );
    await report('cep-operator', 'cep-period-closed', { ...period, effectiveDate: today });
    const after = await report('eos', 'assessment-recorded', { training, effectiveDate: today, result: 'reached' });
    await hub.read(dossier, { receipts: after === undefined ? [] : [after] });
    // It closed the period itself: it is told that it sees the dossier no more, once, and of nothing after that.
    await eventually(async () =>
      expect(await follow()).toEqual([{ dossier, state: 'out-of-sight', causes: 'sight', sightUntil: null }]),
    );
    for (const day of [1, 2]) {
      onDay(day);
      expect(await follow()).toEqual([]);
    }
  } finally {
    await asked.close();
    await hub.close();
  }
});
