import { expect, describe as suite, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import { summarise } from './summary.ts';

const references = ['session:07:114782'];

function fact(named: string, type: Fact['type'], day: string, data: object = {}): Fact {
  return factOn(named, type, day, { effectiveDate: day, ...data }, { references });
}

function attemptsOf(...facts: Fact[]) {
  const reported = describe(factSet(facts), releasedRules);
  return {
    status: reported.status,
    attempts: reported.attempts.map(({ key, openedOn, state }) => [key, openedOn, state]),
  };
}

const contacted = fact('kairos/c', 'candidate-contacted', '2026-03-22');
const refused = fact('france-travail/n', 'enrolment-decided', '2026-03-30', { decision: 'not-registered' });
const positioned = fact('kairos/p', 'candidate-positioned', '2026-04-03', { by: 'adviser', mode: 'candidature' });
const toValidate = fact('kairos/v', 'validation-requested', '2026-04-13', { validator: 'france-travail' });

suite('facts dated before the first candidature', () => {
  test('are an attempt of their own where they ended what they began', () => {
    expect(attemptsOf(contacted, refused, positioned, toValidate)).toEqual({
      status: 'to-validate',
      attempts: [
        ['kairos/c', '2026-03-22', 'not-registered'],
        ['kairos/p', '2026-04-03', 'to-validate'],
      ],
    });
    const facts = factSet([contacted, refused, positioned, toValidate]);
    const summary = summarise(describe(facts, releasedRules), [], releasedRules);
    expect(summary).toMatchObject({ status: 'to-validate', candidatureOn: '2026-04-03' });
  });

  test.each([
    ['not-retained', fact('soistiss/n', 'selection-decided', '2026-03-30', { result: 'not-retained' })],
    ['withdrawn', fact('france-travail/w', 'positioning-withdrawn', '2026-03-30', { by: 'self' })],
    ['appointment-cancelled', fact('kairos/x', 'appointment-cancelled', '2026-03-30', { slot: 'RDV0' })],
  ])('whatever ended it: %s', (state, ended) => {
    expect(attemptsOf(contacted, ended, positioned)).toEqual({
      status: 'positioned',
      attempts: [
        ['kairos/c', '2026-03-22', state],
        ['kairos/p', '2026-04-03', 'positioned'],
      ],
    });
  });

  test('are one attempt up to the last that ends it, and what follows belongs to the candidature', () => {
    const first = fact('kairos/r0', 'selection-decided', '2026-03-10', { result: 'not-retained' });
    const again = fact('kairos/c2', 'candidate-contacted', '2026-04-01');
    const { attempts } = describe(factSet([first, contacted, refused, again, positioned]), releasedRules);
    expect(attempts).toMatchObject([
      { key: 'kairos/r0', state: 'not-registered', selection: { eventId: 'r0' }, contacted: { eventId: 'c' } },
      { key: 'kairos/p', state: 'contacted', contacted: { eventId: 'c2' } },
    ]);
  });

  test('join the first candidature where nothing among them ends anything, or where it was taken back', () => {
    const registered = fact('france-travail/r', 'enrolment-decided', '2026-03-31', { decision: 'registered' });
    expect(attemptsOf(contacted, positioned).attempts).toEqual([['kairos/p', '2026-04-03', 'contacted']]);
    expect(attemptsOf(contacted, refused, registered, positioned)).toEqual({
      status: 'registered',
      attempts: [['kairos/p', '2026-04-03', 'registered']],
    });
  });

  test('belong to the candidature that holds their appointment slot', () => {
    const onSlot = fact('kairos/s', 'selection-decided', '2026-03-30', { result: 'not-retained', slot: 'RDV1' });
    const appointed = fact('kairos/p', 'candidate-positioned', '2026-04-03', {
      by: 'adviser',
      mode: 'meeting',
      slot: 'RDV1',
    });
    expect(attemptsOf(contacted, onSlot, appointed).attempts).toEqual([['kairos/p', '2026-04-03', 'not-retained']]);
    expect(attemptsOf(contacted, onSlot, refused, appointed).attempts).toEqual([
      ['kairos/c', '2026-03-22', 'not-registered'],
      ['kairos/p', '2026-04-03', 'not-retained'],
    ]);
  });

  test('hold the appointment slots that they name: what comes later on one of them is theirs', () => {
    const seen = fact('kairos/m', 'presence-recorded', '2026-03-20', { presence: 'present', slot: 'RDV0' });
    const told = fact('kairos/s', 'selection-decided', '2026-04-10', { result: 'not-retained', slot: 'RDV0' });
    expect(attemptsOf(seen, refused, positioned, told)).toEqual({
      status: 'positioned',
      attempts: [
        ['kairos/m', '2026-03-20', 'not-registered'],
        ['kairos/p', '2026-04-03', 'positioned'],
      ],
    });
  });

  test('are parted as well where the candidature has a key of its own', () => {
    const keyed = fact('kairos/p', 'candidate-positioned', '2026-04-03', {
      by: 'self',
      mode: 'candidature',
      attempt: 'A',
    });
    expect(attemptsOf(contacted, refused, keyed)).toEqual({
      status: 'positioned',
      attempts: [
        ['kairos/c', '2026-03-22', 'not-registered'],
        ['A', '2026-04-03', 'positioned'],
      ],
    });
  });

  test.each(['a', 'z'])('of the day of the candidature itself belong to it, whatever their ids: %s', (id) => {
    const sameDay = fact(`france-travail/${id}`, 'enrolment-decided', '2026-04-03', { decision: 'not-registered' });
    expect(attemptsOf(contacted, sameDay, positioned).attempts).toEqual([['kairos/p', '2026-04-03', 'not-registered']]);
  });

  test.each(['a', 'z'])('of the day of the last that ends it belong to it, whatever their ids: %s', (id) => {
    const sameDay = fact(`france-travail/${id}`, 'enrolment-decided', '2026-03-22', { decision: 'not-registered' });
    expect(describe(factSet([contacted, sameDay, positioned]), releasedRules).attempts).toMatchObject([
      { state: 'not-registered', contacted: { eventId: 'c' } },
      { key: 'kairos/p', contacted: null },
    ]);
  });
});

test('between two candidatures a fact belongs to the one opened last, and decides nothing of the next', () => {
  const first = fact('kairos/p0', 'candidate-positioned', '2026-03-01', { by: 'self', mode: 'candidature' });
  const notRetained = fact('kairos/r0', 'selection-decided', '2026-03-10', { result: 'not-retained' });
  expect(attemptsOf(first, notRetained, contacted, refused, positioned, toValidate)).toEqual({
    status: 'to-validate',
    attempts: [
      ['kairos/p0', '2026-03-01', 'not-registered'],
      ['kairos/p', '2026-04-03', 'to-validate'],
    ],
  });
});

test('an entry that follows facts of before any candidature ends the one attempt that they are', () => {
  const entered = fact('kairos-ng/e', 'entry-attested', '2026-04-20');
  expect(attemptsOf(contacted, refused, entered).attempts).toHaveLength(1);
  expect(attemptsOf(contacted, refused, positioned, entered).attempts).toHaveLength(2);
});

suite('attempts that partners named, of one day', () => {
  test('stand in one order, whatever other attempt is open in the morning', () => {
    const day = '2026-04-17';
    const planned = fact('eos/e', 'training-plan-validated', day, { attempt: 'a2' });
    const withdrawn = fact('opco/e', 'positioning-withdrawn', day, { attempt: 'a1', by: 'self' });
    const other = fact('kairos/c', 'candidate-contacted', '2026-04-02', { attempt: 'a3' });
    const alone = attemptsOf(planned, withdrawn).attempts;
    expect(alone.map(([key]) => key)).toEqual(['a2', 'a1']);
    expect(attemptsOf(other, planned, withdrawn).attempts.slice(1)).toEqual(alone);
  });
});
