import { expect, test } from 'vitest';
import type { Fact } from '../facts.ts';
import { factSet } from '../fold/union.ts';
import { releasedRules } from '../test/rules.ts';
import { describeTrainee } from './describe-trainee.ts';

function fact(
  named: string,
  type: Fact['type'],
  day: string,
  data: Record<string, unknown>,
  sealed?: Fact['sealed'],
): Fact {
  const [source = '', id = ''] = named.split('/');
  return {
    source,
    id,
    type,
    version: 1,
    partner: source,
    recordedAt: `${day}T08:00:00.000Z`,
    receivedAt: `${day}T08:00:01.000Z`,
    effectiveDate: day,
    digest: JSON.stringify(data),
    references: [],
    data,
    ...(sealed === undefined ? {} : { sealed }),
  };
}

test('the newest description of each system stands, and a flag that fails is an identity conflict', () => {
  const told = describeTrainee(
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
  expect(told.described.map(({ eventId, source }) => `${source}/${eventId}`)).toEqual(['eos/d2', 'opco/d1']);
  expect(told.sealed).toEqual({
    identity: { source: 'opco', eventId: 'd1' },
    contact: { source: 'opco', eventId: 'd1' },
  });
  expect(told.anomalies).toMatchObject([
    { code: 'identity-conflict', facts: [{ source: 'opco' }], about: { against: 'birth-date' } },
  ]);
});

test('CEP periods open and close, a contract is as each month tells until the next', () => {
  const job = { contract: 'c1', nature: '02', start: '2026-05-01', monthlyHours: 100 };
  const told = describeTrainee(
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
  expect(told.cepPeriods).toMatchObject([
    { period: 'P1', opened: { value: '2026-01-05' }, closed: { value: '2026-06-05' } },
  ]);
  expect(told.employment).toMatchObject([
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
  const told = describeTrainee(
    factSet([opened('a', '2026-01-10', '1'), opened('b', '2026-02-01', '2')]),
    releasedRules,
  );
  expect(told.cepPeriods).toMatchObject([{ operatorSiret: '2', opened: { eventId: 'b' } }]);
});

test('facts of a person have the anomalies of facts: an id of two contents, a target and an origin that never came', () => {
  const job = { contract: 'C', nature: '01', start: '2026-01-01', monthlyHours: 151, month: '2026-01' };
  const seen = fact('cdc/j', 'employment-reported', '2026-02-01', job);
  const told = describeTrainee(
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
  expect(told.anomalies.map(({ code }) => code).sort()).toEqual(['awaiting-origin', 'awaiting-target', 'id-reused']);
});
