import { expect, describe as suite, test } from 'vitest';
import { recordHash } from '../record-hash.ts';
import { describeSession } from '../session/describe-session.ts';
import { asFact, factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { asOf, knownAt } from './as-of.ts';
import { assess } from './assess.ts';
import { describe, describeJoined, explain } from './describe.ts';
import type { Fact, OwnedFacts } from './facts.ts';
import { factSet } from './facts.ts';
import { type DossierRecord, daysOfStay, endOfInterruption } from './record.ts';

interface More {
  readonly recorded?: string;
  readonly received?: string;
  readonly partner?: string;
  readonly references?: readonly string[];
}

/** `source/id`, type, day and data of one fact; recorded and received that day unless said. */
function fact(
  named: string,
  type: Fact['type'],
  day: string,
  data: Record<string, unknown> = {},
  { partner, recorded = day, received = day, references = ['session:eos:67680'] }: More = {},
): Fact {
  const times = { recordedAt: `${recorded}T08:00:00.000Z`, receivedAt: `${received}T08:00:01.000Z` };
  return factOn(named, type, day, data, { ...times, references, ...(partner === undefined ? {} : { partner }) });
}

function record(...facts: Fact[]): DossierRecord {
  return describe(factSet(facts), releasedRules);
}

function owned(facts: readonly Fact[], trainee = 'T1'): OwnedFacts {
  return { trainee, facts };
}

function codes({ anomalies }: DossierRecord): string[] {
  return anomalies.map(({ code }) => code);
}

const candidature = fact('kairos/p', 'candidate-positioned', '2026-03-20', {
  by: 'self',
  mode: 'candidature',
  funding: 'prf',
});
const entry = fact('eos/e', 'entry-attested', '2026-04-01');

function appointed(named: string, day: string, slot: string): Fact {
  return fact(named, 'candidate-positioned', day, { by: 'self', mode: 'appointment', funding: 'prf', slot });
}

function withData(known: Fact, more: object): Fact {
  return asFact({ ...known, data: { ...known.data, ...more } });
}

test('the training organisations that facts name are shown, and are no reason to contest', () => {
  const plan = { plannedEntry: '2026-04-01', plannedExit: '2026-07-31' };
  const [a, b] = ['82422814200660', '82422814201874'];
  const reported = record(
    withData(candidature, { organisationSiret: b }),
    fact('kairos/l', 'path-planned', '2026-03-21', { ...plan, organisationSiret: b }),
    fact('eos/l', 'path-planned', '2026-03-21', { ...plan, organisationSiret: a }),
    withData(entry, { organisationSiret: a }),
    fact('kairos/gone', 'absent-at-entry', '2026-04-01', { organisationSiret: '83055000800012' }),
    fact('kairos/r', 'fact-retracted', '2026-04-02', {
      target: { source: 'kairos', id: 'gone', type: 'absent-at-entry' },
      reason: 'entered-in-error',
    }),
  );
  expect(reported.organisations).toEqual([
    { siret: a, sources: ['eos'] },
    { siret: b, sources: ['kairos'] },
  ]);
  expect(codes(reported)).not.toContain('contested');
  expect(reported.plan?.plannedEntry).toMatchObject({ confirmedBy: [{}], contestedBy: [] });
  expect(record(entry).organisations).toEqual([]);
});

suite('an absence', () => {
  const day = { from: '2026-04-09', to: '2026-04-09', justified: false };
  const late = (named: string, more: object = {}) =>
    fact(named, 'absence-declared', day.from, { ...day, kind: 'lateness', ...more });

  test('and two latenesses of one day are told apart by their kind and hour', () => {
    const reported = record(
      entry,
      fact('kairos/a', 'absence-declared', day.from, day),
      late('kairos/m', { startsAt: '09:00', minutes: 20 }),
      late('kairos/n', { startsAt: '13:30' }),
      late('eos/m', { startsAt: '09:00', minutes: 20 }),
    );
    const of = { from: day.from, to: day.to, module: null, justified: false };
    expect(reported.absences.map(({ value }) => value)).toEqual([
      { ...of, kind: 'absence', startsAt: null, minutes: null, module: null },
      { ...of, kind: 'lateness', startsAt: '09:00', minutes: 20, module: null },
      { ...of, kind: 'lateness', startsAt: '13:30', minutes: null, module: null },
    ]);
    expect(reported.absences[1]).toMatchObject({ confirmedBy: [{}], contestedBy: [] });
    expect(codes(reported)).toEqual(['entry-without-positioning']);
  });

  test('of one day in two modules is two', () => {
    const inModule = (id: string, module: string) =>
      fact(`kairos/${id}`, 'absence-declared', day.from, { ...day, module });
    expect(record(entry, inModule('a', 'M1'), inModule('b', 'M2')).absences).toHaveLength(2);
  });

  test('is contested where another system says another length, and restated where its own source says it twice', () => {
    const contested = record(entry, late('kairos/m', { minutes: 20 }), late('eos/m', { minutes: 40 }));
    expect(contested.absences).toMatchObject([{ value: { minutes: 20 }, contestedBy: [{ source: 'eos' }] }]);
    expect(codes(contested)).toContain('contested');
    expect(codes(record(entry, late('kairos/m'), late('kairos/n')))).toContain('restated-without-correction');
  });

  test('has its reasons among those that are opened by right, as exits have', () => {
    const exit = fact('eos/x', 'exit-declared', '2026-07-01', { kind: 'planned-end' });
    expect(record(entry, late('kairos/m'), exit).sealed).toEqual({
      reasons: [
        { source: 'eos', eventId: 'x' },
        { source: 'kairos', eventId: 'm' },
      ],
    });
    expect(record(entry, late('kairos/m')).sealed).toEqual({ reasons: [{ source: 'kairos', eventId: 'm' }] });
  });
});

suite('a stay', () => {
  test('is absent at entry until an entry on or after that day', () => {
    const absent = fact('kairos/b', 'absent-at-entry', '2026-04-01');
    expect(record(candidature, absent)).toMatchObject({ status: 'absent', stays: [{ state: 'absent-at-entry' }] });
    const lifted = record(candidature, absent, fact('kairos/e', 'entry-attested', '2026-04-03'));
    expect(lifted).toMatchObject({
      status: 'entered',
      stays: [{ entry: { value: '2026-04-03', standing: 'unconfirmed' } }],
    });
    expect(lifted.stays).toHaveLength(1);
  });

  test('an authoritative entry beats any absence; an authoritative absence beats an unconfirmed entry', () => {
    const beaten = record(candidature, entry, fact('kairos/b', 'absent-at-entry', '2026-04-02'));
    expect(beaten).toMatchObject({ status: 'entered', stays: [{ entry: { standing: 'authoritative' } }] });
    const standing = record(
      candidature,
      fact('kairos/e', 'entry-attested', '2026-04-01'),
      fact('eos/b', 'absent-at-entry', '2026-04-01'),
    );
    expect(standing).toMatchObject({
      status: 'absent',
      stays: [{ state: 'absent-at-entry', entry: { standing: 'contested' } }],
    });
    expect(codes(standing)).toContain('contested');
  });

  test('an absence after the last exit is a stay of its own', () => {
    const facts = [candidature, entry, fact('eos/x', 'exit-declared', '2026-05-01', { kind: 'planned-end' })];
    const again = record(
      ...facts,
      fact('kairos/p2', 'candidate-positioned', '2026-06-01', { by: 'self', mode: 'candidature' }),
      fact('eos/b', 'absent-at-entry', '2026-06-10'),
    );
    expect(again.stays.map(({ state }) => state)).toEqual(['exited', 'absent-at-entry']);
    expect(again.status).toBe('absent');
  });

  test('interruptions of fifteen days change nothing, longer ones do, planned ones never', () => {
    const short = record(
      entry,
      fact('kairos/i', 'interruption-observed', '2026-04-10', { from: '2026-04-10', to: '2026-04-24' }),
    );
    const long = record(
      entry,
      fact('kairos/i', 'interruption-observed', '2026-04-10', { from: '2026-04-10', to: '2026-04-25' }),
    );
    const open = record(entry, fact('kairos/i', 'interruption-observed', '2026-04-10', { from: '2026-04-10' }));
    const planned = record(
      entry,
      fact('kairos/i', 'interruption-planned', '2026-04-10', { from: '2026-04-10', to: '2026-05-30' }),
    );
    expect([short, long, open, planned].map(({ status }) => status)).toEqual([
      'entered',
      'interrupted',
      'interrupted',
      'entered',
    ]);
    expect(open.expectations).toContainEqual(
      expect.objectContaining({ what: 'resumption', since: '2026-04-10', dueBy: '2026-04-25' }),
    );
    expect(planned.plan?.interruptions).toHaveLength(1);
  });

  test('an exit without a resumption is an anomaly and no expectation', () => {
    const left = record(
      entry,
      fact('kairos/i', 'interruption-observed', '2026-04-10', { from: '2026-04-10', to: '2026-04-30' }),
      fact('eos/x', 'exit-declared', '2026-06-01', { kind: 'planned-end' }),
    );
    expect(codes(left)).toContain('interruption-without-resumption');
    expect(left.expectations.map(({ what }) => what)).toEqual(['assessment', 'attendance']);
  });

  test('an abandonment is a provisional exit; a resumption after it contests it', () => {
    const left = fact('kairos/a', 'abandonment-declared', '2026-04-15');
    expect(record(entry, left)).toMatchObject({ status: 'exited', stays: [{ provisional: true }] });
    const back = record(entry, left, fact('kairos/r', 'resumption-attested', '2026-04-20'));
    expect(back).toMatchObject({ status: 'entered', stays: [{ abandonment: { standing: 'contested' } }] });
    const month = fact('kairos/m', 'attendance-reported', '2026-04-25', { month: '2026-04', hours: 40 });
    expect(record(entry, left, month).status).toBe('exited');
    const next = fact('kairos/m', 'attendance-reported', '2026-05-25', { month: '2026-05', hours: 40 });
    expect(record(entry, left, next).status).toBe('entered');
  });

  test('an exit before its entry is kept with both days', () => {
    const wrong = record(entry, fact('eos/x', 'exit-declared', '2026-03-25', { kind: 'planned-end' }));
    expect(wrong).toMatchObject({
      status: 'exited',
      stays: [{ entry: { value: '2026-04-01' }, exit: { value: '2026-03-25' } }],
    });
    expect(codes(wrong)).toContain('exit-before-entry');
  });

  test('on one day, an open stay is left before the next is entered', () => {
    const moved = record(
      fact('eos/e1', 'entry-attested', '2026-04-01'),
      fact('eos/x1', 'exit-declared', '2026-05-04', { kind: 'transferred' }),
      fact('eos/e2', 'entry-attested', '2026-05-04'),
    );
    expect(moved.stays.map(({ state }) => state)).toEqual(['exited', 'entered']);
    const oneDay = record(
      fact('eos/e1', 'entry-attested', '2026-04-01'),
      fact('eos/x1', 'exit-declared', '2026-04-01', { kind: 'other' }),
    );
    expect(oneDay.stays.map(({ state }) => state)).toEqual(['exited']);
  });

  test('modules stand inside the stay and do not walk', () => {
    const modules = record(
      entry,
      fact('kairos/m1', 'exit-declared', '2026-05-01', { kind: 'planned-end', module: 'M1' }),
      fact('kairos/m2', 'resumption-attested', '2026-06-01', { module: 'M2' }),
    );
    expect(modules).toMatchObject({
      status: 'entered',
      stays: [{ modules: [{ module: 'M1', exit: { value: '2026-05-01' } }, { module: 'M2' }] }],
    });
  });

  test('a resumption without any stay opens one', () => {
    expect(record(fact('kairos/r', 'resumption-attested', '2026-04-20'))).toMatchObject({
      status: 'entered',
      stays: [{ entry: { value: '2026-04-20', eventId: 'r' } }],
    });
  });
});

suite('authority', () => {
  const direct = { funding: 'health-social' };
  const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-20', {
    by: 'self',
    mode: 'appointment',
    ...direct,
  });

  test('decides between results reported on different days', () => {
    const reported = record(
      positioned,
      fact('soistiss/s', 'selection-decided', '2026-04-03', { result: 'retained' }),
      fact('kairos/s', 'selection-decided', '2026-04-05', { result: 'not-retained' }),
    );
    expect(reported.attempts[0]?.selection).toMatchObject({
      value: 'retained',
      standing: 'authoritative',
      contestedBy: [{ source: 'kairos' }],
    });
    expect(codes(reported)).toContain('contested');
  });

  test('entries recorded from 2026-02-16 are attested in Kairos NG only', () => {
    const reported = (source: string, recorded: string) =>
      record(positioned, fact(`${source}/e`, 'entry-attested', '2026-02-10', direct, { recorded })).stays[0]?.entry
        ?.standing;
    expect([
      reported('kairos', '2026-02-15'),
      reported('kairos', '2026-02-16'),
      reported('kairos-ng', '2026-02-16'),
    ]).toEqual(['authoritative', 'unconfirmed', 'authoritative']);
  });

  test('elsewhere than in Centre-Val de Loire there is none', () => {
    const elsewhere = record(fact('kairos/e', 'entry-attested', '2026-04-01', {}, { references: ['session:14:1'] }));
    expect(elsewhere).toMatchObject({ territory: 'ile-de-france', stays: [{ entry: { standing: 'no-authority' } }] });
  });
});

suite('removal', () => {
  test("reaches no other partner's fact, but an operator's sets it aside", () => {
    const target = { target: { source: 'eos', id: 'e', type: 'entry-attested' }, reason: 'entered-in-error' };
    expect(record(entry, fact('kairos/r', 'fact-retracted', '2026-04-02', target)).status).toBe('entered');
    expect(record(entry, fact('operator/r', 'fact-retracted', '2026-04-02', target)).status).toBe('removed');
  });

  test('of a withdrawn dossier reaches the facts of its source until then, in that dossier only', () => {
    const withdrawal = fact('eos/w', 'dossier-withdrawn', '2026-04-10', {
      dossier: 1,
      until: '2026-04-05T00:00:00+02:00',
    });
    expect(record(candidature, entry, withdrawal).status).toBe('positioned');
    const late = fact('eos/e2', 'entry-attested', '2026-04-06');
    expect(record(candidature, entry, late, withdrawal)).toMatchObject({ stays: [{ entry: { eventId: 'e2' } }] });
    const joined = describeJoined([owned(factSet([candidature, withdrawal])), owned([entry], 'T2')], releasedRules);
    expect(joined.status).toBe('entered');
  });

  test('an id reported with two contents is reused in dossiers that answer as one, but not across linked trainees', () => {
    const elsewhere = { ...entry, references: ['file:eos:1894'], digest: 'another' };
    const reported = (trainee: string) => describeJoined([owned([entry]), owned([elsewhere], trainee)], releasedRules);
    expect(codes(reported('T1'))).toContain('id-reused');
    expect(codes(reported('T2'))).not.toContain('id-reused');
    for (const trainee of ['T1', 'T2'])
      expect(reported(trainee).trainingRefs).toEqual(['file:eos:1894', ...entry.references].sort());
  });

  test('a lower sequence of a statement is superseded, and revives with nothing', () => {
    const first = fact('eos/s1', 'entry-attested', '2026-04-01', { statement: { ref: 'd', sequence: 1 } });
    const second = fact('eos/s2', 'entry-attested', '2026-04-03', { statement: { ref: 'd', sequence: 2 } });
    expect(record(second, first)).toMatchObject({ stays: [{ entry: { value: '2026-04-03', contestedBy: [] } }] });
    const target = { target: { source: 'eos', id: 's2', type: 'entry-attested' }, reason: 'duplicate' };
    expect(record(second, first, fact('eos/r', 'fact-retracted', '2026-04-04', target)).status).toBe('removed');
  });

  test('a chain of two thousand corrections in a circle is answered at once', () => {
    const facts = Array.from({ length: 2000 }, (_, n) =>
      fact(`eos/c${n}`, 'entry-attested', '2026-04-01', { corrects: [`c${(n + 1) % 2000}`] }),
    );
    const start = performance.now();
    const reported = record(candidature, ...facts);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(reported.status).toBe('positioned');
    expect(reported.anomalies.find(({ code }) => code === 'correction-cycle')?.facts).toHaveLength(2000);
  });
});

suite('a reused id', () => {
  test('keeps the variant received first, and says so', () => {
    const other = fact('eos/e', 'entry-attested', '2026-04-02', {}, { received: '2026-04-09' });
    const reported = record(entry, other);
    expect(reported.stays[0]?.entry?.value).toBe('2026-04-01');
    expect(codes(reported)).toContain('id-reused');
  });
});

suite('time', () => {
  test('late reports are warned of, but not corrections of what was reported in time', () => {
    expect(codes(record(fact('eos/e', 'entry-attested', '2026-04-01', {}, { recorded: '2026-04-05' })))).toContain(
      'late-declaration',
    );
    const again = fact('eos/e2', 'entry-attested', '2026-04-01', { corrects: ['e'] }, { recorded: '2026-04-20' });
    expect(codes(record(entry, again))).not.toContain('late-declaration');
  });

  test('hours beyond ten a day are impossible, overlaps are reported', () => {
    const hours = { from: '2026-04-01', to: '2026-04-20', hoursCentre: 728, hoursCompany: 0 };
    const exit = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
    expect(codes(record(entry, exit, fact('eos/h', 'hours-realised', '2026-04-20', hours)))).toContain(
      'impossible-duration',
    );
    const second = { ...hours, from: '2026-04-20', to: '2026-04-22', hoursCentre: 1 };
    expect(
      codes(
        record(
          fact('eos/h', 'hours-realised', '2026-04-01', hours),
          fact('eos/h2', 'hours-realised', '2026-04-20', second),
        ),
      ),
    ).toContain('hours-overlap');
  });

  test('asOf forgets later days and no removal; knownAt forgets what came later', () => {
    const corrected = fact('eos/e2', 'entry-attested', '2026-04-03', { corrects: ['e'] }, { received: '2026-04-10' });
    const facts = factSet([candidature, entry, corrected]);
    const on = (day: string) => describe(asOf(facts, day), releasedRules).status;
    expect([on('2026-03-19'), on('2026-04-02'), on('2026-04-03')]).toEqual(['removed', 'positioned', 'entered']);
    expect(describe(knownAt(facts, '2026-04-05T00:00:00Z'), releasedRules).stays[0]?.entry?.value).toBe('2026-04-01');
  });
});

suite('what is awaited', () => {
  test('is overdue only on the day after its last', () => {
    const planned = record(
      candidature,
      fact('kairos/s', 'selection-decided', '2026-03-25', { result: 'retained' }),
      fact('eos/p', 'path-planned', '2026-03-26', { plannedEntry: '2026-04-01', plannedExit: '2026-06-30' }),
    );
    expect(planned).toMatchObject({
      status: 'retained',
      expectations: [{ what: 'entry', since: '2026-04-01', dueBy: '2026-04-04' }],
    });
    const overdue = (today: string) =>
      assess(planned, null, today, releasedRules).anomalies.filter(({ code }) => code === 'overdue').length;
    expect([overdue('2026-04-04'), overdue('2026-04-05')]).toEqual([0, 1]);
  });

  test('is the attendance of each month that an open stay has begun', () => {
    const assessed = assess(
      record(entry, fact('kairos/m', 'attendance-reported', '2026-05-25', { month: '2026-05', complete: true })),
      null,
      '2026-06-26',
      releasedRules,
    );
    expect(assessed.expectations.map(({ month, dueBy }) => [month, dueBy])).toEqual([
      ['2026-04', '2026-04-30'],
      ['2026-06', '2026-06-30'],
    ]);
    expect(assessed.anomalies.filter(({ code }) => code === 'overdue')).toHaveLength(1);
  });
});

test('explains which rule chose which fact over which', () => {
  const reported = explain(
    [owned(factSet([candidature, entry, fact('kairos/k', 'entry-attested', '2026-04-02')]))],
    releasedRules,
  );
  expect(reported.find(({ type }) => type === 'entry-attested')).toEqual({
    type: 'entry-attested',
    chosen: { source: 'eos', eventId: 'e' },
    standing: 'authoritative',
    regime: { row: 'cvl-attest-entry-prf', name: 'hub', clock: 'candidature', date: '2026-03-20' },
    deciders: ['eos'],
    over: [{ source: 'kairos', eventId: 'k', because: 'authority' }],
    echoes: [],
  });
});

test('explains what lost outside the field: an absence, an entry that opens no stay, an earlier field of the line', () => {
  const facts = [
    candidature,
    fact('kairos/m1', 'presence-recorded', '2026-03-22', { slot: 'RDV1', presence: 'present' }),
    fact('kairos/s1', 'selection-decided', '2026-03-23', { slot: 'RDV1', result: 'waiting' }),
    fact('kairos/s2', 'selection-decided', '2026-03-25', { slot: 'RDV2', result: 'retained' }),
    fact('eos/a', 'absent-at-entry', '2026-04-01'),
    entry,
    fact('eos/x', 'exit-declared', '2026-05-04', { kind: 'planned-end' }),
    fact('kairos/e', 'entry-attested', '2026-06-01'),
  ];
  const reported = explain([owned(factSet(facts))], releasedRules);
  const over = (id: string) => reported.find(({ chosen }) => chosen.eventId === id)?.over;
  expect(over('s2')).toEqual([{ source: 'kairos', eventId: 's1', because: 'later-day' }]);
  expect(over('e')).toEqual([
    { source: 'kairos', eventId: 'e', because: 'closed-stay' },
    { source: 'eos', eventId: 'a', because: 'entered' },
  ]);
});

test('says of a fact that it lost to a later day only where the day is later', () => {
  const overOf = (facts: readonly Fact[], id: string) =>
    explain([owned(factSet(facts))], releasedRules).find(({ chosen }) => chosen.eventId === id)?.over;
  const result = (id: string, slot: string) =>
    fact(`kairos/${id}`, 'selection-decided', '2026-03-25', { slot, result: 'retained' });
  const ofOneDay = [candidature, result('s1', 'RDV1'), result('s2', 'RDV2')];
  expect(overOf(ofOneDay, 's2')).toEqual([{ source: 'kairos', eventId: 's1', because: 'same-day' }]);
  const late = fact('kairos/a', 'absent-at-entry', '2026-04-05');
  const unconfirmed = fact('kairos/k', 'entry-attested', '2026-04-02');
  expect(overOf([candidature, unconfirmed, late], 'k')).toEqual([
    { source: 'kairos', eventId: 'a', because: 'entered' },
  ]);
});

test('attendance is awaited again after months that were interrupted throughout', () => {
  const month = fact('kairos/m', 'attendance-reported', '2026-04-30', { month: '2026-04', complete: true });
  const interruption = fact('eos/i', 'interruption-observed', '2026-05-01', { from: '2026-05-01', to: '2026-06-30' });
  const resumption = fact('kairos/r', 'resumption-attested', '2026-07-01');
  const months = assess(record(candidature, entry, month, interruption, resumption), null, '2026-10-15', releasedRules)
    .expectations.filter(({ what }) => what === 'attendance')
    .map((expected) => expected.month);
  expect(months).toEqual(['2026-07', '2026-08', '2026-09', '2026-10']);
});

test('a candidature received in a window re-opens nothing that was withdrawn', () => {
  const keyed = { attempt: 'A', by: 'self', mode: 'candidature' };
  const described = record(
    fact('kairos/p1', 'candidate-positioned', '2026-03-01', keyed),
    fact('kairos/w', 'positioning-withdrawn', '2026-03-05', { attempt: 'A', by: 'self' }),
    fact('kairos/p2', 'candidate-positioned', '2026-03-10', { ...keyed, slot: 'W1' }),
    fact('france-travail/p3', 'candidate-positioned', '2026-03-20', { by: 'france-travail', mode: 'meeting' }),
  );
  expect(described.attempts.map(({ state }) => state)).toEqual(['withdrawn', 'positioned']);
  expect(described.status).toBe('positioned');
});

test('a transfer and a cancel of one day follow each other in no order, whatever their ids', () => {
  const given = appointed('kairos/p1', '2026-03-20', 'RDV1');
  const moved = (id: string, day: string) =>
    fact(`kairos/${id}`, 'appointment-transferred', day, { fromSlot: 'RDV1', toSlot: 'RDV2' });
  const cancelled = (id: string) => fact(`kairos/${id}`, 'appointment-cancelled', '2026-03-22', { slot: 'RDV1' });
  const noted = (...facts: Fact[]) => codes(record(given, ...facts)).includes('transfer-after-cancellation');
  expect(noted(cancelled('a1'), moved('t9', '2026-03-22'))).toBe(false);
  expect(noted(cancelled('t9'), moved('a1', '2026-03-22'))).toBe(false);
  expect(noted(cancelled('t9'), moved('a1', '2026-03-23'))).toBe(true);
});

test('the hash knows nothing of numbers and received times', () => {
  const number = (value: number) => fact(`hub/n${value}`, 'dossier-attributed', '2026-04-01', { number: value });
  const later = { ...entry, receivedAt: '2026-04-30T00:00:00.000Z' };
  expect(recordHash({ ...record(entry, number(123456789)), factCount: 0 })).toEqual(
    recordHash({ ...record(later, number(987654321)), factCount: 0 }),
  );
  expect(recordHash(record(entry))).not.toEqual(recordHash(record(candidature, entry)));
});

test('the entry awaited from a permanent session has no day of its own', () => {
  const reported = record(candidature, fact('kairos/s', 'selection-decided', '2026-03-25', { result: 'retained' }));
  const offer = { title: 'Socle', start: '2026-01-05', mandataireSiret: '1', open: true };
  const dueBy = (entryMode: string) => {
    const published = fact('ofeli/o', 'session-published', '2026-01-02', { ...offer, entryMode });
    return assess(reported, describeSession([published]), '2026-04-01', releasedRules).expectations[0]?.dueBy;
  };
  expect([dueBy('fixed-dates'), dueBy('permanent')]).toEqual(['2026-03-28', null]);
});

test('an entry reported after the exit by a system that may not open a stay contests the first, and never decides it', () => {
  const left = fact('eos/x', 'exit-declared', '2026-05-04', { kind: 'planned-end' });
  const reported = record(
    fact('opco/e', 'entry-attested', '2026-04-01'),
    left,
    candidature,
    fact('kairos/e', 'entry-attested', '2026-06-01'),
  );
  expect(reported).toMatchObject({
    status: 'exited',
    stays: [
      { entry: { value: '2026-04-01', standing: 'contested', contestedBy: [{ source: 'kairos', eventId: 'e' }] } },
    ],
  });
  expect(codes(reported)).not.toContain('exit-before-entry');
});

test('a slot that the organisation deleted is marked, and a transfer from it afterwards is an anomaly', () => {
  const transfer = fact('kairos/t', 'appointment-transferred', '2026-03-25', { fromSlot: 'RDV1', toSlot: 'RDV2' });
  const reported = record(appointed('kairos/p', '2026-03-20', 'RDV1'), transfer);
  const on = (day: string) => {
    const deleted = { ...fact('kairos/d', 'slot-deleted', day, { slot: 'RDV1' }), effectiveDate: day };
    return assess(reported, describeSession([deleted]), '2026-04-01', releasedRules);
  };
  expect(reported.attempts[0]?.appointment).toMatchObject({
    slot: 'RDV2',
    slots: ['RDV1', 'RDV2'],
    transfers: [{ value: { from: 'RDV1', to: 'RDV2' }, eventId: 't' }],
  });
  expect(on('2026-03-24').slotsDeleted).toEqual(['RDV1']);
  expect(on('2026-03-24').anomalies.filter(({ code }) => code === 'transfer-after-cancellation')).toMatchObject([
    { facts: [{ eventId: 't' }, { eventId: 'd' }], about: { attempt: 'kairos/p' } },
  ]);
  expect(codes(on('2026-03-25'))).not.toContain('transfer-after-cancellation');
});

suite('attempts in the order of days', () => {
  const again = fact('kairos/p2', 'candidate-positioned', '2026-03-25', { by: 'self', mode: 'candidature' });
  const cancelled = fact('kairos/c1', 'appointment-cancelled', '2026-03-22', { slot: 'R1' });
  const states = (...facts: Fact[]) => record(...facts).attempts.map(({ state }) => state);

  test.each(['a9', 'z9'])('a result of the day of the second candidature is its own, whatever its id: %s', (id) => {
    const retained = fact(`kairos/${id}`, 'selection-decided', '2026-03-25', { result: 'retained' });
    const reported = record(appointed('kairos/p1', '2026-03-20', 'R1'), cancelled, again, retained);
    expect(reported.attempts.map(({ state }) => state)).toEqual(['appointment-cancelled', 'retained']);
    expect(reported.status).toBe('retained');
  });

  test.each(['a2', 'z2'])(
    'a cancel comes before the candidature of its day, and after the appointment of its day: %s',
    (id) => {
      const p2 = fact(`kairos/${id}`, 'candidate-positioned', '2026-03-22', { by: 'self', mode: 'candidature' });
      expect(states(appointed('kairos/p1', '2026-03-20', 'R1'), cancelled, p2)).toEqual([
        'appointment-cancelled',
        'positioned',
      ]);
      const late = { ...appointed(`kairos/${id}`, '2026-03-22', 'R1') };
      expect(states(candidature, late, cancelled)).toEqual(['appointment-cancelled']);
    },
  );

  test('an entry follows the candidature of its day and closes it', () => {
    const today = fact('kairos/p1', 'candidate-positioned', '2026-04-01', {
      by: 'self',
      mode: 'candidature',
      funding: 'prf',
    });
    const left = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
    const next = fact('kairos/p3', 'candidate-positioned', '2026-09-01', { by: 'self', mode: 'candidature' });
    const reported = record(today, entry, left, next);
    expect(reported.attempts).toHaveLength(2);
    expect(reported.status).toBe('positioned');
  });

  test('only a later day overtakes a withdrawal, and nothing an entry', () => {
    const withdrawn = fact('france-travail/w', 'positioning-withdrawn', '2026-03-25', { by: 'self' });
    const contacted = fact('kairos/c', 'candidate-contacted', '2026-03-25');
    const next = fact('kairos/p3', 'candidate-positioned', '2026-09-01', { by: 'self', mode: 'candidature' });
    expect(states(candidature, withdrawn, contacted, next)).toEqual(['withdrawn', 'positioned']);
    const retained = fact('kairos/s', 'selection-decided', '2026-04-02', { result: 'retained' });
    const left = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
    expect(states(candidature, withdrawn, entry, retained, left, next)).toEqual(['retained', 'positioned']);
  });

  test('a result that was changed to retained keeps its attempt open', () => {
    const refused = fact('kairos/s1', 'selection-decided', '2026-03-22', { result: 'not-retained' });
    const retained = fact('kairos/s2', 'selection-decided', '2026-03-24', { result: 'retained' });
    const echoed = fact('france-travail/p', 'candidate-positioned', '2026-03-26', {
      by: 'adviser',
      mode: 'candidature',
    });
    expect(record(candidature, refused, retained, echoed)).toMatchObject({ status: 'retained' });
    expect(states(candidature, refused, echoed)).toEqual(['not-retained', 'positioned']);
  });

  test('no other line or system takes a refusal back', () => {
    const next = fact('kairos/p2', 'candidate-positioned', '2026-04-25', { by: 'self', mode: 'candidature' });
    const refused = fact('france-travail/n', 'enrolment-decided', '2026-03-27', { decision: 'not-registered' });
    const retained = (source: string) => fact(`${source}/s`, 'selection-decided', '2026-04-03', { result: 'retained' });
    expect(states(candidature, refused, retained('kairos'), next)).toEqual(['not-registered', 'positioned']);
    const notRetained = fact('kairos/n', 'selection-decided', '2026-03-27', { result: 'not-retained' });
    expect(states(candidature, notRetained, retained('soistiss'), next)).toEqual(['not-retained', 'positioned']);
  });

  test('a candidature in a window is no appointment', () => {
    const reported = record(withData(candidature, { slot: 'W1' }));
    expect(reported).toMatchObject({ status: 'positioned', attempts: [{ appointment: null }] });
    expect(reported.expectations).toEqual([]);
  });

  test('an appointment that lost its slot to another report of it moves nobody back', () => {
    const reported = record(
      { ...appointed('kairos/k1', '2026-03-20', 'R1'), recordedAt: '2026-03-25T08:00:00.000Z' },
      fact('kairos/t', 'appointment-transferred', '2026-03-21', { fromSlot: 'R1', toSlot: 'R2' }),
      appointed('france-travail/f', '2026-03-22', 'R1'),
    );
    expect(reported.attempts[0]?.appointment?.slot).toBe('R2');
  });

  test('each attempt is of the regime of its own earliest candidature', () => {
    const before = fact('kairos/p1', 'candidate-positioned', '2026-03-10', {
      by: 'self',
      mode: 'candidature',
      funding: 'prf',
    });
    const refused = fact('kairos/s', 'selection-decided', '2026-03-12', { result: 'not-retained' });
    const plan = fact('france-travail/v', 'training-plan-validated', '2026-03-15', { attempt: 'A' });
    const keyed = withData(candidature, { attempt: 'A' });
    const reported = record(before, refused, plan, keyed);
    expect(reported.attempts.map(({ regime }) => [regime.name, regime.date])).toEqual([
      ['before-hub-kairos-ng', '2026-03-10'],
      ['hub', '2026-03-20'],
    ]);
  });
});

suite('what a module reports of its stay', () => {
  const interrupted = fact('kairos/i', 'interruption-observed', '2026-05-01', { from: '2026-05-01', to: '2026-05-20' });

  test('a resumption with the next module ends the interruption', () => {
    const resumed = fact('kairos/r', 'resumption-attested', '2026-05-21', { module: 'M2' });
    expect(record(candidature, entry, interrupted, resumed)).toMatchObject({
      status: 'entered',
      stays: [{ interruptions: [{ resumedOn: '2026-05-21' }], modules: [{ resumption: { value: '2026-05-21' } }] }],
    });
  });

  test('an interruption in a module interrupts the stay', () => {
    const inModule = withData(interrupted, { module: 'M1' });
    expect(record(candidature, entry, inModule)).toMatchObject({ status: 'interrupted', stays: [{ modules: [] }] });
  });

  test('its abandonment stands beside its exit, and both may have sealed reasons', () => {
    const left = record(
      entry,
      fact('kairos/a', 'abandonment-declared', '2026-05-02', { module: 'M1' }),
      fact('kairos/x', 'exit-declared', '2026-05-03', { kind: 'abandonment', module: 'M1' }),
    );
    expect(left.stays[0]?.modules).toMatchObject([
      { abandonment: { value: '2026-05-02' }, exit: { value: '2026-05-03' } },
    ]);
    expect(left.sealed.reasons).toEqual([
      { source: 'kairos', eventId: 'x' },
      { source: 'kairos', eventId: 'a' },
    ]);
  });
});

suite('what is awaited', () => {
  const plan = (id: string, day: string, from: string, to: string) =>
    fact(`eos/${id}`, 'path-planned', day, { plannedEntry: from, plannedExit: to });
  const left = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
  const next = fact('kairos/p2', 'candidate-positioned', '2026-09-01', { by: 'self', mode: 'candidature' });
  const registered = fact('france-travail/r', 'enrolment-decided', '2026-09-03', { decision: 'registered' });
  const awaited = (...facts: Fact[]) => record(...facts).expectations.map(({ what, dueBy }) => [what, dueBy]);

  test('the plan of a stay says nothing of the next', () => {
    const first = [candidature, plan('l1', '2026-03-22', '2026-04-01', '2026-04-20'), entry, left, next, registered];
    expect(awaited(...first)).toEqual([
      ['assessment', '2026-05-05'],
      ['attendance', '2026-04-30'],
      ['entry', null],
    ]);
    const second = fact('eos/e2', 'entry-attested', '2026-09-08');
    expect(awaited(...first, second)).toContainEqual(['exit', null]);
    expect(awaited(...first, plan('l2', '2026-09-04', '2026-09-08', '2026-12-18'), second)).toContainEqual([
      'exit',
      '2026-12-21',
    ]);
  });

  test('of two plans that one extract holds one stands, and the tie is named', () => {
    const stated = (named: string, ref: string, from: string, sequence = 1) =>
      fact(named, 'path-planned', '2026-03-22', {
        plannedEntry: from,
        plannedExit: '2026-12-18',
        statement: { ref, sequence },
      });
    const tied = (...facts: Fact[]) =>
      record(candidature, ...facts).anomalies.filter(({ code }) => code === 'tie-by-id');
    const first = stated('kairos/b', 'plan-1', '2026-04-01');
    const second = stated('kairos/a', 'plan-2', '2026-09-07');
    expect(record(candidature, first, second).plan?.plannedEntry?.value).toBe('2026-04-01');
    expect(tied(first, second).map(({ facts }) => facts.map(({ eventId }) => eventId))).toEqual([['a', 'b']]);
    expect(tied(first, stated('kairos/c', 'plan-1', '2026-05-04'))).toHaveLength(1);
    expect(tied(first, stated('kairos/c', 'plan-1', '2026-05-04', 2))).toEqual([]);
    expect(tied(first, stated('kairos/a', 'plan-2', '2026-04-01'))).toEqual([]);
    expect(tied(first, { ...second, recordedAt: '2026-03-22T08:00:01.000Z' })).toEqual([]);
    expect(tied(first, stated('eos/a', 'plan-2', '2026-09-07'))).toHaveLength(1);
  });

  test('of two results that one source recorded at the same instant one stands, and the tie is named', () => {
    const result = (id: string, said: string) =>
      fact(`kairos/${id}`, 'selection-decided', '2026-03-24', { result: said });
    expect(codes(record(candidature, result('r1', 'retained'), result('r2', 'waiting')))).toContain('tie-by-id');
    expect(codes(record(candidature, result('r1', 'retained'), result('r2', 'retained')))).not.toContain('tie-by-id');
  });

  test('plans of two stays do not compete, whenever the first is reported again', () => {
    const again = { ...plan('l3', '2026-03-22', '2026-04-01', '2026-07-07'), recordedAt: '2026-10-01T08:00:00.000Z' };
    const reported = record(
      ...[candidature, plan('l1', '2026-03-22', '2026-04-01', '2026-04-20'), entry, left, next, registered],
      ...[plan('l2', '2026-09-04', '2026-09-08', '2026-12-18'), again],
    );
    expect(reported.plan?.plannedExit).toMatchObject({ value: '2026-12-18', eventId: 'l2', contestedBy: [] });
    expect(codes(reported)).not.toContain('restated-without-correction');
  });

  test('whoever is retained after the planned day is awaited from then on', () => {
    const late = fact('kairos/s', 'selection-decided', '2026-04-03', { result: 'retained' });
    expect(awaited(candidature, plan('l', '2026-03-22', '2026-04-01', '2026-04-20'), late)).toEqual([
      ['entry', '2026-04-06'],
    ]);
  });

  test('a planned path is expected before any result, but not after an absence', () => {
    const planned = plan('l', '2026-03-22', '2026-04-01', '2026-04-20');
    expect(awaited(candidature, planned)).toEqual([['entry', '2026-04-04']]);
    expect(
      awaited(candidature, planned, fact('kairos/m', 'presence-recorded', '2026-03-23', { presence: 'absent' })),
    ).toEqual([]);
  });

  test('the assessment of the last stay, whoever was absent at a later one', () => {
    const absent = fact('kairos/b', 'absent-at-entry', '2026-09-15');
    expect(awaited(candidature, entry, left, next, absent)).toEqual([
      ['assessment', '2026-05-05'],
      ['attendance', '2026-04-30'],
    ]);
  });

  test('after an abandonment, its exit', () => {
    expect(awaited(candidature, entry, fact('kairos/a', 'abandonment-declared', '2026-04-15'))).toContainEqual([
      'exit',
      '2026-04-18',
    ]);
  });

  test('nothing of what the table of authority leaves to nobody', () => {
    const opco = fact('opco/e', 'entry-attested', '2026-04-01', { funding: 'opco' });
    expect(awaited(opco).map(([what]) => what)).toEqual(['exit']);
    expect(codes(record(opco))).not.toContain('entry-without-positioning');
    expect(codes(record(withData(opco, { funding: 'prf' })))).toContain('entry-without-positioning');
  });

  test('no month in which the session is closed throughout, no day before the entry, nothing of a cancelled session', () => {
    const late = fact('eos/e', 'entry-attested', '2026-07-28');
    const closing = (from: string, to: string) =>
      fact(`ofeli/${from}`, 'session-interruption-planned', from, { from, to });
    const published = fact('eos/o', 'session-published', '2026-01-05', {
      title: 'Soudage',
      start: '2026-04-01',
      end: '2026-09-18',
      entryMode: 'fixed-dates',
    });
    const on = (reported: DossierRecord, ...offers: Fact[]) =>
      assess(reported, describeSession(factSet(offers)), '2026-09-10', releasedRules).expectations.map((expected) => [
        expected.what,
        expected.since,
      ]);
    const august = [closing('2026-08-01', '2026-08-20'), closing('2026-08-21', '2026-09-02')];
    expect(on(record(candidature, late), published, closing('2026-08-01', '2026-08-20'))).toContainEqual([
      'attendance',
      '2026-08-25',
    ]);
    expect(on(record(candidature, late), ...august, published)).toEqual([
      ['exit', '2026-09-18'],
      ['attendance', '2026-07-28'],
      ['attendance', '2026-09-25'],
    ]);
    const retained = record(candidature, fact('kairos/s', 'selection-decided', '2026-03-25', { result: 'retained' }));
    expect(on(retained, published)).toEqual([['entry', '2026-04-01']]);
    expect(on(retained, published, fact('eos/w', 'session-withdrawn', '2026-03-28', { kind: 'cancelled' }))).toEqual(
      [],
    );
  });
});

test('a state that goes on is no restatement', () => {
  const sent = fact('kairos/q1', 'quote-decided', '2026-03-20', { quote: 'Q', device: 'aif', state: 'sent' });
  const accepted = fact('kairos/q2', 'quote-decided', '2026-03-24', { quote: 'Q', device: 'aif', state: 'accepted' });
  expect(record(sent, accepted)).toMatchObject({ quotes: [{ state: { value: 'accepted' } }], anomalies: [] });
});

test('a withdrawn dossier stays withdrawn where an id of it is reported again with another content', () => {
  const withdrawal = fact('eos/w', 'dossier-withdrawn', '2026-04-20', {
    dossier: 1,
    until: '2026-04-15T00:00:00+02:00',
  });
  const again = {
    ...entry,
    digest: 'another',
    recordedAt: '2026-05-01T08:00:00.000Z',
    receivedAt: '2026-05-01T08:00:01.000Z',
  };
  expect(record(entry, withdrawal).status).toBe('removed');
  expect(record(entry, withdrawal, again).status).toBe('removed');
});

test('a stay that goes on is reported before the absence of a later candidature', () => {
  const reported = record(
    entry,
    fact('kairos/a', 'abandonment-declared', '2026-04-10'),
    fact('kairos/m', 'attendance-reported', '2026-05-29', { month: '2026-05', hours: 100 }),
    fact('kairos/b', 'absent-at-entry', '2026-06-10'),
  );
  expect(reported.status).toBe('entered');
});

test('an abandonment after the exit is a fact after the exit', () => {
  const left = fact('eos/x', 'exit-declared', '2026-04-20', { kind: 'planned-end' });
  const reported = record(candidature, entry, left, fact('kairos/a', 'abandonment-declared', '2026-05-20'));
  expect(reported.anomalies).toContainEqual(
    expect.objectContaining({ code: 'fact-after-exit', facts: [{ source: 'kairos', eventId: 'a' }] }),
  );
});

test('an extension by another system does not move the exit that the authority planned', () => {
  const extended = (source: string, day: string, plannedExit: string) =>
    fact(`${source}/${day}`, 'path-extended', day, { plannedExit });
  const reported = record(
    withData(candidature, { funding: 'prf-direct' }),
    extended('eos', '2026-05-01', '2026-07-31'),
    extended('kairos', '2026-05-02', '2026-12-31'),
  );
  expect(reported.plan?.plannedExit).toMatchObject({ value: '2026-07-31', contestedBy: [{ source: 'kairos' }] });
});

test('nothing is awaited, as of a day, that was reported for a later one', () => {
  const later = fact('eos/e2', 'entry-attested', '2026-04-10');
  const target = { target: { source: 'eos', id: 'e2', type: 'entry-attested' }, reason: 'duplicate' };
  const reported = describe(
    asOf(factSet([candidature, later, fact('eos/r', 'fact-retracted', '2026-03-25', target)]), '2026-04-01'),
    releasedRules,
  );
  expect(codes(reported)).not.toContain('awaiting-target');
});

suite('an abandonment that was refuted', () => {
  const left = fact('kairos/a', 'abandonment-declared', '2026-04-20');
  const month = fact('kairos/m', 'attendance-reported', '2026-05-29', { month: '2026-05', hours: 100 });
  const exit = fact('eos/x', 'exit-declared', '2026-06-21', { kind: 'planned-end' });

  test('stays contested by what refutes it, after the exit too', () => {
    const reported = record(candidature, entry, left, month, exit);
    expect(reported.stays[0]?.abandonment).toMatchObject({
      standing: 'contested',
      contestedBy: [{ source: 'kairos', eventId: 'm' }],
    });
    expect(reported.anomalies.find(({ code }) => code === 'contested')?.facts).toEqual([
      { source: 'kairos', eventId: 'a' },
      { source: 'kairos', eventId: 'm' },
    ]);
  });

  test('ends its stay where another was entered after it', () => {
    const next = fact('eos/e2', 'entry-attested', '2026-06-10');
    const reported = record(candidature, entry, left, month, next, exit);
    expect(reported.stays.map(({ state, provisional }) => [state, provisional])).toEqual([
      ['exited', true],
      ['exited', false],
    ]);
    const months = reported.expectations.filter(({ what }) => what === 'attendance');
    expect(months.map(({ about, month: of }) => [about, of])).toEqual([
      ['eos/e', '2026-04'],
      ['eos/e2', '2026-06'],
    ]);
    const open = record(candidature, entry, left, month, next);
    expect(open.expectations.map(({ what, about }) => [what, about])).not.toContainEqual(['exit', 'eos/e']);
    expect(codes(open)).not.toContain('fact-after-exit');
  });
});

test('an absence after an entry of no more authority contests it and does not undo it', () => {
  const reported = record(
    fact('opco/e', 'entry-attested', '2026-04-01', { funding: 'opco' }),
    fact('kairos/b', 'absent-at-entry', '2026-04-15', { funding: 'opco' }),
  );
  expect(reported).toMatchObject({
    status: 'entered',
    stays: [{ entry: { standing: 'no-authority', contestedBy: [{ source: 'kairos', eventId: 'b' }] } }],
  });
});

test('an entry of the same day after the exit confirms the entry, whoever reported it', () => {
  const reported = record(
    candidature,
    fact('eos/a', 'abandonment-declared', '2026-03-31'),
    entry,
    fact('kairos/e', 'entry-attested', '2026-04-01'),
    fact('eos/x', 'exit-declared', '2026-04-01', { kind: 'other' }),
    fact('opco/e', 'entry-attested', '2026-04-01'),
  );
  expect(reported.stays.flatMap((stay) => stay.entry?.contestedBy ?? [])).toEqual([]);
});

test('what was interrupted before the entry interrupts nothing', () => {
  const before = fact('kairos/i', 'interruption-observed', '2026-03-02', { from: '2026-03-02', to: '2026-03-25' });
  expect(record(candidature, entry, before)).toMatchObject({ status: 'entered' });
});

test('a stay that was resumed is entered since then', () => {
  const reported = record(
    entry,
    fact('kairos/i', 'interruption-observed', '2026-05-01', { from: '2026-05-01', to: '2026-05-20' }),
    fact('kairos/r', 'resumption-attested', '2026-05-21'),
  );
  expect(reported.statusSince).toEqual({ source: 'kairos', eventId: 'r', effectiveDate: '2026-05-21' });
});

test('who was absent at entry may be positioned again', () => {
  const again = fact('kairos/p2', 'candidate-positioned', '2026-04-20', { by: 'adviser', mode: 'appointment' });
  const reported = record(candidature, fact('kairos/b', 'absent-at-entry', '2026-04-01'), again);
  expect(reported).toMatchObject({ status: 'positioned', attempts: [{}, { key: 'kairos/p2' }] });
});

test('no certificate is missing where the candidate withdrew', () => {
  const retained = fact('kairos/s', 'selection-decided', '2026-03-25', { result: 'retained' });
  const withdrawn = fact('kairos/w', 'positioning-withdrawn', '2026-03-28', { by: 'self' });
  expect(codes(record(candidature, retained))).toContain('certificate-missing');
  expect(codes(record(candidature, retained, withdrawn))).not.toContain('certificate-missing');
});

test('a stay has days from its entry to what ends it, and an interruption ends by its resumption before its own last day', () => {
  const entered = fact('eos/e', 'entry-attested', '2026-04-01');
  const paused = fact('eos/i', 'interruption-observed', '2026-04-10', { from: '2026-04-10', to: '2026-04-30' });
  const left = fact('eos/a', 'abandonment-declared', '2026-05-20');
  const [begun] = record(entered, paused).stays;
  expect(begun && daysOfStay(begun)).toEqual({ from: '2026-04-01', to: null });
  expect(begun?.interruptions.map(endOfInterruption)).toEqual(['2026-04-30']);
  const [ended] = record(entered, paused, fact('kairos/r', 'resumption-attested', '2026-04-20'), left).stays;
  expect(ended && daysOfStay(ended)).toEqual({ from: '2026-04-01', to: '2026-05-20' });
  expect(ended?.interruptions.map(endOfInterruption)).toEqual(['2026-04-20']);
  const [absent] = record(fact('eos/n', 'absent-at-entry', '2026-04-01')).stays;
  expect(absent && daysOfStay(absent)).toBeNull();
});
