import { expect, test } from 'vitest';
import { type Fact, factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describeTrainee } from './describe-trainee.ts';
import { summariseTrainee } from './trainee-summary.ts';

const [own, other] = ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11', '1c0f7a52-4a54-4f0e-9a55-0d9f5f4b7a22'] as const;

function fact(id: string, type: Fact['type'], data: object): Fact {
  return factOn(`operator/${id}`, type, '2026-03-01', data, { effectiveDate: null });
}

function summaryOf(facts: readonly Fact[]) {
  const set = factSet(facts);
  return summariseTrainee(describeTrainee(set, releasedRules, own), set, own);
}

test('a person without verdicts, restrictions or anomalies has none of them in the summary', () => {
  expect(summaryOf([])).toEqual({
    linked: [],
    restricted: false,
    destroyed: false,
    moved: false,
    anomalies: [],
    evidence: { registrations: [], advice: [], employment: [], restricted: false },
    followers: [],
    verdicts: { traineeVerdicts: [], dossierVerdicts: [] },
    hasNir: false,
    employed: [],
  });
});

test('days with a contract are spans apart from each other, and contracts of no known class are none', () => {
  const contract = (id: string, nature: string, start: string, end?: string) =>
    fact(id, 'employment-reported', {
      ...{ contract: id, nature, start, month: start.slice(0, 7), monthlyHours: 150 },
      ...(end !== undefined && { end }),
    });
  const { employed } = summaryOf([
    contract('a', '02', '2026-01-05', '2026-02-10'),
    contract('b', '03', '2026-02-01', '2026-03-31'),
    contract('c', '01', '2026-06-01'),
    contract('d', '29', '2026-04-15', '2026-05-01'),
    contract('e', '02', '2026-07-01', '2026-07-31'),
  ]);
  expect(employed).toEqual(['2026-01-05/2026-03-31', '2026-06-01/']);
});

test('whom a verdict names is linked, whatever the verdict says', () => {
  const verdict = (id: string, says: string) =>
    fact(id, 'trainees-judged', { trainees: [own, other], verdict: says, by: 'manual' });
  expect(summaryOf([verdict('v', 'different')]).linked).toEqual([other]);
  expect(summaryOf([verdict('v', 'same'), verdict('w', 'different')]).linked).toEqual([other]);
});

test('a restriction and facts moved to another are said', () => {
  const moved = fact('m', 'facts-moved', { facts: [{ source: 'eos', id: 'e1' }], toTrainee: other });
  expect(summaryOf([fact('r', 'processing-restricted', {}), moved])).toMatchObject({ restricted: true, moved: true });
});

test('a trainee of whom three birth dates were told may be several persons, though one source said all of them', () => {
  const told = (id: string, birth: string | null, under = 'k') =>
    factOn(`eos/${id}`, 'trainee-described', `2026-03-0${id}`, {
      flags: {},
      toldWith: `e${id}`,
      says: { under, ...(birth === null ? {} : { birth }) },
    });
  const severalOf = (...facts: readonly Fact[]) => summaryOf(facts).anomalies.includes('may-be-several');
  expect(severalOf(told('1', 'a'), told('2', 'b'), told('3', 'a'), told('4', null))).toBe(false);
  expect(severalOf(told('1', 'a'), told('2', 'b'), told('3', 'c', 'another key'))).toBe(false);
  const several = [told('1', 'a'), told('2', 'b'), told('3', 'a'), told('4', 'c')];
  expect(severalOf(...several)).toBe(true);
  const { mayBeSeveral, anomalies } = describeTrainee(factSet(several), releasedRules, own);
  expect(mayBeSeveral.map(({ facts }) => facts.map(({ id }) => id))).toEqual([
    ['1', 'e1', '3', 'e3'],
    ['2', 'e2'],
    ['4', 'e4'],
  ]);
  expect(anomalies).toEqual([]);
  const moved = fact('m', 'facts-moved', { facts: [{ source: 'eos', id: '2' }], toTrainee: other });
  expect(severalOf(...several, moved)).toBe(false);
});
