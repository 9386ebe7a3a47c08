import { isSiret, looksLikeNir, parseFranceTravailNumber, parseNir } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { simulatedPerson } from './people.ts';
import { fictitiousSiret, simulatedSession } from './sessions.ts';

const options = { seed: 'people', today: '2026-11-23' };

describe('a simulated person', () => {
  it('has a NIR that is right, and agrees with sex and birth date', () => {
    for (let index = 0; index < 2_000; index += 1) {
      const person = simulatedPerson(options, index, true);
      const nir = parseNir(person.nir);
      expect(nir).toMatchObject({
        ok: true,
        keyChecked: true,
        sex: person.sex,
        birthYear: Number(person.birthDate.slice(2, 4)),
        birthMonth: Number(person.birthDate.slice(5, 7)),
      });
      expect(Number(person.nir.slice(7, 10))).toBeGreaterThanOrEqual(900);
      expect(person.birthDate < '2009-01-01').toBe(true);
      expect(parseFranceTravailNumber(person.franceTravailNumber ?? '').ok).toBe(true);
      expect(looksLikeNir(person.eosNumber)).toBe(false);
    }
  });

  it('shares no identifier with another of the simulation', () => {
    const people = Array.from({ length: 20_000 }, (_, index) => simulatedPerson(options, index * 53, true));
    expect(new Set(people.map(({ nir }) => nir)).size).toBe(20_000);
    expect(new Set(people.map(({ franceTravailNumber }) => franceTravailNumber)).size).toBe(20_000);
    expect(new Set(people.map(({ eosNumber }) => eosNumber)).size).toBe(20_000);
  });

  it('is the same each time, and unknown to France Travail where not registered', () => {
    expect(simulatedPerson(options, 4, true)).toEqual(simulatedPerson(options, 4, true));
    expect(simulatedPerson(options, 4, false).franceTravailNumber).toBeNull();
  });
});

describe('a simulated session', () => {
  it('has SIRETs with right keys, and ends after it starts', () => {
    expect(isSiret(fictitiousSiret('a', 1))).toBe(true);
    for (let index = 0; index < 500; index += 1) {
      const session = simulatedSession(options, index, index % 2 === 0 ? 'prf' : 'beneficiary');
      expect(isSiret(session.organisation.mandataireSiret)).toBe(true);
      expect(isSiret(session.organisation.dispensateurSiret)).toBe(true);
      expect(session.end >= session.start).toBe(true);
      expect(session.publishedOn < session.start).toBe(true);
      expect(looksLikeNir(session.reference)).toBe(false);
    }
  });
});
