import { expect, test } from 'vitest';
import { withoutDestroyed } from './destroyed-trainees.ts';

const [gone, other] = ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11', '1c0f7a52-4a54-4f0e-9a55-0d9f5f4b7a22'] as const;

const person = (asked: string | null, destroyed = true) => ({
  asked,
  trainees: [
    { trainee: gone, destroyed },
    { trainee: other, destroyed: false },
  ],
  dossiers: [{ trainee: gone }, { trainee: other }],
});

test('whoever is asked for and destroyed is nobody, and nobody linked answers in that place', () => {
  expect(withoutDestroyed(person(gone))).toEqual({ asked: null, trainees: [], dossiers: [] });
});

test.each([other, null])('somebody linked with the destroyed answers alone (asked for: %s)', (asked) => {
  const trainees = [{ trainee: other, destroyed: false }];
  expect(withoutDestroyed(person(asked))).toEqual({ asked, trainees, dossiers: [{ trainee: other }] });
});

test('a person of whom nothing was destroyed is untouched', () => {
  const untouched = person(other, false);
  expect(withoutDestroyed(untouched)).toBe(untouched);
});
