import { progressAgainst, type SliceProgress } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { logStateOf } from './log-state.ts';

const progress: SliceProgress[] = [
  { kind: 'offer', slice: 1, logEpoch: 'a', offsets: { offer: 3 } },
  { kind: 'trainee', slice: 1, logEpoch: 'a', offsets: { entry: 5, exit: 2 } },
];
const asks = (topic: 'entry' | 'exit' | 'offer' | 'financing', nextOffset: number, slice = 1, logEpoch = 'a') => ({
  topic,
  slice,
  nextOffset,
  logEpoch,
  receipt: null,
});

describe('a state of the log', () => {
  it('is met once every position asked for is passed', () => {
    expect(progressAgainst(progress, [])).toBe('met');
    expect(progressAgainst(progress, [asks('entry', 5), asks('offer', 3)])).toBe('met');
    expect(progressAgainst(progress, [asks('entry', 5), asks('exit', 3)])).toBe('behind');
    expect(progressAgainst(progress, [asks('financing', 1)])).toBe('behind');
  });

  it('is never met by another log, or by a slice that there is not', () => {
    expect(progressAgainst(progress, [asks('entry', 1, 1, 'b')])).toBe('other-log');
    expect(progressAgainst(progress, [asks('entry', 1, 9)])).toBe('other-log');
  });

  it('asks for nothing more than what was shown', () => {
    const state = logStateOf(progress);
    const again = state?.offsets.map(([topic, slice, nextOffset]) => ({ ...asks('entry', nextOffset, slice), topic }));
    expect(progressAgainst(progress, again ?? [])).toBe('met');
    expect(logStateOf([])).toBeNull();
  });
});
