import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AliasGroup, type Bindings, resolveTrainees } from './resolve-trainees.ts';

const group = (...aliases: string[]): AliasGroup => ({
  aliases: aliases.map((hex) => ({ hex, kind: hex.startsWith('nir') ? 'nir' : 'other' })),
  joinsNirs: false,
});
const empty = (): Bindings => ({ owners: new Map(), nirHolders: new Set() });
const numbered = () => {
  let next = 0;
  return () => `t${++next}`;
};

describe('the trainee of an event', () => {
  it('is the owner of its strongest identifier; weaker owners are linked', () => {
    const resolved = resolveTrainees([group('p1'), group('nir1'), group('nir1', 'p1')], empty(), numbered());
    expect(resolved.map(({ trainee }) => trainee)).toEqual(['t1', 't2', 't2']);
    expect(resolved[2]?.others).toEqual(['t1']);
  });

  it('keeps a late NIR, and never holds two unless its source says so', () => {
    const bindings = empty();
    const newTrainee = numbered();
    const [first, late, other] = resolveTrainees(
      [group('ft1'), group('nir1', 'ft1'), group('nir2', 'ft1')],
      bindings,
      newTrainee,
    );
    expect([first?.trainee, late?.trainee, other?.trainee]).toEqual(['t1', 't1', 't2']);
    expect(other?.others).toEqual(['t1']);
    const [changed] = resolveTrainees([{ ...group('nir3', 'nir1'), joinsNirs: true }], bindings, newTrainee);
    expect(changed?.trainee).toBe('t1');
  });

  it('never changes a binding, gives each alias one, and is the same for the same aliases again', () => {
    const alias = fc.constantFrom('nir1', 'nir2', 'nia1', 'ft1', 'ft2', 'p1', 'p2');
    const groupsOfAliases = fc.array(fc.uniqueArray(alias, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(groupsOfAliases, (groups) => {
        const strengths = ['nir', 'nia', 'ft', 'p'];
        const strength = (hex: string) => strengths.findIndex((kind) => hex.startsWith(kind));
        const sorted = groups.map((each) => group(...each.sort((a, b) => strength(a) - strength(b))));
        const bindings = empty();
        resolveTrainees(sorted, bindings, numbered());
        const before = new Map(bindings.owners);
        for (const { aliases } of sorted) for (const { hex } of aliases) expect(before.has(hex)).toBe(true);
        const again = resolveTrainees(sorted, bindings, () => 'nobody new');
        expect(bindings.owners).toEqual(before);
        for (const [index, { aliases }] of sorted.entries()) {
          expect(again[index]?.trainee).toBe(before.get(aliases[0]?.hex ?? ''));
        }
      }),
    );
  });
});
