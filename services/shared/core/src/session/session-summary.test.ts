import { expect, test } from 'vitest';
import { factSet } from '../dossier/facts.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describeSession } from './describe-session.ts';
import { summariseSession } from './session-summary.ts';

function fact(
  named: string,
  type: 'session-published' | 'slot-deleted' | 'session-identified',
  data: object,
  references = ['session:07:1'],
) {
  return factOn(named, type, '2026-03-01', data, { effectiveDate: null, references });
}

function summaryOf(facts: readonly ReturnType<typeof fact>[]) {
  const set = factSet(facts);
  return summariseSession(describeSession(set, releasedRules), set, releasedRules);
}

test('a session is summarised as its registries published it', () => {
  const offer = { start: '2026-09-01', end: '2026-12-20', entryMode: 'permanent', financerCodes: ['4', '2'] };
  const domain = { formacode: ['23054', '23076'] };
  const published = fact('ofeli/a', 'session-published', { ...offer, domain });
  const again = fact('carif/b', 'session-published', { ...offer, title: 'Soudage' }, ['session:07:1', 'session:07:9']);
  expect(summaryOf([published, again, fact('eos/c', 'slot-deleted', { slot: 'RDV2' })])).toMatchObject({
    references: ['session:07:1', 'session:07:9'],
    state: 'open',
    startsOn: '2026-09-01',
    endsOn: '2026-12-20',
    entryMode: 'permanent',
    publishers: ['carif', 'ofeli'],
    identified: false,
    deletedSlots: ['RDV2'],
    financers: ['2', '4'],
  });
  expect(summaryOf([published]).domain).toBe('23054');
});

test('a session that nobody published has neither days nor publishers, and names the sessions of its verdicts', () => {
  const verdict = fact('operator/v', 'session-identified', { verdict: 'same' }, ['session:07:1', 'session:eos:2']);
  expect(summaryOf([verdict])).toMatchObject({
    references: ['session:07:1', 'session:eos:2'],
    state: 'unpublished',
    startsOn: null,
    endsOn: null,
    publishers: [],
    identified: true,
    domain: null,
    financers: [],
  });
});

test('the organisations of a session are those that give the training and the one that answers for it', () => {
  const offer = (data: object) => summaryOf([fact('ofeli/a', 'session-published', data)]).organisations;
  const [a, b, titular] = ['82422814200660', '82422814201874', '99000102600014'];
  expect(offer({ mandataireSiret: titular, dispensateurSirets: [b, a] })).toEqual([a, b, titular]);
  expect(offer({ mandataireSiret: titular })).toEqual([titular]);
  expect(offer({})).toEqual([]);
});
