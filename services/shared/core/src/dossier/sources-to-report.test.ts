import { expect, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { describe } from './describe.ts';
import type { Fact } from './facts.ts';
import { factSet } from './facts.ts';
import { sourcesToReport, sourcesToReportEvent } from './sources-to-report.ts';

function fact(source: string, type: Fact['type'], day: string, data: Record<string, unknown> = {}): Fact {
  return factOn(`${source}/${type} ${day}`, type, day, data, { references: ['session:eos:67680'] });
}

const positioned = (day: string, funding: string) =>
  fact('kairos', 'candidate-positioned', day, { by: 'self', mode: 'candidature', funding });
const retained = (day: string) => fact('kairos', 'selection-decided', day, { result: 'retained' });

/** What is expected after these facts, and who has to report it if it is reported on the day. */
function owing(today: string, ...facts: Fact[]): Record<string, readonly string[]> {
  const record = describe(factSet(facts), releasedRules);
  return Object.fromEntries(
    record.expectations.map((expected) => [expected.what, sourcesToReport(expected, record, today, releasedRules)]),
  );
}

test('the entry is reported by whom the candidature says: EOS since 17 March 2026, Kairos NG before', () => {
  expect(owing('2026-04-02', positioned('2026-03-17', 'prf'), retained('2026-03-25'))).toEqual({ entry: ['eos'] });
  expect(owing('2026-04-02', positioned('2026-03-16', 'prf'), retained('2026-03-25'))).toEqual({
    entry: ['kairos-ng'],
  });
});

test('before Kairos NG both report; from 16 February 2026 it alone, by the day of report', () => {
  const facts = [positioned('2026-01-20', 'health-social'), retained('2026-01-25')];
  expect(owing('2026-02-15', ...facts)).toEqual({ entry: ['kairos', 'kairos-ng'] });
  expect(owing('2026-02-16', ...facts)).toEqual({ entry: ['kairos-ng'] });
});

test('the candidature that counts is that since the stay before', () => {
  const first = [
    positioned('2026-03-10', 'prf'),
    fact('kairos-ng', 'entry-attested', '2026-03-20'),
    fact('kairos-ng', 'exit-declared', '2026-05-20', { kind: 'planned-end' }),
  ];
  expect(owing('2026-04-02', ...first.slice(0, 2)).exit).toEqual(['kairos', 'kairos-ng']);
  expect(owing('2026-06-10', ...first, positioned('2026-06-01', 'prf'), retained('2026-06-05')).entry).toEqual(['eos']);
});

test('nobody has to report what no row names', () => {
  const record = describe(factSet([fact('opco', 'entry-attested', '2026-04-01', { funding: 'opco' })]), releasedRules);
  const about = record.stays[0]?.key ?? '';
  const sources = (type: 'exit-declared' | 'attendance-reported') =>
    sourcesToReportEvent(type, { day: '2026-05-04', about }, record, '2026-05-05', releasedRules);
  expect([sources('exit-declared'), sources('attendance-reported')]).toEqual([[], []]);
});
