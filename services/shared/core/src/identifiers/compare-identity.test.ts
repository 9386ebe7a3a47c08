import { describe, expect, it } from 'vitest';
import { compareIdentities, type IdentityField, identityForms } from './compare-identity.ts';

function agree(field: IdentityField, one: string, other: string): boolean | undefined {
  return compareIdentities({ [field]: one }, { [field]: other })[0]?.agrees;
}

describe('two identities', () => {
  it.each<[why: string, field: IdentityField, one: string, other: string]>([
    ['case', 'birthName', 'Martin', 'MARTIN'],
    ['accents', 'birthName', 'Éloïse-Müller', 'ELOISE MULLER'],
    ['accents composed or not', 'birthName', 'Andr\u00e9', 'Andre\u0301'],
    ['hyphens', 'birthName', 'Dupont-Durand', 'Dupont Durand'],
    ['spaces', 'birthName', 'Le Goff', 'LEGOFF'],
    ['spaces around', 'birthName', '  Martin ', 'Martin'],
    ['a straight apostrophe', 'birthName', "D'Arc", 'DARC'],
    ['a typographic apostrophe', 'birthName', 'D\u2019Arc', "d'arc"],
    ['the ligature œ', 'birthName', 'Lec\u0153ur', 'LECOEUR'],
    ['the ligature æ', 'birthName', 'K\u00e6rgaard', 'KAERGAARD'],
    ['ß', 'birthName', 'Strau\u00df', 'STRAUSS'],
    ['þ', 'birthName', '\u00de\u00f3rsson', 'Thorsson'],
    ['ð', 'birthName', 'Gu\u00f0mundur', 'Gudmundur'],
    ['ø', 'birthName', 'S\u00f8rensen', 'Sorensen'],
    ['ł', 'birthName', 'Wa\u0142\u0119sa', 'WALESA'],
    ['đ', 'birthName', '\u0110or\u0111evi\u0107', 'DORDEVIC'],
    ['letters after the twenty-fifth', 'birthName', `${'A'.repeat(25)}BC`, 'A'.repeat(25)],
    ['further first names', 'firstNames', 'Marie Anne', 'Marie'],
    ['a compound first name of which one source reports the first', 'firstNames', 'Jean-Pierre', 'Jean'],
    ['what separates first names', 'firstNames', 'Zo\u00e9, Anne', 'ZOE'],
  ])('agree in spite of %s', (_why, field, one, other) => {
    expect(agree(field, one, other)).toBe(true);
    expect(agree(field, other, one)).toBe(true);
  });

  it.each<[field: IdentityField, one: string, other: string]>([
    ['birthName', 'Le Goff', 'Le Goff-Cœur'],
    ['birthName', 'Martin', 'Martins'],
    ['firstNames', 'Anne Marie', 'Marie Anne'],
    ['birthDate', '1980-05-03', '1980-03-05'],
    ['sex', 'female', 'male'],
  ])('disagree on the %s of %s and %s', (field, one, other) => {
    expect(agree(field, one, other)).toBe(false);
  });

  it('are compared in the fields that both give, and in no form that is empty', () => {
    const one = { birthName: 'Martin', firstNames: 'Anne', birthDate: '1980-05-03', usualName: 'Durand' };
    const other = { birthName: 'MARTIN', birthDate: '1981-05-03', sex: 'female', usualName: 'Petit' };
    expect(compareIdentities(one, other)).toEqual([
      { field: 'birthName', agrees: true },
      { field: 'birthDate', agrees: false },
    ]);
    expect(compareIdentities({ birthName: '\u0418\u0432\u0430\u043d\u043e\u0432' }, { birthName: '-' })).toEqual([]);
    expect(compareIdentities(one)).toEqual([]);
  });

  it('have these forms, of which the digests on the log are made', () => {
    const identity = { birthName: 'Le Goff-Cœur', firstNames: 'Zoé, Anne', birthDate: '1980-05-03', sex: 'female' };
    expect(identityForms(identity)).toEqual({
      birthName: 'LEGOFFCOEUR',
      firstNames: 'ZOE',
      birthDate: '19800503',
      sex: 'FEMALE',
    });
  });
});
