import { describe, expect, it } from 'vitest';
import { readTrainee } from './trainee-block.ts';

describe('a trainee block', () => {
  it('gives both numbers at France Travail as identifiers, each once', () => {
    const block = { franceTravailNumber: '01679423694', franceTravailRegionalNumber: '5836675m' };
    expect(readTrainee(block).value.identifiers).toEqual([
      { kind: 'france-travail', field: 'franceTravailNumber', value: '01679423694' },
      { kind: 'france-travail', field: 'franceTravailNumber', value: '5836675M' },
    ]);
    const same = { franceTravailNumber: '5836675M', franceTravailRegionalNumber: '5836675M' };
    expect(readTrainee(same).value.identifiers).toHaveLength(1);
    expect(readTrainee({ franceTravailRegionalNumber: '5836675M' }).faults).toEqual([]);
    expect(readTrainee({ franceTravailRegionalNumber: 'M' }).faults).toMatchObject([
      { pointer: '/data/trainee/franceTravailRegionalNumber' },
    ]);
  });

  it('puts nationality and birthplace into the identity', () => {
    const said = { nationality: 'Belge', birthPlace: { city: 'Metz', inseeCode: '57463' } };
    expect(readTrainee({ partnerNumber: '226146', ...said }).value.description?.identity).toEqual(said);
  });
});
