import { describe, expect, test } from 'vitest';
import type { Fact } from '../dossier/facts.ts';
import { factSet } from '../dossier/facts.ts';
import { describeSession } from '../session/describe-session.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describePath, type PathInput } from './describe-path.ts';
import { bestJob } from './employment.ts';

let reported = 0;

function fact(
  source: string,
  type: Fact['type'],
  day: string,
  data: Record<string, unknown> = {},
  references: string[] = [],
): Fact {
  reported += 1;
  return factOn(`${source}/f${reported}`, type, day, data, { references });
}

function path(input: Partial<PathInput>): ReturnType<typeof describePath> {
  const sessions = new Map();
  return describePath({
    dossiers: [],
    trainees: [{ trainee: 'A', facts: [] }],
    sessions,
    today: '2026-09-01',
    rules: releasedRules,
    ...input,
  });
}

function job(contract: string, nature: string, start: string, monthlyHours: number, end?: string): Fact {
  const month = start.slice(0, 7);
  return fact('cdc', 'employment-reported', start, {
    contract,
    nature,
    start,
    monthlyHours,
    month,
    ...(end === undefined ? {} : { end }),
  });
}

describe('the path of a person', () => {
  test('joins a file to the one session ever reported with it', () => {
    const entered = fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1', 'file:eos:9']);
    const hours = { from: '2026-04-01', to: '2026-04-30', hoursCentre: 100, hoursCompany: 0 };
    const realised = fact('eos', 'hours-realised', '2026-04-30', hours, ['file:eos:9']);
    const answer = path({
      dossiers: [
        { number: 111111111, trainee: 'A', facts: [entered] },
        { number: 222222222, trainee: 'A', facts: [realised] },
      ],
    });
    expect(answer.dossiers).toHaveLength(1);
    expect(answer.dossiers[0]).toMatchObject({ status: 'entered', hours: [{ value: { hoursCentre: 100 } }] });
  });

  test('leaves alone a file reported with two sessions, and says so', () => {
    const first = fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1', 'file:eos:9']);
    const second = fact('eos', 'entry-attested', '2026-06-01', {}, ['session:eos:2', 'file:eos:9']);
    const alone = fact('eos', 'service-done', '2026-06-30', { state: 'declared' }, ['file:eos:9']);
    const answer = path({
      dossiers: [first, second, alone].map((only, index) => ({
        number: 111111111 + index,
        trainee: 'A',
        facts: [only],
      })),
    });
    expect(answer.dossiers).toHaveLength(3);
    const ambiguous = answer.dossiers.filter(({ anomalies }) =>
      anomalies.some(({ code }) => code === 'reference-ambiguous'),
    );
    expect(ambiguous.map(({ partnerRefs, stays }) => [partnerRefs, stays.length])).toEqual([[['file:eos:9'], 0]]);
  });

  test('a manual verdict joins two dossiers, a later one gives both back', () => {
    const dossiers = [
      { number: 111111111, trainee: 'A', facts: [fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1'])] },
      { number: 222222222, trainee: 'A', facts: [fact('opco', 'entry-attested', '2026-04-01', {}, ['file:opco:7'])] },
    ];
    const judged = (day: string, verdict: string) =>
      fact('operator', 'dossiers-judged', day, { numbers: [111111111, 222222222], verdict, by: 'manual' });
    const same = judged('2026-05-01', 'same');
    const parted = judged('2026-05-02', 'different');
    const verdicts = (facts: Fact[]) =>
      path({ dossiers, trainees: [{ trainee: 'A', facts: factSet(facts) }] }).dossiers.length;
    expect([verdicts([]), verdicts([same]), verdicts([same, parted])]).toEqual([2, 1, 2]);
  });

  test('groups the dossiers of one session alike, whatever order they come in', () => {
    const named = (number: number, type: Fact['type'], references: string[]) => ({
      number,
      trainee: 'A',
      facts: [fact('eos', type, '2026-04-01', {}, references)],
    });
    const dossiers = [
      named(111111111, 'candidate-contacted', ['session:eos:1']),
      named(222222222, 'entry-attested', ['session:eos:1', 'file:eos:9']),
      named(333333333, 'service-done', ['file:eos:9']),
    ];
    const apart = { numbers: [111111111, 222222222], verdict: 'different', by: 'rule' };
    const trainees = [{ trainee: 'A', facts: [fact('hub', 'dossiers-judged', '2026-05-01', apart)] }];
    const groupsOf = (order: readonly number[]) => {
      const inOrder = order.map((index) => dossiers[index] as (typeof dossiers)[number]);
      return path({ dossiers: inOrder, trainees }).dossiers.map(({ trainingRefs, attempts, stays }) => [
        trainingRefs,
        attempts.length,
        stays.length,
      ]);
    };
    const expected = groupsOf([0, 1, 2]);
    for (const order of [
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])
      expect(groupsOf(order)).toEqual(expected);
  });

  test('suspects a double where two entries are close and nothing tells the trainings apart', () => {
    const answer = path({
      dossiers: [
        {
          number: 111111111,
          trainee: 'A',
          facts: [fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1'])],
        },
        { number: 222222222, trainee: 'A', facts: [fact('eos', 'entry-attested', '2026-04-02', {}, ['file:eos:7'])] },
      ],
    });
    expect(answer.anomalies.map(({ code }) => code)).toEqual(['overlapping-dossiers', 'suspected-double']);
  });

  test('shows moved facts under the right person only', () => {
    const moved = fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1']);
    const act = fact('operator', 'facts-moved', '2026-05-01', {
      facts: [{ source: 'eos', id: moved.id }],
      fromTrainee: 'A',
      toTrainee: 'B',
    });
    const answer = path({
      dossiers: [{ number: 111111111, trainee: 'A', facts: [moved] }],
      trainees: [{ trainee: 'A', facts: [act] }],
    });
    expect(answer.dossiers[0]?.status).toBe('removed');
  });

  test('shows what was moved under the right person also where both are linked, and again where it was moved back', () => {
    const entry = fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1']);
    const numbered = (number: number) => fact('hub', 'dossier-attributed', '2026-04-01', { number }, ['session:eos:1']);
    const act = (day: string, fromTrainee: string, toTrainee: string) =>
      fact('operator', 'facts-moved', day, { facts: [{ source: 'eos', id: entry.id }], fromTrainee, toTrainee });
    const linked = fact('hub', 'trainees-judged', '2026-04-02', { trainees: ['A', 'B'], verdict: 'same', by: 'rule' });
    const statuses = (...acts: Fact[]) =>
      path({
        dossiers: [
          { number: 111111111, trainee: 'A', facts: factSet([numbered(111111111), entry]) },
          { number: 222222222, trainee: 'B', facts: factSet([numbered(222222222), entry]) },
        ],
        trainees: [
          { trainee: 'A', facts: factSet(acts) },
          { trainee: 'B', facts: factSet(acts) },
        ],
      }).dossiers.map(({ status }) => status);
    const [there, back] = [act('2026-05-01', 'A', 'B'), act('2026-05-02', 'B', 'A')];
    expect(statuses(there)).toEqual(['removed']);
    expect(statuses(there, back)).toEqual(['entered']);
    expect(statuses(there, linked)).toEqual(['entered']);
  });

  test('joins the session, and names what the offer contradicts', () => {
    const description = {
      title: 'Soudage',
      start: '2026-04-10',
      end: '2026-06-30',
      entryMode: 'fixed-dates',
      mandataireSiret: '1',
    };
    const published = fact('ofeli', 'session-published', '2026-01-05', description, ['session:eos:1']);
    const answer = path({
      dossiers: [
        {
          number: 111111111,
          trainee: 'A',
          facts: [fact('eos', 'entry-attested', '2026-04-01', {}, ['session:eos:1'])],
        },
      ],
      sessions: new Map([['session:eos:1', { facts: [published], record: describeSession([published]) }]]),
    });
    const [dossier] = answer.dossiers;
    expect(dossier?.session?.published?.value.title).toBe('Soudage');
    expect(dossier?.anomalies.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['session-incomplete', 'outside-session-dates']),
    );
  });
});

describe('employment', () => {
  const facts = factSet([
    job('c1', '03', '2026-05-01', 151, '2026-06-30'),
    job('c2', '02', '2026-06-01', 100, '2026-12-31'),
    job('c3', '02', '2026-07-15', 120),
    job('c4', '29', '2026-07-15', 150),
  ]);
  const dossier = factSet([
    fact('eos', 'entry-attested', '2026-03-01', {}, ['session:eos:1']),
    fact('eos', 'exit-declared', '2026-05-20', { kind: 'employment' }, ['session:eos:1']),
  ]);

  test('best job is by contract, then monthly hours, then most recent', () => {
    const { employment } = path({ trainees: [{ trainee: 'A', facts }] });
    expect(employment.bestJob?.contract).toBe('c3');
    expect(bestJob(employment.periods, '2026-05-15')?.contract).toBe('c1');
    expect(bestJob(employment.periods, '2026-01-01')).toBeNull();
  });

  test('return to employment is said at six points, of days to come nothing', () => {
    const answer = path({
      trainees: [{ trainee: 'A', facts }],
      dossiers: [{ number: 111111111, trainee: 'A', facts: dossier }],
    });
    expect(
      answer.employment.returns[0]?.points.map(({ point, date, bestJob: job, several }) => [
        point,
        date,
        job?.contract,
        several,
      ]),
    ).toEqual([
      ['validation', null, undefined, false],
      ['entry', '2026-03-01', undefined, false],
      ['exit', '2026-05-20', 'c1', false],
      ['exit+3', '2026-08-20', 'c3', true],
      ['exit+6', null, undefined, false],
      ['exit+12', null, undefined, false],
    ]);
  });
});

describe('what only shows across dossiers', () => {
  const owned = (...groups: Fact[][]) =>
    groups.map((facts, index) => ({ number: 111111111 + index, trainee: 'A', facts: factSet(facts) }));
  const across = (...groups: Fact[][]) => path({ dossiers: owned(...groups) }).anomalies.map(({ code }) => code);
  const on = (reference: string) => [reference];
  const positioned = (day: string, reference: string) =>
    fact('kairos', 'candidate-positioned', day, { by: 'self', mode: 'candidature', funding: 'prf' }, on(reference));
  const enter = (day: string, reference: string) => fact('eos', 'entry-attested', day, {}, on(reference));
  const leave = (day: string, reference: string) =>
    fact('eos', 'exit-declared', day, { kind: 'transferred' }, on(reference));

  test('a change of training on one day is no overlap', () => {
    const first = [enter('2026-04-01', 'session:eos:1'), leave('2026-05-11', 'session:eos:1')];
    expect(across(first, [enter('2026-05-11', 'session:eos:2')])).toEqual([]);
    expect(across(first, [enter('2026-05-10', 'session:eos:2')])).toEqual(['overlapping-dossiers']);
  });

  test('a double shows in any pair of stays, not the first that overlap alone', () => {
    const a = [
      enter('2026-01-05', 'session:eos:1'),
      leave('2026-03-01', 'session:eos:1'),
      enter('2026-04-01', 'session:eos:1'),
    ];
    const b = [
      enter('2026-02-10', 'session:eos:2'),
      leave('2026-03-05', 'session:eos:2'),
      enter('2026-04-02', 'session:eos:2'),
    ];
    expect(across(a, b)).toEqual(['overlapping-dossiers', 'suspected-double']);
  });

  test('an entry that nobody positioned beside a candidate retained and awaited elsewhere looks like a double', () => {
    const retained = (reference: string) =>
      fact('kairos', 'selection-decided', '2026-03-25', { result: 'retained' }, on(reference));
    const plan = fact('eos', 'path-planned', '2026-03-26', { plannedEntry: '2026-04-01' }, on('session:07:1'));
    const awaited = [positioned('2026-03-20', 'session:07:1'), retained('session:07:1'), plan];
    expect(across(awaited, [enter('2026-04-01', 'session:eos:1')])).toEqual(['suspected-double']);
    expect(across(awaited, [enter('2026-04-09', 'session:eos:1')])).toEqual([]);
    const own = [positioned('2026-03-20', 'session:eos:1'), enter('2026-04-01', 'session:eos:1')];
    expect(across(awaited, own)).toEqual([]);
  });
});

test('dossiers of one session under two references are shown all that was reported of it under either', () => {
  const dates = { title: 'Soudage', start: '2026-04-01', end: '2026-06-30', entryMode: 'fixed-dates' };
  const published = fact('eos', 'session-published', '2026-01-05', dates, ['session:eos:1']);
  const slot = fact('kairos', 'recruitment-opened', '2026-03-01', { slot: 'R1', mode: 'meeting', from: '2026-03-10' }, [
    'session:07:2',
  ]);
  const same = fact('operator', 'session-identified', '2026-03-02', { verdict: 'same' }, [
    'session:07:2',
    'session:eos:1',
  ]);
  const reported = (...facts: Fact[]) => ({ facts: factSet(facts), record: describeSession(factSet(facts)) });
  const appointed = { by: 'adviser', mode: 'appointment', slot: 'R1' };
  const [dossier] = path({
    today: '2026-03-12',
    dossiers: [
      {
        number: 111111111,
        trainee: 'A',
        facts: [fact('kairos', 'candidate-positioned', '2026-03-02', appointed, ['session:07:2'])],
      },
      {
        number: 222222222,
        trainee: 'A',
        facts: [fact('eos', 'path-planned', '2026-03-03', { plannedEntry: '2026-04-01' }, ['session:eos:1'])],
      },
    ],
    sessions: new Map([
      ['session:07:2', reported(slot, same)],
      ['session:eos:1', reported(published)],
    ]),
  }).dossiers;
  expect(dossier?.session).toMatchObject({ published: { value: { title: 'Soudage' } }, slots: [{ slot: 'R1' }] });
  expect(dossier?.expectations).toContainEqual(expect.objectContaining({ what: 'presence', dueBy: '2026-03-10' }));
  expect(dossier?.anomalies.map(({ code }) => code)).not.toContain('session-unresolved');
});

test('the authority on a session is that of the funding of the dossier that it is read for', () => {
  const published = (source: string, day: string, title: string) =>
    fact(source, 'session-published', day, { title, start: '2026-04-01', entryMode: 'fixed-dates' }, ['session:07:1']);
  const offers = factSet([published('eos', '2026-01-05', 'EOS'), published('ofeli', '2026-01-06', 'OFeli')]);
  const titleFor = (funding: string) =>
    path({
      dossiers: [
        {
          number: 111111111,
          trainee: 'A',
          facts: [fact('kairos', 'candidate-positioned', '2026-03-20', { by: 'self', funding }, ['session:07:1'])],
        },
      ],
      sessions: new Map([['session:07:1', { facts: offers, record: describeSession(offers, releasedRules) }]]),
    }).dossiers[0]?.session?.published?.value.title;
  expect([titleFor('prf'), titleFor('france-travail')]).toEqual(['EOS', 'OFeli']);
});
