import { describe, expect, test } from 'vitest';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { describeSession } from './describe-session.ts';
import { type ComparedSession, isKnownIn, meetingKeys, proposalOf } from './session-likeness.ts';

const offer = {
  title: 'SE FORMER AU METIER DE CHARGE DE COMMUNICATION E-SPORT',
  start: '2026-03-30',
  end: '2026-11-06',
  mandataireSiret: '82422814201874',
  dispensateurSirets: ['82422814200660'],
  place: { inseeCode: '37261', postalCode: '37000' },
  certification: { rncp: '34507' },
};
const eos = 'session:eos:67680';
const carif = 'session:07:114782';

function session(
  reference: string,
  more: object = {},
  verdict?: 'same' | 'different',
  other?: string,
): ComparedSession {
  const published = factOn(
    'ofeli/p',
    'session-published',
    '2026-03-01',
    { ...offer, ...more },
    { references: [reference] },
  );
  const pair = { effectiveDate: null, references: [reference, other ?? ''] };
  const verdicts =
    verdict === undefined ? [] : [factOn('operator/v', 'session-identified', '2026-03-02', { verdict }, pair)];
  const record = describeSession(factSet([published, ...verdicts]));
  if (record.published === null) throw new Error('not published');
  return { reference, published: record.published.value, identified: record.identified };
}

function proposed(one: object, other: object): string[] | null {
  const proposal = proposalOf(session(eos, one), session(carif, other));
  return proposal === null ? null : proposal.likeness.map(({ field, agrees }) => `${field}${agrees ? '=' : '≠'}`);
}

function meet(one: object, other: object): boolean {
  const keys = meetingKeys(session(eos, one).published);
  return meetingKeys(session(carif, other).published).some((key) => keys.includes(key));
}

describe('two sessions of two registries', () => {
  test('are proposed with what both have alike, whatever words each writes its title in', () => {
    const all = ['organisation=', 'place=', 'days=', 'certification='];
    expect(proposed({}, { title: 'Se former au métier de chargé de communication e-sport' })).toEqual([
      ...all,
      'title=',
    ]);
    expect(proposed({}, { title: 'Chargé de communication' })).toEqual([...all, 'title≠']);
    expect(proposed({}, { certification: { certifInfo: '84385' }, title: undefined })).toEqual(all.slice(0, 3));
  });

  test.each([
    ['organisation', { mandataireSiret: '19311383400389', dispensateurSirets: [] }],
    ['commune', { place: { inseeCode: '37050', postalCode: '37000' } }],
    ['start', { start: '2026-03-31' }],
    ['end', { end: '2026-11-07' }],
    ['certification', { certification: { rncp: '34508' } }],
  ])('are not proposed where they differ in %s', (_, more) => {
    expect(proposed({}, more)).toBeNull();
  });

  test.each([
    ['organisation', { mandataireSiret: undefined, dispensateurSirets: undefined }],
    ['place', { place: undefined }],
    ['end', { end: undefined, open: true }],
  ])('are not proposed where one has no %s: too little is known', (_, more) => {
    expect([proposed({}, more), meet({}, more)]).toEqual([null, false]);
  });

  test('meet by one organisation and by commune or postal code, which is what finds them', () => {
    const dispensateur = { mandataireSiret: '82422814200660', dispensateurSirets: undefined };
    for (const more of [{}, dispensateur, { place: { postalCode: '37000' } }, { place: { inseeCode: '37261' } }]) {
      expect([proposed({}, more) === null, meet({}, more)]).toEqual([false, true]);
    }
    expect(meet({}, { start: '2026-03-31' })).toBe(false);
  });

  test('are not proposed in one registry, nor where they were judged', () => {
    expect(proposalOf(session(carif), session('session:07:114783'))).toBeNull();
    for (const verdict of ['same', 'different'] as const) {
      expect(proposalOf(session(eos, {}, verdict, carif), session(carif))).toBeNull();
    }
  });

  test('are not proposed where one has its number in the registry of the other already', () => {
    const known = session(eos, {}, 'same', 'session:07:114783');
    expect(proposalOf(known, session(carif))).toBeNull();
    expect([isKnownIn(known, '07'), isKnownIn(known, null), isKnownIn(known, '14')]).toEqual([true, true, false]);
    expect(isKnownIn(session(eos, {}, 'different', carif), null)).toBe(false);
  });
});
