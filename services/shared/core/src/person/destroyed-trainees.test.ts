import { expect, test } from 'vitest';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { withoutDestroyed } from './destroyed-trainees.ts';

const [gone, other] = ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11', '1c0f7a52-4a54-4f0e-9a55-0d9f5f4b7a22'] as const;
const destroyed = factOn('hub/d', 'trainee-data-destroyed', '2026-03-01', { legalGround: 'R6323-39' });
const entered = factOn('eos/e', 'entry-attested', '2021-03-01', {});

const person = (ids: readonly string[]) => ({
  ids,
  trainees: [
    { trainee: gone, facts: factSet([destroyed]) },
    { trainee: other, facts: factSet([]) },
  ],
  dossiers: [
    { trainee: gone, facts: factSet([entered]) },
    { trainee: other, facts: factSet([entered]) },
  ],
});

test('whoever is asked for and destroyed is nobody, and nobody linked answers in that place', () => {
  expect(withoutDestroyed(person([gone, other]))).toEqual({ ids: [], trainees: [], dossiers: [] });
});

test('somebody linked with the destroyed answers alone', () => {
  const [, theirs] = person([]).trainees;
  const [, dossier] = person([]).dossiers;
  expect(withoutDestroyed(person([other, gone]))).toEqual({ ids: [other], trainees: [theirs], dossiers: [dossier] });
});

test('a person of whom nothing was destroyed is untouched', () => {
  const untouched = { ids: [other], trainees: [{ trainee: other, facts: factSet([entered]) }], dossiers: [] };
  expect(withoutDestroyed(untouched)).toBe(untouched);
});
