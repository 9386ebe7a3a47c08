import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../test/config.ts';
import { inventedNir, opaqueIds, randomOf, writtenNirs } from '../test/opaque-ids.ts';
import { instantsLikeNir, looksLikeMail, looksLikeNir, maskNir } from './clear-text.ts';

/** 20,000 unless `PROPERTY_RUNS` asks for more; the figures of decision 32 are of 300,000. */
const idsOfAKind = 100 * propertyRuns;
const nirsOfAKind = 4_000;

function shareSeen(make: () => string, count: number, sees: (text: string) => boolean = looksLikeNir): number {
  let seen = 0;
  for (let made = 0; made < count; made++) if (sees(make())) seen += 1;
  return seen / count;
}

describe('an id that a system made', () => {
  it.each(Object.entries(opaqueIds))(
    'of the kind %s is taken for a NIR once in a hundred thousand at most',
    (_, make) => {
      const random = randomOf(20_261_126);
      expect(shareSeen(() => make(random), idsOfAKind)).toBeLessThanOrEqual(1e-5);
    },
  );
});

describe('a NIR in a text in clear', () => {
  /** Shares of the invented NIR that are seen, at least; one in two hundred has a pseudo-month. */
  const seenAtLeast: Readonly<Record<string, number>> = {
    '15 glued to letters': 0.99,
    '13 in groups, spaces': 0.99,
    '13 in groups, hyphens': 0.99,
    // Of men, and of women born in years 00 to 19, they are milliseconds of 2001 to 2039 too.
    '13 and key, hyphen': 0.4,
    '13 alone': 0.38,
    '13 in an id': 0.38,
    '13 glued to letters': 0.38,
  };

  it.each(Object.entries(writtenNirs))('written as %s is seen', (kind, write) => {
    const random = randomOf(7);
    const least = seenAtLeast[kind] ?? 1;
    expect(shareSeen(() => write(inventedNir(random)), nirsOfAKind)).toBeGreaterThanOrEqual(least);
  });

  it.each(Object.entries(writtenNirs))('written as %s is masked in what leaves the hub in logs', (kind, write) => {
    const random = randomOf(8);
    const masked = (text: string) => maskNir(text) !== text && !looksLikeNir(maskNir(text));
    const least = kind === '13 glued to letters' ? 0.99 : 1;
    expect(shareSeen(() => write(inventedNir(random)), nirsOfAKind, masked)).toBeGreaterThanOrEqual(least);
  });

  it.each([
    '269054958815780',
    '2690549588157',
    'entry-269054958815780-1',
    'nir2690549588157',
    'p2690549588157',
    'entry2690549588157x',
    'nir:1850375116005',
    'NSS_1850375116005',
    'n\u00b0 s\u00e9cu 1850375116005',
    '2-69-05-49-588-157-80',
    '2.69.05.49.588.157',
    '2 69 05 49 588 157 / 80',
    '2690549588157.80',
    '185032a004123',
    '7850375116005',
    'x/2690549588157/y',
  ])('%s is seen', (text) => {
    expect(looksLikeNir(text)).toBe(true);
  });

  it.each([
    '26905495881578',
    '269054958815781',
    '2693149588157',
    '2690549588000',
    '12690549588157801',
    '1894-entry-1',
    '82422814201874',
    'session:07:114782',
    'evt-1780312345678',
    '1780312345678-42',
    'evt1780312345678',
    '2020-11-26-123-456',
    'c0ffee2690549588157',
    'p26905495881578',
    '9999999999999',
    '1999999999999',
    '2026031500001',
    '3270190022534',
    'K-20260315-0000123',
    '202603150000142',
    '20260315-0000142',
  ])('%s is none', (text) => {
    expect(looksLikeNir(text)).toBe(false);
  });

  it.each([
    ['evt-1780312345678', [1_780_312_345_678]],
    ['evt1780312345678-42', [1_780_312_345_678]],
    ['1690549588157/2010612345678', [1_690_549_588_157, 2_010_612_345_678]],
    ['1693149588157', []],
    ['2690549588157', []],
    ['c0ffee1690549588157', []],
  ])('that may be an instant is told as one: %s', (text, instants) => {
    expect(instantsLikeNir(text)).toEqual(instants);
  });

  it('is masked and the rest kept', () => {
    const [digits, groups] = ['9'.repeat(15), '9'.repeat(21)];
    expect(maskNir('entry-269054958815780-1 and 2-69-05-49-588-157-80')).toBe(`entry-${digits}-1 and ${groups}`);
    expect(maskNir('x269054958815780 and 2/69/05/49/588/157/80')).toBe(`x${digits} and ${groups}`);
    expect(maskNir('{"of a wrong key":269054958815799}')).toBe(`{"of a wrong key":${digits}}`);
    expect(maskNir('glued p2690549588157')).toBe(`glued p${'9'.repeat(13)}`);
    expect(maskNir('1894-entry-1')).toBe('1894-entry-1');
  });
});

describe('a mail address in a text in clear', () => {
  it.each(['jeanne.martin@courriel.example', 'e:j-m_1@mail.courriel.example', 'x/jeanne@courriel.example/1'])(
    'such as %s is seen',
    (text) => {
      expect(looksLikeMail(text)).toBe(true);
    },
  );

  it.each(['@hub/core', 'session@07', 'x@1.2.3', 'a@b', 'kairos@2026-11-26', '@', 'file:eos:1894@v2'])(
    'is not what stands in %s',
    (text) => {
      expect(looksLikeMail(text)).toBe(false);
    },
  );
});
