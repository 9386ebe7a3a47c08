import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const nowMs = Date.parse('2026-05-04T10:00:00Z');

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Mon, 04 May 2026 10:01:30 GMT', 90_000],
  ['Mon, 04 May 2026 09:00:00 GMT', 0],
  ['Mon, 99 May 2026 09:00:00 GMT', null],
  ['2026-05-04T10:01:30Z', null],
  ['-5', null],
  ['soon', null],
  ['', null],
  [undefined, null],
])('Retry-After %s asks to wait %s ms', (header, ms) => {
  expect(retryAfterMs(header, nowMs)).toBe(ms);
});
