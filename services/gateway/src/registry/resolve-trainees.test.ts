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
const group = (
  aliases: string,
  certifies: readonly IdentifierKind[] = [],
  { joinsNirs = false, organisation = 'O' } = {},
): AliasGroup => ({
  aliases: aliases.split(' ').map((hex) => ({ hex, kind: kindOf(hex) })),
  joinsNirs,
  certifies,
  organisation,
});
const all = ['nir', 'nia', 'france-travail'] as const;
const strengthOf = (hex: string) => kinds.findIndex(([prefix]) => hex.startsWith(prefix));
const former = { joinsNirs: true };
const other = { organisation: 'P' };

/** Groups one after the other, each in a pipeline of its own; then who each alias is. `known`: before. */
function told(groups: readonly AliasGroup[], known: Readonly<Record<string, string>> = {}) {
  const owners = new Map(Object.entries(known));
  const reportedFor = new Map(Object.values(known).map((trainee) => [trainee, ['another']]));
  let made = 0;
  const resolved = groups.map((each) => {
    const holders = [...owners].flatMap(([hex, owner]) => (kindOf(hex) === 'nir' ? [owner] : []));
    const bindings: Bindings = { owners, nirHolders: new Set(holders), reportedFor };
    const [trainee = ''] = resolveTrainees([each], bindings, () => `t${++made}`);
    for (const { hex } of each.aliases) {
      const owner = owners.get(hex) ?? '';
      reportedFor.set(owner, [...new Set([...(reportedFor.get(owner) ?? []), each.organisation ?? ''])]);
    }
    return trainee;
  });
  return { resolved, owners: Object.fromEntries(owners) };
}

describe('the trainee of an event', () => {
  it('is the owner of its strongest identifier, whatever the weaker ones are', () => {
    const { resolved } = told([group('p1', all), group('nir1', all), group('nir1 p1', all), group('nir1 p1')]);
    expect(resolved).toEqual(['t1', 't2', 't2', 't2']);
  });

  it('gets its own number, and what is new where the source is certified for all that it names, and no other', () => {
    const certified = { nir1: 't1', ft1: 't1', p1: 't1' };
    for (const before of [[], [group('nir1')]]) {
      expect(told([...before, group('nir1 ft1 p1', ['nir', 'france-travail'])]).owners).toEqual(certified);
      for (const kinds of [['nir'], ['france-travail'], []] as const) {
        expect(told([...before, group('nir1 ft1 p1', kinds)]).owners).toEqual({ ...certified, ft1: 't2' });
      }
    }
  });

  it('gets a late NIR from a source certified for both where another organisation knows the person too', () => {
    expect(told([group('ft1', all, other), group('nir1 ft1', all)]).owners).toEqual({ ft1: 't1', nir1: 't1' });
    for (const kinds of [['nir'], ['france-travail']] as const) {
      expect(told([group('ft1', all, other), group('nir1 ft1', kinds)]).owners.nir1).toBe('t2');
    }
    expect(told([group('p1', all), group('nir1 p1', all)]).owners.nir1).toBe('t2');
  });

  it('is told alike by whoever is certified for one of two kinds, whatever was known of the other', () => {
    const known = [[], [group('ft1', all, other)], [group('nir2 ft1', all, other)], [group('nia1 ft1', all, other)]];
    const same = known.map((before) => {
      const { resolved } = told([...before, group('nir1 ft1', ['nir']), group('ft1', ['nir'])]);
      return resolved.at(-2) === resolved.at(-1);
    });
    expect(same).toEqual([false, false, false, false]);
  });

  it('never has two NIR, whoever says so', () => {
    expect(told([group('nir1', all, other), group('nir2 ft1', all), group('nir1 ft1', all)]).owners).toEqual({
      nir1: 't1',
      nir2: 't2',
      ft1: 't2',
    });
    for (const groups of [
      [group('nir1', all, other), group('nir2 nir1', all, former)],
      [group('nir2 nir1', all, former)],
    ]) {
      const { owners } = told(groups);
      expect(owners.nir1).not.toBe(owners.nir2);
    }
  });

  it('never loses an identifier, gives each one owner, and is the same for the same identifiers again', () => {
    const alias = fc.constantFrom('nir1', 'nir2', 'nia1', 'ft1', 'ft2', 'p1', 'p2');
    const anyGroup = fc.tuple(
      fc.uniqueArray(alias, { minLength: 1, maxLength: 4 }),
      fc.subarray([...all]),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 12 }), (groups) => {
        const sorted = groups.map(([aliases, certifies, joinsNirs]) => {
          return group(aliases.toSorted((a, b) => strengthOf(a) - strengthOf(b)).join(' '), certifies, { joinsNirs });
        });
        const { owners } = told(sorted);
        for (const { aliases } of sorted) for (const { hex } of aliases) expect(owners[hex]).toBeDefined();
        const again = told(sorted, owners);
        expect(again.owners).toEqual(owners);
        expect(again.resolved).toEqual(sorted.map(({ aliases }) => owners[aliases[0]?.hex ?? '']));
      }),
    );
  });

  it('tells a source that is certified for nothing but NIR in no way whether a person was known', () => {
    // Two identifiers are one person's for a source where dossiers under both have one number. What it says of other people
    // than X is its own: it can draw any number of them.
    const alias = fc.constantFrom('nirX', 'nirA', 'ft1', 'ft2', 'nia1', 'p1', 'p2');
    const anyGroup = fc.tuple(fc.uniqueArray(alias, { minLength: 1, maxLength: 4 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 8 }), (groups) => {
        const sorted = groups.map(([aliases, joinsNirs]) => {
          return group(aliases.toSorted((a, b) => strengthOf(a) - strengthOf(b)).join(' '), ['nir'], { joinsNirs });
        });
        const seen = (known: Readonly<Record<string, string>>) => {
          const { resolved } = told(sorted, known);
          return resolved.map((trainee) => resolved.indexOf(trainee));
        };
        expect(seen({ nirX: 'victim' })).toEqual(seen({}));
      }),
    );
  });
});

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
