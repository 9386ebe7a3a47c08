import { expect, it } from 'vitest';
import { weekOf } from './week.ts';

it.each([
  ['2026-03-30T12:00:00Z', '2026-W14'],
  ['2026-04-05T21:59:00Z', '2026-W14'],
  ['2026-04-05T22:00:00Z', '2026-W15'],
  ['2027-01-01T12:00:00Z', '2026-W53'],
  ['2024-12-30T12:00:00Z', '2025-W01'],
])('names the week of %s %s', (moment, week) => {
  expect(weekOf(Date.parse(moment))).toBe(week);
});
