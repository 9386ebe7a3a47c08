import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dossierNumberCapacity, dossierNumberOf, feistelHalf, parseDossierNumber } from './dossier-number.ts';
import { personalIn, personalInAgent } from './partner-text.ts';
import { isSiret } from './siret.ts';
import { parseReference } from './training-reference.ts';

describe('a SIRET', () => {
  it('passes Luhn', () => {
    for (const siret of ['82422814201874', '19311383400389', '49386136300064', '19290076900014']) {
      expect(isSiret(siret)).toBe(true);
    }
    for (const siret of ['12345679800000', '31404541000000', '00000000000000', '8242281420187', '']) {
      expect(isSiret(siret)).toBe(false);
    }
  });

  it('of La Poste has a digit sum that is a multiple of 5, except its head office', () => {
    expect(isSiret('35600000000048')).toBe(true);
    expect(isSiret('35600000000001')).toBe(true);
    expect(isSiret('35600000000002')).toBe(false);
  });
});

describe('a training reference', () => {
  it('has one canonical form', () => {
    expect(parseReference('session:07:07_114782')).toMatchObject({ ok: true, reference: 'session:07:114782' });
    expect(parseReference('SESSION:EOS:67680')).toMatchObject({ reference: 'session:eos:67680', kind: 'session' });
    expect(parseReference('session:14:14_se_0000160070')).toMatchObject({ reference: 'session:14:SE_0000160070' });
    expect(parseReference('file:opco:abc1')).toMatchObject({ reference: 'file:opco:ABC1', kind: 'file' });
  });

  it('is refused without kind, registry or number, or with other characters', () => {
    for (const text of ['', '67680', 'session:eos', 'session::1', 'session:eos:', 'dossier:eos:1', 'file:eos:1 2']) {
      expect(parseReference(text)).toEqual({ ok: false, rule: 'reference-shape' });
    }
    expect(parseReference('session:07:07_').ok).toBe(false);
    expect(parseReference(`file:eos:${'1'.repeat(128)}`).ok).toBe(false);
  });
});

describe('a dossier number', () => {
  const round = (index: number, half: number) => (half * 7_919 + index * 104_729 + half * half * 31) % feistelHalf;
  const sequences = fc.integer({ min: 1, max: dossierNumberCapacity });

  it('has nine digits, the first 1–9, and reads back', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const number = dossierNumberOf(sequence, round);
        expect(parseDossierNumber(number)).toBe(number);
      }),
    );
  });

  it('is another for another place in the sequence', () => {
    const numbers = new Set<number>();
    for (let sequence = 1; sequence <= 50_000; sequence++) numbers.add(dossierNumberOf(sequence, round));
    for (let sequence = 1; sequence <= 10_000; sequence++) {
      numbers.add(dossierNumberOf(dossierNumberCapacity + 1 - sequence, round));
    }
    expect(numbers.size).toBe(60_000);
  });

  it('never becomes another by one misread digit', () => {
    const misread = fc.tuple(sequences, fc.nat(8), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(misread, ([sequence, place, shift]) => {
        const digits = String(dossierNumberOf(sequence, round)).split('');
        digits[place] = String((Number(digits[place]) + shift) % 10);
        expect(parseDossierNumber(digits.join(''))).toBeNull();
      }),
    );
  });

  it('is refused beyond the capacity', () => {
    expect(() => dossierNumberOf(0, round)).toThrow(RangeError);
    expect(() => dossierNumberOf(dossierNumberCapacity + 1, round)).toThrow(RangeError);
  });
});

describe('the id of an agent', () => {
  // Invented persons; of each, 13 digits in one piece may be the milliseconds of an instant.
  it.each(['1610699351842', '1850578006084', '2001245001234'])(
    'that can be a NIR is refused however it is written: %s',
    (nir) => {
      const spaced = nir.replace(/^(.)(..)(..)(..)(...)(...)$/, '$1-$2-$3-$4-$5-$6');
      expect(personalIn(nir)).toBeNull();
      for (const agent of [nir, `agent-${nir}`, spaced, `${nir}99`, `u:${nir}@x`]) {
        expect(personalInAgent(agent), agent).not.toBeNull();
      }
    },
  );

  it.each(['agent-17', 'a1b2c3d4', '12345678', '1717171717', '6f9619ff-8b86-4011-b42d-00c04fc964ff'])(
    'is taken: %s',
    (agent) => {
      expect(personalInAgent(agent)).toBeNull();
    },
  );
});
