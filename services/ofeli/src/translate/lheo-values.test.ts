import { describe, expect, it } from 'vitest';
import { cleanText, parseLheoDate } from './lheo-values.ts';

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
    ['99991231', { kind: 'invalid' }],
    ['99990000', { kind: 'invalid' }],
    ['07/09/2026', { kind: 'invalid' }],
  ])('%s is read as %o', (text, expected) => {
    expect(parseLheoDate(text)).toEqual(expected);
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
