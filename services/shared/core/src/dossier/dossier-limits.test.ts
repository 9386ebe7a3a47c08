import * as fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { describeSession } from '../session/describe-session.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { asOf } from './as-of.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { factStates } from './fact-states.ts';
import type { Fact } from './facts.ts';
import { factKey, factSet } from './facts.ts';
import { withdrawnFacts } from './live-facts.ts';
import type { DossierRecord } from './record.ts';

/** Limits of rules that generated lives seldom meet, each by the day before, of or after it. */

const session = 'session:eos:67680';

function fact(named: string, type: Fact['type'], day: string, data: object = {}, recorded = `${day}T08:00`): Fact {
  const times = { recordedAt: `${recorded}:00.000Z`, receivedAt: `${recorded}:01.000Z` };
  const isNg = named.startsWith('kairos-ng/');
  return factOn(named, type, day, data, { ...times, references: [session], ...(isNg ? { partner: 'kairos' } : {}) });
}

function record(...facts: Fact[]): DossierRecord {
  return describe(factSet(facts), releasedRules);
}

function codes({ anomalies }: Pick<DossierRecord, 'anomalies'>): string[] {
  return anomalies.map(({ code }) => code);
}

function stateOf(id: string, ...facts: Fact[]): string | undefined {
  return factStates([{ trainee: 'T1', facts: factSet(facts) }]).find((reported) => reported.id === id)?.state;
}

const candidature = fact('kairos/p', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'x', funding: 'prf' });
const entry = fact('eos/e', 'entry-attested', '2026-04-01');
const exit = fact('eos/x', 'exit-declared', '2026-05-20', { kind: 'planned-end' });

suite('late report', () => {
  const corrected = fact('eos/e2', 'entry-attested', '2026-04-01', { corrects: ['e0'] }, '2026-04-20T08:00');

  test('is excused only by what the same source reported in time of the same field, whatever day it said', () => {
    const inTime = (named: string, type: Fact['type'], day = '2026-04-01') =>
      codes(record(candidature, corrected, fact(named, type, day, {}, '2026-04-02T08:00')));
    expect(inTime('eos/e0', 'entry-attested')).not.toContain('late-declaration');
    expect(inTime('kairos/k', 'entry-attested')).toContain('late-declaration');
    expect(inTime('eos/r', 'resumption-attested')).toContain('late-declaration');
    expect(inTime('eos/e0', 'entry-attested', '2026-04-02')).not.toContain('late-declaration');
  });
});

suite('a withdrawn dossier', () => {
  function withdrawn(named: string, until: string, source?: string): Fact {
    return fact(named, 'dossier-withdrawn', '2026-04-30', { dossier: 1, until, ...(source && { source }) });
  }

  test('holds what was recorded up to the very instant, with any offset', () => {
    expect(stateOf('e', entry, withdrawn('eos/w', '2026-04-01T10:00:00+02:00'))).toBe('removed');
    expect(stateOf('e', entry, withdrawn('eos/w', '2026-04-01T07:59:59.999Z'))).toBe('live');
  });

  test('takes facts of another source only where they are of the same partner', () => {
    const reported = fact('kairos-ng/n', 'entry-attested', '2026-04-01');
    expect(stateOf('n', reported, withdrawn('kairos/w', '2026-04-30T00:00:00Z', 'kairos-ng'))).toBe('removed');
    expect(stateOf('e', entry, withdrawn('kairos/w', '2026-04-30T00:00:00Z', 'eos'))).toBe('live');
    expect(stateOf('e', entry, withdrawn('operator/w', '2026-04-30T00:00:00Z', 'eos'))).toBe('set-aside');
  });

  test('that is withdrawn often holds each fact by the first withdrawal, in the order of the set, that covers it', () => {
    const source = fc.constantFrom('kairos', 'kairos-ng', 'eos');
    const day = fc.integer({ min: 1, max: 28 }).map((each) => `2026-04-${String(each).padStart(2, '0')}`);
    const by = fc.constantFrom('kairos', 'kairos-ng', 'eos', 'operator');
    const withdrawals = fc.uniqueArray(fc.record({ by, id: fc.nat(99), day, of: fc.option(source) }), {
      maxLength: 30,
      selector: (each) => `${each.by} ${each.id}`,
    });
    const reported = fc.array(fc.record({ source, day }), { maxLength: 30 });
    const covers = (act: Fact, target: Fact) => {
      const { source: of = act.source, until } = (act as Fact<'dossier-withdrawn'>).data;
      const may = act.partner === target.partner || act.source === 'operator';
      return of === target.source && may && Date.parse(target.recordedAt) <= Date.parse(until);
    };
    const run = (acts: readonly Fact[], facts: readonly Fact[]) => {
      const set = factSet([...acts, ...facts]);
      const first = (target: Fact) => set.find((act) => act.type === 'dossier-withdrawn' && covers(act, target));
      const found = withdrawnFacts([set]);
      for (const target of set) expect(found.get(factKey(target))).toBe(acts.length === 0 ? undefined : first(target));
    };
    fc.assert(
      fc.property(withdrawals, reported, (acts, facts) => {
        run(
          acts.map(({ by: who, id, day: until, of }) =>
            withdrawn(`${who}/w${id}`, `${until}T08:00:00Z`, of ?? undefined),
          ),
          facts.map((each, index) => fact(`${each.source}/e${index}`, 'entry-attested', each.day)),
        );
      }),
    );
  });
});

suite('a removal', () => {
  const of = (source: string) => ({ target: { source, id: 'e', type: 'entry-attested' }, reason: 'duplicate' });

  test('by another partner removes nothing, by an operator sets aside', () => {
    expect(stateOf('e', entry, fact('kairos/r', 'fact-retracted', '2026-04-02', of('eos')))).toBe('live');
    expect(stateOf('e', entry, fact('operator/r', 'fact-retracted', '2026-04-02', of('eos')))).toBe('set-aside');
  });

  test('of a fact of another training awaits nothing here', () => {
    const elsewhere = (named: object) =>
      codes(
        record(fact('eos/e2', 'entry-attested', '2026-04-01', { corrects: [{ source: 'eos', id: 'e0', ...named }] })),
      );
    expect(elsewhere({})).toContain('awaiting-target');
    expect(elsewhere({ dossier: 123_456_789 })).not.toContain('awaiting-target');
    expect(elsewhere({ training: ['session:eos:2'] })).not.toContain('awaiting-target');
  });
});

suite('the regime', () => {
  test('begins on its first day and ends before its last', () => {
    const interval = { clock: 'effective' as const, from: '2026-04-01', to: '2026-05-01' };
    const row = { id: 'r', step: 'attest-entry', regimes: [{ name: 'april', when: [interval], sources: ['eos'] }] };
    const rules = { ...releasedRules, authority: { territories: {}, rows: [row] } };
    const standing = (day: string) =>
      describe(factSet([fact('eos/e', 'entry-attested', day)]), rules).stays[0]?.entry?.standing;
    expect(['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01'].map(standing)).toEqual([
      ...['no-authority', 'authoritative', 'authoritative', 'no-authority'],
    ]);
  });

  test('is that of the funding engaged on the least line; of one line reported again, the later recorded', () => {
    const engaged = (id: string, line: string, funding: string, recorded: string) =>
      fact(`opco/${id}`, 'financing-engaged', '2026-03-01', { line, funding, from: '2026-03-01' }, recorded);
    const reported = [
      engaged('a', 'L2', 'agefiph', '2026-03-09T08:00'),
      engaged('b', 'L1', 'opco', '2026-03-02T08:00'),
    ];
    expect(record(candidature, ...reported).funding).toBe('opco');
    expect(record(candidature, ...reported, engaged('0', 'L1', 'other', '2026-03-03T08:00')).funding).toBe('other');
    expect(record(candidature, ...reported, engaged('z', 'L1', 'other', '2026-03-01T08:00')).funding).toBe('opco');
    expect(record(candidature, ...reported, engaged('z', 'L1', 'other', '2026-03-02T08:00')).funding).toBe('other');
  });

  test('is of each fact’s own territory; of the dossier’s, where a fact names no session', () => {
    const elsewhere = { ...entry, id: 'a', references: ['session:ft:1'] };
    const unnamed = {
      ...fact('eos/z', 'exit-declared', '2026-05-20', { kind: 'planned-end' }),
      references: ['file:eos:1'],
    };
    const { territory, stays } = record(candidature, elsewhere, unnamed);
    expect(territory).toBe('centre-val-de-loire');
    expect(stays[0]).toMatchObject({ entry: { standing: 'no-authority' }, exit: { standing: 'authoritative' } });
    expect(record({ ...candidature, references: ['session:ft:1'] }, unnamed).territory).toBe('default');
  });
});

suite('an abandonment', () => {
  const abandoned = fact('kairos/d', 'abandonment-declared', '2026-04-20');
  const state = (...later: Fact[]) => record(candidature, entry, abandoned, ...later).stays[0]?.state;
  const recap = (day: string, data: object) => fact('kairos/a', 'attendance-reported', day, data);

  test('is refuted by a resumption of a later day, not of its own', () => {
    expect(state(fact('kairos/r', 'resumption-attested', '2026-04-20'))).toBe('exited');
    expect(state(fact('kairos/r', 'resumption-attested', '2026-04-21'))).toBe('entered');
  });

  test('is refuted by hours of a later month, or by a whole month of its own reported after it', () => {
    expect(state(recap('2026-04-30', { month: '2026-04', hours: 60 }))).toBe('exited');
    expect(state(recap('2026-05-31', { month: '2026-05', hours: 0 }))).toBe('exited');
    expect(state(recap('2026-05-31', { month: '2026-05', hours: 1 }))).toBe('entered');
    expect(state(recap('2026-04-20', { month: '2026-04', complete: true }))).toBe('exited');
    expect(state(recap('2026-04-21', { month: '2026-04', complete: true }))).toBe('entered');
  });
});

suite('what became of a fact', () => {
  const reported = (id: string, day: string, ref: string, sequence: number) =>
    fact(`eos/${id}`, 'entry-attested', day, { statement: { ref, sequence } });
  const facts = [
    reported('a', '2026-04-01', 's', 1),
    reported('b', '2026-04-09', 's', 3),
    reported('c', '2026-04-02', 's', 2),
  ];
  const states = (set: readonly Fact[]) =>
    factStates([{ trainee: 'T1', facts: set }]).map(({ id, state, by }) => [
      id,
      state,
      ...by.map(({ eventId }) => eventId),
    ]);

  test('names the newest report of the same statement that stands for it', () => {
    expect(states(factSet([...facts, reported('d', '2026-04-03', 'other', 9)]))).toEqual([
      ['a', 'superseded', 'b'],
      ['b', 'live'],
      ['c', 'superseded', 'b'],
      ['d', 'live'],
    ]);
  });

  test('reports nothing, as of a day, of facts of later days', () => {
    expect(states(asOf(factSet(facts), '2026-04-05')).map(([id]) => id)).toEqual(['a', 'c']);
    expect(states(asOf(factSet(facts), '2026-04-09')).map(([id]) => id)).toEqual(['a', 'b', 'c']);
  });

  test('keeps, as of a day, what has no day and what a later report of a statement took away', () => {
    const number = {
      ...fact('hub/n', 'dossier-attributed', '2026-04-01', { number: 123_456_789 }),
      effectiveDate: null,
    };
    const reported = describe(asOf(factSet([...facts, candidature, number]), '2026-04-05'), releasedRules);
    expect(reported).toMatchObject({ number: 123_456_789, status: 'positioned', stays: [] });
  });
});

suite('of several open attempts', () => {
  test('a candidature without key joins the one opened last', () => {
    const keyed = (attempt: string, day: string) =>
      fact(`kairos/${attempt}`, 'candidate-positioned', day, { by: 'self', mode: 'candidature', attempt });
    const { attempts } = record(keyed('a', '2026-03-01'), keyed('b', '2026-03-05'), candidature);
    expect(attempts.map(({ key, positioned }) => [key, positioned?.eventId])).toEqual([
      ['a', 'a'],
      ['b', 'p'],
    ]);
  });
});

suite('an attempt that an entry ended', () => {
  test('takes no later candidature, whatever is reported of it afterwards', () => {
    const withdrawn = fact('kairos/w', 'positioning-withdrawn', '2026-04-03', { by: 'self' });
    const contacted = fact('kairos/c', 'candidate-contacted', '2026-04-05');
    const again = fact('kairos/p2', 'candidate-positioned', '2026-06-01', { by: 'self', mode: 'candidature' });
    const { status, attempts } = record(candidature, entry, withdrawn, contacted, exit, again);
    expect(attempts.map(({ key }) => key)).toEqual(['kairos/p', 'kairos/p2']);
    expect(status).toBe('positioned');
  });
});

suite('the lists of a dossier', () => {
  const plan = { plannedEntry: '2026-04-01', plannedExit: '2026-06-30', hoursCentre: 100 };

  test('a plan that two systems report alike is confirmed, whatever day and statement they report it with', () => {
    const own = fact('eos/pl', 'path-planned', '2026-03-22', { ...plan, statement: { ref: 's', sequence: 2 } });
    const { plan: reported, anomalies } = record(
      own,
      fact('kairos/pl', 'path-planned', '2026-03-21', { ...plan, attempt: 'a' }),
    );
    expect(reported?.plannedExit?.confirmedBy).toEqual([{ source: 'kairos', eventId: 'pl' }]);
    expect(codes({ anomalies })).not.toContain('contested');
  });

  test('hours are beyond a plan of hours only', () => {
    const hours = { from: '2026-04-01', to: '2026-04-30', hoursCompany: 0 };
    const beyond = (planned: number, done: number) =>
      codes(
        record(
          fact('eos/pl', 'path-planned', '2026-03-22', { ...plan, hoursCentre: planned }),
          fact('eos/h', 'hours-realised', '2026-04-30', { ...hours, hoursCentre: done }),
        ),
      ).includes('hours-beyond-plan');
    expect([beyond(100, 110), beyond(100, 111), beyond(0, 111)]).toEqual([false, true, false]);
  });

  test('the plan of the whole path stands beside that of the session, whichever came first', () => {
    const session = fact('eos/pl', 'path-planned', '2026-03-22', plan);
    const path = fact('eos/wp', 'path-planned', '2026-03-23', {
      scope: 'path',
      plannedExit: '2026-12-18',
      hoursCentre: 900,
      weeklyHours: 30,
    });
    for (const facts of [
      [session, path],
      [path, session],
    ]) {
      const reported = record(...facts);
      expect(reported.plan).toMatchObject({ plannedExit: { value: '2026-06-30' }, hoursCentre: { value: 100 } });
      expect(reported.wholePath).toMatchObject({
        plannedEntry: null,
        plannedExit: { value: '2026-12-18', eventId: 'wp' },
        hoursCentre: { value: 900 },
        weeklyHours: { value: 30 },
      });
      expect(codes(reported)).not.toContain('restated-without-correction');
    }
  });

  test('hours, the exit and the stay that is awaited go by the plan of the session alone', () => {
    const path = fact('eos/wp', 'path-planned', '2026-03-22', { ...plan, scope: 'path', plannedExit: '2026-12-18' });
    const session = fact('eos/pl', 'path-planned', '2026-03-22', { ...plan, hoursCentre: 300 });
    const hours = fact('eos/h', 'hours-realised', '2026-04-30', {
      from: '2026-04-01',
      to: '2026-04-30',
      hoursCentre: 200,
      hoursCompany: 0,
    });
    expect(codes(record(path, hours))).not.toContain('hours-beyond-plan');
    expect(codes(record(path, session, hours))).not.toContain('hours-beyond-plan');
    expect(record(path).stays).toEqual([]);
    const { expectations } = record(candidature, path, session, entry);
    expect(expectations.find(({ what }) => what === 'exit')?.since).toBe('2026-06-30');
    const extended = record(path, session, fact('eos/x', 'path-extended', '2026-05-02', { plannedExit: '2026-07-31' }));
    expect([extended.plan?.plannedExit?.value, extended.wholePath?.plannedExit?.value]).toEqual([
      '2026-07-31',
      '2026-12-18',
    ]);
  });

  test('more hours than days allow are found in either plan', () => {
    const dense = { plannedEntry: '2026-04-01', plannedExit: '2026-04-20', hoursCentre: 728 };
    const { anomalies } = record(
      fact('eos/pl', 'path-planned', '2026-03-22', plan),
      fact('eos/wp', 'path-planned', '2026-03-22', { ...dense, scope: 'path' }),
    );
    expect(anomalies.map(({ code, about }) => [code, about])).toEqual([
      ['impossible-duration', { scope: 'path', hours: 728, days: 20 }],
    ]);
  });

  test('host companies go by line; their names are among the sealed blocks, as are kinds of remuneration', () => {
    const host = (id: string, line: string, data: object) =>
      fact(`eos/${id}`, 'host-company-declared', '2026-05-04', { line, ...data });
    const reported = record(
      fact('eos/s', 'situation-declared', '2026-03-22'),
      fact('eos/r', 'remuneration-set', '2026-04-01', { payBody: 'asp', sent: true }),
      host('h2', '2', { start: '2026-05-04' }),
      host('h1', '1', { siret: '99000102600014', hours: 70 }),
    );
    expect(reported.hostCompanies.map(({ value }) => value)).toEqual([
      { line: '1', siret: '99000102600014', start: null, end: null, hours: 70 },
      { line: '2', siret: null, start: '2026-05-04', end: null, hours: null },
    ]);
    expect(reported.remuneration?.value).toEqual({
      payBody: 'asp',
      payBodySiret: null,
      sent: true,
      chargedFrom: null,
      rhythm: null,
    });
    expect(reported.sealed.situation?.map(({ eventId }) => eventId)).toEqual(['s', 'r', 'h1', 'h2']);
  });

  test('periods of hours overlap from the day that both hold', () => {
    const hours = (id: string, from: string, to: string) =>
      fact(`eos/${id}`, 'hours-realised', to, { from, to, hoursCentre: 1, hoursCompany: 0 });
    const overlaps = (...reported: Fact[]) =>
      codes(record(...reported)).filter((code) => code === 'hours-overlap').length;
    const first = hours('a', '2026-04-01', '2026-04-30');
    expect(overlaps(first, hours('b', '2026-05-01', '2026-05-31'))).toBe(0);
    expect(overlaps(first, hours('b', '2026-04-30', '2026-05-31'))).toBe(1);
    expect(overlaps(first, hours('b', '2026-04-02', '2026-04-03'), hours('c', '2026-04-20', '2026-05-02'))).toBe(2);
  });

  test('quotes are told apart by their own reference, else by the device', () => {
    const decided = (id: string, data: object) =>
      fact(`kairos/${id}`, 'quote-decided', '2026-03-22', { device: 'aif', state: 'sent', ...data });
    expect(record(decided('a', { quote: 'Q1' }), decided('b', { quote: 'Q2' })).quotes).toHaveLength(2);
    expect(record(decided('a', {}), decided('b', { device: 'poei' })).quotes).toHaveLength(2);
    expect(record(decided('a', { quote: 'Q1' }), decided('b', { quote: 'Q1', state: 'accepted' })).quotes).toHaveLength(
      1,
    );
  });

  test('financing goes by line, with its end', () => {
    const line = (id: string, name: string, type: Fact['type']) =>
      fact(`opco/${id}`, type, '2026-03-01', { line: name, funding: 'opco', from: '2026-03-01', to: '2026-09-30' });
    const reported = record(line('a', 'L2', 'financing-engaged'), line('b', 'L1', 'financing-realised')).financing;
    expect(reported.map((each) => each.line)).toEqual(['L1', 'L2']);
    expect(reported[1]?.engaged?.value.to).toBe('2026-09-30');
  });

  test('of situations the one that each source recorded last is in force', () => {
    const declared = (named: string, recorded: string) =>
      fact(named, 'situation-declared', '2026-03-20', {}, `${recorded}T08:00`);
    const { sealed } = record(
      declared('eos/b', '2026-03-21'),
      declared('eos/a', '2026-03-25'),
      declared('france-travail/c', '2026-03-23'),
    );
    expect(sealed.situation?.map(({ eventId }) => eventId)).toEqual(['c', 'a']);
  });
});

suite('on a day', () => {
  function offer(start: string, end: string) {
    const data = { title: 'Soudage', start, end, entryMode: 'fixed-dates' };
    return describeSession([fact('eos/s', 'session-published', '2026-01-01', data)], releasedRules);
  }

  test('an entry on the first day of the session and an exit on its last are inside', () => {
    const reported = record(candidature, entry, exit);
    const outside = (start: string, end: string) =>
      codes(assess(reported, offer(start, end), '2026-06-01', releasedRules)).includes('outside-session-dates');
    expect(outside('2026-04-01', '2026-05-20')).toBe(false);
    expect(outside('2026-04-02', '2026-05-20')).toBe(true);
    expect(outside('2026-04-01', '2026-05-19')).toBe(true);
  });

  test('no exit is awaited by the end of a session that ended before the entry', () => {
    const reported = record(candidature, entry);
    const awaited = (end: string) =>
      assess(reported, offer('2026-01-01', end), '2026-04-10', releasedRules).expectations.find(
        ({ what }) => what === 'exit',
      );
    expect(awaited('2026-03-31')).toBeUndefined();
    expect(awaited('2026-04-01')).toMatchObject({ since: '2026-04-01', dueBy: '2026-04-04' });
  });

  test('a month is not awaited where the stay was interrupted from its first day to its last', () => {
    const awaited = (from: string, resumed: string) => {
      const interruption = fact('kairos/i', 'interruption-observed', from, { from });
      const reported = record(candidature, entry, interruption, fact('kairos/r', 'resumption-attested', resumed));
      const { expectations } = assess(reported, null, '2026-05-31', releasedRules);
      return expectations.flatMap(({ month }) => month ?? []);
    };
    expect(awaited('2026-05-01', '2026-06-01')).toEqual(['2026-04']);
    expect(awaited('2026-05-02', '2026-06-01')).toEqual(['2026-04', '2026-05']);
    expect(awaited('2026-05-01', '2026-05-30')).toEqual(['2026-04', '2026-05']);
  });
});
