import { expect, describe as group, test } from 'vitest';
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import { tellersOfAnomaly, tellersOfExpected } from './tellers.ts';

const today = '2026-06-15';
const told =
  (reference: string) =>
  (named: string, type: Fact['type'], day: string, data: object = {}): Fact =>
    factOn(named, type, day, data, { references: [reference] });
const inEos = told('session:eos:67680');
const in07 = told('session:07:114782');

function dossierOf(facts: readonly Fact[]) {
  return assess(describe(factSet(facts), releasedRules), null, today, releasedRules, Date.parse(`${today}T12:00:00Z`));
}

/** Who is to mend the anomalies of these facts, by code. */
function mending(...facts: Fact[]): Readonly<Record<string, readonly string[]>> {
  const dossier = dossierOf(facts);
  return Object.fromEntries(
    dossier.anomalies.map((anomaly) => [anomaly.code, tellersOfAnomaly(anomaly, dossier, releasedRules)]),
  );
}

group('what is missing is to be told', () => {
  test('of a positioning by who may report one, not by who attested the entry without it', () => {
    const entry = inEos('eos/e1', 'entry-attested', '2026-04-01', { funding: 'prf' });
    expect(mending(entry)['entry-without-positioning']).toEqual([]);
    const described = inEos('france-travail/p1', 'trainee-known', '2026-03-01');
    const absence = inEos('kairos/a1', 'attendance-reported', '2026-04-28', { month: '2026-04', complete: true });
    expect(mending(entry, described, absence)['entry-without-positioning']).toEqual(['kairos']);
  });

  test('of a resumption by whom the table believes, not by who told the exit', () => {
    const life = [
      inEos('kairos/p1', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature', funding: 'prf' }),
      inEos('eos/e1', 'entry-attested', '2026-04-01'),
      inEos('eos/i1', 'path-suspended', '2026-04-10', { from: '2026-04-10', to: '2026-05-10' }),
      inEos('eos/x1', 'exit-declared', '2026-05-20', { kind: 'planned-end' }),
    ];
    expect(mending(...life)['interruption-without-resumption']).toEqual(['kairos', 'kairos-ng']);
  });

  test('of the AIS by the systems that issue it, of the skills profile by the passport', () => {
    const life = [
      in07('kairos/p1', 'candidate-positioned', '2026-03-20', {
        by: 'self',
        mode: 'meeting',
        funding: 'health-social',
      }),
      in07('soistiss/r1', 'selection-decided', '2026-03-25', { result: 'retained' }),
      in07('kairos-ng/e1', 'entry-attested', '2026-04-01'),
      in07('kairos-ng/x1', 'exit-declared', '2026-05-20', { kind: 'planned-end' }),
    ];
    const found = mending(...life);
    expect(found['certificate-missing']).toEqual(['kairos', 'kairos-ng']);
    expect(found['skills-profile-missing']).toEqual(['passport']);
  });

  test('of a session by who holds its registry', () => {
    const positioned = { by: 'self', mode: 'candidature', funding: 'prf' };
    const of07 = mending(in07('kairos/p1', 'candidate-positioned', '2026-03-20', positioned));
    expect(of07['session-unresolved']).toContain('ofeli');
    expect(of07['session-unresolved']).not.toContain('eos');
    const ofEos = mending(inEos('kairos/p1', 'candidate-positioned', '2026-03-20', positioned));
    expect(ofEos['session-unresolved']).toEqual(['eos']);
  });

  test('of an echo by whom it is awaited from', () => {
    const found = mending(
      inEos('kairos/p1', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature', funding: 'prf' }),
      inEos('eos/e1', 'entry-attested', '2026-04-01'),
    );
    expect(found['echo-missing']).toEqual(['kairos']);
  });
});

test('what two systems tell otherwise is mended by either', () => {
  const found = mending(
    inEos('kairos/p1', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature', funding: 'prf' }),
    inEos('eos/e1', 'entry-attested', '2026-04-01'),
    inEos('kairos/e2', 'entry-attested', '2026-04-02'),
  );
  expect(found.contested).toEqual(['eos', 'kairos']);
});

test('what is overdue is told by whom it is expected from', () => {
  const dossier = dossierOf([
    inEos('kairos/p1', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature', funding: 'prf' }),
    inEos('eos/e1', 'entry-attested', '2026-04-01'),
  ]);
  const late = dossier.anomalies.filter(({ code }) => code === 'overdue');
  expect(late.length).toBeGreaterThan(0);
  for (const anomaly of late) {
    const expected = dossier.expectations.find(({ dueBy }) => dueBy === anomaly.about.dueBy);
    expect(tellersOfAnomaly(anomaly, dossier, releasedRules)).toEqual(
      expected && tellersOfExpected(expected, dossier, releasedRules),
    );
  }
});

test('where the table names nobody, what is expected is told by who of the dossier may', () => {
  const dossier = dossierOf([
    inEos('opco-akto/e1', 'entry-attested', '2026-04-01', { funding: 'opco' }),
    inEos('opco-akto/l1', 'path-planned', '2026-04-01', { plannedExit: '2026-05-30' }),
  ]);
  const exit = dossier.expectations.find(({ what }) => what === 'exit');
  expect(exit && tellersOfExpected(exit, dossier, releasedRules)).toEqual(['opco-akto']);
});
