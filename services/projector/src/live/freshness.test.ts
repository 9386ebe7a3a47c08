import { freshnessBounds } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { unwritten } from './delay-series.ts';
import { countedSource, countVisible, newFreshness } from './freshness.ts';

const event = { version: 'v.1', topic: 'entry', source: 'eos', at: 90_000 } as const;

describe('what a projector counts of how long events take', () => {
  it('stands by version, minute, topic and source, and says what is later than promised', () => {
    const freshness = newFreshness(5);
    const late = [0.004, 0.02, 5, 5.001, 400].map((seconds) => countVisible(freshness, event, seconds));
    expect(late).toEqual([false, false, false, true, true]);
    countVisible(freshness, { ...event, at: 120_000 }, 1);
    const { rows } = unwritten(freshness.delays);
    expect(rows.map(({ beginning, more }) => [beginning, more.late])).toEqual([
      [60_000, 2],
      [120_000, 0],
    ]);
    const counts = Object.fromEntries([...freshnessBounds, 'more'].map((bound, at) => [bound, rows[0]?.counts[at]]));
    expect(counts).toMatchObject({ '0.01': 1, '0.02': 1, '5': 1, '15': 1, more: 1 });
  });

  it('is written again as a whole where it has grown since, and not otherwise', () => {
    const freshness = newFreshness(5);
    const at = Date.now();
    countVisible(freshness, { ...event, at }, 1);
    const first = unwritten(freshness.delays);
    countVisible(freshness, { ...event, at }, 1);
    first.written();
    const second = unwritten(freshness.delays);
    expect(second.rows.map(({ counts }) => counts.reduce((sum, count) => sum + count))).toEqual([2]);
    expect(first.rows.map(({ counts }) => counts.reduce((sum, count) => sum + count))).toEqual([1]);
    second.written();
    expect(unwritten(freshness.delays).rows).toEqual([]);
  });

  it('forgets minutes that nobody asks for any more', () => {
    const freshness = newFreshness(5);
    countVisible(freshness, event, 1);
    unwritten(freshness.delays).written();
    expect(freshness.delays.rows.size).toBe(0);
  });

  it('is of a bounded number of sources, however many there are', () => {
    const freshness = newFreshness(5);
    const counted = Array.from({ length: 1_000 }, (_, index) => countedSource(freshness, `source-${index}`));
    expect(new Set(counted).size).toBe(65);
    expect([counted[0], counted[63], counted[64]]).toEqual(['source-0', 'source-63', 'others']);
    expect(countedSource(freshness, 'source-0')).toBe('source-0');
  });
});
