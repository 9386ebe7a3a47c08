import { expect, describe as suite, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import { summarise } from './summary.ts';

function fact(named: string, type: Fact['type'], day: string, data: object = {}): Fact {
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references: ['session:eos:67680'] });
}

function record(...facts: Fact[]) {
  return describe(factSet(facts), releasedRules);
}

function monthsAwaited(today: string, ...facts: Fact[]): (string | undefined)[] {
  return assess(record(...facts), null, today, releasedRules)
    .expectations.filter(({ what }) => what === 'attendance')
    .map(({ month }) => month);
}

const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-20', { mode: 'candidature', funding: 'prf' });
const entry = fact('eos/e', 'entry-attested', '2026-04-06');
const exit = fact('eos/x', 'exit-declared', '2026-06-12', { kind: 'planned-end' });

function month(id: string, of: string, data: object = { complete: true }, day = `${of}-28`): Fact {
  return fact(`kairos/${id}`, 'attendance-reported', day, { month: of, ...data });
}

suite('what is captured for each module', () => {
  test('is an attendance of its own: the hours of two modules in one month stand beside each other', () => {
    const reported = record(
      positioned,
      entry,
      month('a1', '2026-04', { hours: 60, module: 'M1' }),
      month('a2', '2026-04', { hours: 40, module: 'M2' }),
      month('a3', '2026-04', { hours: 12 }),
    );
    expect(reported.attendance.map(({ value }) => [value.month, value.module, value.hours])).toEqual([
      ['2026-04', 'M1', 60],
      ['2026-04', 'M2', 40],
      ['2026-04', null, 12],
    ]);
    expect(reported.anomalies.map(({ code }) => code)).not.toContain('contested');
  });

  test('competes inside its module only', () => {
    const other = fact('eos/a9', 'attendance-reported', '2026-04-29', { month: '2026-04', hours: 55, module: 'M1' });
    const reported = record(positioned, entry, month('a1', '2026-04', { hours: 60, module: 'M1' }), other);
    expect(reported.attendance).toMatchObject([{ value: { hours: 60 }, contestedBy: [{ eventId: 'a9' }] }]);
  });

  test('is an absence of its own, and hours of its own, which overlap those of no other module', () => {
    const absent = (id: string, module: string) =>
      fact(`kairos/${id}`, 'absence-declared', '2026-04-14', {
        from: '2026-04-14',
        to: '2026-04-14',
        justified: true,
        module,
      });
    const done = (id: string, more: object) =>
      fact(`eos/${id}`, 'hours-realised', '2026-04-06', {
        ...{ from: '2026-04-06', to: '2026-04-30', hoursCentre: 30, hoursCompany: 0 },
        ...more,
      });
    const apart = record(
      ...[positioned, entry, absent('b1', 'M1'), absent('b2', 'M2')],
      ...[done('h1', { module: 'M1' }), done('h2', { module: 'M2' })],
    );
    expect(apart.absences.map(({ value }) => value.module)).toEqual(['M1', 'M2']);
    expect(apart.hours.map(({ value }) => value.module)).toEqual(['M1', 'M2']);
    expect(apart.anomalies.map(({ code }) => code)).not.toContain('hours-overlap');
    const whole = record(positioned, entry, done('h1', { module: 'M1' }), done('h0', { to: '2026-05-10' }));
    expect(whole.anomalies).toContainEqual(
      expect.objectContaining({
        code: 'hours-overlap',
        facts: [
          { source: 'eos', eventId: 'h0' },
          { source: 'eos', eventId: 'h1' },
        ],
      }),
    );
  });

  test('refutes an abandonment in its month only where it is the whole stay that was complete', () => {
    const left = fact('kairos/l', 'abandonment-declared', '2026-05-10');
    const complete = (more: object) =>
      record(positioned, entry, left, month('a', '2026-05', { complete: true, ...more })).status;
    expect([complete({}), complete({ module: 'M1' })]).toEqual(['entered', 'exited']);
  });
});

test('a month that two stays share is awaited of each until each has its own', () => {
  const [left, again] = [
    fact('eos/x1', 'exit-declared', '2026-05-10', { kind: 'planned-end' }),
    fact('eos/e2', 'entry-attested', '2026-05-20'),
  ];
  const path = [positioned, entry, left, again, month('a4', '2026-04')];
  const first = month('a5', '2026-05', { complete: true }, '2026-05-10');
  const second = month('a6', '2026-05', { complete: true }, '2026-05-29');
  expect(monthsAwaited('2026-05-31', ...path)).toEqual(['2026-05', '2026-05']);
  expect(monthsAwaited('2026-05-31', ...path, first)).toEqual(['2026-05']);
  expect(monthsAwaited('2026-05-31', ...path, first, second)).toEqual([]);
  expect(record(...path, first, second).attendance.map(({ value }) => [value.month, value.stay])).toEqual([
    ['2026-04', 'eos/e'],
    ['2026-05', 'eos/e'],
    ['2026-05', 'eos/e2'],
  ]);
});

test('two stays in one month have an attendance each, and a month reported late is that of the stay that it lies in', () => {
  const reported = record(
    ...[positioned, entry, fact('eos/x', 'exit-declared', '2026-05-05', { kind: 'planned-end' })],
    fact('eos/e2', 'entry-attested', '2026-05-18'),
    month('a1', '2026-05', { hours: 14 }, '2026-05-06'),
    month('a2', '2026-05', { hours: 61 }, '2026-05-29'),
    month('a3', '2026-04', { hours: 90 }, '2026-06-02'),
  );
  expect(reported.attendance.map(({ eventId, value }) => [eventId, value.hours])).toEqual([
    ['a1', 14],
    ['a2', 61],
    ['a3', 90],
  ]);
  expect(reported.anomalies.map(({ code }) => code)).not.toContain('fact-after-exit');
});

suite('months of attendance', () => {
  test('that were never reported before the exit are awaited after it, that of the exit included', () => {
    const left = [positioned, entry, exit, month('a', '2026-05')];
    expect(monthsAwaited('2026-09-01', ...left)).toEqual(['2026-04', '2026-06']);
    expect(monthsAwaited('2026-05-31', ...left)).toEqual(['2026-04']);
    const overdue = assess(record(...left), null, '2026-07-01', releasedRules).anomalies.filter(
      ({ code }) => code === 'overdue',
    );
    expect(overdue.map(({ about }) => about.dueBy)).toEqual(['2026-06-27', '2026-04-30', '2026-06-30']);
  });

  test('are no longer awaited once they are reported, however late', () => {
    const left = [positioned, entry, exit, month('a4', '2026-04'), month('a5', '2026-05')];
    expect(monthsAwaited('2026-09-01', ...left)).toEqual(['2026-06']);
    expect(monthsAwaited('2026-09-01', ...left, month('a6', '2026-06', { hours: 20 }, '2026-08-20'))).toEqual([]);
  });

  test('are those up to an abandonment too, and not those in which the stay was interrupted throughout', () => {
    const left = fact('kairos/l', 'abandonment-declared', '2026-07-02');
    const gone = fact('kairos/i', 'interruption-observed', '2026-05-01', { from: '2026-05-01', to: '2026-06-30' });
    expect(monthsAwaited('2026-09-01', positioned, entry, gone, left)).toEqual(['2026-04', '2026-07']);
  });

  test('of a stay that has ended stay awaited beside those of the next', () => {
    const again = fact('eos/e2', 'entry-attested', '2026-07-06');
    const awaited = monthsAwaited('2026-07-31', positioned, entry, exit, month('a', '2026-05'), again);
    expect(awaited).toEqual(['2026-04', '2026-06', '2026-07']);
  });

  test('stand in the columns of the row as in the record', () => {
    const columns = (...facts: Fact[]) => {
      const { expected, dueBy } = summarise(record(...facts), [], releasedRules);
      return { expected, dueBy };
    };
    expect(columns(positioned, entry, exit)).toEqual({ expected: ['assessment', 'attendance'], dueBy: '2026-04-30' });
    const all = ['2026-04', '2026-05', '2026-06'].map((of) => month(of, of));
    expect(columns(positioned, entry, exit, ...all)).toEqual({ expected: ['assessment'], dueBy: '2026-06-27' });
  });

  test('are reported by the whole stay, or by every module that is known to have run in them', () => {
    const begun = (module: string, day: string) => fact(`kairos/${module}`, 'entry-attested', day, { module });
    const modular = [positioned, entry, begun('M1', '2026-04-06'), begun('M2', '2026-05-18')];
    const of = (module: string, at: string) => month(`${module}${at}`, at, { hours: 40, module });
    const april = of('M1', '2026-04');
    expect(monthsAwaited('2026-05-31', ...modular, april)).toEqual(['2026-05']);
    expect(monthsAwaited('2026-05-31', ...modular, april, of('M1', '2026-05'))).toEqual(['2026-05']);
    expect(monthsAwaited('2026-05-31', ...modular, april, of('M1', '2026-05'), of('M2', '2026-05'))).toEqual([]);
    expect(monthsAwaited('2026-05-31', ...modular, april, month('a', '2026-05'))).toEqual([]);
    expect(monthsAwaited('2026-05-31', positioned, entry, april, of('M3', '2026-05'))).toEqual([]);
  });
});
