import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

const settings = { retryFirstMs: 5_000, retryMsMax: 4 * 3_600_000 };

it('A receiver that fails is left alone four times as long each time, up to four hours', () => {
  const waits = Array.from({ length: 9 }, (_, index) => backOffMs(index + 1, settings, 0.5) / 1_000);
  expect(waits).toEqual([5, 20, 80, 320, 1_280, 5_120, 14_400, 14_400, 14_400]);
  expect(backOffMs(10_000, settings, 0.5)).toBe(settings.retryMsMax);
});

it('Receivers that failed together are not tried together', () => {
  expect(backOffMs(1, settings, 0)).toBe(4_000);
  expect(backOffMs(1, settings, 1)).toBe(6_000);
});

it('In three days a receiver is tried some twenty times', () => {
  let tries = 0;
  for (let passed = 0; passed < 72 * 3_600_000; passed += backOffMs(tries, settings, 0.5)) tries += 1;
  expect(tries).toBeGreaterThan(20);
  expect(tries).toBeLessThan(40);
});
