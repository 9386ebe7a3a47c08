import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../dossier/facts.ts';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describeTrainee } from './describe-trainee.ts';

function fact(
  named: string,
  type: Fact['type'],
  day: string,
  data: Record<string, unknown>,
  sealed?: Fact['sealed'],
): Fact {
  return factOn(named, type, day, data, { digest: JSON.stringify(data), ...(sealed === undefined ? {} : { sealed }) });
}

test('the newest description of each system stands, and a flag that fails is an identity conflict', () => {
  const reported = describeTrainee(
    factSet([
      fact('eos/d1', 'trainee-described', '2026-03-01', { flags: { sexAgrees: false } }, { identity: 'a' }),
      fact('eos/d2', 'trainee-described', '2026-03-02', { flags: { sexAgrees: true } }, { identity: 'b' }),
      fact(
        'opco/d1',
        'trainee-described',
        '2026-03-03',
        { flags: { birthDateAgrees: false } },
        { identity: 'c', contact: 'd' },
      ),
    ]),
    releasedRules,
  );
  expect(reported.described.map(({ eventId, source }) => `${source}/${eventId}`)).toEqual(['eos/d2', 'opco/d1']);
  expect(reported.sealed).toEqual({
    identity: { source: 'opco', eventId: 'd1' },
    contact: { source: 'opco', eventId: 'd1' },
  });
  expect(reported.anomalies).toMatchObject([
    { code: 'identity-conflict', facts: [{ source: 'opco' }], about: { against: 'birth-date' } },
  ]);
});

/** `named` as `source/id of the event it came with`. */
function described(named: string, day: string, says: Record<string, string>, under = 'K1'): Fact {
  const [source = '', toldWith = ''] = named.split('/');
  const data = { flags: {}, toldWith, says: { under, ...says } };
  return { ...fact(`${source}/of-${toldWith}`, 'trainee-described', day, data), version: 2 } as Fact;
}

function conflictsOf(facts: readonly Fact[]): string[] {
  return describeTrainee(factSet(facts), releasedRules).anomalies.map(
    ({ about, facts }) => `${facts.map(({ source, eventId }) => `${source}/${eventId}`).join(' ')}: ${about.against}`,
  );
}

test('two sources that report another person are both named, by the events that reported it and the fields at odds', () => {
  const eos = described('eos/e1', '2026-03-01', { name: 'martin', birth: '3', sex: 'm' });
  const kairos = described('kairos/k1', '2026-03-02', { name: 'durand', birth: '19', sex: 'm' });
  expect(conflictsOf([eos, kairos])).toEqual(['eos/e1 kairos/k1: birth-name birth-date']);
  expect(describeTrainee(factSet([eos, kairos]), releasedRules).anomalies).toMatchObject([
    { code: 'identity-conflict', about: { among: 'sources' } },
  ]);
  expect(conflictsOf([eos, described('kairos/k2', '2026-03-03', { name: 'martin', firstName: 'zoe' })])).toEqual([]);
});

test('against two that agree a third stands alone; two against two, all are named', () => {
  const report = (source: string, birth: string) => described(`${source}/e`, '2026-03-01', { birth });
  const three = [report('eos', '3'), report('kairos', '3'), report('opco', '19')];
  expect(conflictsOf(three)).toEqual(['opco/e: birth-date']);
  expect(conflictsOf([...three, report('france-travail', '19')])).toEqual([
    'eos/e france-travail/e kairos/e opco/e: birth-date',
  ]);
});

test('what a source reports anew counts, and what it leaves out stands as it reported it before', () => {
  const eos = described('eos/e1', '2026-03-01', { name: 'martin', birth: '3' });
  const kairos = described('kairos/k1', '2026-03-02', { name: 'martin', birth: '19' });
  const name = described('kairos/k2', '2026-03-03', { name: 'martin' });
  expect(conflictsOf([eos, kairos, name])).toEqual(['eos/e1 kairos/k1: birth-date']);
  expect(conflictsOf([eos, kairos, described('kairos/k2', '2026-03-03', { birth: '3' })])).toEqual([]);
});

test('digests under the keys of two trainees say nothing to each other, and a link hides no conflict', () => {
  const eos = described('eos/e1', '2026-03-01', { name: 'a' });
  const elsewhere = described('kairos/k1', '2026-03-02', { name: 'b' }, 'K2');
  expect(conflictsOf([eos, elsewhere])).toEqual([]);
  const kairos = described('kairos/k0', '2026-03-01', { name: 'c' });
  expect(conflictsOf([eos, kairos, elsewhere])).toEqual(['eos/e1 kairos/k0: birth-name']);
});

const reported = fc.record(
  {
    name: fc.constantFrom('martin', 'durand'),
    firstName: fc.constantFrom('zoe', 'anne'),
    birth: fc.constantFrom('3', '19'),
    sex: fc.constantFrom('f', 'm'),
  },
  { requiredKeys: [] },
);

test('in any order, with repeats, the same sources are named', () => {
  const description = fc
    .tuple(fc.constantFrom('eos', 'kairos', 'opco'), fc.nat(9), fc.constantFrom('K1', 'K2'), reported)
    .map(([source, day, under, says]) => described(`${source}/e${day}`, `2026-03-1${day}`, says, under));
  const arrivals = fc.uniqueArray(description, { selector: ({ source, id }) => `${source}/${id}`, maxLength: 8 });
  fc.assert(
    fc.property(
      arrivals.chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray(facts),
          fc.shuffledSubarray(facts, { minLength: facts.length }),
        ),
      ),
      ([facts, before, again]) => {
        expect(conflictsOf([...before, ...again])).toEqual(conflictsOf(facts));
      },
    ),
  );
});

test('there is a conflict where, and only where, two sources report one field otherwise', () => {
  const arrivals = fc.uniqueArray(
    fc.tuple(fc.constantFrom('eos', 'kairos', 'opco', 'france-travail', 'cep'), reported),
    {
      selector: ([source]) => source,
    },
  );
  fc.assert(
    fc.property(arrivals, (all) => {
      const fields = ['name', 'firstName', 'birth', 'sex'] as const;
      const differ = fields.some((field) => new Set(all.flatMap(([, says]) => says[field] ?? [])).size > 1);
      const facts = all.map(([source, says]) => described(`${source}/e`, '2026-03-01', says as Record<string, string>));
      expect(conflictsOf(facts).length > 0).toBe(differ);
    }),
  );
});

test('CEP periods open and close, a contract is as each month reports until the next', () => {
  const job = { contract: 'c1', nature: '02', start: '2026-05-01', monthlyHours: 100 };
  const reported = describeTrainee(
    factSet([
      fact('cep/o', 'cep-period-opened', '2026-01-05', { period: 'P1', operatorSiret: '13000548100010' }),
      fact('cep/c', 'cep-period-closed', '2026-06-05', { period: 'P1', operatorSiret: '13000548100010' }),
      fact('cdc/j2', 'employment-reported', '2026-06-15', {
        ...job,
        month: '2026-06',
        monthlyHours: 120,
        end: '2026-06-30',
      }),
      fact('cdc/j1', 'employment-reported', '2026-05-15', { ...job, month: '2026-05' }),
    ]),
    releasedRules,
  );
  expect(reported.cepPeriods).toMatchObject([
    { period: 'P1', opened: { value: '2026-01-05' }, closed: { value: '2026-06-05' } },
  ]);
  expect(reported.employment).toMatchObject([
    { contract: 'c1', contractClass: 'cdd', from: '2026-05-01', to: '2026-05-31', monthlyHours: 100, month: '2026-05' },
    { contract: 'c1', contractClass: 'cdd', from: '2026-06-01', to: '2026-06-30', monthlyHours: 120, month: '2026-06' },
  ]);
});

test('a restriction holds until it is lifted', () => {
  const restricted = fact('operator/r', 'processing-restricted', '2026-03-01', {});
  const lifted = fact('operator/l', 'processing-restriction-lifted', '2026-04-01', {});
  expect(describeTrainee(factSet([restricted]), releasedRules).restricted?.value).toBe(true);
  expect(describeTrainee(factSet([restricted, lifted]), releasedRules).restricted).toBeNull();
});

test('what operators moved is the record of its owner alone', () => {
  const opened = fact('cep/p', 'cep-period-opened', '2026-03-01', { period: 'P1', operatorSiret: '1' });
  const moved = fact('operator/m', 'facts-moved', '2026-04-01', {
    facts: [{ source: 'cep', id: 'p' }],
    fromTrainee: 'A',
    toTrainee: 'B',
  });
  const periodsOf = (trainee: string) => describeTrainee(factSet([opened, moved]), releasedRules, trainee).cepPeriods;
  expect([periodsOf('A').length, periodsOf('B').length]).toEqual([0, 1]);
});

test('a CEP period is at the SIRET of the fact that stands', () => {
  const opened = (id: string, day: string, operatorSiret: string) =>
    fact(`cep/${id}`, 'cep-period-opened', day, { period: 'P1', operatorSiret });
  const reported = describeTrainee(
    factSet([opened('a', '2026-01-10', '1'), opened('b', '2026-02-01', '2')]),
    releasedRules,
  );
  expect(reported.cepPeriods).toMatchObject([{ operatorSiret: '2', opened: { eventId: 'b' } }]);
});

test('facts of a person have the anomalies of facts: an id of two contents, a target and an origin that never came', () => {
  const job = { contract: 'C', nature: '01', start: '2026-01-01', monthlyHours: 151, month: '2026-01' };
  const seen = fact('cdc/j', 'employment-reported', '2026-02-01', job);
  const reported = describeTrainee(
    factSet([
      seen,
      { ...seen, digest: 'another', receivedAt: '2026-02-02T00:00:00.000Z' },
      fact('cdc/c', 'certification-obtained', '2026-02-01', { registry: 'rncp', code: '1', corrects: ['gone'] }),
      fact('cep/o', 'cep-period-opened', '2026-02-01', {
        period: 'P',
        operatorSiret: '1',
        origin: { source: 'cep', id: 'x' },
      }),
    ]),
    releasedRules,
  );
  expect(reported.anomalies.map(({ code }) => code).sort()).toEqual([
    'awaiting-origin',
    'awaiting-target',
    'id-reused',
  ]);
});
