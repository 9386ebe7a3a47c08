import { describe, expect, it } from 'vitest';
import { between, chance, createRandom, pick, weighted } from './random.ts';

describe('a seeded generator', () => {
  it('gives the same numbers for the same seed, on every machine and for ever', () => {
    const random = createRandom('open', 'training', 3);
    expect([random.next(), random.next(), random.next()]).toEqual([2864587353, 2452190197, 2476789]);
  });

  it('gives other numbers for another seed', () => {
    const first = (seed: string) => createRandom(seed, 'life', 1).next();
    expect(new Set(['a', 'b', 'c', 'a1', '1a'].map(first)).size).toBe(5);
    expect(createRandom('a', 'b').next()).not.toBe(createRandom('ab').next());
  });

  it('is even enough for lives', () => {
    const random = createRandom('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const place = between(random, 0, 9);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('keeps its bounds', () => {
    const random = createRandom('bounds');
    for (let draw = 0; draw < 1000; draw += 1) expect([2, 3, 4]).toContain(between(random, 2, 4));
    expect(chance(random, 0)).toBe(false);
    expect(chance(random, 1)).toBe(true);
    expect(weighted(random, [['never', 0] as const, ['always', 1] as const])).toBe('always');
    expect(() => pick(random, [])).toThrow(RangeError);
  });
});
