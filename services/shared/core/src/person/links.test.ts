import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { components, crossesSight, judgePair, type Verdict } from './links.ts';

const region = '99000106700018';

interface Link extends Verdict {
  readonly pair: readonly [string, string];
}

function link(pair: string, verdict: 'same' | 'different', by: 'rule' | 'manual', recordedAt: string): Link {
  const [a = '', b = ''] = pair.split('');
  return { pair: [a, b], verdict, by, recordedAt, source: 'operator', eventId: `${pair}${recordedAt}` };
}

function groups(links: readonly Link[], members = 'ABCD'): string[] {
  return components(members.split(''), links, ({ pair }) => pair).map(
    ({ members: joined, review }) => joined.join('') + (review ? '!' : ''),
  );
}

describe('linked persons', () => {
  test('are those whom verdicts connect, directly or not', () => {
    expect(groups([link('AB', 'same', 'rule', '1'), link('BC', 'same', 'manual', '2')])).toEqual(['ABC', 'D']);
  });

  test('the last manual verdict on a pair wins over any rule, also over a later one', () => {
    const apart = [
      link('AB', 'same', 'rule', '1'),
      link('AB', 'different', 'manual', '2'),
      link('AB', 'same', 'rule', '3'),
    ];
    expect(groups(apart)).toEqual(['A', 'B', 'C', 'D']);
    expect(groups([...apart, link('AB', 'same', 'manual', '4')])).toEqual(['AB', 'C', 'D']);
  });

  test('a component that holds a manual "different" keeps its manual edges only and goes to review', () => {
    const links = [
      link('AB', 'same', 'manual', '1'),
      link('BC', 'same', 'rule', '2'),
      link('CD', 'same', 'rule', '3'),
      link('AD', 'different', 'manual', '4'),
    ];
    expect(groups(links)).toEqual(['AB!', 'C!', 'D!']);
  });

  test('a rule that says "different" parts nobody whom others connect', () => {
    expect(
      groups([link('AB', 'same', 'rule', '1'), link('BC', 'same', 'rule', '1'), link('AC', 'different', 'rule', '2')]),
    ).toEqual(['ABC', 'D']);
  });

  test('do not depend on the order of the verdicts', () => {
    const pair = fc.constantFrom('AB', 'AC', 'AD', 'BC', 'BD', 'CD');
    const any = fc
      .tuple(
        pair,
        fc.constantFrom('same' as const, 'different' as const),
        fc.constantFrom('rule' as const, 'manual' as const),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([named, verdict, by, at]) => link(named, verdict, by, `${at}${verdict}${by}`));
    fc.assert(
      fc.property(
        fc
          .array(any, { maxLength: 12 })
          .chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length }))),
        ([links, shuffled]) => {
          expect(groups(shuffled)).toEqual(groups(links));
        },
      ),
    );
  });

  test('a link by hand takes effect when a second agent has said the same, a separation at once', () => {
    const said = (agent: string, verdict: 'same' | 'different', at: string): Link => ({
      ...link('AB', verdict, 'manual', at),
      agent,
    });
    expect(groups([said('x', 'same', '1')], 'AB')).toEqual(['A', 'B']);
    expect(groups([said('x', 'same', '1'), said('x', 'same', '2')], 'AB')).toEqual(['A', 'B']);
    const both = [said('x', 'same', '1'), said('y', 'same', '2')];
    expect(groups(both, 'AB')).toEqual(['AB']);
    expect(groups([...both, said('x', 'different', '3')], 'AB')).toEqual(['A', 'B']);
    expect(groups([...both, said('x', 'different', '3'), said('y', 'same', '4')], 'AB')).toEqual(['A', 'B']);
    expect(judgePair([said('x', 'same', '1')]).awaiting?.agent).toBe('x');
  });

  test('are not joined at all where links by hand would join two judged different', () => {
    const links = [
      link('AB', 'same', 'manual', '1'),
      link('AC', 'same', 'manual', '2'),
      link('BC', 'different', 'manual', '3'),
    ];
    expect(groups(links)).toEqual(['A!', 'B!', 'C!', 'D']);
  });

  test('with a NIR each are two persons until operators say otherwise, whatever a source says', () => {
    const holders = new Set(['A', 'C']);
    const joined = (...links: Link[]) =>
      components(['A', 'B', 'C'], links, ({ pair }) => pair, holders).map(
        ({ members, review }) => members.join('') + (review ? '!' : ''),
      );
    const [ab, bc] = [link('AB', 'same', 'rule', '1'), link('BC', 'same', 'rule', '2')];
    expect(joined(ab)).toEqual(['AB', 'C']);
    expect(joined(ab, bc)).toEqual(['A!', 'B!', 'C!']);
    for (const reason of ['former-nir-told', 'former-nir-certified', 'identifiers-certified']) {
      expect(joined(ab, bc, { ...link('AC', 'same', 'rule', '3'), reason })).toEqual(['A!', 'B!', 'C!']);
      expect(joined({ ...link('AC', 'same', 'rule', '3'), reason })).toEqual(['A!', 'C!', 'B']);
    }
    expect(joined(ab, bc, link('AC', 'same', 'manual', '3'))).toEqual(['ABC']);
  });

  test('keep what a certified source said of them, whatever a rule says later', () => {
    const certified = { ...link('AB', 'same', 'rule', '1'), reason: 'identifiers-certified' };
    const told = { ...link('AB', 'same', 'rule', '2'), reason: 'identifiers-told-together' };
    for (const verdicts of [
      [certified, told],
      [told, { ...certified, recordedAt: '3' }],
    ]) {
      expect(judgePair(verdicts).decided?.reason).toBe('identifiers-certified');
    }
  });

  test('carry sight by hand, and where a certified source of another organisation answers for them', () => {
    const said = { ...link('AB', 'same', 'rule', '1'), organisation: region };
    const certified = { ...said, reason: 'identifiers-certified' };
    const establishment = `${region.slice(0, 9)}00026`;
    const { organisation: _, ...byNobody } = certified;
    expect(crossesSight(certified, '99000105900015')).toBe(true);
    expect([crossesSight(certified, region), crossesSight(certified, establishment)]).toEqual([false, false]);
    expect(crossesSight(byNobody, '99000105900015')).toBe(false);
    for (const reason of ['identifiers-told-together', 'former-nir-told', 'former-nir-certified'])
      expect(crossesSight({ ...said, reason }, '99000105900015')).toBe(false);
    expect(crossesSight(link('AB', 'same', 'manual', '1'), region)).toBe(true);
  });
});
