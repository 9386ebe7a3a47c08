import type { IdentifierKind } from '@hub/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AliasGroup, type Bindings, linkReasonOf, resolveTrainees } from './resolve-trainees.ts';

const kinds: readonly [string, IdentifierKind][] = [
  ['nir', 'nir'],
  ['nia', 'nia'],
  ['ft', 'france-travail'],
  ['p', 'partner'],
];
const kindOf = (hex: string) => kinds.find(([prefix]) => hex.startsWith(prefix))?.[1] ?? 'partner';
const group = (aliases: string, certifies: readonly IdentifierKind[] = [], joinsNirs = false): AliasGroup => ({
  aliases: aliases.split(' ').map((hex) => ({ hex, kind: kindOf(hex) })),
  joinsNirs,
  certifies,
});
const all = ['nir', 'nia', 'france-travail'] as const;

/** Groups one after the other, each as a pipeline of its own; then who each alias is. */
function told(...groups: AliasGroup[]) {
  const owners = new Map<string, string>();
  let made = 0;
  const resolved = groups.map((each) => resolveTrainees([each], bindingsOf(owners), () => `t${++made}`)[0]);
  return { resolved, owners: Object.fromEntries(owners) };
}

/** As the registry has them before a pipeline. */
function bindingsOf(owners: Map<string, string>): Bindings {
  const aliasesOf = Map.groupBy(owners.keys(), (hex) => owners.get(hex) ?? '');
  const alone = [...aliasesOf].filter(([, [hex = '', ...more]]) => more.length === 0 && kindOf(hex) === 'partner');
  const holders = [...aliasesOf].filter(([, aliases]) => aliases.some((hex) => kindOf(hex) === 'nir'));
  return {
    owners,
    nirHolders: new Set(holders.map(([trainee]) => trainee)),
    byOneNumber: new Set(alone.map(([trainee]) => trainee)),
  };
}

describe('the trainee of an event', () => {
  it('is the owner of its strongest identifier, whatever the weaker ones are', () => {
    const { resolved } = told(group('p1', all), group('nir1', all), group('nir1 p1', all), group('nir1 p1'));
    expect(resolved).toEqual(['t1', 't2', 't2', 't2']);
  });

  it('is somebody new with all identifiers that nobody has', () => {
    expect(told(group('nir1 ft1 p1')).owners).toEqual({ nir1: 't1', ft1: 't1', p1: 't1' });
  });

  it('gets a late identifier from a source certified for its kind, and from no other', () => {
    expect(told(group('ft1'), group('nir1 ft1', ['nir'])).owners).toEqual({ ft1: 't1', nir1: 't1' });
    expect(told(group('nir1'), group('nir1 ft1', ['france-travail'])).owners).toEqual({ nir1: 't1', ft1: 't1' });
    expect(told(group('ft1'), group('nir1 ft1', ['france-travail'])).owners).toEqual({ ft1: 't1', nir1: 't2' });
    const weaker = told(group('nir1'), group('nir1 ft1', ['nir']), group('ft1'));
    expect([weaker.resolved, weaker.owners]).toEqual([['t1', 't1', 't2'], { nir1: 't1', ft1: 't2' }]);
  });

  it('gets a late identifier from whoever gave the one number by which alone the person is known', () => {
    expect(told(group('p1'), group('nir1 ft1 p1')).owners).toEqual({ p1: 't1', nir1: 't1', ft1: 't1' });
    expect(told(group('p1'), group('nir1 p1'), group('nir1 ft1 p1')).owners.ft1).toBe('t2');
  });

  it('gets a partner’s own number from that partner', () => {
    expect(told(group('nir1'), group('nir1 p1')).owners).toEqual({ nir1: 't1', p1: 't1' });
  });

  it('never has two NIR, unless a certified source says so', () => {
    expect(told(group('nir1'), group('nir2 ft1', all), group('nir1 ft1', all)).owners).toEqual({
      nir1: 't1',
      nir2: 't2',
      ft1: 't2',
    });
    expect(told(group('nir1'), group('nir2 nir1', all, true)).owners).toEqual({ nir1: 't1', nir2: 't1' });
    for (const groups of [[group('nir1'), group('nir2 nir1', [], true)], [group('nir2 nir1', [], true)]]) {
      const { owners } = told(...groups);
      expect(owners.nir1).not.toBe(owners.nir2);
    }
  });

  it('never loses an identifier, gives each one owner, and is the same for the same identifiers again', () => {
    const alias = fc.constantFrom('nir1', 'nir2', 'nia1', 'ft1', 'ft2', 'p1', 'p2');
    const certified = fc.subarray([...all]);
    const anyGroup = fc.tuple(fc.uniqueArray(alias, { minLength: 1, maxLength: 4 }), certified, fc.boolean());
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 12 }), (groups) => {
        const strength = (hex: string) => kinds.findIndex(([prefix]) => hex.startsWith(prefix));
        const sorted = groups.map(([aliases, certifies, joins]) => {
          return group(aliases.toSorted((a, b) => strength(a) - strength(b)).join(' '), certifies, joins);
        });
        const { owners } = told(...sorted);
        const known = new Map(Object.entries(owners));
        for (const { aliases } of sorted) for (const { hex } of aliases) expect(known.has(hex)).toBe(true);
        const again = resolveTrainees(sorted, bindingsOf(known), () => 'nobody new');
        expect(Object.fromEntries(known)).toEqual(owners);
        for (const [index, { aliases }] of sorted.entries()) expect(again[index]).toBe(owners[aliases[0]?.hex ?? '']);
      }),
    );
  });

  it('is the same in one pipeline and in many', () => {
    const alias = fc.constantFrom('nir1', 'nir2', 'ft1', 'p1', 'p2');
    const anyGroup = fc.tuple(fc.uniqueArray(alias, { minLength: 1, maxLength: 3 }), fc.subarray([...all]));
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 8 }), (groups) => {
        const sorted = groups.map(([aliases, certifies]) =>
          group(aliases.toSorted((a, b) => strengthOf(a) - strengthOf(b)).join(' '), certifies),
        );
        const owners = new Map<string, string>();
        let made = 0;
        const together = resolveTrainees(sorted, bindingsOf(owners), () => `t${++made}`);
        expect({ resolved: together, owners: Object.fromEntries(owners) }).toEqual(told(...sorted));
      }),
    );
  });

  it('binds nothing to anybody known, told in any order by a source that is certified for nothing', () => {
    const alias = fc.constantFrom('nir1', 'nir2', 'nia1', 'ft1', 'ft2');
    fc.assert(
      fc.property(fc.uniqueArray(alias, { minLength: 1, maxLength: 4 }), fc.boolean(), (aliases, joins) => {
        const known = new Map([
          ['nir1', 'victim'],
          ['ft1', 'other'],
        ]);
        const sorted = aliases.toSorted((a, b) => strengthOf(a) - strengthOf(b));
        resolveTrainees([group(sorted.join(' '), [], joins)], bindingsOf(known), () => 'somebody');
        expect([...known].filter(([, owner]) => owner === 'victim' || owner === 'other')).toEqual([
          ['nir1', 'victim'],
          ['ft1', 'other'],
        ]);
      }),
    );
  });
});

const strengthOf = (hex: string) => kinds.findIndex(([prefix]) => hex.startsWith(prefix));

describe('a link', () => {
  it('is certified where the source is, for both identifiers', () => {
    const reason = (certifies: readonly IdentifierKind[], a: IdentifierKind, b: IdentifierKind, joinsNirs = false) =>
      linkReasonOf({ certifies, joinsNirs }, a, b);
    expect(reason(['nir', 'france-travail'], 'nir', 'france-travail')).toBe('identifiers-certified');
    expect(reason(['nir'], 'nir', 'france-travail')).toBe('identifiers-told-together');
    expect(reason(['nir'], 'nir', 'partner')).toBe('identifiers-certified');
    expect(reason([], 'nir', 'partner')).toBe('identifiers-told-together');
    expect(reason(['nir'], 'partner', 'partner')).toBe('identifiers-told-together');
    expect(reason(['nir'], 'nir', 'nir', true)).toBe('former-nir-certified');
    expect(reason([], 'nir', 'nir', true)).toBe('identifiers-told-together');
  });
});
