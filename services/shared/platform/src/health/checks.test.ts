import { HubError } from '@hub/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checksOf } from './checks.ts';

const services = ['gateway'];

describe('checks', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['ok', async () => 1],
    ['registry-behind-log', async () => Promise.reject(new HubError('registry-behind-log', 'Known people …'))],
    ['internal', async () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))],
    ['internal', async () => Promise.reject(new TypeError('1 85 05 78 006 084 91'))],
    [
      'internal',
      () => {
        throw new Error('at once');
      },
    ],
  ])('say the code alone: %s', async (state, run) => {
    expect(await checksOf([{ name: 'one', services, run }])()).toEqual([{ name: 'one', services, state }]);
  });

  it('have two seconds, and what hangs is not asked again before it answers', async () => {
    const asked = vi.fn();
    let answer = () => {};
    const hung = () => {
      asked();
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    };
    const checks = checksOf([
      { name: 'hung', services, run: hung },
      { name: 'other', services, run: async () => {} },
    ]);
    const first = checks();
    const second = checks();
    await vi.advanceTimersByTimeAsync(1_999);
    const states = Promise.all([first, second].map(async (each) => (await each).map(({ state }) => state)));
    await vi.advanceTimersByTimeAsync(1);
    expect(await states).toEqual([
      ['no-answer', 'ok'],
      ['no-answer', 'ok'],
    ]);
    const third = checks();
    expect(asked).toHaveBeenCalledTimes(1);
    answer();
    expect((await third).map(({ state }) => state)).toEqual(['ok', 'ok']);
    void checks();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveBeenCalledTimes(2);
    answer();
  });
});
