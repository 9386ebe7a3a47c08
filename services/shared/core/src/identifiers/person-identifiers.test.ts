import { describe, expect, it } from 'vitest';
import { nirKey } from './nir.ts';
import { type IdentifierBlock, readIdentifiers } from './person-identifiers.ts';

const seen = (block: IdentifierBlock) =>
  readIdentifiers(block).identifiers.map(({ kind, value }) => `${kind} ${value}`);
const faults = (block: IdentifierBlock) =>
  readIdentifiers(block).faults.map(({ pointer, rule }) => `${pointer} ${rule}`);

const [nir, corsican, nia] = ['2690549588157', '185032A004123', '7850375116005'];
const keyed = (nir13: string) => nir13 + nirKey(nir13);

describe('an identifier', () => {
  it.each([
    ['nir', nir, `nir ${nir}`],
    ['nir', keyed(nir), `nir ${nir}`],
    ['nir', ' 2 69 05 49 588 157 80 ', `nir ${nir}`],
    ['nir', '2\u00a069\u00a005\u00a049\u00a0588\u00a0157', `nir ${nir}`],
    ['nir', '2.69.05.49.588.157.80', `nir ${nir}`],
    ['nir', '2-69-05-49-588-157-80', `nir ${nir}`],
    ['nir', '2690549588157\u201380', `nir ${nir}`],
    ['nir', '2 69 05 49 588 157 / 80', `nir ${nir}`],
    ['nir', '2 69 05 49 588 157 (80)', `nir ${nir}`],
    ['nir', '2_69_05_49_588_157', `nir ${nir}`],
    ['nir', '2\u22126905\u00b749588\u200b157', `nir ${nir}`],
    ['franceTravailNumber', '583/6675_M', 'france-travail 5836675M'],
    ['nir', '1 85 03 2a 004 123', `nir ${corsican}`],
    ['nir', keyed(corsican).toLowerCase(), `nir ${corsican}`],
    ['nir', nia, `nia ${nia}`],
    ['nir', keyed(nia), `nia ${nia}`],
    ['nir', '3850375116005', 'nia 3850375116005'],
    ['formerNir', nia, `nia ${nia}`],
    ['nia', '8 69 05 49 588 157', 'nia 8690549588157'],
    ['nia', keyed('4690549588157'), 'nia 4690549588157'],
    ['franceTravailNumber', '5836675m', 'france-travail 5836675M'],
    ['franceTravailNumber', '0167942369 z', 'france-travail 0167942369Z'],
    ['franceTravailNumber', ' 016 794 2369-4', 'france-travail 01679423694'],
    ['franceTravailRegionalNumber', '0167942369 z', 'france-travail 0167942369Z'],
    ['partnerNumber', ' A-17 ', 'partner A-17'],
    ['partnerNumber', 'a-17', 'partner a-17'],
    ['partnerNumber', '7', 'partner 7'],
  ] as const)('in %s written %j is %s', (field, written, canonical) => {
    expect(seen({ [field]: written })).toEqual([canonical]);
    expect(faults({ [field]: written })).toEqual([]);
  });

  it.each([
    ['nia', nir, 'nia-provisional'],
    ['nia', '5690549588157', 'nir-shape'],
    ['nir', '269054958815781', 'nir-key'],
    ['nir', '5836675M', 'nir-shape'],
    ['formerNir', '26905495881578', 'nir-shape'],
    ['franceTravailNumber', nir, 'france-travail-number-shape'],
    ['franceTravailNumber', '583667M', 'france-travail-number-shape'],
    ['franceTravailNumber', 'ABCDEFGZ', 'france-travail-number-shape'],
    ['partnerNumber', 'Jeanne Martin', 'characters-refused'],
    ['partnerNumber', 'xyz'.repeat(43), 'characters-refused'],
    ['partnerNumber', keyed(nir), 'nir-in-clear'],
    ['partnerNumber', 'jeanne.martin@courriel.example', 'mail-in-clear'],
  ] as const)('in %s written %j is refused by the rule %s, under its own pointer', (field, written, rule) => {
    expect(faults({ [field]: written })).toEqual([`/${field} ${rule}`]);
    expect(seen({ [field]: written })).toEqual([]);
  });

  it('comes by its strength, and a NIA in the place of a NIR after the NIR', () => {
    const block = { partnerNumber: 'P1', franceTravailNumber: '5836675M', nia: nia, formerNir: corsican, nir };
    expect(seen(block)).toEqual([
      `nir ${nir}`,
      `nir ${corsican}`,
      `nia ${nia}`,
      'france-travail 5836675M',
      'partner P1',
    ]);
    expect(seen({ nir: nia, formerNir: nir })).toEqual([`nir ${nir}`, `nia ${nia}`]);
    expect(readIdentifiers(block).joinsNirs).toBe(true);
  });

  it('that is no text is none', () => {
    expect(readIdentifiers({ nir: null, nia: 7850375116005, partnerNumber: {} })).toMatchObject({
      identifiers: [],
      faults: [],
    });
  });
});

describe('a filler', () => {
  it.each([
    ...[
      '0',
      '00',
      '0000000000',
      '000-000',
      '111111',
      '99999',
      '9999',
      '9999999999',
      'x',
      'xxxx',
      'XXX',
      '-',
      '--',
      '.',
      '...',
    ],
    ...['?', '_', '/', ':', ' ', '12345678', '0123456789', '1234567890', '987654321', 'ABCDEFGHIJ'],
    ...[
      'NULL',
      'null',
      'N/A',
      'n.a.',
      'NA',
      'None',
      'nil',
      'NaN',
      'undefined',
      'unknown',
      'TBD',
      'empty',
      'not-available',
    ],
    ...[
      'inconnu',
      'Inconnue',
      'néant',
      'NEANT',
      'aucun',
      'AUCUNE',
      'vide',
      'sans',
      'sans objet',
      'non renseigné',
      'NON_RENSEIGNE',
    ],
    ...['ID0000', 'A000000', '0000-STG', '1234567X', 'x-111111', '12121212', 'test', 'TEST', 'NSP', 'introuvable'],
    ...[
      'non-trouve',
      'aucune_donnee',
      'provisoire',
      'anonyme',
      'true',
      'par-defaut',
      'no-id',
      'not.found',
      'Sans Identifiant',
    ],
    ...['non-communique', 'Non Connu', 'à renseigner', 'pas de numéro', 'en attente'],
  ])('%j is nobody’s own number', (filler) => {
    expect(faults({ partnerNumber: filler })).toEqual(['/partnerNumber identifier-placeholder']);
  });

  it.each([
    '7',
    '11',
    '1111',
    '123456',
    '1234567',
    '100000',
    'A',
    'A-1',
    'NA-17',
    'inconnu-17',
    'X1',
    'EOS-00000001',
    '00000001',
    'test-17',
    'NORBERT-3',
    'SANSON',
    'A0',
    'P100000',
    'STG-1111',
    '121212',
    '10',
    '018f3b5e-7c1a-7b2e-9c3d-5a6b7c8d9e0f',
  ])('%j may be a number that somebody was given', (number) => {
    expect(faults({ partnerNumber: number })).toEqual([]);
  });

  it.each([
    '00000000000',
    '0000000000A',
    '0000000Z',
    '99999999999',
    '1111111X',
    '12345678901',
    '0123456789A',
    '9876543210B',
    '1234567X',
    '12345678',
    '7654321a',
    '1010101A',
  ])('%j is nobody’s France Travail number', (filler) => {
    expect(faults({ franceTravailNumber: filler })).toEqual(['/franceTravailNumber identifier-placeholder']);
  });

  it.each(['', '-', 'NULL', 'néant', 'Non communiqué', 'XXX', '0000'])('%j is no number of any kind', (filler) => {
    for (const field of ['nir', 'nia', 'franceTravailNumber', 'partnerNumber']) {
      expect(faults({ [field]: filler })).toEqual([`/${field} identifier-placeholder`]);
    }
  });

  it.each(['1234568A', '0123450Z', '5836675M', '10000000000', '01679423694'])(
    '%j may be a France Travail number',
    (number) => {
      expect(faults({ franceTravailNumber: number })).toEqual([]);
    },
  );

  it.each([
    '1999999999999',
    '2999999999999',
    '1111111111111',
    '2222222222222',
    '1859999999999',
    '1850399999999',
    '7999999999999',
    '1800175999999',
    '2123456789012',
    '1010101010101',
  ])('%j is nobody’s NIR', (filler) => {
    for (const written of [filler, keyed(filler)]) {
      expect(faults({ nir: written })).toEqual(['/nir identifier-placeholder']);
    }
  });

  it.each(['0000000000000', '1000000000000', '1234567890123', '9999999999999', '000000000000000'])(
    '%j has not even the shape of a NIR',
    (filler) => {
      expect(faults({ nir: filler })).toHaveLength(1);
    },
  );
});
