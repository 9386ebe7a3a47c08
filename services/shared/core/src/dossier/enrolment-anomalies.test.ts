import { expect, describe as suite, test } from 'vitest';
import { describeSession } from '../session/describe-session.ts';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess, assessSession } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';

function fact(named: string, type: Fact['type'], day: string, data: object = {}, recorded = day): Fact {
  const content = { effectiveDate: day, ...data };
  return factOn(named, type, day, content, {
    references: ['session:07:114782'],
    recordedAt: `${recorded}T08:00:00.000Z`,
  });
}

function found(code: string, ...facts: Fact[]) {
  return describe(factSet(facts), releasedRules).anomalies.filter((anomaly) => anomaly.code === code);
}

function named(code: string, ...facts: Fact[]): string[][] {
  return found(code, ...facts).map((anomaly) => anomaly.facts.map(({ eventId }) => eventId));
}

const positioned = fact('kairos/p', 'candidate-positioned', '2026-03-02', {
  mode: 'candidature',
  funding: 'france-travail',
});
const refused = fact('france-travail/n', 'enrolment-decided', '2026-03-20', { decision: 'not-registered' });

suite('training after the candidate was not registered', () => {
  const period = { from: '2026-04-07', to: '2026-04-30', hoursCentre: 90, hoursCompany: 0 };
  const money = { line: 'L1', financerSiret: '23450002300028', funding: 'france-travail', device: 'AIF' };
  test.each([
    fact('kairos-ng/e', 'entry-attested', '2026-04-07'),
    fact('kairos/r', 'resumption-attested', '2026-04-07'),
    fact('kairos/a', 'attendance-reported', '2026-04-28', { month: '2026-04', complete: true }),
    fact('eos/h', 'hours-realised', '2026-04-07', period),
    fact('region-cvl/w', 'remuneration-set', '2026-04-10', { payBody: 'asp', sent: true }),
    fact('france-travail/f', 'financing-engaged', '2026-03-24', { ...money, from: '2026-04-07' }),
    fact('france-travail/g', 'financing-realised', '2026-05-20', { ...money, from: '2026-04-07' }),
    fact('kairos-ng/s', 'service-done', '2026-05-18', { state: 'declared' }),
  ])('is told of every event that supposes it: $type', (following) => {
    expect(found('training-not-registered', positioned, refused, following)).toMatchObject([
      { severity: 'warning', found: 'stored', about: { attempt: 'kairos/p', refusedOn: '2026-03-20' } },
    ]);
    const [names] = named('training-not-registered', positioned, refused, following);
    expect(names?.toSorted()).toEqual([following.id, 'n'].sort());
  });

  test('is not told of what came before, of a month without hours, or of the attempt that follows', () => {
    const before = fact(
      'france-travail/f',
      'financing-engaged',
      '2026-04-07',
      { ...money, from: '2026-04-07' },
      '2026-03-10',
    );
    const absent = fact('kairos/a', 'attendance-reported', '2026-04-28', { month: '2026-04', hours: 0 });
    expect(named('training-not-registered', positioned, refused, before, absent)).toEqual([]);
    const again = fact('kairos/p2', 'candidate-positioned', '2026-05-04', { mode: 'candidature' });
    const entry = fact('kairos-ng/e', 'entry-attested', '2026-06-01');
    expect(named('training-not-registered', positioned, refused, again, entry)).toEqual([]);
    const taken = fact('france-travail/r', 'enrolment-decided', '2026-03-25', { decision: 'registered' });
    expect(named('training-not-registered', positioned, refused, taken, entry)).toEqual([]);
  });
});

suite('a certificate of enrolment', () => {
  const certificate = fact('kairos/c', 'enrolment-certificate-issued', '2026-03-12');
  const result = (of: string) => fact('kairos/s', 'selection-decided', '2026-03-12', { result: of });

  test('is for who is retained or registered', () => {
    expect(named('certificate-without-retention', positioned, certificate)).toEqual([['c']]);
    expect(named('certificate-without-retention', positioned, certificate, result('waiting'))).toEqual([['c']]);
    expect(named('certificate-without-retention', positioned, certificate, result('retained'))).toEqual([]);
    const registered = fact('france-travail/r', 'enrolment-decided', '2026-03-12', { decision: 'registered' });
    expect(named('certificate-without-retention', positioned, certificate, registered)).toEqual([]);
    const firm = fact('france-travail/f', 'firm-place-granted', '2026-03-12');
    expect(named('certificate-without-retention', positioned, certificate, firm)).toEqual([]);
    const plan = fact('france-travail/g', 'training-plan-validated', '2026-03-12');
    expect(named('certificate-without-retention', positioned, certificate, plan)).toEqual([]);
  });

  test('is the registration certificate as well', () => {
    const registration = fact('kairos/rc', 'registration-certificate-issued', '2026-03-12');
    expect(named('certificate-without-retention', positioned, registration, result('not-retained'))).toEqual([['rc']]);
    expect(named('certificate-without-retention', positioned, registration, result('retained'))).toEqual([]);
  });
});

suite('another end of the path', () => {
  const plan = fact('eos/l', 'path-planned', '2026-03-20', { plannedEntry: '2026-04-07', plannedExit: '2026-06-30' });
  const extended = (id: string, told: string, plannedExit = '2026-09-30', more: object = {}) =>
    fact(`eos/${id}`, 'path-extended', told, { plannedExit, ...more });

  test('is to be told fifteen days before the end that stood until then', () => {
    expect(named('late-extension', plan, extended('g', '2026-06-15'))).toEqual([]);
    expect(found('late-extension', plan, extended('g', '2026-06-16'))).toMatchObject([
      { facts: [{ eventId: 'g' }, { eventId: 'l' }], about: { days: 14, before: '2026-06-30' } },
    ]);
  });

  test('stands after each extension, and is measured from itself where it is earlier', () => {
    const first = extended('g1', '2026-05-04', '2026-07-31');
    expect(named('late-extension', plan, first, extended('g2', '2026-07-10'))).toEqual([]);
    expect(named('late-extension', plan, first, extended('g2', '2026-07-20'))).toEqual([['g1', 'g2']]);
    expect(named('late-extension', plan, extended('g', '2026-05-20', '2026-05-29'))).toEqual([['g', 'l']]);
  });

  test('is late in another plan of the same source too, and not where a correction says again what was told in time', () => {
    const replanned = fact('eos/l2', 'path-planned', '2026-06-22', {
      ...{ plannedEntry: '2026-04-07', plannedExit: '2026-08-28' },
      corrects: ['l'],
    });
    expect(named('late-extension', plan, replanned)).toEqual([['l', 'l2']]);
    const early = extended('g', '2026-06-01');
    const again = extended('g2', '2026-06-25', '2026-09-30', { corrects: ['g'] });
    expect(named('late-extension', plan, early, again)).toEqual([]);
  });
});

suite('recruitment', () => {
  const on = (today: string, facts: readonly Fact[], ...offers: Fact[]) =>
    assess(
      describe(factSet(facts), releasedRules),
      describeSession(factSet(offers), releasedRules),
      today,
      releasedRules,
    ).anomalies.flatMap(({ code, facts: of, about }) =>
      recruiting.has(code) ? [[code, of.map(({ eventId }) => eventId), about]] : [],
    );
  const recruiting = new Set(['recruitment-without-way-in', 'slot-without-session', 'transfer-unknown-slot']);
  const session = (data: object = {}) =>
    fact('ofeli/s', 'session-published', '2026-02-02', {
      ...{ title: 'Soudage', start: '2026-04-07', end: '2026-07-03', entryMode: 'fixed-dates', state: 'open' },
      ...data,
    });
  const slot = (id: string, from: string, more: object = {}) =>
    fact(`kairos/${id}`, 'recruitment-opened', '2026-02-10', { slot: id, mode: 'meeting', from, ...more });

  test('has a way in that is open for as long as the session recruits', () => {
    const without = ['recruitment-without-way-in', ['s'], {}];
    expect(on('2026-03-10', [positioned], session())).toEqual([without]);
    expect(on('2026-03-10', [positioned], session(), slot('R1', '2026-03-10'))).toEqual([]);
    expect(on('2026-03-11', [positioned], session(), slot('R1', '2026-03-10'))).toEqual([without]);
    expect(on('2026-03-11', [positioned], session(), slot('R1', '2026-03-10', { mode: 'candidature' }))).toEqual([]);
    const deleted = fact('kairos/d', 'slot-deleted', '2026-03-01', { slot: 'R1' });
    expect(on('2026-03-05', [positioned], session(), slot('R1', '2026-03-10'), deleted)).toEqual([without]);
  });

  test('is over once the session has begun or is closed, and not while a permanent session goes on', () => {
    expect(on('2026-04-07', [positioned], session())).toEqual([]);
    expect(on('2026-03-10', [positioned], session({ state: 'closed' }))).toEqual([]);
    expect(on('2026-05-10', [positioned], session({ entryMode: 'permanent' }))).toHaveLength(1);
    const placed = [positioned, fact('eos/e', 'entry-attested', '2026-04-07')];
    expect(on('2026-05-10', placed, session({ entryMode: 'permanent' }))).toEqual([]);
  });

  test.each(['opco', 'transitions-pro', 'agefiph', 'cpf', 'cpf-topped-up', 'prf-direct', 'other'])(
    'has no way in that a line would name where %s pays',
    (funding) => {
      const candidate = fact('kairos/p', 'candidate-positioned', '2026-03-02', { funding, mode: 'candidature' });
      expect(on('2026-03-10', [candidate], session())).toEqual([]);
    },
  );

  test('has one where the Région, France Travail or the person pays, or nobody says who', () => {
    for (const funding of ['prf', 'health-social', 'france-travail', 'beneficiary', undefined]) {
      const candidate = fact('kairos/p', 'candidate-positioned', '2026-03-02', { funding, mode: 'candidature' });
      expect({ funding, found: on('2026-03-10', [candidate], session()).length }).toEqual({ funding, found: 1 });
    }
  });

  test('is missed in a session where nobody is positioned yet', () => {
    const alone = (today: string, ...offers: Fact[]) =>
      assessSession(describeSession(factSet(offers), releasedRules), today, releasedRules).map(
        ({ code, facts: of, found: when }) => [code, of.map(({ eventId }) => eventId), when],
      );
    expect(alone('2026-03-10', session())).toEqual([['recruitment-without-way-in', ['s'], 'assessed']]);
    expect(alone('2026-04-07', session())).toEqual([]);
    expect(alone('2026-03-10', session(), slot('R1', '2026-03-20'))).toEqual([]);
    expect(alone('2026-03-10', slot('R1', '2026-03-20'))).toEqual([['slot-without-session', ['R1'], 'assessed']]);
  });

  test('opens slots on sessions that are published', () => {
    expect(on('2026-03-05', [positioned], slot('R1', '2026-03-10'))).toEqual([['slot-without-session', ['R1'], {}]]);
    expect(on('2026-03-05', [positioned], slot('R1', '2026-03-10'), session())).toEqual([]);
  });

  test('transfers between slots of the session, to one that is there', () => {
    const given = fact('kairos/p', 'candidate-positioned', '2026-03-02', { mode: 'meeting', slot: 'R1' });
    const moved = fact('kairos/t', 'appointment-transferred', '2026-03-05', { fromSlot: 'R1', toSlot: 'R2' });
    const known = [session(), slot('R1', '2026-03-20'), slot('R2', '2026-03-24')];
    const unknown = (about: object) => ['transfer-unknown-slot', ['t'], { attempt: 'kairos/p', ...about }];
    expect(on('2026-03-06', [given, moved], ...known)).toEqual([]);
    expect(on('2026-03-06', [given, moved], ...known.slice(0, 2))).toEqual([unknown({ to: 'R2' })]);
    expect(on('2026-03-06', [given, moved], session(), slot('R2', '2026-03-24'))).toEqual([unknown({ from: 'R1' })]);
    const deleted = fact('kairos/d', 'slot-deleted', '2026-03-04', { slot: 'R2' });
    expect(on('2026-03-06', [given, moved], ...known, deleted)).toEqual([unknown({ to: 'R2' })]);
  });
});
