import { expect, test } from 'vitest';
import { dossierStatuses, isOver, isOverdue, isReached } from './record.ts';

test('a dossier is over once the trainee left, or where nobody is awaited', () => {
  expect(dossierStatuses.filter(isOver)).toEqual(['removed', 'exited', 'absent', 'refused', 'withdrawn']);
});

test('what is expected is reached on its day and overdue after the last day in time; without days it is neither', () => {
  const expected = { since: '2026-04-02', dueBy: '2026-04-05' };
  const on = (today: string) => [isReached(expected, today), isOverdue(expected, today)];
  expect(on('2026-04-01')).toEqual([false, false]);
  expect(on('2026-04-02')).toEqual([true, false]);
  expect(on('2026-04-05')).toEqual([true, false]);
  expect(on('2026-04-06')).toEqual([true, true]);
  expect([isReached({ since: null }, '2026-04-06'), isOverdue({ dueBy: null }, '2026-04-06')]).toEqual([false, false]);
});
