import { expect, test } from 'vitest';
import { lastFailures } from './last-failures.ts';

const minute = 60_000;
const at = (minutes: number) => new Date(minutes * minute).toISOString();

/** What is said after each look, of looks at these minutes. */
function saidOf(...looks: readonly (readonly [minutes: number, state: string])[]) {
  const remembered = lastFailures();
  return looks.map(([minutes, state]) => {
    const [check] = remembered([{ name: 'database', services: ['query'], state }], minutes * minute);
    return check?.failed ?? null;
  });
}

test('what failed is said while it does and for an hour after it holds again', () => {
  expect(saidOf([0, 'ok'], [2, 'no-answer'], [3, 'no-answer'], [4, 'ok'], [63, 'ok'], [64, 'ok'])).toEqual([
    null,
    { from: at(2), until: null },
    { from: at(2), until: null },
    { from: at(2), until: at(4) },
    { from: at(2), until: at(4) },
    null,
  ]);
});

test('what has not held yet has not failed', () => {
  expect(saidOf([0, 'registry-behind-log'], [1, 'ok'])).toEqual([null, null]);
});

test('what fails again within a minute has not been mended, later it is another failure', () => {
  expect(saidOf([0, 'ok'], [1, 'internal'], [2, 'ok'], [2.5, 'internal']).at(-1)).toEqual({ from: at(1), until: null });
  expect(saidOf([0, 'ok'], [1, 'internal'], [2, 'ok'], [4, 'internal']).at(-1)).toEqual({ from: at(4), until: null });
});
