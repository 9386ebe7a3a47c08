import { expect, test } from 'vitest';
import { personKnownBy, readerNamed, releasedRights, sirets, told } from '../test/scenes.ts';
import { followedBy, followersOf } from './followers.ts';

const beside = { references: [] };
const registered = told(
  'franceTravail france-travail/i',
  'job-seeker-period-opened',
  '2026-01-12',
  { period: 'I1', referentSiret: sirets.missionLocale },
  beside,
);
const advised = told(
  'cep cep/c',
  'cep-period-opened',
  '2026-01-12',
  { period: 'C1', operatorSiret: sirets.cep },
  beside,
);

const finds = (name: Parameters<typeof readerNamed>[0], purpose: string, siret: string = sirets[name]) => {
  const wanted = followedBy(releasedRights, readerNamed(name, { siret }), purpose);
  return wanted === null
    ? null
    : followersOf(personKnownBy([registered, advised])).some((each) => wanted.includes(each));
};

test('whoever follows a person finds it by its periods, France Travail from any of its establishments', () => {
  expect(finds('franceTravail', 'job-seeker-list')).toBe(true);
  expect(finds('franceTravail', 'job-seeker-list', `${sirets.franceTravail.slice(0, 9)}99999`)).toBe(true);
  expect(finds('missionLocale', 'job-seeker-list')).toBe(true);
  expect(finds('cep', 'advice')).toBe(true);
});

test('nobody else does, and nobody for a purpose that opens nothing by it', () => {
  expect(finds('capEmploi', 'job-seeker-list')).toBe(false);
  expect(finds('otherCep', 'advice')).toBe(false);
  expect(finds('missionLocale', 'job-seeker-list', `${sirets.missionLocale.slice(0, 9)}99999`)).toBe(false);
  expect(finds('missionLocale', 'data-quality')).toBeNull();
  expect(finds('region', 'funding-follow-up')).toBeNull();
});
