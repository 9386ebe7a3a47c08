import { expect, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';

// What partners say of a dossier beside attempts and stays: quotes, costs, papers, who was told (rules.md, The record).
const fact = (named: string, type: Fact['type'], day: string, data: object) => factOn(named, type, day, data);
const record = (...facts: readonly Fact[]) => describe(factSet(facts), releasedRules);
const quoted = (id: string, day: string, data: object) =>
  fact(`kairos/${id}`, 'quote-decided', day, { quote: 'Q1', device: 'aif', ...data });

test('a quote shows what the candidate and France Travail each decided, each on its day', () => {
  const { quotes, anomalies } = record(
    quoted('s', '2026-03-02', { state: 'sent' }),
    quoted('f', '2026-03-12', { state: 'refused', decidedBy: 'france-travail' }),
    quoted('c', '2026-03-05', { state: 'accepted', decidedBy: 'candidate' }),
  );
  expect(quotes).toMatchObject([
    {
      quote: 'Q1',
      device: 'aif',
      state: { value: 'sent', effectiveDate: '2026-03-02' },
      candidate: { value: 'accepted', effectiveDate: '2026-03-05' },
      franceTravail: { value: 'refused', effectiveDate: '2026-03-12' },
    },
  ]);
  expect(anomalies).toEqual([]);
});

test('a validator who decides again is believed by the later decision, and the other one is left as it was', () => {
  const accepted = { state: 'accepted', decidedBy: 'candidate' };
  const { quotes } = record(
    quoted('c1', '2026-03-05', { ...accepted, state: 'refused' }),
    quoted('c2', '2026-03-09', accepted),
    quoted('f', '2026-03-07', { state: 'accepted', decidedBy: 'france-travail' }),
    quoted('other', '2026-03-06', { quote: 'Q2', state: 'sent' }),
  );
  expect(quotes).toMatchObject([
    { quote: 'Q1', state: null, candidate: { eventId: 'c2', value: 'accepted' }, franceTravail: { eventId: 'f' } },
    { quote: 'Q2', state: { value: 'sent' }, candidate: null, franceTravail: null },
  ]);
});

test('a registration certificate is a flag of its own beside the AIS', () => {
  const positioned = { by: 'self', mode: 'candidature', funding: 'prf' };
  const { attempts } = record(
    fact('kairos/p', 'candidate-positioned', '2026-03-01', positioned),
    fact('kairos/s', 'selection-decided', '2026-03-05', { result: 'retained' }),
    fact('kairos/r', 'registration-certificate-issued', '2026-03-06', {}),
  );
  expect(attempts).toMatchObject([
    { state: 'retained', flags: { registrationCertificateIssued: { eventId: 'r' }, certificateIssued: null } },
  ]);
});

test('attendance sheets and invoices go by their period and reference, and their states go on', () => {
  const of = { periodStart: '2026-05-01', periodEnd: '2026-06-12', document: 'F7' };
  const { attendanceSheets, invoices, anomalies } = record(
    fact('eos/a', 'attendance-sheet-signed', '2026-05-04', { month: '2026-04', state: 'partial' }),
    fact('eos/b', 'attendance-sheet-signed', '2026-05-06', { month: '2026-04', state: 'complete' }),
    fact('eos/p', 'invoice-prepared', '2026-06-15', { ...of, state: 'ready' }),
    fact('kairos/t', 'invoice-sent', '2026-06-16', { ...of, state: 'sent' }),
    fact('kairos/u', 'invoice-sent', '2026-06-20', { ...of, state: 'refused' }),
    fact('kairos/v', 'invoice-sent', '2026-05-10', { month: '2026-04', state: 'accepted' }),
  );
  const noPeriod = { periodStart: null, periodEnd: null, document: null };
  expect(attendanceSheets).toMatchObject([{ value: { ...noPeriod, month: '2026-04', state: 'complete' } }]);
  expect(invoices).toMatchObject([
    { ...of, month: null, prepared: { value: 'ready' }, sent: { value: 'refused', eventId: 'u' } },
    { ...noPeriod, month: '2026-04', prepared: null, sent: { value: 'accepted' } },
  ]);
  expect(anomalies).toEqual([]);
});

test('the preparation of an invoice of PRF is decided by EOS, its transmission by nobody', () => {
  const of = { month: '2026-04', funding: 'prf' };
  const session = { references: ['session:eos:67680'] };
  const { invoices } = record(
    factOn('eos/p', 'invoice-prepared', '2026-05-15', { ...of, state: 'ready' }, session),
    factOn('kairos/p', 'invoice-prepared', '2026-05-18', { ...of, state: 'draft' }, session),
    factOn('eos/t', 'invoice-sent', '2026-05-16', { ...of, state: 'sent' }, session),
  );
  expect(invoices).toMatchObject([
    {
      prepared: { value: 'ready', standing: 'authoritative', contestedBy: [{ source: 'kairos' }] },
      sent: { standing: 'no-authority' },
    },
  ]);
});

test('a financing line says on whose behalf its financer pays, and costs stand by what they are of and who declares them', () => {
  const line = { line: 'L1', financerSiret: '23450002300028', funding: 'prf', device: 'PRF', from: '2026-04-01' };
  const cost = (named: string, amount: number, basis: string) =>
    fact(named, 'training-cost-declared', '2026-03-01', { amount, basis });
  const { financing, costs, anomalies } = record(
    fact('region-cvl/e', 'financing-engaged', '2026-04-01', { ...line, delegatedBySiret: '18450311800020' }),
    fact('region-cvl/r', 'financing-realised', '2026-04-01', line),
    cost('region-cvl/c', 412_300, 'person'),
    cost('region-cvl/h', 1_150, 'hour'),
    cost('france-travail/c', 412_301, 'person'),
  );
  expect(financing).toMatchObject([
    { engaged: { value: { delegatedBySiret: '18450311800020' } }, realised: { value: { delegatedBySiret: null } } },
  ]);
  expect(costs.map(({ source, value }) => [source, value])).toEqual([
    ['france-travail', { amount: 412_301, basis: 'person' }],
    ['region-cvl', { amount: 412_300, basis: 'person' }],
    ['region-cvl', { amount: 1_150, basis: 'hour' }],
  ]);
  expect(anomalies).toEqual([]);
});

test('an adviser is told of each thing on its day, and whoever was told exactly is sealed', () => {
  const told = (named: string, day: string, about: string, more: object = {}) =>
    fact(named, 'adviser-notified', day, { about, told: 'france-travail', ...more });
  const { notifications, sealed } = record(
    told('kairos/a', '2026-05-20', 'changed-end', { plannedExit: '2026-07-15' }),
    told('kairos/b', '2026-05-20', 'scheme-change'),
    told('kairos/c', '2026-06-02', 'changed-end', { plannedExit: '2026-08-01' }),
  );
  expect(notifications.map(({ value }) => [value.about, value.plannedExit])).toEqual([
    ['changed-end', '2026-07-15'],
    ['scheme-change', null],
    ['changed-end', '2026-08-01'],
  ]);
  expect(sealed.situation?.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c']);
});

test('the statuses at the positioning are opened with the positioning that an attempt shows', () => {
  const { sealed } = record(
    fact('kairos/p', 'candidate-positioned', '2026-03-01', { by: 'self', mode: 'candidature' }),
    fact('eos/s', 'situation-declared', '2026-03-02', {}),
  );
  expect(sealed).toEqual({
    situation: [
      { source: 'eos', eventId: 's' },
      { source: 'kairos', eventId: 'p' },
    ],
  });
});
