import { randomUUID } from 'node:crypto';
import type { Fact } from '@hub/core';
import { aliasesOfIdentifier, demoPartners } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alias,
  ask,
  checked,
  fact,
  openStage,
  readUpTo,
  receipt,
  type Stage,
  sealed,
  storeDossier,
  storeSession,
  storeTrainee,
  traced,
} from './query-stage.ts';

const siretOf = (clientId: string) => demoPartners.find((each) => each.clientId === clientId)?.siret ?? '';
const region = 'region-centre-val-de-loire';
const employer = '99000102600014';
let stage: Stage;
let next = 10_000_001;

/** A person with a NIR, and a number for each dossier. */
interface Person {
  readonly trainee: string;
  readonly nir: string;
  readonly numbers: readonly number[];
}

/** Today is 2026-06-15 in all of this. */
async function person(
  dossiers: readonly (readonly Fact[])[],
  own: readonly Fact[] = [],
  linked: readonly string[] = [],
): Promise<Person> {
  const trainee = randomUUID();
  const nir = `26905${45_000 + (next % 1_000)}${String(next % 900).padStart(3, '1')}`;
  const numbers: number[] = [];
  for (const facts of dossiers) {
    const number = checked(next * 10);
    next += 1;
    numbers.push(number);
    await storeDossier(stage, trainee, number, facts);
  }
  if (dossiers.length === 0) next += 1;
  if (own.length > 0 || linked.length > 0) await storeTrainee(stage, trainee, own, linked);
  await alias(stage, nir, trainee);
  return { trainee, nir, numbers };
}

const session = ['session:eos:67680'];
const positioned = (references: readonly string[] = session, id: string = randomUUID()) =>
  fact('candidate-positioned', {
    source: 'kairos',
    id,
    day: '2026-03-20',
    references,
    data: { by: 'adviser', mode: 'appointment', funding: 'prf' },
  });
const stay = (source = 'eos', references: readonly string[] = session) => [
  fact('path-planned', {
    source,
    day: '2026-04-01',
    references,
    data: { plannedEntry: '2026-04-01', plannedExit: '2026-05-20', hoursCentre: 300 },
  }),
  fact('entry-attested', { source, day: '2026-04-01', references }),
  fact('attendance-reported', { source, day: '2026-04-30', references, data: { month: '2026-04', complete: true } }),
  fact('hours-realised', {
    source,
    references,
    data: { from: '2026-04-01', to: '2026-05-20', hoursCentre: 290, hoursCompany: 0 },
  }),
  fact('exit-declared', { source, day: '2026-05-20', references, data: { kind: 'planned-end' } }),
];
const line = (source: string, more: object = {}, references: readonly string[] = session) =>
  fact('financing-engaged', {
    source,
    day: '2026-03-01',
    references,
    data: {
      line: 'L1',
      financerSiret: siretOf(clientOf(source)),
      funding: 'prf',
      device: 'prf',
      from: '2026-03-01',
      amount: 123_400,
      ...more,
    },
  });
const clientOf = (source: string) => demoPartners.find(({ sources }) => sources.includes(source))?.clientId ?? '';

const search = (clientId: string, { nir }: Person, purpose: string) =>
  ask(stage, clientId, '/v1/training-paths/search', {
    method: 'POST',
    payload: { nir },
    headers: { 'hub-purpose': purpose },
  });
const dossier = (clientId: string, number: number | undefined, purpose: string, query = '') =>
  ask(stage, clientId, `/v1/dossiers/${number}${query}`, { headers: { 'hub-purpose': purpose } });

const listOf = (list: 'anomalies' | 'expectations', query: string) =>
  ask(stage, region, `/v1/${list}${query}`, { headers: { 'hub-purpose': 'data-quality' } });

/** Whose line the region tells, and of whom the training organisation tells an exit before the entry. */
const contradicted = (of: object, more: readonly Fact[] = []) =>
  person([
    [
      line('region-cvl', of),
      fact('entry-attested', { source: 'opco', day: '2026-04-03', references: session }),
      fact('exit-declared', { source: 'opco', day: '2026-04-02', references: session, data: { kind: 'planned-end' } }),
      ...more,
    ],
  ]);

beforeAll(async () => {
  stage = await openStage();
  await storeSession(stage, [
    fact('session-published', {
      source: 'ofeli',
      references: ['session:07:114782'],
      data: { title: 'Soudeur', start: '2026-04-01', end: '2026-07-31', financerCodes: ['2'] },
    }),
  ]);
  await readUpTo(stage, 'trainee', 1, { positioning: 3, entry: 5 });
});
afterAll(() => stage?.close());

describe('a financer', () => {
  it('whose line another organisation’s fact bears out reads the dossier whole, and the others in summary', async () => {
    const opco = ['file:opco:ABC1'];
    const anna = await person([
      [positioned(), ...stay(), line('region-cvl')],
      [...stay('opco', opco), line('opco', { funding: 'opco', line: 'O1' }, opco)],
    ]);
    const answer = await search(region, anna, 'training-follow-up');
    expect(answer.statusCode, answer.body).toBe(200);
    const { dossiers, otherDossiers } = answer.json();
    expect(dossiers).toHaveLength(1);
    expect(dossiers[0]).toMatchObject({
      sight: { described: 'all' },
      sightUntil: '2028-05-20',
      status: 'exited',
      attempts: [{ state: 'positioned' }],
      financing: [{ engaged: { value: { amount: 123_400 } } }],
      hours: [{ value: { hoursCentre: 290 } }],
    });
    const summary = { title: null, domain: null, start: '2026-04-01', end: '2026-05-20', status: 'exited' };
    expect(otherDossiers).toEqual([{ ...summary, financerKinds: ['opco'] }]);
    expect(answer.body).not.toMatch(/ABC1|"O1"/);
    const followed = (await search(region, anna, 'funding-follow-up')).json();
    expect([followed.dossiers.length, followed.otherDossiers]).toEqual([1, []]);
    expect((await dossier(region, anna.numbers[1], 'training-follow-up')).statusCode).toBe(404);
  });

  it('reads nothing of what nobody else reported but its own line, and the other nothing of it at all', async () => {
    const ben = await person([[line('region-cvl'), ...stay('opco')]]);
    const body = (await dossier(region, ben.numbers[0], 'funding-follow-up', '?facts=true&explain=true')).json();
    expect(body).toMatchObject({ sight: { described: 'own' }, stays: [], hours: [], factCount: 1 });
    expect(body.facts.map(({ source }: { source: string }) => source)).toEqual(['hub', 'region-cvl']);
    expect(JSON.stringify(body)).not.toMatch(/opco|entry-attested/);
    const opco = (await dossier('opco', ben.numbers[0], 'funding-follow-up')).json();
    expect(opco).toMatchObject({ sight: { described: 'own' }, status: 'exited', financing: [] });
    expect(JSON.stringify(opco)).not.toMatch(/region/);
  });

  it('reads before any line what its session publishes and another organisation reports (S0, prefill)', async () => {
    const carla = await person([[positioned(['session:07:114782'])]]);
    const body = (await dossier(region, carla.numbers[0], 'training-follow-up')).json();
    expect(body).toMatchObject({ sight: { described: 'all' }, status: 'positioned', funding: 'prf' });
    expect((await dossier('region-bretagne', carla.numbers[0], 'training-follow-up')).statusCode).toBe(404);
  });

  it('of an employee without session reads what the DSN bears out, and no other dossier', async () => {
    const file = ['file:opco-second:Z9'];
    const own = line('opco-second', { funding: 'opco', employerSiret: employer }, file);
    const job = fact('employment-reported', {
      source: 'dsn',
      day: '2026-01-01',
      references: [],
      data: {
        contract: 'K1',
        nature: '01',
        start: '2026-01-01',
        monthlyHours: 151.67,
        month: '2026-01',
        employerSiret: employer,
      },
    });
    const dan = await person(
      [
        [own, ...stay('opco', file)],
        [positioned(), ...stay()],
      ],
      [job],
    );
    const body = (await search('opco-second', dan, 'training-follow-up')).json();
    expect(body.dossiers.map(({ sight }: { sight: object }) => sight)).toMatchObject([{ described: 'all' }]);
    expect(body).toMatchObject({ otherDossiers: [], employment: { periods: [], bestJob: null } });
  });

  it('that alone can ever report reads by the exception of its convention', async () => {
    const emma = await person([[line('region-cvl', { funding: 'prf-direct' }), ...stay('opco')]]);
    expect((await dossier(region, emma.numbers[0], 'funding-follow-up')).json()).toMatchObject({
      sight: { described: 'all' },
      status: 'exited',
    });
  });

  it('reads by an exception as many persons a month as its convention says, and then its own line alone', async () => {
    const alone = () => person([[line('region-cvl', { funding: 'prf-direct' }), ...stay('opco')]]);
    const [before, after] = [await alone(), await alone()];
    const described = async ({ numbers }: Person) => {
      const { sight, status } = (await dossier(region, numbers[0], 'funding-follow-up')).json();
      return [sight.described, status];
    };
    expect(await described(before)).toEqual(['all', 'exited']);
    await stage.database.pool.query(
      `insert into access.quota_count (quota, subject, slot, count, writer)
       values ('exception-persons', $1, now(), 1000, gen_random_uuid())`,
      [`${siretOf(region)} prf-direct 2026-06`],
    );
    expect(await described(after)).toEqual(['own', 'declared']);
    expect(await described(before)).toEqual(['all', 'exited']);
    const bothSides = await person([[positioned(), ...stay(), line('region-cvl', { funding: 'prf-direct' })]]);
    expect(await described(bothSides)).toEqual(['all', 'exited']);
  });

  it('lists by an exception as many persons a month as its convention says, and the others by its own line alone', async () => {
    const funding = 'prf-direct';
    const people = [await contradicted({ funding }), await contradicted({ funding })];
    const [before, after] = people.map(({ numbers }) => numbers[0] ?? 0).sort((a, b) => a - b);
    const listed = async (query: string) => {
      const { items } = (await listOf('anomalies', query)).json() as { items: { dossier: number; code: string }[] };
      return items.filter(({ code }) => code === 'exit-before-entry').map(({ dossier }) => dossier);
    };
    // One person is left of the thousand.
    await stage.database.pool.query(`delete from access.quota_count where quota = 'exception-persons'`);
    await stage.database.pool.query(
      `insert into access.quota_count (quota, subject, slot, count, writer)
       values ('exception-persons', $1, now(), 999, gen_random_uuid())`,
      [`${siretOf(region)} ${funding} 2026-06`],
    );
    expect(await listed(`?dossier=${before}`)).toEqual([before]);
    expect(await listed(`?dossier=${after}`)).toEqual([]);
    const all = await listed('');
    expect(all).toContain(before);
    expect(all).not.toContain(after);
  });

  it('is counted in lists too beside the organisation whose facts bear out its side', async () => {
    const { trainee, numbers } = await contradicted({}, [positioned()]);
    const listed = (await listOf('anomalies', `?dossier=${numbers[0]}`)).json();
    expect(listed.items.map(({ code }: { code: string }) => code)).toContain('exit-before-entry');
    const { rows } = await stage.database.pool.query(
      `select quota, subject from access.quota_item where item = $1 and quota like 'pair%'`,
      [trainee],
    );
    expect(rows).toEqual([{ quota: 'pair-persons-28-days', subject: `${siretOf(region)} ${siretOf('kairos')}` }]);
  });

  it('is counted beside the organisation whose facts bear out its side, unless it reads by other rights too', async () => {
    const gus = await person([[positioned(), line('region-cvl')]]);
    expect((await dossier(region, gus.numbers[0], 'funding-follow-up')).statusCode).toBe(200);
    const { rows } = await stage.database.pool.query('select quota, subject from access.quota_item where item = $1', [
      gus.trainee,
    ]);
    const pairs = rows.filter(({ quota }) => quota.startsWith('pair'));
    expect(pairs).toEqual([{ quota: 'pair-persons-28-days', subject: `${siretOf(region)} ${siretOf('kairos')}` }]);
    expect((await dossier('cdc', gus.numbers[0], 'control')).statusCode).toBe(200);
    const counted = await stage.database.pool.query(
      `select subject from access.quota_item where item = $1 and quota like 'pair%' and subject like $2`,
      [gus.trainee, `${siretOf('cdc')}%`],
    );
    expect(counted.rows).toEqual([]);
  });
});

describe('an organisation with facts of its own', () => {
  it('reads the dossier as these alone describe it: the same bytes and tag, whatever others report', async () => {
    const own = [positioned(session, 'own-1')];
    const fay = await person([own]);
    const [number] = fay.numbers;
    const before = await dossier('kairos', number, 'job-seeker-list', '?facts=true&explain=true');
    expect(before.json()).toMatchObject({ status: 'positioned', sight: { described: 'own' }, factCount: 1 });
    await storeDossier(stage, fay.trainee, number as number, [
      ...own,
      fact('candidate-positioned', { source: 'eos', day: '2026-03-21', data: { by: 'self', mode: 'candidature' } }),
      ...stay(),
      line('region-cvl'),
    ]);
    const after = await dossier('kairos', number, 'job-seeker-list', '?facts=true&explain=true');
    expect(after.headers.etag).toBe(before.headers.etag);
    const { freshness: _, ...told } = before.json();
    const { freshness: __, ...retold } = after.json();
    expect(retold).toEqual(told);
    expect(String(after.headers['hub-state'])).toHaveLength(String(before.headers['hub-state']).length);
    const listed = await ask(stage, 'kairos', `/v1/expectations?dossier=${number}`, {
      headers: { 'hub-purpose': 'data-quality' },
    });
    expect(listed.body).not.toMatch(/region-cvl/);
  });

  it('reads by NIR its own dossiers, and not that there are others', async () => {
    const file = ['file:opco:H1'];
    const gil = await person([[positioned(), ...stay()], [line('opco', { funding: 'opco' }, file)]]);
    const body = (await search('opco', gil, 'training-follow-up')).json();
    expect(body.dossiers).toHaveLength(1);
    expect(body).toMatchObject({ otherDossiers: [], anomalies: [], employment: { returns: [] } });
    expect(JSON.stringify(body)).not.toMatch(/eos|kairos/);
  });
});

describe('who follows a job seeker', () => {
  it('reads states and days, neither hours, amounts, reasons nor who it is, while the registration overlaps', async () => {
    const registered = fact('job-seeker-period-opened', {
      source: 'france-travail',
      day: '2026-01-12',
      references: [],
      data: { period: 'I1', referentSiret: siretOf('mission-locale') },
    });
    const trainee = randomUUID();
    const identity = await sealed(stage, trainee, 'eos:d9', 'identity', { birthName: 'Secret' });
    const described = fact('trainee-described', { id: 'd9', references: [], data: { flags: {} }, sealed: identity });
    const hal = await person([[...stay('opco'), line('opco', { funding: 'opco' })]], [registered, described]);
    for (const clientId of ['france-travail', 'mission-locale']) {
      const body = (await search(clientId, hal, 'job-seeker-list')).json();
      expect(body.dossiers).toHaveLength(1);
      expect(body.dossiers[0]).toMatchObject({
        sight: { described: 'states' },
        status: 'exited',
        stays: [{ entry: { value: '2026-04-01' }, exit: { value: '2026-05-20' } }],
        plan: { plannedExit: { value: '2026-05-20' }, hoursCentre: null },
        ...{ hours: [], attendance: [], financing: [], anomalies: [], expectations: [], reasons: [], situation: [] },
      });
      expect(body.dossiers[0].factCount).toBeUndefined();
      expect(body.identity).toBeUndefined();
      expect(body.registrations).toHaveLength(1);
    }
    for (const clientId of ['cap-emploi', 'cep-operator']) {
      const purpose = clientId === 'cap-emploi' ? 'job-seeker-list' : 'advice';
      expect((await search(clientId, hal, purpose)).statusCode).toBe(404);
    }
  });

  it('reads as an operator of CEP while its period is open, and nothing once it is closed', async () => {
    const period = (type: 'cep-period-opened' | 'cep-period-closed', day: string) =>
      fact(type, {
        source: 'cep',
        day,
        references: [],
        data: { period: 'C1', operatorSiret: siretOf('cep-operator') },
      });
    const opened = period('cep-period-opened', '2026-02-01');
    const ida = await person([[positioned(), ...stay()]], [opened]);
    const body = (await search('cep-operator', ida, 'advice')).json();
    expect(body).toMatchObject({ dossiers: [{ sight: { described: 'states' }, status: 'exited', financing: [] }] });
    expect(body.cepPeriods).toHaveLength(1);
    expect((await search('cep-operator-second', ida, 'advice')).statusCode).toBe(404);
    await storeTrainee(stage, ida.trainee, [opened, period('cep-period-closed', '2026-06-01')]);
    expect((await search('cep-operator', ida, 'advice')).statusCode).toBe(404);
  });
});

it('an operator of CEP sees nobody on the day on which it tells of a period, however far back it dates it', async () => {
  const opening = (receivedAt: string) =>
    fact('cep-period-opened', {
      source: 'cep',
      day: '2026-02-01',
      receivedAt,
      references: [],
      data: { period: 'C2', operatorSiret: siretOf('cep-operator') },
    });
  const today = await person([[positioned(), ...stay()]], [opening('2026-06-15T06:00:00Z')]);
  const before = await person([[positioned(), ...stay()]], [opening('2026-06-14T06:00:00Z')]);
  expect((await search('cep-operator', today, 'advice')).statusCode).toBe(404);
  expect((await search('cep-operator', before, 'advice')).statusCode).toBe(200);
});

it('a pay body reads the stay and what it pays for, of that dossier alone', async () => {
  const sent = fact('remuneration-set', {
    source: 'region-cvl',
    day: '2026-04-01',
    data: { payBody: 'docapost', payBodySiret: siretOf('pay-body'), sent: true },
  });
  const jo = await person([[positioned(), ...stay(), sent], stay('opco', ['file:opco:J1'])]);
  const body = (await search('pay-body', jo, 'remuneration')).json();
  expect(body.dossiers).toHaveLength(1);
  expect(body.dossiers[0]).toMatchObject({
    sight: { described: 'states' },
    attempts: [],
    stays: [{ entry: { value: '2026-04-01' } }],
    attendance: [{ value: { month: '2026-04' } }],
    financing: [],
    remuneration: null,
  });
  expect(body.otherDossiers).toEqual([]);
});

it('whether a person worked is answered to who may know it, and to nobody else in the same bytes as of nobody', async () => {
  const job = fact('employment-reported', {
    source: 'dsn',
    day: '2026-03-01',
    references: [],
    data: { contract: 'C1', nature: '01', start: '2026-03-01', monthlyHours: 151.67, month: '2026-03' },
  });
  const anna = await person([[positioned(), ...stay(), line('region-cvl')]], [job]);
  const worked = (clientId: string, purpose: string, body: object) =>
    ask(stage, clientId, '/v1/employment/question', {
      method: 'POST',
      payload: body,
      headers: { 'hub-purpose': purpose },
    });
  const in2026 = (from: string, to: string) => ({ nir: anna.nir, from, to });
  const answers = async (from: string, to: string) =>
    (await worked(region, 'training-follow-up', in2026(from, to))).json().answer;
  expect(await answers('2026-03-01', '2026-03-31')).toBe('yes');
  expect(await answers('2026-01-01', '2026-02-28')).toBe('no');
  expect(await answers('2026-06-01', '2026-06-30')).toBe('unknown-yet');
  const forbidden = await worked(region, 'funding-follow-up', in2026('2026-03-01', '2026-03-31'));
  const unknown = await worked(region, 'funding-follow-up', {
    ...in2026('2026-03-01', '2026-03-31'),
    nir: '1500545098999',
  });
  expect([forbidden.statusCode, unknown.statusCode]).toEqual([404, 404]);
  expect(forbidden.json().title).toBe(unknown.json().title);
  const turned = await worked(region, 'training-follow-up', in2026('2026-03-31', '2026-03-01'));
  expect(turned.json()).toMatchObject({ status: 400, errors: [{ pointer: '/to', rule: 'period-reversed' }] });
  expect(await traced(stage)).toContainEqual(expect.objectContaining({ operation: 'worked', decision: 'allowed' }));
  // More than 24 months after the last exit nobody may ask; who may not know is not told even that.
  const late = await worked(region, 'training-follow-up', in2026('2028-05-21', '2028-06-30'));
  expect(late.json()).toMatchObject({ status: 422, errors: [{ pointer: '/from', rule: 'employment-not-used' }] });
  expect(late.body).not.toContain(anna.nir);
  const lateForbidden = await worked(region, 'funding-follow-up', in2026('2028-05-21', '2028-06-30'));
  expect([lateForbidden.statusCode, lateForbidden.json().title]).toEqual([404, unknown.json().title]);
});

describe('links', () => {
  it('made by rule join neither records nor rights, made by hand both; the authority reads either', async () => {
    for (const by of ['rule', 'manual'] as const) {
      const kim = await person([[positioned(), ...stay(), line('region-cvl')]]);
      const verdict = (other: string) =>
        fact('trainees-judged', {
          source: by === 'rule' ? 'hub' : 'operator',
          references: [],
          data: { trainees: [kim.trainee, other], verdict: 'same', by, reason: 'identifiers-told-together' },
        });
      const other = await person([stay('opco', ['file:opco:K1'])]);
      await storeTrainee(stage, other.trainee, [verdict(other.trainee)], [kim.trainee]);
      const seen = (await search(region, kim, 'training-follow-up')).json();
      expect(seen.trainees).toHaveLength(by === 'manual' ? 2 : 1);
      expect(seen.otherDossiers).toHaveLength(by === 'manual' ? 1 : 0);
      expect((await search('cdc', kim, 'control')).json().dossiers).toHaveLength(2);
    }
  });

  it('show nobody more on its own word, and that two NIR are one on nobody’s', async () => {
    for (const [reason, teller, joined] of [
      ['identifiers-certified', region, 1],
      ['identifiers-certified', 'kairos', 2],
      ['former-nir-certified', region, 1],
      ['former-nir-certified', 'kairos', 1],
    ] as const) {
      const ida = await person([[positioned(), ...stay(), line('region-cvl')]]);
      const other = await person([stay('opco', ['file:opco:K2'])]);
      const verdict = fact('trainees-judged', {
        source: 'hub',
        organisation: siretOf(teller),
        references: [],
        data: { trainees: [ida.trainee, other.trainee], verdict: 'same', by: 'rule', reason },
      });
      await storeTrainee(stage, ida.trainee, [], []);
      await storeTrainee(stage, other.trainee, [verdict], [ida.trainee]);
      const seen = (await search(region, ida, 'training-follow-up')).json();
      expect(seen.trainees).toHaveLength(joined);
      expect(seen.otherDossiers).toHaveLength(joined - 1);
      const byOther = await search(region, other, 'training-follow-up');
      if (joined === 1 && teller !== region) expect(byOther.statusCode).toBe(404);
      // Who told two together finds by one what it sees by the other.
      else expect(byOther.json().trainees).toEqual(joined === 2 ? seen.trainees : [ida.trainee]);
    }
  });

  it('carry a restriction where they are made by hand, and not where a rule made them', async () => {
    for (const [by, status] of [
      ['rule', 200],
      ['manual', 404],
    ] as const) {
      const lea = await person([[positioned(), line('region-cvl')]]);
      const data = { trainees: [lea.trainee, ''], verdict: 'same', by };
      const other = randomUUID();
      const verdict = fact('trainees-judged', {
        source: 'hub',
        references: [],
        data: { ...data, trainees: [lea.trainee, other] },
      });
      const withheld = fact('processing-restricted', { source: 'operator', day: '2026-05-01', references: [] });
      await storeTrainee(stage, other, [verdict, withheld], [lea.trainee]);
      expect((await search(region, lea, 'funding-follow-up')).statusCode).toBe(status);
      expect((await search('cdc', lea, 'control')).statusCode).toBe(200);
    }
  });
});

describe('a search', () => {
  const told = (teller: string, a: Person, b: Person) =>
    fact('trainees-judged', {
      source: 'hub',
      organisation: siretOf(teller),
      references: [],
      data: { trainees: [a.trainee, b.trainee], verdict: 'same', by: 'rule', reason: 'identifiers-certified' },
    });
  const link = async (a: Person, b: Person, ...tellers: readonly string[]) => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const verdicts = tellers.map((teller) => told(teller, a, b));
      await storeTrainee(stage, one.trainee, verdicts, [other.trainee]);
    }
  };
  const withoutTrace = (answer: { json(): object }) => ({ ...answer.json(), instance: null });
  const invented = () => person([[line('opco', { funding: 'opco' }, ['file:opco:S1'])]]);

  it('by an identifier that the reader never told finds no fact of its own: others’ word would be confirmed', async () => {
    const [own, others] = [await invented(), await person([])];
    await link(own, others, 'kairos');
    expect((await search('opco', own, 'funding-follow-up')).statusCode).toBe(200);
    const found = await search('opco', others, 'funding-follow-up');
    const nobody = await search('opco', await person([]), 'funding-follow-up');
    expect([found.statusCode, withoutTrace(found)]).toEqual([404, withoutTrace(nobody)]);
  });

  it('by an identifier that the reader told together with another finds what it sees by that one, and no more', async () => {
    const [own, others] = [await invented(), await person([[positioned(), ...stay()]])];
    await link(own, others, 'opco');
    const found = (await search('opco', others, 'funding-follow-up')).json();
    expect(found.trainees).toEqual([own.trainee]);
  });

  it('by another partner’s own number finds no fact of its own, and whom the reader follows', async () => {
    const of = (number: string) => ({ partnerNumber: number, partner: 'transitions-pro' });
    const by = (clientId: string, payload: object) =>
      ask(stage, clientId, '/v1/training-paths/search', {
        method: 'POST',
        payload,
        headers: { 'hub-purpose': 'funding-follow-up' },
      });
    const [own, followed] = [await invented(), await person([[positioned(), ...stay(), line('region-cvl')]])];
    for (const [number, { trainee }] of [
      ['TP-4711-A', own],
      ['TP-4712-A', followed],
    ] as const) {
      await stage.database.pool.query(
        `insert into registry.alias (alias, kind, pepper_version, trainee_id, announced) values ($1, 'partner', 1, $2, true)`,
        [
          aliasesOfIdentifier(
            stage.secrets,
            { field: 'partnerNumber', kind: 'partner', value: number },
            'transitions-pro',
          )[0],
          trainee,
        ],
      );
    }
    const wrong = await by('opco', of('TP-4713-A'));
    const confirmed = await by('opco', of('TP-4711-A'));
    expect([confirmed.statusCode, withoutTrace(confirmed)]).toEqual([404, withoutTrace(wrong)]);
    expect((await by(region, of('TP-4712-A'))).statusCode).toBe(200);
  });
});

describe('what is forbidden looks unknown', () => {
  const ways = [
    ['region-bretagne', 'funding-follow-up'],
    ['kairos', 'job-seeker-list'],
    ['cep-operator', 'advice'],
    ['pay-body', 'remuneration'],
    ['operator', 'data-quality'],
  ] as const;

  it.each(ways)('for %s (%s): bytes, headers and one row of the trace', async (clientId, purpose) => {
    const large = Array.from({ length: 200 }, (_, n) =>
      fact('absence-declared', {
        source: 'eos',
        data: { from: `2026-04-${String(1 + (n % 28)).padStart(2, '0')}`, to: '2026-04-30', justified: true },
      }),
    );
    const known = await person([[...stay(), ...large], stay('opco', ['file:opco:X1'])]);
    const nobody: Person = { trainee: randomUUID(), nir: '2690549588157', numbers: [checked(900_000_010)] };
    const headers = { 'hub-purpose': purpose, 'hub-at-least': receipt(stage, { offset: 4 }), 'if-none-match': '*' };
    const answers = async ({ trainee, nir, numbers }: Person) => [
      await ask(stage, clientId, '/v1/training-paths/search', { method: 'POST', payload: { nir }, headers }),
      await ask(stage, clientId, `/v1/training-paths/${trainee}?knownAt=2026-06-01T00:00:00Z`, { headers }),
      await ask(stage, clientId, `/v1/dossiers/${numbers[0]}?asOf=2026-04-01&facts=true`, { headers }),
    ];
    await traced(stage);
    const [forbidden, forbiddenRows] = [await answers(known), await traced(stage)];
    const [unknown, unknownRows] = [await answers(nobody), await traced(stage)];
    const shown = ({ statusCode, headers: own, body }: Awaited<ReturnType<typeof ask>>) => {
      const { date: _, traceparent: __, ...rest } = own;
      return { statusCode, rest, body: body.replace(/trace:[0-9a-f]{32}/, '') };
    };
    expect(forbidden.map(shown)).toEqual(unknown.map(shown));
    expect(forbidden.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect([forbiddenRows.length, unknownRows.length]).toEqual([3, 3]);
    expect(new Set(forbiddenRows.map(({ decision }) => decision))).toEqual(new Set(['forbidden']));
    expect(new Set(unknownRows.map(({ decision }) => decision))).toEqual(new Set(['unknown']));
  });

  it('in lists that ask for one dossier, and for a receipt of another partner', async () => {
    const known = await person([[...stay(), line('region-cvl')]]);
    const headers = { 'hub-purpose': 'data-quality' };
    for (const number of [known.numbers[0], checked(900_000_020)]) {
      const listed = await ask(stage, 'region-bretagne', `/v1/anomalies?dossier=${number}`, { headers });
      expect(listed.json()).toMatchObject({ items: [], next: null });
      const counted = await ask(stage, 'region-bretagne', `/v1/expectations/counts?dossier=${number}`, { headers });
      expect(counted.json()).toMatchObject({ dossiers: 0, counts: [] });
    }
    const others = receipt(stage, { partner: 'eos' });
    const [forbidden, unknown] = [
      await ask(stage, 'kairos', `/v1/receipts/${others}`),
      await ask(stage, 'kairos', `/v1/receipts/${'A'.repeat(others.length)}`),
    ];
    expect([forbidden.statusCode, unknown.statusCode]).toEqual([404, 404]);
    expect({ ...forbidden.json(), instance: '' }).toEqual({ ...unknown.json(), instance: '' });
  });
});
