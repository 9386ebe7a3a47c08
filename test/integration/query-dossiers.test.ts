import { randomUUID } from 'node:crypto';
import type { EventName } from '@hub/contracts';
import type { Fact } from '@hub/core';
import { demoPartners } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  checked,
  fact,
  openStage,
  type Stage,
  storeDossier,
  storeSession,
  storeTrainee,
  traced,
} from './query-stage.ts';

const siretOf = (clientId: string) => demoPartners.find((each) => each.clientId === clientId)?.siret ?? '';
const region = 'region-centre-val-de-loire';
const [here, elsewhere, titular] = ['82422814200660', '82422814201874', '99000102600014'];
const [first, second, joined] = ['session:eos:70001', 'session:eos:70002', 'session:07:70003'];

let stage: Stage;
let next = 20_000_001;

/** A person with a number for each dossier. */
interface Person {
  readonly trainee: string;
  readonly numbers: readonly [number, ...number[]];
}

/** Today is 2026-06-15 in all of this. */
async function person(
  dossiers: readonly (readonly Fact[])[],
  own: readonly Fact[] = [],
  linked: readonly string[] = [],
): Promise<Person> {
  const trainee = randomUUID();
  const numbers: number[] = [];
  for (const facts of dossiers) {
    const number = checked(next * 10);
    next += 1;
    numbers.push(number);
    await storeDossier(stage, trainee, number, facts);
  }
  if (own.length > 0 || linked.length > 0) await storeTrainee(stage, trainee, own, linked);
  return { trainee, numbers: numbers as unknown as Person['numbers'] };
}

/** A fact of a dossier in a session, with the SIRET of who gives the training where one is told. */
const told = (source: string, type: EventName, day: string, reference: string, data: object = {}) =>
  fact(type, { source, day, references: [reference], data: { ...data } });
const positioned = (reference: string, data: object = {}) =>
  told('kairos', 'candidate-positioned', '2026-03-20', reference, {
    ...{ by: 'adviser', mode: 'appointment', funding: 'prf' },
    ...data,
  });
const entered = (source: string, reference: string, data: object = {}) =>
  told(source, 'entry-attested', '2026-04-01', reference, data);
const left = (source: string, reference: string) =>
  told(source, 'exit-declared', '2026-05-20', reference, { kind: 'planned-end' });
const line = (reference: string) =>
  told('region-cvl', 'financing-engaged', '2026-03-01', reference, {
    ...{ line: 'L1', financerSiret: siretOf(region), funding: 'prf', device: 'prf', from: '2026-03-01' },
  });
const registered = (id: string) =>
  fact('job-seeker-period-opened', {
    source: 'france-travail',
    id,
    day: '2026-01-12',
    references: [],
    data: { period: id, referentSiret: siretOf('mission-locale') },
  });
const advised = fact('cep-period-opened', {
  source: 'cep',
  day: '2026-02-01',
  references: [],
  data: { period: 'C1', operatorSiret: siretOf('cep-operator') },
});
const paid = told('region-cvl', 'remuneration-set', '2026-04-01', first, {
  ...{ payBody: 'docapost', payBodySiret: siretOf('pay-body'), sent: true },
});

let corroborated: Person;
let ofOpco: Person;
let followed: Person;
let linkedToFollowed: Person;
let restricted: Person;
let twoRows: Person;
let unnamed: Person;

beforeAll(async () => {
  stage = await openStage();
  const offer = (reference: string, data: object) =>
    fact('session-published', {
      source: 'ofeli',
      references: [reference],
      data: { title: 'Soudeur', start: '2026-04-01', end: '2026-07-31', ...data },
    });
  await storeSession(stage, [offer(first, { mandataireSiret: titular })]);
  await storeSession(stage, [offer(second, { mandataireSiret: titular, dispensateurSirets: [elsewhere] })]);
  const same = { source: 'operator', references: [joined, second], data: { verdict: 'same' } };
  await storeSession(stage, [offer(joined, { dispensateurSirets: [elsewhere] }), fact('session-identified', same)]);
  corroborated = await person([[positioned(first, { organisationSiret: here }), entered('eos', first), line(first)]]);
  ofOpco = await person([
    [entered('opco', 'file:opco:A1'), left('eos', 'file:opco:A1')],
    [
      told('opco', 'path-planned', '2026-03-01', 'file:opco:A2', {
        plannedEntry: '2026-09-01',
        plannedExit: '2026-12-01',
      }),
    ],
  ]);
  followed = await person([[entered('opco', first), left('opco', first), paid]], [registered('I1'), advised]);
  linkedToFollowed = await person([[entered('opco', second)]]);
  const { trainee } = linkedToFollowed;
  const verdict = fact('trainees-judged', {
    source: 'operator',
    references: [],
    data: { trainees: [followed.trainee, trainee], verdict: 'same', by: 'manual' },
  });
  await storeTrainee(stage, trainee, [verdict], [followed.trainee]);
  restricted = await person(
    [[entered('opco', first)]],
    [fact('processing-restricted', { source: 'operator', day: '2026-05-01', references: [] })],
  );
  twoRows = await person([[positioned(second)], [positioned(joined), entered('eos', joined), line(joined)]]);
  unnamed = await person([
    [positioned(first, { organisationSiret: elsewhere }), told('opco', 'absent-at-entry', '2026-04-01', first)],
  ]);
});
afterAll(() => stage?.close());

interface Listed {
  readonly number: number;
  readonly alsoKnownAs: readonly number[];
  readonly status: string;
  readonly organisations: readonly string[];
  readonly sessions: readonly string[];
  readonly described: string;
}

interface Page {
  readonly items: readonly Listed[];
  readonly next: string | null;
}

const get = (client: string, purpose: string, url: string) =>
  ask(stage, client, url, { headers: { 'hub-purpose': purpose } });

async function page(client: string, purpose: string, query = ''): Promise<Page> {
  const answer = await get(client, purpose, `/v1/dossiers${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const list = async (client: string, purpose: string, query = '') => (await page(client, purpose, query)).items;
const numbers = async (client: string, purpose: string, query = '') =>
  (await list(client, purpose, query)).map(({ number }) => number);
const sorted = (...all: readonly number[]) => all.toSorted((a, b) => a - b);

describe('one’s own dossiers', () => {
  it('are listed to a financer whose part another organisation bears out, and those of its own facts as these say', async () => {
    const items = await list(region, 'funding-follow-up');
    expect(items.map(({ number, described }) => [number, described])).toEqual([
      [corroborated.numbers[0], 'all'],
      [ofOpco.numbers[0], 'own'],
      [followed.numbers[0], 'own'],
      [twoRows.numbers[0], 'all'],
    ]);
    expect(items[0]).toEqual({
      number: corroborated.numbers[0],
      alsoKnownAs: [],
      status: 'entered',
      statusSince: '2026-04-01',
      funding: 'prf',
      territory: 'centre-val-de-loire',
      sessions: [first],
      organisations: [here],
      entered: '2026-04-01',
      left: null,
      leftBy: null,
      lastChange: { type: 'entry-attested', source: 'eos', receivedAt: '2026-04-01T08:00:00.000Z' },
      described: 'all',
      sightUntil: '2028-04-01',
    });
  });

  it('are listed to whoever follows a person, states and days alone, linked persons included', async () => {
    const all = sorted(followed.numbers[0], linkedToFollowed.numbers[0]);
    for (const [client, purpose] of [
      ['france-travail', 'job-seeker-list'],
      ['mission-locale', 'job-seeker-list'],
      ['cep-operator', 'advice'],
    ] as const) {
      const items = await list(client, purpose);
      expect(
        items.filter(({ described }) => described === 'states').map(({ number }) => number),
        client,
      ).toEqual(all);
      expect(items.find(({ number }) => number === all[0])).toMatchObject({ status: 'exited', left: '2026-05-20' });
    }
    expect(await list('cep-operator-second', 'advice')).toEqual([]);
    expect(await list('cap-emploi', 'job-seeker-list')).toEqual([]);
    expect(await numbers('mission-locale', 'advice')).toEqual([]);
    expect(await list('pay-body', 'remuneration')).toMatchObject([
      { number: followed.numbers[0], described: 'states', lastChange: { type: 'exit-declared' } },
    ]);
  });

  it('say what a read says of each', async () => {
    for (const [client, purpose] of [
      [region, 'funding-follow-up'],
      ['opco', 'training-follow-up'],
      ['kairos', 'training-follow-up'],
      ['mission-locale', 'job-seeker-list'],
      ['pay-body', 'remuneration'],
      ['cdc', 'control'],
    ] as const) {
      const items = await list(client, purpose);
      expect(items.length, client).toBeGreaterThan(0);
      for (const item of items) {
        const read = (await get(client, purpose, `/v1/dossiers/${item.number}`)).json();
        const { status, funding, territory, sight, sightUntil, alsoKnownAs } = read;
        expect(item, client).toMatchObject({
          status,
          funding,
          territory,
          described: sight.described,
          sightUntil,
          alsoKnownAs,
        });
      }
    }
  });

  it('are those of the authority all, of a restricted person too, and of nobody else', async () => {
    const everything = [corroborated, ofOpco, followed, linkedToFollowed, restricted, twoRows, unnamed];
    const firsts = everything.flatMap((each) => (each === twoRows ? each.numbers.slice(0, 1) : each.numbers));
    expect(await numbers('cdc', 'control')).toEqual(sorted(...firsts));
    expect(await numbers('opco', 'funding-follow-up')).not.toContain(restricted.numbers[0]);
    expect(await list('region-bretagne', 'funding-follow-up')).toEqual([]);
  });

  it('come page by page, each once, rows that answer as one included', async () => {
    for (const [client, purpose] of [
      ['cdc', 'control'],
      [region, 'funding-follow-up'],
      ['france-travail', 'job-seeker-list'],
      ['opco', 'funding-follow-up'],
    ] as const) {
      const whole = await list(client, purpose);
      const paged: Listed[] = [];
      let cursor: string | null = null;
      do {
        const { items, next }: Page = await page(
          client,
          purpose,
          `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
        );
        expect(items.length).toBeLessThanOrEqual(2);
        paged.push(...items);
        cursor = next;
      } while (cursor !== null);
      expect(paged, client).toEqual(whole);
      expect(new Set(whole.flatMap(({ number, alsoKnownAs }) => [number, ...alsoKnownAs])).size).toBe(
        whole.flatMap(({ number, alsoKnownAs }) => [number, ...alsoKnownAs]).length,
      );
    }
  });

  it('leave a trace of every person shown, and are refused for a purpose outside the convention', async () => {
    await traced(stage);
    await list('pay-body', 'remuneration');
    expect(await traced(stage)).toMatchObject([
      { operation: 'dossiers', trainee_id: followed.trainee, dossier: followed.numbers[0], decision: 'allowed' },
    ]);
    for (const client of ['pay-body', 'soistiss']) {
      expect((await get(client, 'data-quality', '/v1/dossiers')).statusCode).toBe(403);
    }
    for (const query of [
      'status=nonsense',
      'session=nonsense',
      'siret=123',
      'source=nonsense',
      'limit=0',
      'organisation=99000102600014',
    ]) {
      expect((await get('cdc', 'control', `/v1/dossiers?${query}`)).statusCode, query).toBe(400);
    }
  });
});

describe('filters', () => {
  it('tell whoever has facts of its own nothing of others’ by what they select', async () => {
    const [number] = ofOpco.numbers;
    const of = (query: string) => numbers('opco', 'funding-follow-up', query);
    expect(await of('?status=entered')).toContain(number);
    for (const query of ['?status=exited', '?leftFrom=2026-01-01', '?source=eos']) {
      expect(await of(query), query).not.toContain(number);
    }
    expect(await numbers(region, 'funding-follow-up', '?status=entered')).not.toContain(number);
    expect(await numbers('cdc', 'control', '?status=exited')).toContain(number);
    expect(await numbers('cdc', 'control', '?status=entered')).not.toContain(number);
  });

  it('let through what the whole list says of each, for every reader', async () => {
    for (const [client, purpose] of [
      ['cdc', 'control'],
      [region, 'funding-follow-up'],
      ['opco', 'funding-follow-up'],
      ['mission-locale', 'job-seeker-list'],
      ['pay-body', 'remuneration'],
    ] as const) {
      const whole = await list(client, purpose);
      for (const status of ['entered', 'exited', 'positioned', 'declared', 'absent', 'entered,exited']) {
        const within = whole.filter((item) => status.split(',').includes(item.status));
        expect(await list(client, purpose, `?status=${status}`), `${client} ${status}`).toEqual(within);
      }
    }
  });

  it('find by organisation what the reader is shown: its facts’, else its session’s', async () => {
    const [number] = unnamed.numbers;
    const of = (client: string, siret: string) => numbers(client, 'funding-follow-up', `?siret=${siret}`);
    expect(await of('opco', titular)).toContain(number);
    expect(await of('opco', elsewhere)).not.toContain(number);
    expect(await of('cdc', elsewhere)).toContain(number);
    expect(await of('cdc', titular)).not.toContain(number);
    expect(await of(region, here)).toEqual([corroborated.numbers[0]]);
    expect(await of(region, elsewhere)).toEqual([twoRows.numbers[0]]);
    expect(await of(region, '83055000800012')).toEqual([]);
  });

  it('find by session, in any writing, under any of its references, whatever row of a dossier names it', async () => {
    const of = (client: string, session: string) => numbers(client, 'funding-follow-up', `?session=${session}`);
    expect(await of(region, 'SESSION:EOS:70001')).toEqual([corroborated.numbers[0], followed.numbers[0]]);
    for (const session of [second, joined]) {
      expect(await of(region, session), session).toEqual([twoRows.numbers[0]]);
      expect(await of('cdc', session), session).toEqual(sorted(linkedToFollowed.numbers[0], twoRows.numbers[0]));
    }
    expect(await of('cdc', 'session:eos:1')).toEqual([]);
    expect(await of('cdc', `${first}&siret=${here}`)).toEqual([corroborated.numbers[0]]);
  });

  it('hold for whoever follows somebody', async () => {
    const of = (query: string) => numbers('mission-locale', 'job-seeker-list', query);
    expect(await of(`?session=${second}`)).toEqual([linkedToFollowed.numbers[0]]);
    expect(await of(`?siret=${titular}&status=exited`)).toEqual([followed.numbers[0]]);
    expect(await of('?status=absent')).toEqual([]);
  });

  it('by organisation and session make the lists and counts of what is wrong or expected those of one', async () => {
    for (const client of ['cdc', region, 'kairos', 'opco']) {
      const listed = new Map(
        (await listAll(client)).map(({ number, organisations, sessions }) => [number, { organisations, sessions }]),
      );
      for (const kind of ['anomalies', 'expectations']) {
        const whole = await noted(client, `/v1/${kind}?limit=500`);
        if (client !== 'kairos') expect(whole.length, client).toBeGreaterThan(0);
        for (const [query, isIn] of [
          [`siret=${titular}`, ({ organisations }: Pick<Listed, 'organisations'>) => organisations.includes(titular)],
          [
            `siret=${elsewhere}`,
            ({ organisations }: Pick<Listed, 'organisations'>) => organisations.includes(elsewhere),
          ],
          [`session=${second}`, ({ sessions }: Pick<Listed, 'sessions'>) => sessions.includes(second)],
        ] as const) {
          const within = whole.filter(({ dossier }) => isIn(listed.get(dossier) as Listed));
          expect(await noted(client, `/v1/${kind}?limit=500&${query}`), `${client} ${kind} ${query}`).toEqual(within);
          const { counts } = (await get(client, 'data-quality', `/v1/${kind}/counts?${query}`)).json();
          expect(counts.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(within.length);
        }
      }
    }
  });

  it('make the counters of a first page those of one training organisation', async () => {
    const appointed = (organisationSiret: string, id: string) =>
      person([
        [
          fact('candidate-positioned', {
            source: 'kairos',
            id,
            day: '2026-06-01',
            references: ['session:eos:70009'],
            data: { by: 'adviser', mode: 'appointment', funding: 'prf', slot: id, organisationSiret },
          }),
          fact('presence-recorded', {
            source: 'kairos',
            id: `${id}-p`,
            day: '2026-06-08',
            references: ['session:eos:70009'],
            data: { presence: 'present', slot: id, organisationSiret },
          }),
        ],
      ]);
    const mine = '83055000800012';
    await appointed(mine, 'a1');
    await appointed(mine, 'a2');
    await appointed('84900000100015', 'b1');
    const counters = async (query: string) =>
      (await get('kairos', 'data-quality', `/v1/expectations/counts${query}`)).json().counters.results.count;
    expect([await counters(`?siret=${mine}`), await counters('?siret=84900000100015')]).toEqual([2, 1]);
    expect(await counters(`?siret=${mine}&session=session:eos:70001`)).toBe(0);
    expect(await counters('')).toBeGreaterThanOrEqual(3);
  });
});

const listAll = (client: string) => list(client, client === 'cdc' ? 'control' : 'funding-follow-up', '?limit=500');

async function noted(client: string, url: string): Promise<readonly { readonly dossier: number }[]> {
  const answer = await get(client, 'data-quality', url);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
}
