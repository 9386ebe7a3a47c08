import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { type Fact, factSet, union } from './facts.ts';
import { asWritten, writtenReferences } from './written-references.ts';

const file = 'file:eos:A1';
const session = 'session:07:114782';
const telling = (named: string, day: string, references: readonly string[], written?: readonly string[]) =>
  factOn(named, 'entry-attested', day, {}, { references, ...(written === undefined ? {} : { written }) });

describe('a reference', () => {
  it('is shown as it was written first, where it is a session', () => {
    const facts = [
      telling('kairos/k1', '2026-04-02', [session]),
      telling('eos/e1', '2026-04-01', [session], ['session:07:07_114782']),
    ];
    expect(writtenReferences(facts)).toEqual({ [session]: 'session:07:07_114782' });
    expect(writtenReferences([...facts, telling('kairos/k0', '2026-03-01', [session])])).toBeUndefined();
  });

  it('is shown as the source whose file it is writes it, whoever wrote it first', () => {
    const other = telling('kairos/k1', '2026-03-01', [file], ['file:EOS:a1']);
    expect(writtenReferences([other])).toEqual({ [file]: 'file:EOS:a1' });
    expect(writtenReferences([other, telling('eos/e1', '2026-04-01', [file], ['file:eos:a1'])])).toEqual({
      [file]: 'file:eos:a1',
    });
    expect(writtenReferences([other, telling('eos/e1', '2026-04-01', [file])])).toBeUndefined();
  });

  it('is written by nobody who named the dossier by its number, nor by the hub', () => {
    const own = telling('eos/e2', '2026-05-01', [file], ['file:eos:a1']);
    const byNumber = telling('eos/e1', '2026-04-01', [file], []);
    const attributed = factOn('hub/h1', 'dossier-attributed', '2026-01-01', { number: 1 }, { references: [file] });
    expect(writtenReferences([byNumber, attributed, own])).toEqual({ [file]: 'file:eos:a1' });
    expect(writtenReferences([byNumber, attributed])).toBeUndefined();
  });

  it('has the same letters whatever the order of arrival, and whichever copy of a fact came first of equals', () => {
    const spellings = ['file:eos:a1', 'file:EOS:a1', 'FILE:eos:A1', file];
    const facts = fc.array(
      fc
        .record({ id: fc.integer({ min: 1, max: 4 }), day: fc.integer({ min: 1, max: 3 }), at: fc.nat(3) })
        .map(
          ({ id, day, at }): Fact =>
            telling(`${id % 2 === 0 ? 'eos' : 'kairos'}/e${id}`, `2026-04-0${day}`, [file], [spellings[at] ?? file]),
        ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(facts, fc.nat(8), (reported, cut) => {
        const whole = writtenReferences(factSet(reported));
        const parts = union(factSet(reported.slice(cut).toReversed()), factSet(reported.slice(0, cut)));
        expect(writtenReferences(parts)).toEqual(whole);
      }),
    );
  });

  it('is shown in its canonical form where nothing else is known', () => {
    expect(asWritten(file)).toBe(file);
    expect(asWritten('__proto__', { [file]: 'file:eos:a1' })).toBe('__proto__');
    expect(writtenReferences([])).toBeUndefined();
  });
});
