import { expect, describe as suite, test } from 'vitest';
import authority from '../../../../../schemas/authority.json' with { type: 'json' };
import { factOn } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { rowOf, systemsOf } from './authority.ts';
import { describe, explain } from './describe.ts';
import { type Fact, factSet } from './facts.ts';
import type { DossierRecord } from './record.ts';

const table = releasedRules.authority;
const cvl = 'centre-val-de-loire';
const columns = ['prf', 'prf-direct', 'health-social', 'france-travail', 'cpf-topped-up', 'beneficiary'];
const kairos = 'kairos kairos-ng';

/** The table « Le suivi des formations à compter du 17 mars 2026 (1/2) », by line: who is named in each column; '' is a blank cell. */
const named: Readonly<Record<string, { readonly line: number; readonly cells: readonly string[] }>> = {
  'declare-session': { line: 465, cells: ['eos', 'eos', '', 'ofeli', '', 'ofeli'] },
  'session-interruption': { line: 466, cells: ['ofeli', '', 'ofeli', 'ofeli', '', 'ofeli'] },
  'recruitment-mode': { line: 467, cells: [kairos, '', kairos, kairos, '', kairos] },
  'candidate-presence': { line: 468, cells: [kairos, '', 'soistiss', kairos, '', kairos] },
  'candidate-result': { line: 469, cells: [kairos, '', 'soistiss', kairos, '', kairos] },
  'attest-entry': { line: 470, cells: ['eos', 'eos', 'kairos-ng', 'kairos-ng', '', 'kairos-ng'] },
};

/** The second table, of which two lines kept what they name. */
const followed: Readonly<Record<string, { readonly line: number; readonly cells: readonly string[] }>> = {
  realisation: { line: 482, cells: ['eos', 'eos', '', '', '', ''] },
  'invoice-preparation': { line: 484, cells: ['eos', 'eos', '', '', '', ''] },
};

/** Lines of the second table that name nobody in any column. */
const unreadable = ['attendance', 'attest-resumption', 'assessment'];

const cellsOf = (step: string, cells: readonly string[]) =>
  cells.map((systems, index) => ({ step, funding: columns[index] ?? '', systems }));
const cells = Object.entries(named).flatMap(([step, line]) => cellsOf(step, line.cells));
const laterCells = Object.entries(followed).flatMap(([step, line]) => cellsOf(step, line.cells));

function rowAt(step: string, funding: string | null, territory = cvl, validator: string | null = null) {
  return rowOf(table, step, { territory, funding, validator });
}

/** Who decides a fact of the step, reported in May 2026 after a candidature of April. */
function decidersInMay(step: string, funding: string): string {
  const row = rowAt(step, funding);
  const regime = row?.regimes.find(({ when = [] }) => when.every(({ to }) => to === undefined));
  return regime?.sources.join(' ') ?? '';
}

suite('the tables of March 2026', () => {
  test('are read whole: 25 cells name a system and 11 are blank', () => {
    expect(cells.filter(({ systems }) => systems !== '')).toHaveLength(25);
    expect(cells.filter(({ systems }) => systems === '')).toHaveLength(11);
  });

  test.each([...cells, ...laterCells].filter(({ systems }) => systems !== ''))(
    'name $systems for $step of $funding',
    ({ step, funding, systems }) => {
      expect(decidersInMay(step, funding)).toBe(systems);
    },
  );

  test.each([...cells, ...laterCells].filter(({ systems }) => systems === ''))(
    'leave $step of $funding blank: no row',
    ({ step, funding }) => {
      expect(rowAt(step, funding)).toBeNull();
    },
  );

  test.each(unreadable)('name nobody for %s: what is read elsewhere is inferred', (step) => {
    const certain = authority.rows.filter((row) => row.step === step && !row.inferred);
    expect(certain).toEqual([]);
    expect(systemsOf(rowAt(step, 'prf-direct') as NonNullable<ReturnType<typeof rowAt>>)).toEqual([]);
  });

  test('are all that is certain, each row from the day and the lines that name its cells', () => {
    for (const row of authority.rows.filter(({ inferred }) => !inferred)) {
      const known = [...cells, ...laterCells].filter(({ step, systems }) => step === row.step && systems !== '');
      expect(known.map(({ funding }) => funding)).toEqual(expect.arrayContaining(row.funding ?? ['any']));
      expect(row).toMatchObject({ territory: cvl, sourcedFrom: '2026-03-17' });
      expect(row.source).toContain(String((named[row.step] ?? followed[row.step])?.line));
      expect(row.source).toMatch(/l\. 4(64|78)[,-]/);
    }
  });

  test('say nothing where the funding is not known', () => {
    for (const step of Object.keys(named)) expect(rowAt(step, null)).toBeNull();
  });
});

suite('persons whom Kairos does not know', () => {
  test('have nowhere Kairos as their authority', () => {
    const steps = new Set(table.rows.map(({ step }) => step));
    for (const territory of [cvl, 'normandie', 'default']) {
      for (const step of steps) {
        const row = rowAt(step, 'prf-direct', territory);
        const systems = row === null ? [] : systemsOf(row);
        expect({ step, territory, systems }).toEqual({
          step,
          territory,
          systems: systems.filter((name) => !name.startsWith('kairos')),
        });
      }
    }
  });
});

suite('Normandie', () => {
  test('has its steps in Kairos, and its sessions by its CARIF, all of it inferred', () => {
    const steps = [
      'session-interruption',
      'recruitment-mode',
      'candidate-presence',
      'candidate-result',
      'attest-entry',
    ];
    for (const step of steps) {
      for (const funding of ['prf', 'france-travail', null]) {
        expect(rowAt(step, funding, 'normandie')).toMatchObject({ id: `normandie-${step}` });
        expect(systemsOf(rowAt(step, funding, 'normandie') as NonNullable<ReturnType<typeof rowAt>>)).toContain(
          'kairos',
        );
      }
      expect(rowAt(step, 'opco', 'normandie')).toBeNull();
    }
    expect(rowAt('declare-session', 'prf', 'normandie')?.regimes[0]?.sources).toEqual(['carif', 'ofeli']);
    const rows = authority.rows.filter(({ territory }) => territory === 'normandie');
    expect(rows.every(({ inferred }) => inferred)).toBe(true);
  });

  test.each(['04', '13'])('is the territory of sessions of %s', (registry) => {
    const entered = told(
      'kairos-ng/e',
      'entry-attested',
      '2026-04-01',
      { funding: 'prf' },
      `session:${registry}:70112`,
    );
    const record = described(entered);
    expect(record.territory).toBe('normandie');
    expect(record.stays[0]?.entry?.standing).toBe('authoritative');
  });
});

function told(
  identity: string,
  type: Fact['type'],
  day: string,
  data: Record<string, unknown> = {},
  reference = 'session:07:114782',
): Fact {
  return factOn(identity, type, day, data, { references: [reference] });
}

function described(...facts: Fact[]): DossierRecord {
  return describe(factSet(facts), releasedRules);
}

const candidature = (day: string, data: Record<string, unknown> = {}) =>
  told(`france-travail/p${day}`, 'candidate-positioned', day, {
    by: 'self',
    mode: 'candidature',
    funding: 'prf',
    ...data,
  });

suite('a PRF training before the switch', () => {
  test('has its entry and its exit told in both systems: either decides', () => {
    for (const source of ['kairos-ng', 'eos']) {
      const record = described(
        candidature('2026-03-02'),
        told(`${source}/e`, 'entry-attested', '2026-04-01'),
        told(`${source}/x`, 'exit-declared', '2026-07-01', { kind: 'planned-end' }),
      );
      expect(record.stays[0]?.entry?.standing).toBe('authoritative');
      expect(record.stays[0]?.exit?.standing).toBe('authoritative');
    }
  });

  test('is contested where the two do not agree, and confirmed where they do', () => {
    const entries = (day: string) =>
      described(
        candidature('2026-03-02'),
        told('eos/e', 'entry-attested', '2026-04-01'),
        told('kairos-ng/k', 'entry-attested', day),
      ).stays[0]?.entry;
    expect(entries('2026-04-01')).toMatchObject({
      standing: 'authoritative',
      confirmedBy: [{ eventId: expect.any(String) }],
    });
    expect(entries('2026-04-02')).toMatchObject({ standing: 'authoritative', contestedBy: [{ eventId: 'e' }] });
  });

  test('is told in EOS alone after it', () => {
    const record = described(
      candidature('2026-03-17'),
      told('kairos-ng/e', 'entry-attested', '2026-04-01'),
      told('kairos-ng/x', 'exit-declared', '2026-07-01', { kind: 'planned-end' }),
    );
    expect(record.stays[0]?.entry?.standing).toBe('unconfirmed');
    expect(record.stays[0]?.exit?.standing).toBe('unconfirmed');
  });
});

suite('a person who is not registered at France Travail', () => {
  const engaged = (funding: string) =>
    told('region-cvl/f', 'financing-engaged', '2026-04-01', {
      ...{ line: 'L1', financerSiret: '99000106700018', device: 'PRF', from: '2026-04-01', funding },
    });
  const entered = (funding: string) => told('eos/e', 'entry-attested', '2026-04-01', { funding });

  test('is one whatever the line says that pays PRF, and nothing of Kairos is awaited', () => {
    const record = described(entered('prf-direct'), engaged('prf'));
    expect(record.funding).toBe('prf-direct');
    expect(record.expectations.map(({ what }) => what)).toEqual(['exit']);
    expect(record.anomalies.map(({ code }) => code)).not.toContain('entry-without-positioning');
  });

  test('is not where another pays, or where nothing says so', () => {
    expect(described(entered('prf-direct'), engaged('opco')).funding).toBe('opco');
    expect(described(candidature('2026-03-20'), entered('prf-direct'), engaged('prf')).funding).toBe('prf');
    expect(described(entered('prf'), engaged('prf-direct')).funding).toBe('prf-direct');
  });
});

suite('a validation', () => {
  const requested = (validator: string, day = '2026-04-06', data: Record<string, unknown> = {}) =>
    told(`france-travail/v${day}`, 'validation-requested', day, { validator, ...data });
  const decided = (source: string, day = '2026-04-09', data: Record<string, unknown> = {}) =>
    told(`${source}/d${day}`, 'enrolment-decided', day, { decision: 'registered', ...data });
  const standingOf = (...facts: Fact[]) =>
    described(candidature('2026-04-01'), ...facts).attempts.map(({ enrolment }) => enrolment?.standing ?? null);

  test.each([
    ['mission-locale', 'mission-locale', 'authoritative'],
    ['mission-locale', 'ouiform', 'authoritative'],
    ['mission-locale', 'cap-emploi', 'unconfirmed'],
    ['mission-locale', 'france-travail', 'unconfirmed'],
    ['cap-emploi', 'cap-emploi', 'authoritative'],
    ['cap-emploi', 'ouiform', 'authoritative'],
    ['cap-emploi', 'mission-locale', 'unconfirmed'],
    ['france-travail', 'france-travail', 'authoritative'],
    ['france-travail', 'ouiform', 'unconfirmed'],
    ['france-travail', 'kairos', 'unconfirmed'],
  ])('asked of %s and given by %s is %s', (validator, source, standing) => {
    expect(standingOf(requested(validator), decided(source))).toEqual([standing]);
  });

  test('that nobody was asked for is decided by France Travail, or by whom the decision itself names', () => {
    expect(standingOf(decided('france-travail'))).toEqual(['authoritative']);
    expect(standingOf(decided('mission-locale'))).toEqual(['unconfirmed']);
    expect(standingOf(decided('ouiform', '2026-04-09', { validator: 'cap-emploi' }))).toEqual(['authoritative']);
  });

  test('is looked up by the last request of its own attempt by its day', () => {
    expect(
      standingOf(requested('mission-locale'), decided('mission-locale'), requested('france-travail', '2026-04-20')),
    ).toEqual(['authoritative']);
    expect(
      standingOf(requested('mission-locale'), requested('france-travail', '2026-04-08'), decided('mission-locale')),
    ).toEqual(['unconfirmed']);
    const second = told('kairos/p2', 'candidate-positioned', '2026-05-04', {
      by: 'self',
      mode: 'candidature',
      attempt: 'B',
    });
    expect(
      standingOf(
        requested('mission-locale'),
        decided('mission-locale', '2026-04-09', { decision: 'not-registered' }),
        second,
        decided('france-travail', '2026-05-08', { attempt: 'B' }),
      ),
    ).toEqual(['authoritative', 'authoritative']);
  });

  test('beats that of another system, and says by which row', () => {
    const facts = factSet([
      candidature('2026-04-01'),
      requested('cap-emploi'),
      decided('cap-emploi', '2026-04-09', { decision: 'not-registered' }),
      decided('france-travail'),
    ]);
    expect(describe(facts, releasedRules).attempts[0]).toMatchObject({ state: 'not-registered' });
    const choices = explain([{ trainee: 'T1', facts }], releasedRules);
    expect(JSON.stringify(choices)).toContain('enrolment-cap-emploi');
  });
});
