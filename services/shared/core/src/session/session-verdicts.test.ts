import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fact, factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { describeSession } from './describe-session.ts';
import { sameAs, sameSessions } from './session-verdicts.ts';

const [eos, carif, other] = ['session:eos:67680', 'session:07:114782', 'session:07:114783'] as const;
const sirets: Readonly<Record<string, string>> = { eos: '23450002300028', ofeli: '18450311800020' };

function said(
  named: string,
  day: string,
  verdict: 'same' | 'different',
  references: readonly string[] = [eos, carif],
): Fact {
  const organisation = sirets[named.split('/')[0] ?? ''];
  const more = { effectiveDate: null, references, digest: named, ...(organisation ? { organisation } : {}) };
  return factOn(named, 'session-identified', day, { verdict }, more);
}

/** A verdict stands in the row of the first session that it names. */
function least(...facts: readonly Fact[]): ReadonlyMap<string, string> {
  const rows = [eos, carif, other].map((reference) => {
    const own = facts.filter(({ references }) => references[0] === reference);
    return [reference, { record: describeSession(factSet(own)) }] as const;
  });
  return sameSessions([eos, carif, other], new Map(rows));
}

function areOne(one: string, two: string, ...facts: readonly Fact[]): boolean {
  const known = least(...facts);
  return known.get(one) === known.get(two);
}

describe('two sessions', () => {
  test('are one where a system notes the number of the other registry, and two where it takes that back', () => {
    const noted = said('eos/same', '2026-03-01', 'same');
    expect(areOne(eos, carif, noted)).toBe(true);
    expect(areOne(eos, carif, noted, said('eos/different', '2026-03-02', 'different'))).toBe(false);
  });

  test('are no more one where the system notes another number, and are again where it comes back to the first', () => {
    const first = said('eos/a', '2026-03-01', 'same');
    const second = said('eos/b', '2026-03-02', 'same', [eos, other]);
    expect([areOne(eos, carif, first, second), areOne(eos, other, first, second)]).toEqual([false, true]);
    const again = { ...first, recordedLast: '2026-03-03T08:00:00.000Z' };
    expect([areOne(eos, carif, again, second), areOne(eos, other, again, second)]).toEqual([true, false]);
    expect(areOne(carif, other, first, second)).toBe(false);
  });

  test('are what an operator judged, whatever systems say before or after', () => {
    const judged = said('operator/v', '2026-03-02', 'different');
    const facts = [said('eos/a', '2026-03-01', 'same'), judged, said('ofeli/a', '2026-03-05', 'same')];
    expect(areOne(eos, carif, ...facts)).toBe(false);
    expect(areOne(eos, carif, ...facts, said('operator/w', '2026-03-03', 'same'))).toBe(true);
  });

  test('are judged by hand to be one with two of a registry, which no system can say', () => {
    const facts = [said('operator/a', '2026-03-01', 'same'), said('operator/b', '2026-03-02', 'same', [eos, other])];
    expect(areOne(carif, other, ...facts)).toBe(true);
  });

  test('show the word of each organisation, so that a reader may set its own aside', () => {
    const facts = [said('ofeli/a', '2026-03-01', 'same'), said('eos/a', '2026-03-02', 'same')];
    expect(describeSession(factSet(facts)).identified).toMatchObject([
      { source: 'ofeli', by: 'rule', organisation: sirets.ofeli },
      { source: 'eos', by: 'rule', organisation: sirets.eos },
    ]);
  });

  test('are the same whatever order the facts come in', () => {
    const facts = [
      said('eos/a', '2026-03-01', 'same'),
      said('eos/b', '2026-03-02', 'same', [eos, other]),
      said('ofeli/a', '2026-03-02', 'same'),
      said('operator/v', '2026-03-03', 'different', [eos, other]),
    ];
    const expected = [...least(...facts)];
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect([...least(...shuffled)]).toEqual(expected);
      }),
    );
  });

  test('name the sessions that each is the same as', () => {
    const facts = [said('eos/a', '2026-03-01', 'same'), said('operator/v', '2026-03-02', 'different', [eos, other])];
    const { identified } = describeSession(factSet(facts));
    expect([sameAs(eos, identified), sameAs(other, identified)]).toEqual([[carif], []]);
  });
});
