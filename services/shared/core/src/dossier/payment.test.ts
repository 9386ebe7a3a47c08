import { expect, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import { blockagesOf, type Pay, paymentBlockages } from './payment.ts';

function fact(named: string, type: Fact['type'], day: string, data: object = {}): Fact {
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references: ['session:eos:67680'] });
}

const payBody = '99000118200015';
const sent: Pay = { body: payBody, sent: true, from: '2026-04-01', to: null };
const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-20', { mode: 'candidature', funding: 'prf' });
const retained = fact('kairos/s', 'selection-decided', '2026-03-25', { result: 'retained' });
const plan = fact('eos/plan', 'path-planned', '2026-03-26', { plannedEntry: '2026-04-06' });
const entry = fact('eos/e', 'entry-attested', '2026-04-06');
const april = fact('kairos/a4', 'attendance-reported', '2026-04-28', { month: '2026-04', complete: true });
const may = fact('kairos/a5', 'attendance-reported', '2026-05-28', { month: '2026-05', complete: true });

function blocked(today: string, facts: readonly Fact[], pay: Pay = sent): readonly (string | null)[][] {
  const dossier = assess(describe(factSet(facts), releasedRules), null, today, releasedRules);
  return blockagesOf(dossier, pay, releasedRules).map(({ reason, since, month }) => [reason, since, month]);
}

const open = fact('eos/i', 'interruption-observed', '2026-05-11', { from: '2026-05-11' });

test.each<[string, string, readonly Fact[], readonly (string | null)[][]]>([
  ['no entry is attested', '2026-04-07', [positioned, retained, plan], [['entry-missing', '2026-04-06', null]]],
  ['nothing but the pay is known', '2026-04-07', [], [['entry-missing', null, null]]],
  [
    'the trainee did not come',
    '2026-04-10',
    [positioned, fact('eos/n', 'absent-at-entry', '2026-04-06')],
    [['absent-at-entry', '2026-04-06', null]],
  ],
  [
    'two systems tell two days of entry',
    '2026-04-10',
    [positioned, entry, fact('kairos/e', 'entry-attested', '2026-04-07')],
    [['entry-contested', '2026-04-06', null]],
  ],
  ['a month is awaited and its due day has not passed', '2026-04-30', [positioned, entry], []],
  ['its due day has passed', '2026-05-01', [positioned, entry], [['attendance-missing', '2026-04-30', '2026-04']]],
  ['every month is there', '2026-06-10', [positioned, entry, april, may], []],
  [
    'the training is interrupted and a month before is missing',
    '2026-07-10',
    [positioned, entry, may, open],
    [
      ['interruption-running', '2026-05-11', null],
      ['attendance-missing', '2026-04-30', '2026-04'],
    ],
  ],
  [
    'it was interrupted, and resumed',
    '2026-06-10',
    [positioned, entry, april, may, open, fact('kairos/r', 'resumption-attested', '2026-05-25')],
    [],
  ],
  [
    'the candidate was not registered',
    '2026-04-10',
    [positioned, fact('kairos/n', 'enrolment-decided', '2026-03-30', { decision: 'not-registered' }), entry],
    [['not-registered', null, null]],
  ],
])('where %s, a payment is blocked by that alone', (_what, today, facts, expected) => {
  expect(blocked(today, facts)).toEqual(expected);
});

test('what is not sent, or no longer, is said with its day; months outside the days paid block nothing', () => {
  const ended: Pay = { ...sent, sent: false, to: '2026-04-30' };
  expect(blocked('2026-07-10', [positioned, entry], ended)).toEqual([
    ['not-sent', '2026-04-30', null],
    ['attendance-missing', '2026-04-30', '2026-04'],
  ]);
  const later: Pay = { ...sent, from: '2026-05-01' };
  expect(blocked('2026-06-10', [positioned, entry], later)).toEqual([['attendance-missing', '2026-05-31', '2026-05']]);
});

test('attendance that nobody is to report blocks nothing', () => {
  const alone = { ...entry, data: { ...entry.data, funding: 'prf-direct' } } as Fact;
  expect(blocked('2026-07-10', [alone])).toEqual([]);
});

test('each reason is told in French, with what to do', async () => {
  const { default: settings } = await import('../../../../../schemas/rules.json', { with: { type: 'json' } });
  expect(Object.keys(settings.payments)).toEqual([...paymentBlockages]);
});
