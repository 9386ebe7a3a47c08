import { describe, expect, test } from 'vitest';
import { type Fact, factSet } from '../dossier/facts.ts';
import {
  evidence,
  type Named,
  nobodyKnown,
  personKnownBy,
  readerNamed,
  relatedAs,
  relationsIn,
  releasedRights,
  session,
  sessionFinancedBy,
  sirets,
  told,
} from '../test/scenes.ts';
import { relationsOf } from './relations.ts';

const region = readerNamed('region');
const opco = readerNamed('opco');
const franceTravail = readerNamed('franceTravail');

function line(by: Named, more: object = {}, named = `${by}/line`, references: readonly string[] = [session]) {
  const data = { line: 'L1', financerSiret: sirets[by], funding: 'prf', device: 'PRF', from: '2026-04-01', ...more };
  return told(`${by} ${named}`, 'financing-engaged', '2026-04-01', data, { references });
}

const positioned = told('franceTravail kairos/p', 'candidate-positioned', '2026-03-20', {
  by: 'france-travail',
  mode: 'candidature',
  funding: 'prf',
});
const retained = told('franceTravail kairos/s', 'selection-decided', '2026-03-25', {
  result: 'retained',
  funding: 'prf',
});
const entered = told('region eos/e', 'entry-attested', '2026-04-01', { funding: 'prf' });
const left = told('region eos/x', 'exit-declared', '2026-06-20', { funding: 'prf', kind: 'planned-end' });

describe('a financer', () => {
  test('is corroborated by its line and what another organisation reports of a funding that names it', () => {
    expect(relationsIn(region, [line('region'), positioned])).toEqual([
      { name: 'corroborated', until: '2028-04-01', by: [sirets.franceTravail], days: null },
      { name: 'own', until: null, by: [], days: null },
    ]);
  });

  test('is corroborated before any line, where the registry of the session published it and another positioned', () => {
    const sessions = [sessionFinancedBy('2')];
    expect(relatedAs(region, [positioned], { sessions })).toEqual(['corroborated']);
    expect(relatedAs(region, [positioned])).toEqual([]);
    expect(relatedAs(region, [positioned], { sessions: [sessionFinancedBy('4', '16')] })).toEqual([]);
    const named = [{ ...sessionFinancedBy(), financerSirets: [sirets.region] }];
    expect(relatedAs(region, [positioned], { sessions: named })).toEqual(['corroborated']);
  });

  test('has no side in a session that is published under another reference than the dossier names', () => {
    const elsewhere = [{ ...sessionFinancedBy('2'), reference: 'session:eos:1' }];
    expect(relatedAs(region, [positioned], { sessions: elsewhere })).toEqual([]);
  });

  test('is not corroborated by its own facts, however many systems report them', () => {
    const own = [
      line('region', {}, 'region-cvl/l'),
      entered,
      left,
      told('region region-cvl/p', 'candidate-positioned', '2026-03-20', {
        by: 'self',
        mode: 'direct',
        funding: 'prf',
      }),
      told('region soistiss/s', 'selection-decided', '2026-03-25', { result: 'retained', funding: 'health-social' }),
    ];
    expect(relatedAs(region, own, { sessions: [sessionFinancedBy('2')] })).toEqual(['own']);
  });

  test('is not corroborated by another establishment of its own legal entity', () => {
    const establishment = { organisation: `${sirets.region.slice(0, 9)}00026` };
    const byOther = { ...positioned, ...establishment };
    expect(relatedAs(region, [line('region'), byOther])).toEqual(['own']);
  });

  test('is not corroborated by a fact of which nobody knows for whom it was written', () => {
    const { organisation: _, ...unstamped } = positioned;
    expect(relatedAs(region, [line('region'), unstamped])).toEqual(['own']);
    const { organisation: __, ...unstampedLine } = line('region');
    expect(relatedAs(region, [unstampedLine, positioned])).toEqual([]);
  });

  test('is not corroborated by an echo, nor by what was retracted', () => {
    const echo = {
      ...positioned,
      data: { ...positioned.data, origin: { source: 'eos', id: 'e' } },
    } as typeof positioned;
    expect(relatedAs(region, [line('region'), echo])).toEqual(['own']);
    const retracted = told('franceTravail kairos/r', 'fact-retracted', '2026-03-21', {
      target: { source: 'kairos', id: 'p', type: 'candidate-positioned' },
      reason: 'entered-in-error',
    });
    expect(relatedAs(region, [line('region'), positioned, retracted])).toEqual(['own']);
    expect(relatedAs(franceTravail, [positioned, retracted])).toEqual([]);
  });

  test('is not corroborated by a funding of its own kind in another territory', () => {
    expect(relatedAs(readerNamed('otherRegion'), [line('otherRegion'), positioned])).toEqual(['own']);
    expect(relatedAs(readerNamed('region', { territories: [] }), [line('region'), positioned])).toEqual(['own']);
  });

  test('is not corroborated by a fact that names no session of its territory, whatever session the reader names', () => {
    const byNumber = { ...positioned, references: [] };
    expect(relatedAs(region, [line('region'), byNumber])).toEqual(['own']);
    expect(relatedAs(region, [line('region'), { ...positioned, references: ['session:99:1'] }])).toEqual(['own']);
  });

  test('is not corroborated by a funding that its line alone says', () => {
    const { funding: _, ...silent } = positioned.data;
    expect(relatedAs(region, [line('region'), { ...positioned, data: silent } as typeof positioned])).toEqual(['own']);
  });

  test('is not corroborated by what is contested or by a system that is not the authority', () => {
    const byKairos = told('franceTravail kairos/e', 'entry-attested', '2026-04-02', { funding: 'prf-direct' });
    expect(relatedAs(region, [line('region'), byKairos])).toEqual(['own']);
    const asOpco = told('franceTravail kairos/h', 'skills-profile-completed', '2026-04-02', { funding: 'prf' });
    expect(relatedAs(region, [line('region'), asOpco])).toEqual(['own']);
  });

  test('is not corroborated by what nobody has the authority for and another organisation says otherwise', () => {
    const absent = (by: Named, to: string) =>
      told(`${by} ${by === 'carif' ? 'ofeli' : 'kairos'}/a`, 'absence-declared', '2026-04-02', {
        ...{ from: '2026-04-02', to, justified: true, funding: 'agefiph' },
      });
    const facts = [line('agefiph', { funding: 'agefiph' }), absent('carif', '2026-04-02')];
    const agefiph = readerNamed('agefiph');
    expect(relatedAs(agefiph, facts)).toEqual(['corroborated', 'own']);
    expect(relatedAs(agefiph, [...facts, absent('franceTravail', '2026-04-03')])).toEqual(['own']);
    expect(relatedAs(agefiph, [...facts, absent('franceTravail', '2026-04-02')])).toEqual(['corroborated', 'own']);
  });

  test('of a kind with several holders is named by no funding, but by the line of another that names its SIRET', () => {
    const theirs = { ...positioned, data: { ...positioned.data, funding: 'opco' } } as typeof positioned;
    expect(relatedAs(opco, [line('opco', { funding: 'opco' }), theirs])).toEqual(['own']);
    const naming = line('agefiph', { funding: 'agefiph', delegatedBySiret: sirets.opco });
    expect(relatedAs(opco, [line('opco', { funding: 'opco' }), naming])).toEqual(['corroborated', 'own']);
  });

  test('keeps sight until 24 months after the exit', () => {
    const facts = [line('region'), positioned, entered, left];
    const [corroborated] = relationsIn(region, facts, { day: '2028-06-20' });
    expect(corroborated).toMatchObject({ name: 'corroborated', until: '2028-06-20' });
    expect(relatedAs(region, facts, { day: '2028-06-21' })).toEqual(['own']);
  });

  test('of a person under restriction sees nothing', () => {
    const person = { ...nobodyKnown, restricted: true };
    expect(relatedAs(region, [line('region'), positioned], { person })).toEqual([]);
    expect(relatedAs(readerNamed('authority'), [positioned], { person })).toEqual(['authority']);
  });
});

describe('a co-financer', () => {
  const shared = line('region', { coFinancers: [{ siret: sirets.agefiph, amount: 1_000 }] });
  const agefiph = readerNamed('agefiph');

  test('is corroborated by its principal, where a third organisation reports the funding', () => {
    expect(relationsIn(agefiph, [shared, positioned])).toMatchObject([
      { name: 'corroborated', by: [sirets.franceTravail, sirets.region] },
    ]);
  });

  test('is not by its principal alone, nor by itself beside it', () => {
    expect(relatedAs(agefiph, [shared])).toEqual([]);
    expect(relatedAs(agefiph, [shared, entered])).toEqual([]);
    const own = told('agefiph agefiph/p', 'candidate-positioned', '2026-03-20', { mode: 'direct', funding: 'prf' });
    expect(relatedAs(agefiph, [shared, own])).toEqual(['own']);
  });

  test('reads as long as whom it pays for; so does who delegated', () => {
    const delegated = line('opco', { funding: 'prf', delegatedBySiret: sirets.agefiph });
    expect(relatedAs(agefiph, [delegated, positioned])).toEqual(['corroborated']);
  });
});

describe('the financer of an employee, where no session is known', () => {
  const file = { references: ['file:opco:A'] };
  const ownLine = line('opco', { funding: 'opco', employerSiret: sirets.employer }, 'opco/l', file.references);
  const ownEntry = told('opco opco/e', 'entry-attested', '2026-04-01', { funding: 'opco' }, file);
  const job = (more: object = {}, by: Named = 'authority') =>
    told(`${by} dsn/j`, 'employment-reported', '2025-01-01', {
      ...{ contract: 'C1', nature: '01', start: '2025-01-01', monthlyHours: 151.67, month: '2025-01' },
      ...{ employerSiret: sirets.employer, ...more },
    });

  test('is employed: the DSN shows the person on the day of the entry at the employer that its line names', () => {
    const person = personKnownBy([job()]);
    expect(relationsIn(opco, [ownLine, ownEntry], { person })).toMatchObject([
      { name: 'employed', by: [sirets.authority] },
      { name: 'own' },
    ]);
  });

  test.each([
    ['at another employer', [job({ employerSiret: sirets.carif })]],
    ['no more on that day', [job({ end: '2026-03-31' })]],
    ['not yet on that day', [job({ start: '2026-04-02' })]],
    ['as the financer itself reports it', [job({}, 'opco')]],
    ['as nobody reports it', []],
  ])('is not: %s', (_, facts) => {
    expect(relatedAs(opco, [ownLine, ownEntry], { person: personKnownBy(facts) })).toEqual(['own']);
  });

  test('is not where it names one employer after the other, in this dossier and in others', () => {
    const person = personKnownBy([job()]);
    const guesses = (count: number) =>
      Array.from({ length: count }, (_, guess) => {
        const employerSiret = `9900010${guess}`;
        return evidence(
          factSet([line('opco', { funding: 'opco', line: `G${guess}`, employerSiret }, `opco/g${guess}`)]),
        );
      });
    const names = (count: number) => relatedAs(opco, [ownLine, ownEntry], { person, others: guesses(count) });
    expect([names(2), names(3)]).toEqual([['employed', 'own'], ['own']]);
  });

  test('is not where a session is known, nor before an entry', () => {
    const person = personKnownBy([job()]);
    const inSession = told('franceTravail kairos/p', 'candidate-positioned', '2026-03-20', { funding: 'opco' });
    expect(relatedAs(opco, [ownLine, ownEntry, inSession], { person })).toEqual(['own']);
    expect(relatedAs(opco, [ownLine], { person })).toEqual(['own']);
  });
});

test('an exception of the convention stands for what one organisation alone reports', () => {
  const excepted = readerNamed('region', { exceptions: { 'prf-direct': 50 } });
  const facts = [line('region', { funding: 'prf-direct' })];
  expect(relatedAs(excepted, facts)).toEqual(['excepted', 'own']);
  expect(relatedAs(region, facts)).toEqual(['own']);
  expect(relatedAs(excepted, [line('region')])).toEqual(['own']);
});

describe('a registration at France Travail', () => {
  const opened = (from: string, referentSiret?: string, by: Named = 'franceTravail') =>
    told(
      `${by} france-travail/o`,
      'job-seeker-period-opened',
      from,
      { period: 'I1', referentSiret },
      { references: [] },
    );
  const closed = (day: string) =>
    told('franceTravail france-travail/c', 'job-seeker-period-closed', day, { period: 'I1' }, { references: [] });
  const facts = [line('opco', { funding: 'opco' }), told('opco opco/e', 'entry-attested', '2026-04-01'), left];
  const mission = readerNamed('missionLocale');

  test('relates France Travail, and the body that it names, to every dossier that it overlaps', () => {
    const person = personKnownBy([opened('2026-01-12', sirets.missionLocale)]);
    expect(relatedAs(franceTravail, facts, { person })).toEqual(['registered']);
    expect(relationsIn(mission, facts, { person })).toMatchObject([{ name: 'registered', by: [sirets.franceTravail] }]);
    expect(relatedAs(readerNamed('capEmploi'), facts, { person })).toEqual([]);
  });

  test.each([
    ['2026-01-12', '2026-03-31', []],
    ['2026-01-12', '2026-04-01', ['registered']],
    ['2026-09-20', '2026-12-31', ['registered']],
    ['2026-09-21', '2026-12-31', []],
  ])('from %s to %s overlaps from the first fact until three months after the exit', (from, to, expected) => {
    const person = personKnownBy([opened(from), closed(to)]);
    expect(relatedAs(franceTravail, facts, { person })).toEqual(expected);
  });

  test('does not reach further for what the reader itself reports of the dossier', () => {
    const person = personKnownBy([opened('2026-01-12'), closed('2026-03-31')]);
    expect(relatedAs(franceTravail, [...facts, positioned], { person })).toEqual(['own']);
  });

  test('that another opens names nobody: the body itself, or whoever else', () => {
    const byItself = personKnownBy([opened('2026-01-12', sirets.missionLocale, 'missionLocale')]);
    expect(relatedAs(mission, facts, { person: byItself })).toEqual([]);
    expect(relatedAs(franceTravail, facts, { person: byItself })).toEqual([]);
  });
});

describe('an operator of CEP', () => {
  const cep = readerNamed('cep');
  const opened = (by: Named = 'cep', period = 'P1') =>
    told(`${by} ${by}/o`, 'cep-period-opened', '2026-03-02', { period, operatorSiret: sirets[by] }, { references: [] });
  const closed = (by: Named) =>
    told(
      `${by} ${by}/c`,
      'cep-period-closed',
      '2026-05-04',
      { period: 'P1', operatorSiret: sirets[by] },
      { references: [] },
    );

  test('accompanies from the day after the opening, for twelve months after its last fact', () => {
    const person = personKnownBy([opened()]);
    const on = (day: string) => relatedAs(cep, [positioned], { person, day });
    expect([on('2026-03-02'), on('2026-03-03'), on('2027-03-02'), on('2027-03-03')]).toEqual([
      [],
      ['accompanied'],
      ['accompanied'],
      [],
    ]);
  });

  const reportedOn = (day: string, fact: Fact) =>
    ({
      ...fact,
      recordedAt: `${day}T08:00:00.000Z`,
      receivedAt: `${day}T09:00:00.000Z`,
    }) as Fact;

  test('sees nobody at once by a period that it dates back', () => {
    const person = personKnownBy([reportedOn('2026-05-04', opened())]);
    const on = (day: string) => relatedAs(cep, [positioned], { person, day });
    expect([on('2026-05-03'), on('2026-05-04'), on('2026-05-05')]).toEqual([[], [], ['accompanied']]);
  });

  test('does not see whom another follows already, until that one ends or a registration names it', () => {
    const mission = readerNamed('missionLocale');
    const [before, late] = [opened('otherCep'), reportedOn('2026-04-01', opened('missionLocale'))];
    const seenBy = (facts: readonly Fact[], day = '2026-04-20', reader = mission) =>
      relatedAs(reader, [], { person: personKnownBy(facts), day });
    expect(seenBy([before, late])).toEqual([]);
    expect(seenBy([before, late], '2026-04-20', readerNamed('otherCep'))).toEqual(['accompanied']);
    expect(seenBy([before, late, closed('otherCep')], '2026-05-04')).toEqual(['accompanied']);
    expect(seenBy([before, late], '2027-03-03')).toEqual(['accompanied']);
    const registered = (referentSiret: string) =>
      told(
        'franceTravail france-travail/r',
        'job-seeker-period-opened',
        '2026-03-20',
        { period: 'I', referentSiret },
        {
          references: [],
        },
      );
    expect(seenBy([before, late, registered(sirets.missionLocale)])).toEqual(['accompanied']);
    expect(seenBy([before, late, registered(sirets.capEmploi)])).toEqual([]);
  });

  test('is stopped by no period that somebody opened in another’s name, and stops nobody by those of others', () => {
    const inItsName = { ...opened('otherCep'), organisation: sirets.capEmploi };
    const person = personKnownBy([inItsName, reportedOn('2026-04-01', opened())]);
    expect(relatedAs(cep, [], { person, day: '2026-04-20' })).toEqual(['accompanied']);
  });

  test('pushes nobody’s period out of sight, however many it opens', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      ...reportedOn('2026-04-01', opened('cep', `Q${n}`)),
      id: `q${n}`,
      effectiveDate: '2026-03-30',
      data: { period: `Q${n}`, operatorSiret: sirets.cep, effectiveDate: '2026-03-30' },
    })) as Fact[];
    const person = personKnownBy([opened('otherCep'), ...many]);
    expect(relatedAs(cep, [], { person, day: '2026-04-20' })).toEqual([]);
    expect(relatedAs(readerNamed('otherCep'), [], { person, day: '2026-04-20' })).toEqual(['accompanied']);
  });

  test('no more from the day on which it closes the period', () => {
    const person = personKnownBy([opened(), closed('cep')]);
    expect(relationsIn(cep, [], { person, day: '2026-05-03' })).toMatchObject([
      { name: 'accompanied', until: '2026-05-03' },
    ]);
    expect(relatedAs(cep, [], { person, day: '2026-05-04' })).toEqual([]);
  });

  test('is not shut out by another that numbers its periods alike', () => {
    const person = personKnownBy([opened(), opened('otherCep'), closed('otherCep')]);
    expect(relatedAs(cep, [], { person, day: '2026-06-01' })).toEqual(['accompanied']);
    expect(relatedAs(readerNamed('otherCep'), [], { person, day: '2026-06-01' })).toEqual([]);
  });

  test('accompanies nobody by a period that another organisation opened in its name', () => {
    const inItsName = told(
      'otherCep otherCep/o',
      'cep-period-opened',
      '2026-03-02',
      { period: 'P1', operatorSiret: sirets.cep },
      { references: [] },
    );
    expect(relatedAs(cep, [positioned], { person: personKnownBy([inItsName]), day: '2026-06-01' })).toEqual([]);
  });
});

describe('a pay body', () => {
  const payBody = readerNamed('payBody');
  const set = (by: Named, day: string, more: object) =>
    told(`${by} ${by}/r${day}`, 'remuneration-set', day, { payBodySiret: sirets.payBody, ...more });

  test('pays what another organisation reported sent to it', () => {
    expect(relationsIn(payBody, [entered, set('region', '2026-04-01', { sent: true })])).toEqual([
      { name: 'paying', until: '2028-04-01', by: [sirets.region], days: { from: '2026-04-01', to: null } },
    ]);
    expect(relatedAs(payBody, [entered, set('region', '2026-04-01', { sent: false })])).toEqual([]);
    expect(relatedAs(payBody, [entered, set('payBody', '2026-04-01', { sent: true })])).toEqual(['own']);
  });

  test('keeps the months that were sent to it for 24 months, where another pays from then on', () => {
    const facts = [
      entered,
      set('region', '2026-04-01', { sent: true }),
      set('region', '2026-06-01', { sent: true, payBodySiret: sirets.otherOpco }),
    ];
    expect(relationsIn(payBody, facts, { day: '2028-06-01' })).toMatchObject([
      { name: 'paying', until: '2028-06-01', days: { from: '2026-04-01', to: '2026-06-01' } },
    ]);
    expect(relatedAs(payBody, facts, { day: '2028-06-02' })).toEqual([]);
  });
});

test('rows that answer as one are one scene: a side may stand in each', () => {
  const [one, other] = [evidence(factSet([line('region')])), evidence(factSet([positioned]))];
  const scene = { sessions: [], person: nobodyKnown, day: '2026-05-04' };
  const names = (dossiers: (typeof one)[]) =>
    relationsOf(releasedRights, region, { ...scene, dossiers }).map(({ name }) => name);
  expect([names([one]), names([other]), names([one, other])]).toEqual([['own'], [], ['corroborated', 'own']]);
  expect(retained.organisation).toBe(sirets.franceTravail);
});
