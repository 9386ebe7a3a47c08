import type { Fact } from '@hub/core';
import { loadRules, type Partner } from '@hub/platform';
import { expect, test } from 'vitest';
import { reportedFact } from '../test/reported-fact.ts';
import { readerPath } from './reader-path.ts';

test('a dossier answers to every number that it has now, at any moment asked about', () => {
  const entered = reportedFact('e', 'entry-attested', '2026-04-01', {}, ['session:eos:1', 'file:eos:9']);
  const left = reportedFact('x', 'exit-declared', '2026-05-01', { kind: 'planned-end' }, ['file:eos:9']);
  const row = (number: number, fact: Fact) => ({ number, trainee: 'T1', slice: 0, facts: [fact] });
  const person = {
    ids: ['T1'],
    trainees: [],
    dossiers: [row(111111111, entered), row(222222222, left)],
    sessions: [],
  };
  const numbersOn = (asOf: string | null) => {
    const moment = { today: asOf ?? '2026-06-01', asOf, knownAt: null };
    const authority = { kinds: ['authority'], siret: '99000110900018', sources: [] } as unknown as Partner;
    return readerPath(person, moment, authority, loadRules()).seen?.dossiers.map(({ numbers }) => [...numbers].sort());
  };
  expect(numbersOn(null)).toEqual([[111111111, 222222222]]);
  expect(numbersOn('2026-04-15')).toEqual([[111111111, 222222222]]);
  expect(numbersOn('2026-03-01')).toEqual([]);
});
