import type { StoredMessage } from '@hub/core';
import type { SliceProgress } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { levelOf } from './level.ts';

const slices: readonly SliceProgress[] = [
  { kind: 'trainee', slice: 3, logEpoch: 'e', offsets: { entry: 10 } },
  { kind: 'offer', slice: 0, logEpoch: 'e', offsets: {} },
];
const message = (topic: StoredMessage['topic'], slice: number, offset: number): StoredMessage => ({
  topic,
  slice,
  offset,
  key: '',
  value: Buffer.alloc(0),
});

describe('the level of a reading', () => {
  it('is there from the beginning where the log holds no more', () => {
    expect(levelOf(slices, new Map([['entry 3', 10]]), () => 7).since).toBe(7);
  });

  it('comes with the last event that the log held when the reading began, whatever came after it', () => {
    let now = 1;
    const ends = new Map([
      ['entry 3', 12],
      ['offer 0', 1],
      ['entry 4', 99],
    ]);
    const level = levelOf(slices, ends, () => now);
    level.reached([message('entry', 3, 10), message('exit', 3, 500)]);
    expect(level.since).toBeNull();
    now = 2;
    level.reached([message('entry', 3, 11), message('entry', 3, 12)]);
    expect(level.since).toBeNull();
    now = 3;
    level.reached([message('offer', 0, 0)]);
    expect(level.since).toBe(3);
    now = 4;
    level.reached([message('offer', 0, 1)]);
    expect(level.since).toBe(3);
  });
});
