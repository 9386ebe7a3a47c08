import { describe, expect, it } from 'vitest';
import { dateInName, dateOfExtract, type HeadDate, parseStamp } from './extract-date.ts';

const now = Date.parse('2026-11-26T08:00:00Z');
const instant = (stamp: { readonly at: number } | null) => (stamp === null ? null : new Date(stamp.at).toISOString());

describe('a stamp', () => {
  it.each([
    ['20260907', '2026-09-06T22:00:00.000Z', true],
    ['2026-12-07', '2026-12-06T23:00:00.000Z', true],
    ['2026-09-07T10:00:00+02:00', '2026-09-07T08:00:00.000Z', false],
    ['2026-09-07T10:00:00+0200', '2026-09-07T08:00:00.000Z', false],
    ['2026-09-07 10:00:00', '2026-09-07T08:00:00.000Z', false],
    ['2026-12-07t10:00z', '2026-12-07T10:00:00.000Z', false],
    ['20261207T100000Z', '2026-12-07T10:00:00.000Z', false],
    ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z', false],
    ['2026-03-29T03:00:00', '2026-03-29T01:00:00.000Z', false],
  ])('%s is %s', (text, expected, dayOnly) => {
    expect([instant(parseStamp(text)), parseStamp(text)?.dayOnly]).toEqual([expected, dayOnly]);
  });

  it('is none where it is no date', () => {
    for (const text of [undefined, '', 'hier', '20260231', '2026-09-07T25:00:00', '2026-09-07T10:61', '07/09/2026']) {
      expect(parseStamp(text), text).toBeNull();
    }
  });
});

describe('the date in the name of a file', () => {
  it.each([
    ['offre-20261120.xml', '2026-11-19T23:00:00.000Z'],
    ['/data/20250101/offre_2026-11-20.xml', '2026-11-19T23:00:00.000Z'],
    ['2026_11_20 offre.xml', '2026-11-19T23:00:00.000Z'],
    ['offre_20261120_083000.xml', '2026-11-20T07:30:00.000Z'],
    ['offre_2026-11-20T08h30.csv', '2026-11-20T07:30:00.000Z'],
    ['offre_20261120T083000Z.xml', '2026-11-20T08:30:00.000Z'],
    ['offre_20261120-0830-0930.xml', '2026-11-20T07:30:00.000Z'],
    ['offre_20261120-0830zone.xml', '2026-11-20T07:30:00.000Z'],
    ['offre20261120083015.csv', '2026-11-20T07:30:15.000Z'],
    ['offre_20261120_114782.xml', '2026-11-19T23:00:00.000Z'],
    ['offre_20261120_1147821.xml', '2026-11-19T23:00:00.000Z'],
  ])('%s says %s', (name, expected) => {
    expect(instant(dateInName(name))).toBe(expected);
  });

  it('is none in a longer number, of an impossible day, or where the name gives a period', () => {
    const names = [
      '114782.xml',
      '1780312345678.xml',
      '120261120.xml',
      '202611201.xml',
      '20261341.xml',
      '/20261120/a.xml',
    ];
    for (const name of [...names, 'offre_20261101-20261130.xml', '-', '']) expect(dateInName(name), name).toBeNull();
  });
});

describe('the date of an extract', () => {
  const made: HeadDate = { kind: 'made', at: Date.parse('2026-11-18T05:00:00Z') };
  const date = (name: string, head: HeadDate, said: number | null = null) => dateOfExtract(name, head, { said, now });

  it('is the one said, else that of its content, else that of its name', () => {
    const said = Date.parse('2026-11-21T00:00:00+01:00');
    expect(date('offre-20261120.xml', made, said)).toEqual({ at: said, from: 'said' });
    expect(date('offre-20261120.xml', made)).toEqual({ at: made.kind === 'made' ? made.at : 0, from: 'content' });
    expect(date('offre-20261120.xml', { kind: 'none' })).toMatchObject({ from: 'name' });
    expect(date('offre-20261120.xml', { kind: 'records' })).toMatchObject({ from: 'name' });
    expect(date('offre.xml', { kind: 'records' })).toBeNull();
  });

  it('is asked for where nothing tells it, or only a date to come', () => {
    const future: HeadDate = { kind: 'made', at: now + 60_000 };
    for (const [name, head] of [
      ['offre.xml', { kind: 'none' }],
      ['-', { kind: 'none' }],
      ['offre.xml', future],
      ['offre-20270101.xml', { kind: 'none' }],
    ] as const) {
      expect(() => date(name, head), name).toThrow(/--dated 2026-11-20/);
    }
    expect(date('offre-20261120.xml', future)).toMatchObject({ from: 'name' });
  });
});
