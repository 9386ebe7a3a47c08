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
    { code: 'identity-conflict', facts: [{ source: 'opco' }], about: { flags: 'birthDateAgrees' } },
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
