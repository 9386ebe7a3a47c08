import { describe, expect, test } from 'vitest';
import type { Fact } from '../dossier/facts.ts';
import { factSet } from '../dossier/facts.ts';
import { asFact, factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describePath } from './describe-path.ts';
import { describeTrainee } from './describe-trainee.ts';
import { bestJob } from './employment.ts';
import type { EmploymentPeriod, TrainingPath } from './person-record.ts';

let count = 0;

function fact(source: string, type: Fact['type'], day: string, data: object, references: string[] = []): Fact {
  count += 1;
  return factOn(`${source}/f${count}`, type, day, data, { references });
}

/** What the DSN of a month reports of a contract; unless said, an open CDD of 151 hours since 2026-02-10. */
function dsn(month: string, contract: string, reported: Record<string, unknown> = {}): Fact {
  const data = { contract, nature: '02', start: '2026-02-10', monthlyHours: 151, month, ...reported };
  return fact('cdc', 'employment-reported', `${month}-28`, data);
}

function periodsOf(...facts: Fact[]): readonly EmploymentPeriod[] {
  return describeTrainee(factSet(facts), releasedRules).employment;
}

/** Contract, days and hours of each. */
function lines(periods: readonly EmploymentPeriod[]): string[] {
  return periods.map(({ contract, from, to, monthlyHours }) => `${contract} ${from}..${to ?? ''} ${monthlyHours}`);
}

function pathOf(today: string, facts: Fact[], dossier: Fact[] = []): TrainingPath {
  return describePath({
    dossiers: dossier.length === 0 ? [] : [{ number: 111111111, trainee: 'A', facts: factSet(dossier) }],
    trainees: [{ trainee: 'A', facts: factSet(facts) }],
    sessions: new Map(),
    today,
    rules: releasedRules,
  });
}

describe('periods of a contract', () => {
  test('hours that change give a period before the change and one from that month on', () => {
    const facts = [dsn('2026-02', 'c1'), dsn('2026-05', 'c1', { monthlyHours: 80 }), dsn('2026-07', 'c1')];
    const reported = ['c1 2026-02-10..2026-04-30 151', 'c1 2026-05-01..2026-06-30 80', 'c1 2026-07-01.. 151'];
    expect(lines(periodsOf(...facts))).toEqual(reported);
    expect(lines(periodsOf(...facts.toReversed()))).toEqual(reported);
  });

  test('a month that changes nothing begins no period', () => {
    const periods = periodsOf(dsn('2026-02', 'c1'), dsn('2026-03', 'c1'), dsn('2026-04', 'c1', { monthlyHours: 80 }));
    expect(lines(periods)).toEqual(['c1 2026-02-10..2026-03-31 151', 'c1 2026-04-01.. 80']);
    expect(periods.map(({ month }) => month)).toEqual(['2026-03', '2026-04']);
  });

  test('start and end are those of the newest month', () => {
    const prolonged = [
      dsn('2026-02', 'c1', { end: '2026-03-15' }),
      dsn('2026-04', 'c1', { monthlyHours: 80, end: '2026-06-30' }),
    ];
    expect(lines(periodsOf(...prolonged))).toEqual(['c1 2026-02-10..2026-03-31 151', 'c1 2026-04-01..2026-06-30 80']);
    expect(periodsOf(...prolonged).map(({ start, end }) => `${start} ${end}`)).toEqual([
      '2026-02-10 2026-06-30',
      '2026-02-10 2026-06-30',
    ]);
  });

  test('an end reported months later ends the contract on its own day', () => {
    const periods = periodsOf(dsn('2026-02', 'c1'), dsn('2026-05', 'c1', { monthlyHours: 0, end: '2026-03-15' }));
    expect(lines(periods)).toEqual(['c1 2026-02-10..2026-03-15 151']);
  });

  test('the first month seen speaks for the days before it', () => {
    expect(lines(periodsOf(dsn('2026-05', 'c1')))).toEqual(['c1 2026-02-10.. 151']);
  });

  test('a month reported again before the start stands in one period only', () => {
    const periods = periodsOf(dsn('2026-01', 'c1'), dsn('2026-02', 'c1', { monthlyHours: 80 }));
    expect(lines(periods)).toEqual(['c1 2026-02-10.. 80']);
  });

  test('the later report of a month stands', () => {
    const again = { ...dsn('2026-02', 'c1', { monthlyHours: 90 }), recordedAt: '2026-03-20T08:00:00.000Z' };
    expect(lines(periodsOf(dsn('2026-02', 'c1'), again))).toEqual(['c1 2026-02-10.. 90']);
  });
});

describe('the best job of a day', () => {
  const best = (day: string, ...facts: Fact[]) => bestJob(periodsOf(...facts), day);

  test('is a CDI before a CDD before interim, whatever their hours', () => {
    const cdi = dsn('2026-02', 'cdi', { nature: '01', monthlyHours: 20 });
    const cdd = dsn('2026-02', 'cdd', { nature: '02', monthlyHours: 100 });
    const interim = dsn('2026-02', 'interim', { nature: '03', monthlyHours: 151 });
    expect(best('2026-03-01', interim, cdd, cdi)?.contract).toBe('cdi');
    expect(best('2026-03-01', interim, cdd)?.contract).toBe('cdd');
    expect(best('2026-03-01', interim)?.contract).toBe('interim');
  });

  test('is the one of more hours, however old', () => {
    const recent = dsn('2026-02', 'recent', { monthlyHours: 80, start: '2026-02-20' });
    expect(best('2026-03-01', recent, dsn('2026-02', 'long'))?.contract).toBe('long');
  });

  test('is the most recent of two alike', () => {
    const recent = dsn('2026-02', 'a-recent', { start: '2026-02-20' });
    const older = dsn('2026-02', 'b-older');
    expect(best('2026-03-01', older, recent)?.contract).toBe('a-recent');
    expect(best('2026-02-19', older, recent)?.contract).toBe('b-older');
  });

  test('is judged by the hours of that day, not by those reported since', () => {
    const falling = [dsn('2026-02', 'falling'), dsn('2026-05', 'falling', { monthlyHours: 40 })];
    const steady = dsn('2026-02', 'steady', { monthlyHours: 100 });
    expect(best('2026-04-30', ...falling, steady)).toMatchObject({ contract: 'falling', monthlyHours: 151 });
    expect(best('2026-05-01', ...falling, steady)).toMatchObject({ contract: 'steady' });
  });

  test('is judged by the nature of that day', () => {
    const hired = [dsn('2026-02', 'hired', { nature: '03' }), dsn('2026-06', 'hired', { nature: '01' })];
    const steady = dsn('2026-02', 'steady', { monthlyHours: 20 });
    expect(best('2026-05-31', ...hired, steady)?.contract).toBe('steady');
    expect(best('2026-06-01', ...hired, steady)?.contractClass).toBe('cdi');
  });

  test('is none before the first day, after the last, or where the nature is no employment', () => {
    const short = dsn('2026-02', 'c1', { end: '2026-02-28' });
    const internship = dsn('2026-02', 'c2', { nature: '29' });
    const found = (day: string) => best(day, short, internship)?.contract ?? null;
    expect([found('2026-02-09'), found('2026-02-10'), found('2026-02-28'), found('2026-03-01')]).toEqual([
      null,
      'c1',
      'c1',
      null,
    ]);
  });
});

test('a change in the month of the end is a period of its own; contracts that share a day run beside each other', () => {
  const ended = dsn('2026-02', 'a', { monthlyHours: 60, end: '2026-05-15' });
  const changed = dsn('2026-05', 'a', { monthlyHours: 90, end: '2026-05-15' });
  const next = (start: string) => dsn('2026-06', 'b', { start, monthlyHours: 30 });
  expect(lines(periodsOf(ended, changed))).toEqual(['a 2026-02-10..2026-04-30 60', 'a 2026-05-01..2026-05-15 90']);
  const beside = (start: string) => periodsOf(ended, changed, next(start)).map(({ several }) => several);
  expect(beside('2026-05-15')).toEqual([false, true, true]);
  expect(beside('2026-05-16')).toEqual([false, false, false]);
});

describe('the six points', () => {
  const training = ['session:eos:1'];
  const dossier = [
    fact('kairos', 'candidate-positioned', '2026-02-15', { by: 'self', mode: 'candidature' }, training),
    fact('kairos', 'enrolment-decided', '2026-03-01', { decision: 'registered' }, training),
    fact('eos', 'entry-attested', '2026-04-01', {}, training),
    fact('eos', 'exit-declared', '2026-08-31', { kind: 'planned-end' }, training),
  ];
  const jobs = [
    dsn('2026-02', 'small', { monthlyHours: 60, end: '2027-03-31' }),
    dsn('2026-04', 'small', { monthlyHours: 20, end: '2027-03-31' }),
    dsn('2026-09', 'small', { monthlyHours: 100, end: '2027-03-31' }),
    dsn('2026-11', 'second', { start: '2026-11-02', monthlyHours: 90, end: '2027-02-28' }),
    dsn('2027-01', 'second', { start: '2026-11-02', monthlyHours: 120, end: '2027-02-28' }),
    dsn('2027-08', 'after', { start: '2027-08-31', nature: '01' }),
  ];
  const pointsOn = (today: string) =>
    pathOf(today, jobs, dossier).employment.returns.flatMap(({ points }) =>
      points.map(({ point, date, bestJob: job, several }) => [point, date, job?.contract, job?.monthlyHours, several]),
    );
  const whole = [
    ['validation', '2026-03-01', 'small', 60, false],
    ['entry', '2026-04-01', 'small', 20, false],
    ['exit', '2026-08-31', 'small', 20, false],
    ['exit+3', '2026-11-30', 'small', 100, true],
    ['exit+6', '2027-02-28', 'second', 120, true],
    ['exit+12', '2027-08-31', 'after', 151, false],
  ];

  test('each shows the best job and several jobs as they were that day', () => {
    expect(pointsOn('2027-08-31')).toEqual(whole);
  });

  test('each stays as it was when more than 24 months have passed since the exit', () => {
    expect(pointsOn('2028-09-01')).toEqual(whole);
  });

  test('those to come have no date and no job', () => {
    const toCome = whole.slice(4).map(([point]) => [point, null, undefined, undefined, false]);
    expect(pointsOn('2027-01-15')).toEqual([...whole.slice(0, 4), ...toCome]);
  });

  test('of the current month are awaited: the DSN comes in the month after', () => {
    const awaited = (today: string) =>
      pathOf(today, jobs, dossier).employment.returns.flatMap(({ points }) =>
        points.filter((each) => each.awaited).map(({ point }) => point),
      );
    expect(awaited('2026-11-30')).toEqual(['exit+3']);
    expect(awaited('2026-12-01')).toEqual([]);
  });

  test('begin with the validation that led to that stay', () => {
    const again = [
      fact('kairos', 'candidate-positioned', '2026-10-01', { by: 'self', mode: 'candidature' }, training),
      fact('kairos', 'enrolment-decided', '2026-10-10', { decision: 'registered' }, training),
    ];
    const { returns } = pathOf('2026-12-01', jobs, [...dossier, ...again]).employment;
    expect(returns[0]?.points.slice(0, 2).map(({ date }) => date)).toEqual(['2026-03-01', '2026-04-01']);
  });

  test('and any job are read until 24 months after the last exit', () => {
    const late = dsn('2028-09', 'late', { start: '2028-09-01', nature: '01' });
    const on = (today: string) => pathOf(today, [...jobs, late], dossier).employment;
    expect(on('2028-08-31').bestJob?.contract).toBe('after');
    expect(on('2028-09-01').bestJob).toBeNull();
    expect(on('2028-09-30').periods.map(({ contract }) => contract)).not.toContain('late');
  });

  test('a change of hours is no second job', () => {
    const { returns } = pathOf('2026-06-01', jobs.slice(0, 2), dossier).employment;
    expect(returns[0]?.points.map(({ several }) => several)).not.toContain(true);
  });

  test('each period says whether another contract ran beside it', () => {
    expect(periodsOf(...jobs).map(({ contract, from, several }) => [contract, from, several])).toEqual([
      ['small', '2026-02-10', false],
      ['small', '2026-04-01', false],
      ['small', '2026-09-01', true],
      ['second', '2026-11-02', true],
      ['second', '2027-01-01', true],
      ['after', '2027-08-31', false],
    ]);
  });
});

describe('what stands in the path beside employment', () => {
  test('a CEP period is open until it is closed', () => {
    const period = { period: 'P1', operatorSiret: '13000548100010' };
    const opened = fact('cep', 'cep-period-opened', '2026-01-05', period);
    const closed = fact('cep', 'cep-period-closed', '2026-06-05', period);
    const days = (...facts: Fact[]) =>
      pathOf('2026-09-01', facts).cepPeriods.map((cep) => [cep.period, cep.opened?.value, cep.closed?.value ?? null]);
    expect(days(opened)).toEqual([['P1', '2026-01-05', null]]);
    expect(days(closed, opened)).toEqual([['P1', '2026-01-05', '2026-06-05']]);
  });

  test('a certification is the person’s, and the dossier’s too where one is named', () => {
    const references = ['session:eos:1'];
    const entry = fact('eos', 'entry-attested', '2026-04-01', {}, references);
    const code = { registry: 'rncp', code: '34079' };
    const alone = fact('certifier', 'certification-obtained', '2026-09-15', code);
    const named = asFact({ ...alone, references, data: { ...code, dossier: 111111111 } });
    const codes = (reported: TrainingPath['certifications']) =>
      reported.map(({ value }) => `${value.registry} ${value.code}`);
    // A fact of a trainee that names a dossier reaches both rows.
    const withNamed = pathOf('2026-10-01', [named], [entry, named]);
    const withoutNamed = pathOf('2026-10-01', [alone], [entry]);
    expect(codes(withNamed.certifications)).toEqual(['rncp 34079']);
    expect(codes(withNamed.dossiers[0]?.certifications ?? [])).toEqual(['rncp 34079']);
    expect(codes(withoutNamed.certifications)).toEqual(['rncp 34079']);
    expect(withoutNamed.dossiers[0]?.certifications).toEqual([]);
  });
});
