import { expect, describe as suite, test } from 'vitest';
import { describeSession } from '../session/describe-session.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';

function fact(named: string, type: Fact['type'], day: string, data: object = {}): Fact {
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references: ['session:07:114782'] });
}

const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-02', { mode: 'meeting', slot: 'RIC1' });
const opened = fact('kairos/o', 'recruitment-opened', '2026-02-20', {
  ...{ slot: 'RIC1', mode: 'meeting', from: '2026-03-16' },
});

function present(day: string): Fact {
  return fact('kairos/m', 'presence-recorded', day, { presence: 'present', slot: 'RIC1' });
}

function published(data: object): Fact {
  return fact('ofeli/s', 'session-published', '2026-02-01', { title: 'Soudage', ...data });
}

function on(today: string, facts: readonly Fact[], offers: readonly Fact[] = []) {
  const session = offers.length === 0 ? null : describeSession(factSet(offers), releasedRules);
  return assess(describe(factSet(facts), releasedRules), session, today, releasedRules);
}

function resultAwaited(facts: readonly Fact[], offers: readonly Fact[] = []) {
  const found = on('2026-03-20', facts, offers).expectations.find(({ what }) => what === 'result');
  return [found?.since, found?.dueBy, found?.dueInferred ?? false];
}

test('presence is to be told on the day of the appointment itself', () => {
  const overdueOn = (today: string) =>
    on(today, [positioned], [opened]).anomalies.filter(({ code }) => code === 'overdue').length;
  expect(on('2026-03-16', [positioned], [opened]).expectations).toMatchObject([
    { what: 'presence', since: '2026-03-16', dueBy: '2026-03-16' },
  ]);
  expect([overdueOn('2026-03-16'), overdueOn('2026-03-17')]).toEqual([0, 1]);
});

suite('the result', () => {
  const facts = [positioned, present('2026-03-16')];
  const plan = fact('eos/l', 'path-planned', '2026-03-10', { plannedEntry: '2026-04-07', plannedExit: '2026-06-30' });

  test('is to be told before the session starts', () => {
    const session = published({ start: '2026-04-13', end: '2026-07-03', entryMode: 'fixed-dates' });
    expect(resultAwaited(facts, [session])).toEqual(['2026-03-16', '2026-04-12', false]);
  });

  test('is to be told before the entry that is planned, whatever the session says', () => {
    const session = published({ start: '2026-04-13', end: '2026-07-03', entryMode: 'fixed-dates' });
    expect(resultAwaited([...facts, plan], [session])).toEqual(['2026-03-16', '2026-04-06', false]);
    expect(describe(factSet([...facts, plan]), releasedRules).expectations).toContainEqual(
      expect.objectContaining({ what: 'result', dueBy: '2026-04-06' }),
    );
  });

  test.each([
    ['no start is known', []],
    [
      'the session has no day on which its trainees enter',
      [published({ start: '2026-04-13', entryMode: 'permanent' })],
    ],
    ['the session had begun', [published({ start: '2026-03-16', entryMode: 'fixed-dates' })]],
  ])('has a due day of our own reading, said to be one, where %s', (_, offers) => {
    expect(resultAwaited(facts, offers)).toEqual(['2026-03-16', '2026-03-19', true]);
  });
});
