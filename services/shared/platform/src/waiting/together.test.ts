import { expect, test } from 'vitest';
import { together } from './together.ts';

/** Runs groups by hand: each waits until it is let go. */
function byHand(bounds: { readonly most: number; readonly groups: number; readonly weigh?: (n: number) => number }) {
  const groups: { readonly asked: readonly number[]; readonly end: (error?: Error) => void }[] = [];
  const run = (asked: readonly number[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      const end = (error?: Error) => (error === undefined ? resolve(asked.map((each) => `n${each}`)) : reject(error));
      groups.push({ asked, end });
    });
  return { groups, made: together(run, bounds) };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('calls of one moment go as one, and whoever comes later waits for the next group', async () => {
  const { groups, made } = byHand({ most: 32, groups: 1 });
  const first = [made.ask(1), made.ask(2)];
  await turn();
  const later = [made.ask(3), made.ask(4)];
  await turn();
  expect([groups.map(({ asked }) => asked), made.waiting()]).toEqual([[[1, 2]], 2]);
  groups[0]?.end();
  expect(await Promise.all(first)).toEqual(['n1', 'n2']);
  await turn();
  groups[1]?.end();
  expect(await Promise.all(later)).toEqual(['n3', 'n4']);
  await made.settled();
});

test('a group holds what its bound allows, and one call that is more goes alone', async () => {
  const { groups, made } = byHand({ most: 10, groups: 1, weigh: (n) => n });
  const all = [4, 6, 1, 50, 2].map((each) => made.ask(each));
  for (let group = 0; group < 4; group++) {
    await turn();
    groups[group]?.end();
  }
  expect(await Promise.all(all)).toEqual(['n4', 'n6', 'n1', 'n50', 'n2']);
  expect(groups.map(({ asked }) => asked)).toEqual([[4, 6], [1], [50], [2]]);
});

test('while one group hangs, others go on beside it; a failure is of its own group alone', async () => {
  const { groups, made } = byHand({ most: 1, groups: 2 });
  const hanging = made.ask(1);
  await turn();
  const failing = made.ask(2);
  await turn();
  groups[1]?.end(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  const next = made.ask(3);
  await turn();
  groups[2]?.end();
  expect(await next).toBe('n3');
  groups[0]?.end();
  expect(await hanging).toBe('n1');
});

test('no call is forgotten that comes when the last one has just been answered', async () => {
  const made = together(async (asked: readonly number[]) => asked, { most: 32, groups: 1 });
  for (let call = 0; call < 100; call++) {
    for (let wait = 0; wait < call % 7; wait++) await Promise.resolve();
    expect(await made.ask(call)).toBe(call);
  }
});
