import { parisDay } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { cleanText, parseLheoDate } from './lheo-values.ts';
import { parseStamp } from './modified-at.ts';

describe('dates of LHEO', () => {
  it.each([
    ['20260907', { kind: 'day', day: '2026-09-07' }],
    ['2026-09-07', { kind: 'day', day: '2026-09-07' }],
    ['00000000', { kind: 'unknown' }],
    ['99999999', { kind: 'unknown' }],
    ['20240200', { kind: 'partial', first: '2024-02-01', last: '2024-02-29' }],
    ['20260000', { kind: 'partial', first: '2026-01-01', last: '2026-12-31' }],
    ['20260231', { kind: 'invalid' }],
    ['20261301', { kind: 'invalid' }],
    ['02600101', { kind: 'invalid' }],
    ['07/09/2026', { kind: 'invalid' }],
  ])('%s is read as %o', (text, expected) => {
    expect(parseLheoDate(text)).toEqual(expected);
  });
});

describe('stamps', () => {
  it.each([
    ['20260907', '2026-09-07T21:59:59.000Z', true],
    ['20261207', '2026-12-07T22:59:59.000Z', true],
    ['2026-09-07T10:00:00+02:00', '2026-09-07T08:00:00.000Z', false],
    ['2026-09-07T10:00:00+0200', '2026-09-07T08:00:00.000Z', false],
    ['2026-09-07 10:00:00', '2026-09-07T08:00:00.000Z', false],
    ['2026-12-07T10:00', '2026-12-07T09:00:00.000Z', false],
    ['20261207T100000Z', '2026-12-07T10:00:00.000Z', false],
  ])('%s is %s', (text, instant, dayOnly) => {
    const stamp = parseStamp(text);
    expect(stamp && new Date(stamp.latest).toISOString()).toBe(instant);
    expect(stamp?.dayOnly).toBe(dayOnly);
  });

  it('gives nothing for what is no date', () => {
    for (const text of [undefined, '', 'hier', '20260231', '2026-09-07T25:00:00']) expect(parseStamp(text)).toBeNull();
  });

  it('names the day in Paris, not in UTC', () => {
    expect(parisDay('2026-09-07T22:30:00Z')).toBe('2026-09-08');
  });
});

describe('texts', () => {
  it.each([
    ['  simple  ', 'simple', false],
    ['<p>Un\n texte</p>', 'Un texte', true],
    ['d&eacute;couverte &amp; suivi', 'découverte & suivi', true],
    ['&lt;b&gt;gras&lt;/b&gt;', 'gras', true],
    ['&amp;eacute;', 'é', true],
    ['a &#233; &#xE9;', 'a é é', true],
    ['2 < 3 et R&D', '2 < 3 et R&D', false],
  ])('%j becomes %j', (text, expected, cleaned) => {
    expect(cleanText(text)).toEqual({ text: expected, cleaned });
  });
});
