import { expect, test } from 'vitest';
import assessment from '../../../../../schemas/events/assessment-recorded/v1.json' with { type: 'json' };
import attendance from '../../../../../schemas/events/attendance-reported/v1.json' with { type: 'json' };
import contacted from '../../../../../schemas/events/candidate-contacted/v1.json' with { type: 'json' };
import enrolment from '../../../../../schemas/events/enrolment-decided/v1.json' with { type: 'json' };
import entry from '../../../../../schemas/events/entry-attested/v1.json' with { type: 'json' };
import exit from '../../../../../schemas/events/exit-declared/v1.json' with { type: 'json' };
import presence from '../../../../../schemas/events/presence-recorded/v1.json' with { type: 'json' };
import resumption from '../../../../../schemas/events/resumption-attested/v1.json' with { type: 'json' };
import selection from '../../../../../schemas/events/selection-decided/v1.json' with { type: 'json' };
import { addDays } from '../calendar.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { fulfilledBy } from './expectations.ts';
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

test('the entry is reported by whom the candidature says: EOS since 17 March 2026, both systems before', () => {
  expect(owing('2026-04-02', positioned('2026-03-17', 'prf'), retained('2026-03-25'))).toEqual({ entry: ['eos'] });
  expect(owing('2026-04-02', positioned('2026-03-16', 'prf'), retained('2026-03-25'))).toEqual({
    entry: ['kairos-ng', 'eos'],
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
  expect(owing('2026-04-02', ...first.slice(0, 2)).exit).toEqual(['kairos', 'kairos-ng', 'eos']);
  expect(owing('2026-06-10', ...first, positioned('2026-06-01', 'prf'), retained('2026-06-05')).entry).toEqual(['eos']);
});

test('nobody has to report what no row names', () => {
  const record = describe(factSet([fact('opco', 'entry-attested', '2026-04-01', { funding: 'opco' })]), releasedRules);
  const about = record.stays[0]?.key ?? '';
  const sources = (type: 'exit-declared' | 'attendance-reported') =>
    sourcesToReportEvent(type, { day: '2026-05-04', about }, record, '2026-05-05', releasedRules);
  expect([sources('exit-declared'), sources('attendance-reported')]).toEqual([[], []]);
});

test('a validation is awaited of whom the request names', () => {
  const requested = (validator: string) => [
    positioned('2026-04-01', 'prf'),
    retained('2026-04-05'),
    fact('france-travail', 'validation-requested', '2026-04-06', { validator }),
  ];
  expect(owing('2026-04-08', ...requested('france-travail')).validation).toEqual(['france-travail']);
  expect(owing('2026-04-08', ...requested('mission-locale')).validation).toEqual(['mission-locale', 'ouiform']);
  expect(owing('2026-04-08', ...requested('cap-emploi')).validation).toEqual(['cap-emploi', 'ouiform']);
});

/** Who is known to report the event that fulfils each expectation, by its schema. */
const emitters: Readonly<Record<string, readonly string[]>> = {
  presence: presence['x-hub'].emitters,
  result: selection['x-hub'].emitters,
  validation: enrolment['x-hub'].emitters,
  entry: entry['x-hub'].emitters,
  attendance: attendance['x-hub'].emitters,
  resumption: resumption['x-hub'].emitters,
  exit: exit['x-hub'].emitters,
  assessment: assessment['x-hub'].emitters,
};

const fundings = releasedRules.authority.rows
  .flatMap((row) => [...(row.funding ?? []), ...(row.exceptFunding ?? [])])
  .concat('cpf-topped-up', 'never-heard-of');
const registries = { 'centre-val-de-loire': 'eos', normandie: '13', default: '14' };

/** Whom each system knows: Kairos and France Travail whom they follow, EOS the Région's, SoISTISS its own. */
const knows: Readonly<Record<string, (funding: string) => boolean>> = {
  kairos: (funding) => !['prf-direct', 'opco', 'transitions-pro', 'agefiph', 'other'].includes(funding),
  eos: (funding) => ['prf', 'prf-direct'].includes(funding),
  soistiss: (funding) => funding === 'health-social',
};

/** A life in which everything came to be awaited at some time, told up to the day. */
function tellingLife(registry: string, funding: string | null, start: string, upTo: string): readonly Fact[] {
  const source = 'operator';
  const said = funding === null ? {} : { funding };
  const on = (type: Fact['type'], days: number, data: Record<string, unknown> = {}) =>
    factOn(
      `${source}/${type} ${days}`,
      type,
      addDays(start, days),
      { ...said, ...data },
      {
        references: [`session:${registry}:1`],
      },
    );
  const life = [
    on('candidate-positioned', 0, { by: 'organisation', mode: 'appointment', slot: 'R1' }),
    on('presence-recorded', 5, { presence: 'present', slot: 'R1' }),
    on('selection-decided', 8, { result: 'retained' }),
    on('validation-requested', 9, { validator: 'france-travail' }),
    on('enrolment-decided', 12, { decision: 'registered' }),
    on('entry-attested', 20),
    on('interruption-observed', 50, { from: addDays(start, 50), to: addDays(start, 80) }),
    on('resumption-attested', 81),
    on('exit-declared', 150, { kind: 'planned-end' }),
  ];
  return life.filter(({ effectiveDate }) => (effectiveDate ?? '') <= upTo);
}

interface Awaited {
  readonly what: string;
  readonly of: readonly string[];
  readonly funding: string | null;
}

/** What is awaited of whom on any day of such a life, in every territory, for every funding, before and after both switches. */
function everythingAwaited(): readonly Awaited[] {
  const starts = ['2026-01-05', '2026-02-20', '2026-04-01'];
  return Object.values(registries).flatMap((registry) =>
    [...new Set(fundings), null].flatMap((funding) =>
      starts.flatMap((start) =>
        [0, 5, 8, 9, 12, 20, 50, 81, 150].flatMap((day) => awaitedOn(registry, funding, start, day)),
      ),
    ),
  );
}

function awaitedOn(registry: string, funding: string | null, start: string, day: number): readonly Awaited[] {
  const today = addDays(start, day);
  const record = describe(factSet(tellingLife(registry, funding, start, today)), releasedRules);
  return record.expectations.map((expected) => ({
    what: expected.what,
    of: sourcesToReport(expected, record, today, releasedRules),
    funding,
  }));
}

test('whoever is awaited is among those who report the event, and knows the person', () => {
  const awaited = everythingAwaited();
  expect([...new Set(awaited.map(({ what }) => what))].sort()).toEqual(Object.keys(fulfilledBy).sort());
  for (const { what, of, funding } of awaited) {
    expect(emitters[what]).toEqual(expect.arrayContaining([...of]));
    if (funding === null) continue;
    const strangers = of.filter((system) => knows[system.replace('-ng', '')]?.(funding) === false);
    expect({ what, funding, strangers }).toEqual({ what, funding, strangers: [] });
  }
  const { rows } = releasedRules.authority;
  const toContact = rows.filter(({ step }) => step === 'contact').flatMap(({ regimes }) => regimes);
  expect(contacted['x-hub'].emitters).toEqual(expect.arrayContaining(toContact.flatMap(({ sources }) => sources)));
});

/** What is awaited again for each month, a year after an entry that nobody told anything after. */
function monthsAwaited(...facts: Fact[]): number {
  const record = describe(factSet(facts), releasedRules);
  return assess(record, null, '2027-04-01', releasedRules).expectations.filter(({ what }) => what === 'attendance')
    .length;
}

test('no attendance is awaited of persons whom no system that reports it knows', () => {
  const entered = (source: string, funding?: string) =>
    fact(source, 'entry-attested', '2026-04-01', funding === undefined ? {} : { funding });
  for (const funding of ['prf-direct', 'opco', 'transitions-pro', 'agefiph', 'other']) {
    expect({ funding, months: monthsAwaited(entered('eos', funding)) }).toEqual({ funding, months: 0 });
  }
  expect(monthsAwaited(entered('eos', 'prf'))).toBeGreaterThan(10);
});

test.each([
  ['no funding is known', {}],
  ['a CPF pays', { funding: 'cpf-topped-up' }],
])('where %s, attendance is awaited of Kairos once somebody was positioned or Kairos reported something', (_, data) => {
  const entered = (source: string) => fact(source, 'entry-attested', '2026-04-01', data);
  expect(monthsAwaited(entered('cdc'))).toBe(0);
  expect(monthsAwaited(entered('kairos'))).toBeGreaterThan(10);
  const candidature = fact('france-travail', 'candidate-positioned', '2026-03-20', { by: 'adviser', mode: 'meeting' });
  expect(monthsAwaited(candidature, entered('cdc'))).toBeGreaterThan(10);
});

test('nothing that only Kairos reports is awaited of persons whom it does not know', () => {
  const life = tellingLife('eos', 'prf-direct', '2026-04-01', '2026-08-29');
  const days = [20, 50, 81, 150].map((day) => addDays('2026-04-01', day));
  const awaited = days.flatMap((day) =>
    Object.keys(owing(day, ...life.filter((told) => (told.effectiveDate ?? '') <= day))),
  );
  expect([...new Set(awaited)]).toEqual(['exit']);
});
