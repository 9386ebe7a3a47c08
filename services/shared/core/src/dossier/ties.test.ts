import { expect, describe as suite, test } from 'vitest';
import { describeTrainee } from '../person/describe-trainee.ts';
import { describeSession } from '../session/describe-session.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { knownAt } from './as-of.ts';
import { describe } from './describe.ts';
import { type Fact, factSet, union } from './facts.ts';

interface More {
  readonly recorded?: string;
  readonly received?: string;
}

function fact(named: string, type: Fact['type'], day: string, data: object = {}, more: More = {}): Fact {
  const { recorded = `${day}T08:00:00.000Z`, received = recorded } = more;
  const times = { recordedAt: recorded, receivedAt: received };
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references: ['session:07:114782'], ...times });
}

function named(code: string, ...facts: Fact[]): string[][] {
  return describe(factSet(facts), releasedRules)
    .anomalies.filter((anomaly) => anomaly.code === code)
    .map((anomaly) => anomaly.facts.map(({ eventId }) => eventId));
}

const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-02', { mode: 'candidature' });

suite('what only an id decides is named', () => {
  test('where one field was recorded twice at the same time with other contents', () => {
    const result = (id: string, of: string) => fact(`kairos/${id}`, 'selection-decided', '2026-03-10', { result: of });
    expect(named('tie-by-id', positioned, result('a', 'retained'), result('b', 'not-retained'))).toEqual([['a', 'b']]);
    expect(named('tie-by-id', positioned, result('a', 'retained'), result('b', 'retained'))).toEqual([]);
    const later = fact(
      'kairos/b',
      'selection-decided',
      '2026-03-10',
      { result: 'waiting' },
      { recorded: '2026-03-11T08:00:00.000Z' },
    );
    expect(named('tie-by-id', positioned, result('a', 'retained'), later)).toEqual([]);
  });

  test('also what the field does not compare, as by whom somebody was positioned', () => {
    const by = (id: string, who: string) =>
      fact(`kairos/${id}`, 'candidate-positioned', '2026-03-02', { mode: 'candidature', by: who });
    expect(named('tie-by-id', by('a', 'self'), by('b', 'adviser'))).toEqual([['a', 'b']]);
  });

  test('where the authority was as much in two minds as the others, but not where it parts them', () => {
    const entered = (source: string, day: string) =>
      fact(
        `${source}/e-${source}`,
        'entry-attested',
        day,
        { funding: 'france-travail' },
        { recorded: '2026-04-09T08:00:00.000Z' },
      );
    expect(named('tie-by-id', entered('kairos-ng', '2026-04-07'), entered('eos', '2026-04-08'))).toEqual([]);
    expect(named('tie-by-id', entered('opco', '2026-04-07'), entered('eos', '2026-04-08'))).toEqual([
      ['e-eos', 'e-opco'],
    ]);
  });

  test('in a line of an attempt, where two fields of one day say different things', () => {
    const onSlot = (id: string, slot: string, of: string) =>
      fact(`kairos/${id}`, 'selection-decided', '2026-03-10', { result: of, slot });
    expect(named('tie-by-id', positioned, onSlot('a', 'R1', 'retained'), onSlot('b', 'R2', 'waiting'))).toEqual([
      ['a', 'b'],
    ]);
    const seen = (id: string, slot: string, presence: string) =>
      fact(`kairos/${id}`, 'presence-recorded', '2026-03-10', { presence, slot });
    expect(named('tie-by-id', positioned, seen('a', 'R1', 'present'), seen('b', 'R2', 'absent'))).toEqual([['a', 'b']]);
  });

  test('among appointments of one day, but for a slot that was left the same day', () => {
    const given = (id: string, slot: string) =>
      fact(`kairos/${id}`, 'candidate-positioned', '2026-03-10', { mode: 'meeting', slot });
    const moved = (id: string, fromSlot: string, toSlot: string) =>
      fact(`kairos/${id}`, 'appointment-transferred', '2026-03-10', { fromSlot, toSlot });
    expect(named('tie-by-id', given('a', 'R1'), given('b', 'R2'))).toEqual([['a', 'b']]);
    const facts = [given('z', 'R1'), moved('b', 'R1', 'R2'), moved('a', 'R2', 'R3')];
    expect(named('tie-by-id', ...facts)).toEqual([]);
    expect(describe(factSet(facts), releasedRules).attempts[0]?.appointment?.slot).toBe('R3');
  });

  test('of the situation that a source declared, and of the funding that first candidatures name', () => {
    const declared = (id: string, level: string) => fact(`eos/${id}`, 'situation-declared', '2026-04-01', { level });
    expect(named('tie-by-id', declared('a', '3'), declared('b', '4'))).toEqual([['a', 'b']]);
    const candidature = (id: string, slot: string, funding: string) =>
      fact(`kairos/${id}`, 'candidate-positioned', '2026-03-02', { mode: 'candidature', slot, funding });
    const first = candidature('a', 'W1', 'prf');
    expect(named('tie-by-id', first, candidature('b', 'W2', 'france-travail'))).toEqual([['a', 'b']]);
    expect(named('tie-by-id', first, candidature('b', 'W2', 'prf'))).toEqual([]);
  });

  test('of a session, which its own answer says', () => {
    const published = (id: string, end: string, source = 'ofeli') =>
      fact(`${source}/${id}`, 'session-published', '2026-02-02', { title: 'Soudage', start: '2026-04-07', end });
    const codes = (...facts: Fact[]) =>
      describeSession(factSet(facts), releasedRules).anomalies.map((anomaly) => [
        anomaly.code,
        anomaly.facts.map(({ eventId }) => eventId),
      ]);
    expect(codes(published('a', '2026-07-03'), published('b', '2026-07-31'))).toContainEqual(['tie-by-id', ['a', 'b']]);
    expect(codes(published('a', '2026-07-03'), published('b', '2026-07-31', 'carif'))).toContainEqual([
      'tie-by-id',
      ['b', 'a'],
    ]);
    const withdrawn = fact('ofeli/w', 'session-withdrawn', '2026-02-02', { kind: 'cancelled' });
    expect(codes(published('a', '2026-07-03'), withdrawn)).toContainEqual(['tie-by-id', ['a', 'w']]);
    const verdict = (id: string, of: string) => ({
      ...fact(`operator/${id}`, 'session-identified', '2026-03-02', { verdict: of }),
      references: ['session:07:114782', 'session:eos:67680'],
    });
    expect(codes(verdict('v', 'same'), verdict('w', 'different'))).toContainEqual(['tie-by-id', ['v', 'w']]);
  });

  test('of a person: verdicts on one pair, and whether the processing is restricted', () => {
    const judged = (id: string, verdict: string) =>
      fact(`operator/${id}`, 'trainees-judged', '2026-03-02', { trainees: ['T1', 'T2'], verdict, by: 'manual' });
    const found = describeTrainee(
      factSet([
        ...[judged('a', 'same'), judged('b', 'different'), fact('cdc/r', 'processing-restricted', '2026-03-02')],
        fact('cdc/l', 'processing-restriction-lifted', '2026-03-02'),
      ]),
      releasedRules,
      'T1',
    ).anomalies.map((anomaly) => [anomaly.code, anomaly.facts.map(({ eventId }) => eventId)]);
    expect(found).toEqual([
      ['tie-by-id', ['a', 'b']],
      ['tie-by-id', ['l', 'r']],
    ]);
  });
});

test('two contents of one statement under one number are named, two parts of it are not', () => {
  const statement = { ref: 'dossier-7', sequence: 4 };
  const plan = (id: string, plannedExit: string, day = '2026-03-20') =>
    fact(`eos/${id}`, 'path-planned', day, { plannedEntry: '2026-04-07', plannedExit, statement });
  expect(named('sequence-reused', plan('a', '2026-06-30'), plan('b', '2026-07-31', '2026-03-21'))).toEqual([
    ['a', 'b'],
  ]);
  expect(named('sequence-reused', plan('a', '2026-06-30'), plan('b', '2026-06-30'))).toEqual([]);
  const entry = fact('eos/e', 'entry-attested', '2026-04-07', { statement });
  expect(named('sequence-reused', plan('a', '2026-06-30'), entry)).toEqual([]);
});

suite('what was told in time', () => {
  const entry = fact('eos/e', 'entry-attested', '2026-04-01', {}, { recorded: '2026-04-02T08:00:00.000Z' });
  const late = { recorded: '2026-05-20T08:00:00.000Z' };
  const told = (data: object, day = '2026-03-16') => fact('eos/e2', 'entry-attested', day, data, late);

  test('is not late where it is corrected or told again, whatever day it says by now', () => {
    expect(named('late-declaration', entry, told({ corrects: ['e'] }))).toEqual([]);
    expect(named('late-declaration', entry, told({}))).toEqual([]);
    const again = fact(
      'eos/e3',
      'entry-attested',
      '2026-03-23',
      { corrects: ['e2'] },
      { recorded: '2026-06-02T08:00:00.000Z' },
    );
    expect(named('late-declaration', entry, told({ corrects: ['e'] }), again)).toEqual([]);
  });

  test('by statements as well, and along them where the field is another', () => {
    const stated = (id: string, day: string, sequence: number, recorded: string) =>
      fact(`eos/${id}`, 'interruption-observed', day, { from: day, statement: { ref: 'i', sequence } }, { recorded });
    const first = stated('i1', '2026-05-04', 1, '2026-05-05T08:00:00.000Z');
    expect(named('late-declaration', entry, first, stated('i2', '2026-05-06', 2, '2026-06-02T08:00:00.000Z'))).toEqual(
      [],
    );
    expect(named('late-declaration', entry, stated('i2', '2026-05-06', 2, '2026-06-02T08:00:00.000Z'))).toEqual([
      ['i2'],
    ]);
  });

  test('excuses no other stay, and nothing where the first telling was late itself', () => {
    const exit = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
    const second = told({}, '2026-05-04');
    expect(named('late-declaration', entry, exit, second)).toEqual([['e2']]);
    const forgotten = fact('eos/e', 'entry-attested', '2026-04-01', {}, { recorded: '2026-04-20T08:00:00.000Z' });
    expect(named('late-declaration', forgotten, told({ corrects: ['e'] }, '2026-04-02'))).toEqual([['e2']]);
  });
});

suite('an id that was retracted', () => {
  const at = (second: number) => `2026-04-02T10:00:0${second}.000Z`;
  const entry = (second: number, data: object = {}, received = second) =>
    fact('eos/e', 'entry-attested', '2026-04-01', data, { recorded: at(second), received: at(received) });
  const target = { target: { source: 'eos', id: 'e', type: 'entry-attested' }, reason: 'entered-in-error' };
  const retraction = fact('eos/r', 'fact-retracted', '2026-04-02', target, { recorded: at(3) });
  const again = (...facts: Fact[]) => named('retracted-again', ...facts);

  test('and is reported again stays away, and an anomaly says so', () => {
    const facts = [entry(1), retraction, entry(5)];
    expect(again(...facts)).toEqual([['e', 'r']]);
    expect(describe(factSet(facts), releasedRules).status).toBe('removed');
    expect(again(entry(1), retraction, entry(5, { module: 'M1' }))).toEqual([['e', 'r']]);
  });

  test('is no fault where it is only sent again as it was, whenever that is', () => {
    expect(again(entry(1), entry(2), retraction)).toEqual([]);
    expect(again(entry(1), retraction, entry(1, {}, 7), entry(2, {}, 8))).toEqual([]);
    expect(again(entry(1), entry(2), retraction, entry(4))).toEqual([['e', 'r']]);
  });

  test('is told in any order and with any repeats, and not before it was recorded', () => {
    const sets = [entry(5), retraction, entry(1), entry(5), entry(2)].map((each) => factSet([each]));
    const one = sets.reduce(union);
    expect(sets.toReversed().reduce(union)).toEqual(one);
    expect(union(one, one)).toEqual(one);
    expect(again(...one)).toEqual([['e', 'r']]);
    expect(again(...knownAt(one, at(4)))).toEqual([]);
    expect(again(...knownAt(one, at(5)))).toEqual([['e', 'r']]);
  });
});
