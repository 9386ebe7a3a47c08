import { expect, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';

function fact(named: string, type: Fact['type'], day: string, data: object = {}): Fact {
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references: ['session:07:114782'] });
}

const entry = fact('kairos-ng/e', 'entry-attested', '2026-04-07');
const exit = fact('kairos/x', 'exit-declared', '2026-06-30', { kind: 'planned-end' });

function missing(...facts: Fact[]) {
  const assessed = assess(describe(factSet([entry, ...facts]), releasedRules), null, '2026-09-01', releasedRules);
  const found = assessed.anomalies.filter(({ code }) => code === 'skills-profile-missing');
  return { completedOn: assessed.skillsProfile?.effectiveDate ?? null, found: found.map(({ about }) => about) };
}

function completed(day: string): Fact {
  return fact('passport/s', 'skills-profile-completed', day);
}

test('a skills profile counts where it was completed on or before the exit', () => {
  expect(missing(exit, completed('2026-06-12'))).toEqual({ completedOn: '2026-06-12', found: [] });
  expect(missing(exit, completed('2026-06-30'))).toEqual({ completedOn: '2026-06-30', found: [] });
  expect(missing(exit)).toEqual({ completedOn: null, found: [{}] });
});

test('one completed after the exit is shown with its day, and the anomaly says that it came late', () => {
  expect(missing(exit, completed('2026-07-01'))).toEqual({
    completedOn: '2026-07-01',
    found: [{ completedOn: '2026-07-01' }],
  });
});

test('one completed after an abandonment came late as well, and while nobody has left nothing is missing', () => {
  const left = fact('kairos/l', 'abandonment-declared', '2026-05-11');
  expect(missing(left, completed('2026-05-12')).found).toEqual([{ completedOn: '2026-05-12' }]);
  expect(missing().found).toEqual([]);
});

test('before the exit of the last stay is early enough', () => {
  const again = fact('kairos-ng/e2', 'entry-attested', '2026-09-01');
  const out = fact('kairos/x2', 'exit-declared', '2026-12-18', { kind: 'planned-end' });
  expect(missing(exit, completed('2026-07-15'), again, out).found).toEqual([]);
});
