import { expect, describe as suite, test } from 'vitest';
import type { Fact, OwnedFacts } from '../dossier/facts.ts';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describePath } from './describe-path.ts';
import type { KnownDossier } from './join-dossiers.ts';
import type { TrainingPath } from './person-record.ts';

/** Limits of what only shows across dossiers and persons, each by the day before, of or after it. */

function fact(named: string, type: Fact['type'], day: string, data: object = {}, references: string[] = []): Fact {
  return factOn(named, type, day, data, { references });
}

/** Dossiers 1, 2… of T1, each of its own session, or those of `trainees`. */
function pathOf(dossiers: readonly (readonly Fact[])[], own: readonly Fact[] = [], today = '2026-12-31'): TrainingPath {
  return describePath({
    dossiers: dossiers.map(
      (facts, at): KnownDossier => ({ number: at + 1, trainee: 'T1', facts: inSession(facts, at) }),
    ),
    trainees: [{ trainee: 'T1', facts: factSet(own) }],
    sessions: new Map(),
    today,
    rules: releasedRules,
  });
}

function inSession(facts: readonly Fact[], at: number): Fact[] {
  const references = [`session:ft:${at + 1}`];
  const number = fact(`hub/${at}`, 'dossier-attributed', '2026-12-31', { number: at + 1 }, references);
  return [...factSet([...facts, number].map((reported) => ({ ...reported, references })))];
}

function entry(id: string, day: string): Fact {
  return fact(`opco/${id}`, 'entry-attested', day);
}

function exit(id: string, day: string): Fact {
  return fact(`opco/${id}`, 'exit-declared', day, { kind: 'planned-end' });
}

function registered(id: string, day: string, decision = 'registered'): Fact {
  return fact(`france-travail/${id}`, 'enrolment-decided', day, { decision, attempt: id });
}

suite('two dossiers', () => {
  test('look like one training reported twice where they begin three days apart, not four', () => {
    const codes = (day: string) =>
      pathOf([[entry('a', '2026-04-01')], [entry('b', day)]]).anomalies.map(({ code }) => code);
    expect(codes('2026-04-04')).toEqual(['overlapping-dossiers', 'suspected-double']);
    expect(codes('2026-04-05')).toEqual(['overlapping-dossiers']);
  });

  test('overlap from the day before the last of the first', () => {
    const codes = (day: string) =>
      pathOf([[entry('a', '2026-04-01'), exit('x', '2026-05-20')], [entry('b', day)]]).anomalies.map(
        ({ code }) => code,
      );
    expect(codes('2026-05-19')).toEqual(['overlapping-dossiers']);
    expect(codes('2026-05-20')).toEqual([]);
  });

  test('are joined and parted by verdicts that name their numbers', () => {
    const judged = (day: string, verdict: string) =>
      fact(`operator/${day}`, 'dossiers-judged', day, { numbers: [2, 1], verdict, by: 'manual' });
    const dossiers = [[entry('a', '2026-04-01')], [entry('b', '2026-06-01')]];
    const numbers = (...verdicts: Fact[]) =>
      pathOf(dossiers, verdicts).dossiers.map(({ number, alsoKnownAs }) => [number, ...alsoKnownAs]);
    expect(numbers(judged('2026-07-01', 'same'))).toEqual([[1, 2]]);
    expect(numbers(judged('2026-07-01', 'same'), judged('2026-07-02', 'different'))).toEqual([[1], [2]]);
    expect(numbers(judged('2026-07-03', 'same'), judged('2026-07-02', 'different'))).toEqual([[1, 2]]);
  });
});

suite('the points of return to employment', () => {
  const points = (facts: readonly Fact[], today: string) =>
    Object.fromEntries(
      (pathOf([facts], [], today).employment.returns[0]?.points ?? []).map(({ point, date }) => [point, date]),
    );

  test('have come on their own day', () => {
    const facts = [entry('e', '2026-04-01'), exit('x', '2026-05-31')];
    expect(points(facts, '2026-08-30')).toMatchObject({ exit: '2026-05-31', 'exit+3': null });
    expect(points(facts, '2026-08-31')).toMatchObject({ 'exit+3': '2026-08-31', 'exit+6': null });
    expect(points(facts, '2026-11-30')).toMatchObject({ 'exit+6': '2026-11-30' });
  });

  test('begin with the last registration before the entry, on its day at the latest', () => {
    const facts = [
      registered('r1', '2026-03-01'),
      registered('r2', '2026-03-20', 'not-registered'),
      entry('e', '2026-04-01'),
    ];
    expect(points(facts, '2026-06-01').validation).toBe('2026-03-01');
    expect(points([...facts, registered('r3', '2026-04-01')], '2026-06-01').validation).toBe('2026-04-01');
    expect(points([...facts, registered('r3', '2026-04-02')], '2026-06-01').validation).toBe('2026-03-01');
  });
});

suite('a person', () => {
  test('owns again what was moved back, whatever the ids of the acts', () => {
    const moved = (id: string, day: string, toTrainee: string) =>
      fact(`operator/${id}`, 'facts-moved', day, {
        facts: [{ source: 'opco', id: 'a' }],
        fromTrainee: 'T1',
        toTrainee,
      });
    const status = (...acts: Fact[]) => pathOf([[entry('a', '2026-04-01')]], acts).dossiers[0]?.status;
    expect(status(moved('b', '2026-05-01', 'T2'))).toBe('removed');
    expect(status(moved('b', '2026-05-01', 'T2'), moved('a', '2026-05-02', 'T1'))).toBe('entered');
    expect(status(moved('b', '2026-05-03', 'T2'), moved('a', '2026-05-02', 'T1'))).toBe('removed');
  });

  test('is joined with nobody by a verdict on persons that were not asked about', () => {
    const judged = fact('operator/j', 'trainees-judged', '2026-05-01', {
      trainees: ['T8', 'T9'],
      verdict: 'same',
      by: 'manual',
    });
    const others: OwnedFacts[] = [{ trainee: 'T2', facts: [] }];
    const asked = { trainee: 'T1', facts: [judged] };
    const path = describePath({
      dossiers: [],
      trainees: [asked, ...others],
      sessions: new Map(),
      today: '2026-06-01',
      rules: releasedRules,
    });
    expect(path).toMatchObject({ trainees: ['T1'], joinedBy: [], review: false });
  });

  test('with a NIR is not joined by a rule with another that has one, but with one that has only a number', () => {
    const judged = fact('hub/j', 'trainees-judged', '2026-05-01', {
      trainees: ['T1', 'T2'],
      verdict: 'same',
      by: 'rule',
    });
    const known = (id: string, kinds: string[]) => fact(`hub/${id}`, 'trainee-known', '2026-05-01', { kinds });
    const linked = (...kinds: string[]) =>
      describePath({
        dossiers: [],
        trainees: [
          { trainee: 'T1', facts: factSet([judged, known('k1', ['nir'])]) },
          { trainee: 'T2', facts: factSet([judged, known('k2', kinds)]) },
        ],
        sessions: new Map(),
        today: '2026-06-01',
        rules: releasedRules,
      }).trainees;
    expect(linked('nir')).toEqual(['T1']);
    expect(linked('partnerNumber')).toEqual(['T1', 'T2']);
  });
});
