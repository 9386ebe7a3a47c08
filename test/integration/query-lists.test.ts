import { randomUUID } from 'node:crypto';
import { demoPartners } from '@hub/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const region = 'region-centre-val-de-loire';
const regionSiret = demoPartners.find(({ clientId }) => clientId === region)?.siret;
const [contested, reversed, withheld, here, there] = [100000016, 100000024, 100000032, 100000040, 100000059];
const [anna, ben, carla, dan, danAgain] = Array.from({ length: 5 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
  string,
];
let stage: Stage;

const positioned = (id: string, day: string) =>
  fact('candidate-positioned', {
    source: 'kairos',
    id,
    day,
    data: { by: 'adviser', mode: 'appointment', funding: 'prf' },
  });

/** Today is 2026-06-15 in all of this. */
beforeAll(async () => {
  stage = await openStage();
  await storeSession(stage, [
    fact('session-published', {
      source: 'ofeli',
      id: 's1',
      data: {
        title: 'Soudeur',
        start: '2026-04-01',
        end: '2026-07-31',
        entryMode: 'fixed-dates',
        mandataireSiret: '99000102600014',
      },
    }),
  ]);
  await storeDossier(stage, anna, contested, [
    positioned('p1', '2026-03-20'),
    fact('selection-decided', { source: 'kairos', id: 'r1', day: '2026-03-25', data: { result: 'retained' } }),
    fact('entry-attested', { source: 'kairos', id: 'k1', day: '2026-04-02' }),
    fact('entry-attested', { source: 'eos', id: 'e1', day: '2026-04-01' }),
    fact('financing-engaged', {
      source: 'region-cvl',
      id: 'f1',
      day: '2026-03-01',
      data: { line: 'L1', financerSiret: regionSiret, funding: 'prf', device: 'prf', from: '2026-03-01' },
    }),
  ]);
  await storeDossier(stage, ben, reversed, [
    fact('entry-attested', { source: 'eos', id: 'e2', day: '2026-04-03', recordedAt: '2026-04-20T08:00:00.000Z' }),
    fact('exit-declared', { source: 'eos', id: 'x2', day: '2026-04-02', data: { kind: 'planned-end' } }),
  ]);
  await storeDossier(stage, carla, withheld, [fact('exit-declared', { source: 'eos', id: 'x3', day: '2026-04-02' })]);
  await storeTrainee(stage, carla, [
    fact('processing-restricted', { source: 'operator', day: '2026-05-01', references: [] }),
  ]);
  // One person known twice: what Kairos reported of the one and EOS of the other contradicts each other only once linked.
  await storeDossier(stage, dan, here, [fact('entry-attested', { source: 'kairos', id: 'k4', day: '2026-04-02' })]);
  await storeDossier(stage, danAgain, there, [
    positioned('p5', '2026-03-20'),
    fact('entry-attested', { source: 'eos', id: 'e5', day: '2026-04-01' }),
    fact('financing-engaged', {
      source: 'region-cvl',
      id: 'f5',
      day: '2026-03-01',
      data: { line: 'L5', financerSiret: regionSiret, funding: 'prf', device: 'prf', from: '2026-03-01' },
    }),
  ]);
  const data = { trainees: [dan, danAgain], verdict: 'same', by: 'manual' };
  await storeTrainee(
    stage,
    dan,
    [fact('trainees-judged', { source: 'operator', id: 'j1', references: [], data })],
    [danAgain],
  );
});

afterAll(() => stage?.close());
beforeEach(() => traced(stage));

interface Listed {
  readonly dossier: number;
  readonly code: string;
  readonly what: string;
  readonly month?: string;
  readonly facts: readonly object[];
  readonly about: Readonly<Record<string, unknown>>;
  readonly overdue: boolean;
  readonly own: boolean;
  readonly past: boolean;
  readonly tellers: readonly string[];
  readonly dueBy: string | null;
  readonly daysLate: number | null;
}

const quality = { 'hub-purpose': 'data-quality' };
const get = (client: string, url: string) => ask(stage, client, url, { headers: quality });

async function list(client: string, url: string): Promise<readonly Listed[]> {
  const answer = await get(client, url);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
}

const codesBy = (items: readonly Listed[], dossier: number) =>
  items.filter((item) => item.dossier === dossier).map(({ code }) => code);

describe('the anomalies of one’s own dossiers', () => {
  it('name to an organisation what its own facts alone say, and nothing that others reported', async () => {
    const items = await list('kairos', '/v1/anomalies');
    expect(items.find(({ dossier, code }) => dossier === contested && code === 'certificate-missing')).toMatchObject({
      severity: 'info',
      found: 'stored',
      facts: [{ source: 'kairos', eventId: 'r1' }],
      sentence: expect.any(String),
      remedy: expect.any(String),
    });
    expect(codesBy(items, contested)).not.toContain('contested');
    expect(codesBy(items, reversed)).toEqual([]);
    expect(JSON.stringify(items)).not.toMatch(/e1|f1|e5|"source":"eos/);
  });

  it('are all shown to who finances the dossier, and none of a dossier of others', async () => {
    const items = await list(region, '/v1/anomalies');
    expect(codesBy(items, contested)).toEqual(expect.arrayContaining(['certificate-missing', 'contested']));
    expect(items.find(({ dossier, code }) => dossier === contested && code === 'contested')).toMatchObject({
      facts: [
        { source: 'eos', eventId: 'e1' },
        { source: 'kairos', eventId: 'k1' },
      ],
      sentence: expect.stringContaining('Deux systèmes'),
      remedy: expect.stringContaining('La source en erreur'),
    });
    // Its machine for EOS reported of it: the Région reads that of its own facts.
    expect(codesBy(items, reversed)).toEqual(expect.arrayContaining(['exit-before-entry', 'late-declaration']));
    expect(items.filter(({ dossier }) => ![contested, reversed, here, there].includes(dossier))).toEqual([]);
    expect(items.find(({ code }) => code === 'late-declaration')).toMatchObject({ past: true, tellers: [] });
    expect(items.find(({ code }) => code === 'contested')).toMatchObject({ past: false, tellers: ['eos', 'kairos'] });
    expect(await list(region, '/v1/anomalies?past=false')).toEqual(items.filter(({ past }) => !past));
    // EOS is its own.
    expect(items.every(({ tellers, own }) => own === tellers.includes('eos'))).toBe(true);
    expect(await list('eos', '/v1/anomalies')).toEqual(items);
    expect(await list('region-bretagne', '/v1/anomalies')).toEqual([]);
    expect(await list('soistiss', '/v1/anomalies')).toEqual([]);
  });

  it('of a restricted person are for the authority only', async () => {
    const numbers = async (client: string) => (await list(client, '/v1/anomalies')).map(({ dossier }) => dossier);
    expect(await numbers('cdc')).toContain(withheld);
    expect(await numbers('eos')).not.toContain(withheld);
  });

  it('that only show once two persons are linked stand in the list, once', async () => {
    for (const client of ['eos', region, 'cdc']) {
      const items = (await list(client, '/v1/anomalies?code=contested')).filter(({ dossier }) => dossier !== contested);
      expect(items).toHaveLength(1);
      expect([here, there]).toContain(items[0]?.dossier);
    }
  });

  it('agree with what a read of the dossier says', async () => {
    const listed = await list(region, '/v1/anomalies');
    const read = await ask(stage, region, `/v1/dossiers/${contested}`);
    const codes = read.json().anomalies.map(({ code }: { code: string }) => code);
    expect(codesBy(listed, contested).sort()).toEqual(codes.sort());
  });

  it('are filtered by code, severity and day', async () => {
    const only = async (query: string) =>
      new Set((await list('cdc', `/v1/anomalies?${query}`)).map(({ code }) => code));
    expect(await only('code=exit-before-entry')).toEqual(new Set(['exit-before-entry']));
    expect([...(await only('severity=error'))]).toEqual(['exit-before-entry']);
    expect(await only('code=contested&severity=error')).toEqual(new Set());
    expect((await list('cdc', '/v1/anomalies?code=late-declaration&since=2026-04-20')).length).toBe(1);
    expect((await list('cdc', '/v1/anomalies?code=late-declaration&since=2026-04-21')).length).toBe(0);
    const counted = async (query: string) =>
      (await get('cdc', `/v1/anomalies/counts?code=late-declaration${query}`)).json().counts;
    expect(await counted('&since=2026-04-20')).toMatchObject([{ count: 1 }]);
    expect(await counted('&since=2026-04-21')).toEqual([]);
    const assessed = await list('cdc', '/v1/anomalies?found=assessed');
    const stored = await list('cdc', '/v1/anomalies?found=stored');
    const whole = await list('cdc', '/v1/anomalies');
    const ofRecords = new Set(stored.map(({ code }) => code));
    expect(assessed.filter(({ code }) => ofRecords.has(code))).toEqual([]);
    expect(assessed.map(({ code }) => code)).toContain('overdue');
    expect(assessed.length + stored.length).toBe(whole.length);
  });

  it('are filtered by dossier, by any number under which it answers', async () => {
    for (const number of [here, there]) {
      const items = await list('eos', `/v1/anomalies?code=contested&dossier=${number}`);
      expect(items).toHaveLength(1);
      expect([here, there]).toContain(items[0]?.dossier);
    }
    expect(await list('eos', '/v1/anomalies?dossier=999999998')).toEqual([]);
    expect(await list('soistiss', `/v1/anomalies?dossier=${contested}`)).toEqual([]);
    const whole = (await list('cdc', '/v1/anomalies')).filter(({ dossier }) => dossier === contested);
    expect(await list('cdc', `/v1/anomalies?dossier=${contested}`)).toEqual(whole);
    const counts: { count: number }[] = (await get('cdc', `/v1/anomalies/counts?dossier=${contested}`)).json().counts;
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(whole.length);
  });

  it('are counted from the narrow row where nothing can be overdue, as often as they are there', async () => {
    await storeSession(stage, [
      fact('session-published', {
        source: 'ofeli',
        id: 's2',
        references: ['session:eos:90001'],
        data: {
          title: 'Soudeur',
          start: '2026-04-01',
          end: '2026-05-29',
          entryMode: 'fixed-dates',
          mandataireSiret: '99000102600014',
          dispensateurSirets: ['99000102600014'],
          place: { inseeCode: '45234' },
          financerCodes: ['2'],
          certification: { rncp: 'RNCP1' },
          placesTotal: 12,
          placesFinanced: 12,
          domain: { formacode: ['23054'] },
        },
      }),
    ]);
    const of = { source: 'eos', references: ['session:eos:90001'] };
    const late = '2026-06-14T08:00:00.000Z';
    const trainee = randomUUID();
    const facts = [
      fact('entry-attested', { ...of, id: 'e9', day: '2026-04-01', recordedAt: late }),
      fact('exit-declared', { ...of, id: 'x9', day: '2026-05-29', recordedAt: late, data: { kind: 'planned-end' } }),
      fact('assessment-recorded', { ...of, id: 'b9', day: '2026-05-29', data: { result: 'reached' } }),
      fact('attendance-reported', { ...of, id: 'a8', day: '2026-04-28', data: { month: '2026-04', complete: true } }),
      fact('attendance-reported', { ...of, id: 'a9', day: '2026-05-28', data: { month: '2026-05', complete: true } }),
    ];
    await storeDossier(stage, trainee, 100000091, facts);
    const url = '/v1/anomalies/counts?dossier=100000091';
    const { counts } = (await get('cdc', url)).json();
    expect(counts.map(({ code, count }: { code: string; count: number }) => [code, count])).toEqual([
      ['entry-without-positioning', 1],
      ['late-declaration', 2],
      ['skills-profile-missing', 1],
    ]);
    expect(await list('cdc', '/v1/anomalies?dossier=100000091')).toHaveLength(4);
    // Where all are counted the row alone answers: without its facts the answer is the same.
    const all = (await get('cdc', '/v1/anomalies/counts')).json().counts;
    const { rows } = await stage.database.pool.query(`select schema_name as name from projection.version`);
    await stage.database.pool.query(`update ${rows[0].name}.dossier set facts = '' where number = 100000091`);
    expect((await get('cdc', '/v1/anomalies/counts')).json().counts).toEqual(all);
    await storeDossier(stage, trainee, 100000091, facts);
  });

  it('say of what is overdue what it is, since when it is late, and how to report it', async () => {
    const items = await list('kairos', `/v1/anomalies?code=overdue&dossier=${contested}`);
    expect(items.find(({ about }) => about.dueBy === '2026-04-30')).toMatchObject({
      sentence:
        "Une information attendue n'est pas arrivée à son échéance. Assiduité mensuelle, au plus tard le 30/04/2026.",
      remedy: expect.stringContaining('attendance-reported'),
      facts: [{ source: 'kairos', eventId: 'k1' }],
    });
  });

  it.each(['cdc', 'eos', 'kairos', region])(
    'come to %s page by page, each once, as many as are counted',
    async (client) => {
      for (const kind of ['anomalies', 'expectations']) {
        const whole = await list(client, `/v1/${kind}`);
        const paged: Listed[] = [];
        let next: string | null = null;
        do {
          const answer = await get(client, `/v1/${kind}?limit=2${next === null ? '' : `&cursor=${next}`}`);
          const page: { items: Listed[]; next: string | null } = answer.json();
          expect(page.items.length).toBeLessThanOrEqual(2);
          paged.push(...page.items);
          next = page.next;
        } while (next !== null);
        expect(paged).toEqual(whole);
        const counts: { count: number }[] = (await get(client, `/v1/${kind}/counts`)).json().counts;
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(whole.length);
      }
    },
  );

  it.each(['cdc', 'eos', 'kairos', region])(
    'come to %s as what its own organisation is to tell and as the rest, counted alike',
    async (client) => {
      for (const kind of ['anomalies', 'expectations']) {
        const whole = await list(client, `/v1/${kind}`);
        for (const own of [true, false]) {
          const ours = whole.filter((item) => item.own === own);
          expect(await list(client, `/v1/${kind}?own=${own}`)).toEqual(ours);
          const { counts } = (await get(client, `/v1/${kind}/counts?own=${own}`)).json();
          expect(counts.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(ours.length);
        }
      }
    },
  );

  it('of something missing name who is to tell it, not who told what makes it missed', async () => {
    const items = await list(region, `/v1/anomalies?dossier=${contested}`);
    expect(items.find(({ code }) => code === 'certificate-missing')).toMatchObject({ tellers: ['kairos'], own: false });
    const alone = await list('cdc', '/v1/anomalies?code=entry-without-positioning');
    expect(alone.filter(({ tellers }) => tellers.includes('eos'))).toEqual([]);
  });

  it.each(['cdc', 'eos', 'kairos', region])('come to %s by one code as they come by all', async (client) => {
    const [whole, counts] = [await list(client, '/v1/anomalies'), (await get(client, '/v1/anomalies/counts')).json()];
    const codes = new Set(whole.map(({ code }) => code));
    expect(codes.size).toBeGreaterThan(0);
    for (const code of codes) {
      expect(await list(client, `/v1/anomalies?code=${code}`), code).toEqual(
        whole.filter((item) => item.code === code),
      );
      const counted = (await get(client, `/v1/anomalies/counts?code=${code}`)).json();
      expect(counted.counts).toEqual(counts.counts.filter((each: { code: string }) => each.code === code));
    }
  });

  it('leave a trace of every person shown, before they are shown', async () => {
    await list(region, '/v1/anomalies?code=contested');
    const rows = await traced(stage);
    expect(new Set(rows.map((row) => row.trainee_id))).toEqual(new Set([anna, dan, danAgain]));
    expect(rows.every(({ operation, client_id }) => operation === 'anomalies' && client_id === region)).toBe(true);
    await list('region-bretagne', '/v1/anomalies');
    expect(await traced(stage)).toMatchObject([
      { trainee_id: null, client_id: 'region-bretagne', decision: 'allowed' },
    ]);
  });

  it.each(['anomalies', 'expectations'])(
    'leave the trace of their %s whether those of one dossier are shown or counted',
    async (kind) => {
      await traced(stage);
      const traces: object[][] = [];
      for (const route of [kind, `${kind}/counts`]) {
        await get(region, `/v1/${route}?dossier=${contested}`);
        const rows = await traced(stage);
        traces.push(rows.map(({ operation, trainee_id, dossier }) => ({ operation, trainee_id, dossier })));
      }
      expect(traces[0]).toContainEqual({ operation: kind, trainee_id: expect.any(String), dossier: contested });
      expect(traces[1]).toEqual(traces[0]);
    },
  );

  it('are refused for a purpose outside the convention, an unknown code and a cursor that was never given', async () => {
    const refused = async (url: string, headers = {}) =>
      (await ask(stage, 'eos', url, { headers: { ...quality, ...headers } })).statusCode;
    expect(await refused('/v1/anomalies', { 'hub-purpose': 'control' })).toBe(403);
    expect(await refused('/v1/anomalies?code=nonsense')).toBe(400);
    expect(await refused('/v1/anomalies?cursor=bm9uc2Vuc2U')).toBe(400);
    expect(await refused('/v1/anomalies?limit=0')).toBe(400);
    expect(await refused('/v1/anomalies', { 'hub-agent': undefined })).toBe(400);
  });
});

describe('of what is read by states and days alone', () => {
  const unsure = checked(100000105);
  const mission = 'mission-locale';
  const siretOf = (client: string) => demoPartners.find(({ clientId }) => clientId === client)?.siret;
  const seen = async (client: string, purpose: string) => {
    const headers = { 'hub-purpose': purpose };
    const of = async (url: string) => (await ask(stage, client, url, { headers })).json();
    const read = await of(`/v1/dossiers/${unsure}`);
    const [anomalies, counts, expectations, expected] = [
      await of(`/v1/anomalies?dossier=${unsure}`),
      await of(`/v1/anomalies/counts?dossier=${unsure}`),
      await of(`/v1/expectations?dossier=${unsure}`),
      await of(`/v1/expectations/counts?dossier=${unsure}`),
    ];
    const codes = (all: readonly { readonly code: string }[]) => all.map(({ code }) => code).sort();
    return {
      described: read.sight?.described,
      read: codes(read.anomalies ?? []),
      listed: codes(anomalies.items),
      counted: codes(counts.counts),
      awaited: [(read.expectations ?? []).length, expectations.items.length, expected.dossiers],
    };
  };

  it('lists and counts show what a read does: nothing but what own facts alone say', async () => {
    const trainee = randomUUID();
    const others = [
      fact('entry-attested', { source: 'eos', id: 'e7', day: '2026-04-03', recordedAt: '2026-04-20T08:00:00.000Z' }),
      fact('exit-declared', { source: 'eos', id: 'x7', day: '2026-04-02', data: { kind: 'planned-end' } }),
    ];
    await storeDossier(stage, trainee, unsure, others);
    await storeTrainee(stage, trainee, [
      fact('job-seeker-period-opened', {
        source: 'france-travail',
        id: 'i7',
        day: '2026-01-12',
        references: [],
        data: { period: 'I7', referentSiret: siretOf(mission) },
      }),
      fact('cep-period-opened', {
        source: 'cep',
        id: 'o7',
        day: '2026-02-01',
        references: [],
        data: { period: 'C7', operatorSiret: siretOf('cep-operator') },
      }),
    ]);
    const nothing = { described: 'states', read: [], listed: [], counted: [], awaited: [0, 0, 0] };
    expect(await seen('cep-operator', 'advice')).toEqual(nothing);
    expect(await seen(mission, 'job-seeker-list')).toEqual(nothing);

    const own = [
      fact('entry-attested', { source: mission, id: 'm7', day: '2026-04-03', recordedAt: '2026-04-20T08:00:00.000Z' }),
      fact('exit-declared', { source: mission, id: 'm8', day: '2026-04-02', data: { kind: 'planned-end' } }),
    ];
    await storeDossier(stage, trainee, unsure, [...others, ...own]);
    const told = await seen(mission, 'job-seeker-list');
    expect(told.read).toContain('exit-before-entry');
    expect([told.described, told.listed, told.counted]).toEqual(['states', told.read, told.read]);
    expect((await seen('cep-operator', 'advice')).listed).toEqual([]);
  });
});

describe('what is expected', () => {
  it('is shown to who has to report it, overdue by the day of the question', async () => {
    const kairos = await list('kairos', '/v1/expectations?overdue=true');
    expect(kairos.filter(({ dossier }) => dossier === contested)).toMatchObject([
      {
        what: 'attendance',
        month: '2026-04',
        dueBy: '2026-04-30',
        tellers: ['kairos', 'kairos-ng'],
        label: expect.any(String),
      },
      { what: 'attendance', month: '2026-05', dueBy: '2026-05-31' },
    ]);
    expect(kairos.every(({ overdue }) => overdue)).toBe(true);
    const early = await list('kairos', `/v1/expectations?dossier=${contested}&dueBefore=2026-05-31`);
    expect(early).toEqual(kairos.filter(({ dossier, month }) => dossier === contested && month === '2026-04'));
    expect(
      (await list('kairos', `/v1/expectations?dossier=${contested}&overdue=false`)).map(({ month }) => month),
    ).toEqual(['2026-06']);
    const whole = await list(region, `/v1/expectations?dossier=${contested}&overdue=true`);
    expect(whole.map(({ what }) => what)).toEqual(['attendance', 'attendance']);
    expect(await list('soistiss', '/v1/expectations')).toEqual([]);
  });

  it.each(['cdc', 'kairos', region])('comes to %s the most late first, page by page and each once', async (client) => {
    const whole = await list(client, '/v1/expectations?overdue=true');
    const paged: Listed[] = [];
    let next: string | null = null;
    do {
      const at: string = next === null ? '' : `&cursor=${next}`;
      const page = (await get(client, `/v1/expectations?overdue=true&order=due&limit=2${at}`)).json();
      paged.push(...page.items);
      next = page.next;
    } while (next !== null);
    const said = (item: object) => JSON.stringify(item);
    expect(paged.map(said).sort()).toEqual(whole.map(said).sort());
    const first = new Map(paged.toReversed().map(({ dossier, dueBy }) => [dossier, dueBy]));
    const inOrder = [...new Set(paged.map(({ dossier }) => dossier))].map((dossier) => first.get(dossier));
    expect(inOrder).toEqual(inOrder.toSorted());
    const together = await list(client, '/v1/expectations?overdue=true&order=due');
    expect(together.map(({ daysLate }) => daysLate)).toEqual(
      together.map(({ daysLate }) => daysLate).toSorted((a, b) => Number(b) - Number(a)),
    );
    const cursor = (await get(client, '/v1/expectations?order=due&limit=1')).json().next;
    expect((await get(client, `/v1/expectations?cursor=${cursor}`)).statusCode).toBe(cursor === null ? 200 : 400);
  });

  it('says how many days it is late', async () => {
    const [april] = await list('kairos', `/v1/expectations?overdue=true&dossier=${contested}`);
    expect(april).toMatchObject({ dueBy: '2026-04-30', daysLate: 46 });
    const [soon] = await list('kairos', `/v1/expectations?overdue=false&dossier=${contested}`);
    expect(soon).toMatchObject({ overdue: false, daysLate: null });
  });

  it('is counted for the counters of a first page', async () => {
    const rdv = randomUUID();
    await storeDossier(stage, rdv, 100000067, [
      fact('candidate-positioned', {
        source: 'kairos',
        id: 'p6',
        day: '2026-06-01',
        data: { by: 'self', mode: 'candidature', funding: 'prf' },
      }),
    ]);
    await storeDossier(stage, randomUUID(), 100000075, [
      positioned('p7', '2026-05-20'),
      fact('enrolment-decided', {
        source: 'france-travail',
        id: 'i7',
        day: '2026-06-01',
        data: { decision: 'registered' },
      }),
      fact('path-planned', {
        source: 'eos',
        id: 'l7',
        day: '2026-06-01',
        data: { plannedEntry: '2026-06-08', plannedExit: '2026-12-18' },
      }),
    ]);
    await storeSession(stage, [
      fact('session-published', {
        source: 'ofeli',
        id: 's8',
        references: ['session:eos:90008'],
        data: { title: 'Anglais', teachingMode: 'distance' },
      }),
    ]);
    await storeSession(stage, [
      fact('session-published', {
        source: 'ofeli',
        id: 's9',
        references: ['session:eos:90009'],
        data: { title: 'Soudure', teachingMode: 'in-person' },
      }),
    ]);
    const inSession = (id: string, number: number) => ({
      ...positioned(id, '2026-06-01'),
      references: [`session:eos:${number}`],
    });
    const distant = { plannedEntry: '2026-07-08', plannedExit: '2026-12-18', teachingMode: 'distance' };
    // At a distance as the session says, though another device pays; in person; in person, but for this trainee.
    await storeDossier(stage, randomUUID(), checked(100000910), [inSession('p9', 90_008)]);
    await storeDossier(stage, randomUUID(), checked(100000920), [inSession('p10', 90_009)]);
    await storeDossier(stage, randomUUID(), checked(100000930), [
      inSession('p11', 90_009),
      fact('path-planned', {
        source: 'eos',
        id: 'l11',
        references: ['session:eos:90009'],
        day: '2026-06-01',
        data: distant,
      }),
    ]);
    await storeDossier(stage, randomUUID(), 100000083, [
      positioned('p8', '2026-06-01'),
      fact('financing-engaged', {
        source: 'france-travail',
        id: 'f8',
        day: '2026-06-01',
        data: {
          line: 'L8',
          financerSiret: '99000105900015',
          funding: 'france-travail',
          device: 'FOAD',
          from: '2026-06-08',
        },
      }),
      fact('quote-decided', {
        source: 'kairos',
        id: 'q8',
        day: '2026-06-02',
        data: { quote: 'Q8', device: 'aif', state: 'sent' },
      }),
      fact('quote-decided', {
        source: 'kairos',
        id: 'q9',
        day: '2026-06-02',
        data: { quote: 'Q9', device: 'aif', state: 'refused' },
      }),
      fact('service-done', { source: 'kairos', id: 'd8', day: '2026-06-10', data: { state: 'declared' } }),
    ]);
    const kairos = (await get('kairos', '/v1/expectations/counts')).json();
    expect(kairos.counters).toEqual({
      presences: { count: 0, overdue: 0 },
      results: { count: 0, overdue: 0 },
      candidatureContacts: 1,
      candidaturePresences: { count: 0, overdue: 0 },
      candidatureResults: { count: 0, overdue: 0 },
      foadContacts: 1,
      entryCertificates: { count: 0, overdue: 0 },
      serviceDoneToValidate: 1,
      quotesToDecide: 1,
    });
    const eos = (await get('eos', '/v1/expectations/counts')).json();
    expect(eos.counters.entryCertificates).toEqual({ count: 1, overdue: 1 });
    expect(eos.counters).toMatchObject({ candidatureContacts: 0, foadContacts: 0, quotesToDecide: 0 });
  });
});

describe('why a dossier says what it says', () => {
  const explained = async (number: number, query = '') => {
    const answer = await ask(stage, 'cdc', `/v1/dossiers/${number}?explain=true${query}`, {
      headers: { 'hub-purpose': 'control' },
    });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json().explanation as { field: string; sentence: string }[];
  };

  it('names the row of the authority table, the fact chosen and those it was chosen over', async () => {
    const entry = (await explained(contested)).find(({ field }) => field === '/stays/0/entry');
    expect(entry).toEqual({
      field: '/stays/0/entry',
      type: 'entry-attested',
      chosen: { source: 'eos', eventId: 'e1' },
      standing: 'authoritative',
      authority: {
        row: 'cvl-attest-entry-prf',
        name: 'hub',
        clock: 'candidature',
        date: '2026-03-20',
        deciders: ['eos'],
      },
      over: [{ source: 'kairos', eventId: 'k1', because: 'authority' }],
      confirmedBy: [],
      contestedBy: [
        { source: 'kairos', eventId: 'k1', type: 'entry-attested', effectiveDate: '2026-04-02', value: null },
      ],
      sentence:
        "EOS fait autorité pour « Attestation d'entrée en stage (AES) » (Centre-Val de Loire, Programme régional de formation (PRF), candidature à partir du 17/03/2026 ; ligne cvl-attest-entry-prf). Ce fait l'emporte sur celui de Kairos, qui ne fait pas autorité.",
    });
  });

  it('explains the status, and each value that names a fact, as of the moment asked for', async () => {
    const fields = (await explained(contested)).map(({ field }) => field);
    expect(fields[0]).toBe('/status');
    expect(fields).toEqual(
      expect.arrayContaining(['/attempts/0/positioned', '/attempts/0/selection', '/financing/0/engaged']),
    );
    const then = await explained(contested, '&asOf=2026-03-31');
    expect(then.map(({ field }) => field)).not.toContain('/stays/0/entry');
  });

  it('names the event that gives each value, and which of its properties the value is', async () => {
    const answer = await ask(stage, 'cdc', `/v1/dossiers/${contested}?explain=true`, {
      headers: { 'hub-purpose': 'control' },
    });
    expect(answer.json().givenBy).toEqual(
      expect.arrayContaining([
        { field: '/stays/0/entry', type: 'entry-attested', property: null },
        { field: '/attempts/0/selection', type: 'selection-decided', property: 'result' },
        { field: '/financing/0/engaged', type: 'financing-engaged', property: null },
      ]),
    );
    expect(answer.json().stays[0].days).toEqual({ from: answer.json().stays[0].entry.value, to: null });
  });

  it('is not said unless asked for', async () => {
    const answer = await ask(stage, 'cdc', `/v1/dossiers/${contested}`);
    expect(answer.json()).not.toHaveProperty('explanation');
    expect(answer.json()).not.toHaveProperty('givenBy');
  });

  it('says of each fact what it decides and who contests it', async () => {
    const answer = await ask(stage, 'cdc', `/v1/dossiers/${contested}?facts=true`, {
      headers: { 'hub-purpose': 'control' },
    });
    const facts: { source: string; id: string; fields: string[] }[] = answer.json().facts;
    expect(facts.find(({ id }) => id === 'e1')).toMatchObject({
      state: 'live',
      fields: ['/stays/0/entry'],
      confirmedBy: [],
      contestedBy: [{ source: 'kairos', eventId: 'k1' }],
    });
    expect(facts.find(({ id }) => id === 'k1')?.fields).toEqual([]);
  });
});

describe('an echo that does not come', () => {
  it('is missed by reads, lists and counts from three hours after the fact on, and as of a day by its end', async () => {
    const number = checked(100_000_300);
    const references = ['session:eos:67699'];
    const told = { day: '2026-06-12', receivedAt: '2026-06-12T08:00:00.000Z', references };
    await storeDossier(stage, randomUUID(), number, [
      fact('candidate-positioned', {
        ...{ source: 'kairos', id: 'q1', day: '2026-05-20', references },
        data: { by: 'adviser', mode: 'appointment', funding: 'prf' },
      }),
      fact('entry-attested', { source: 'eos', id: 'q2', ...told }),
    ]);
    const at = async (instant: string) => {
      const before = stage.clock.nowMs;
      stage.clock.nowMs = Date.parse(instant);
      const counted = (await get('cdc', '/v1/anomalies/counts?code=echo-missing')).json().counts;
      const listed = await list('cdc', '/v1/anomalies?code=echo-missing');
      const read = await ask(stage, 'cdc', `/v1/dossiers/${number}`, { headers: { 'hub-purpose': 'control' } });
      stage.clock.nowMs = before;
      const codes = read.json().anomalies.map(({ code }: { code: string }) => code);
      return [
        counted.map(({ count }: { count: number }) => count),
        codesBy(listed, number),
        codes.includes('echo-missing'),
      ];
    };
    expect(await at('2026-06-12T10:59:00Z')).toEqual([[], [], false]);
    expect(await at('2026-06-12T11:01:00Z')).toEqual([[1], ['echo-missing'], true]);
    const asOf = await ask(stage, 'cdc', `/v1/dossiers/${number}?knownAt=2026-06-12T09:00:00Z`, {
      headers: { 'hub-purpose': 'control' },
    });
    expect(asOf.json().anomalies.map(({ code }: { code: string }) => code)).not.toContain('echo-missing');
  });
});
