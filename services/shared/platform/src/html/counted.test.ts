import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('a noun goes with its number', () => {
  expect([0, 1, 2].map((count) => counted(count, 'règle'))).toEqual(['0 règle', '1 règle', '2 règles']);
  expect(counted(3, 'liste de codes', 'listes de codes')).toBe('3 listes de codes');
});
