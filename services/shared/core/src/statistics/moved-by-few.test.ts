import { describe, expect, it } from 'vitest';
import { type CountedRow, closeMonth, closeMonthAnew } from './close-month.ts';
import { rounded } from './measures.ts';
import type { ToldCell } from './tellable.ts';

/** Entries of a month by territory, in one funding. */
function entered(counts: Readonly<Record<string, number>>, soleReporter: string | null = null): CountedRow[] {
  return Object.entries(counts).flatMap(([territory, count]): CountedRow[] => [
    { crossing: 'month', keys: [], soleReporter, counts: { entries: count } },
    { crossing: 'territory', keys: [territory], soleReporter, counts: { entries: count } },
    { crossing: 'funding', keys: ['prf'], soleReporter, counts: { entries: count } },
    { crossing: 'territory-funding', keys: [territory, 'prf'], soleReporter, counts: { entries: count } },
  ]);
}

const toldOf = (counts: Readonly<Record<string, number>>) => closeMonth('entries', entered(counts), null);
function anew(before: Readonly<Record<string, number>>, rows: readonly CountedRow[]) {
  const cells = closeMonthAnew('entries', rows, null, [{ cells: toldOf(before), ofWhole: null }]);
  const shown = cells.filter(({ crossing }) => crossing === 'month' || crossing === 'territory');
  return Object.fromEntries(shown.map(({ keys, value }) => [keys[0] ?? 'all', value]));
}

describe('A month that is told anew', () => {
  it('says what moved by many, and what may not have moved', () => {
    const now = entered({ a: 100, b: 101, c: 300 });
    expect(anew({ a: 100, b: 100, c: 100 }, now)).toEqual({ all: 500, a: 100, b: 100, c: 300 });
  });

  it('does not say what moved by few, nor what would give it away by subtracting', () => {
    const told = anew({ a: 100, b: 200, c: 100, d: 300 }, entered({ a: 107, b: 200, c: 300, d: 300 }));
    expect(told.a).toBeUndefined();
    // Of what is told of the others, the total would say it.
    expect(Object.keys(told).length).toBeLessThan(4);
    expect(told.all).toBe(905);
  });

  it('is not told where its total moved by few', () => {
    expect(anew({ a: 100, b: 100 }, entered({ a: 107, b: 100 }))).toEqual({});
  });

  it('says nothing that was not told before', () => {
    expect(anew({ a: 100, b: 100, c: 7 }, entered({ a: 100, b: 100, c: 200 }))).not.toHaveProperty('c');
  });

  it('does not say by its lines that somebody moved whom its rounding hides', () => {
    // Each by less than is rounded away, all of them by as much as the total: each of the three then moved.
    const told = anew({ a: 98, b: 98, c: 98, d: 100 }, entered({ a: 102, b: 102, c: 102, d: 130 }));
    const before = toldOf({ a: 98, b: 98, c: 98, d: 100 });
    const still = before.filter(({ keys, value }) => told[keys[0] ?? 'all'] === value);
    expect(still.map(({ keys }) => keys[0])).toEqual([]);
  });

  it('says nothing new to whoever alone reported some of those counted', () => {
    const former: readonly ToldCell[] = toldOf({ a: 100, b: 100 });
    const rows = [...entered({ a: 150, b: 150 }), ...entered({ a: 30 }, 'X')];
    const cells = closeMonthAnew('entries', rows, null, [{ cells: former, ofWhole: null }]);
    expect(cells.map(({ value }) => value).slice(0, 1)).toEqual([rounded(330)]);
    expect(new Set(cells.flatMap(({ untold }) => untold))).toEqual(new Set(['X']));
    expect(cells.every(({ untold }) => untold.length === 1)).toBe(true);
  });

  it('tells nothing of what a part leaves of its whole, where that moved by few', () => {
    const exits = (count: number, employed: number): CountedRow[] => [
      { crossing: 'month', keys: [], soleReporter: null, counts: { exits: count, 'insertion-3': employed } },
    ];
    const whole = closeMonth('exits', exits(200, 100), null);
    const former = { cells: closeMonth('insertion-3', exits(200, 100), whole), ofWhole: whole };
    const now = exits(300, 185);
    const wholeNow = closeMonthAnew('exits', now, null, [{ cells: whole, ofWhole: null }]);
    expect(wholeNow).toHaveLength(1);
    expect(closeMonthAnew('insertion-3', now, wholeNow, [former])).toEqual([]);
  });
});
