import type { CloudEvent } from '@hub/contracts';
import { describe, expect, it } from 'vitest';
import { extractColumns, headerDifference, translateRow } from './trainee-extract.ts';

const extractedAt = Date.parse('2026-03-05T08:00:00Z');
const filled: Partial<Record<(typeof extractColumns)[number], string>> = {
  c_nomcorrespondance: 'LEFÈVRE',
  c_prenomcorrespondance: 'ZOÉ',
  c_adresseemail: 'zoe@courriel.example',
  c_telephone1: '06 39 98 12 34',
  c_telephone2: '',
  c_validitemail_id: 'V',
  dn_individu_national: '9100000001',
  dn_session_id: '4100001',
  c_individulocal: '0900000001Z',
  dc_formation_id: '14_AF_0000900001',
  dd_datedebutplanformation: '2026-02-02 00:00:00.0',
  dd_datefinplanformation: '2026-06-26 00:00:00.0',
  dc_numeroicsession: 'SE_0000900001',
  dc_numeroicaction: '14_SE_0000900001',
  c_dispositifformation: 'AIF',
};

function row(changes: typeof filled = {}): string[] {
  const cells = { ...filled, ...changes };
  return extractColumns.map((column) => cells[column] ?? '');
}

const rules = (changes: typeof filled) =>
  translateRow(row(changes), extractedAt).findings.map(({ field, rule }) => `${field} ${rule}`);
const types = (changes: typeof filled) => translateRow(row(changes), extractedAt).events.map(({ type }) => type);

describe('a row of the France Travail trainee extract', () => {
  it('is a positioning and a planned path, never an entry', () => {
    const { events, findings } = translateRow(row(), extractedAt);
    expect(findings).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['hub.candidate-positioned', 'hub.path-planned']);
    expect(events[0]).toMatchObject({ source: 'urn:hub:source:kairos', recordedtime: '2026-03-05T08:00:00.000Z' });
    expect(events[0]?.data).toEqual({
      trainee: {
        franceTravailNumber: '0900000001Z',
        usualName: 'LEFÈVRE',
        firstNames: 'ZOÉ',
        contact: { phones: ['0639981234'], email: 'zoe@courriel.example' },
      },
      training: ['session:14:SE_0000900001'],
      funding: 'france-travail',
      effectiveDate: '2026-02-02',
      by: 'france-travail',
      mode: 'candidature',
      statement: {
        ref: expect.stringMatching(/^extract-positioning-[a-p]{32}$/),
        sequence: 2 ** 32 - extractedAt / 1000,
      },
    });
    expect(events[1]?.data).toMatchObject({ plannedEntry: '2026-02-02', plannedExit: '2026-06-26' });
  });

  it('has ids that are the same each time, name nobody, and differ between rows', () => {
    const ids = (changes: typeof filled) => translateRow(row(changes), extractedAt).events.map(({ id }) => id);
    expect(ids({})).toEqual(ids({}));
    expect(ids({})).not.toEqual(ids({ c_individulocal: '0900000002Z' }));
    for (const id of ids({})) expect(id).not.toMatch(/090000000|LEF/);
  });

  it('is dated in Paris, also where its extract was made around midnight', () => {
    const later = { dd_datedebutplanformation: '2026-12-07 00:00:00.0', dd_datefinplanformation: '2027-01-29' };
    const dayOf = (instant: string) => translateRow(row(later), Date.parse(instant)).events[0]?.data.effectiveDate;
    expect(dayOf('2026-11-20T00:30:00+01:00')).toBe('2026-11-20');
    expect(dayOf('2026-11-19T23:59:59+01:00')).toBe('2026-11-19');
    expect(dayOf('2026-07-20T00:00:00+02:00')).toBe('2026-07-20');
    expect(dayOf('2026-11-20T08:00:00+11:00')).toBe('2026-11-19');
    expect(dayOf('2026-11-19T20:00:00-04:00')).toBe('2026-11-20');
  });

  it('that begins after the extract is dated on the extract', () => {
    const [event] = translateRow(row({ dd_datedebutplanformation: '2026-05-04 00:00:00.0' }), extractedAt).events;
    expect(event?.data.effectiveDate).toBe('2026-03-05');
  });

  it('falls back on the national number of the person and on the session number of France Travail', () => {
    const none = {
      c_individulocal: 'NULL',
      dc_numeroicsession: 'NULL',
      dc_numeroicaction: '',
      dc_formation_id: 'NULL',
    };
    expect(translateRow(row(none), extractedAt).events[0]?.data).toMatchObject({
      trainee: { partnerNumber: '9100000001' },
      training: ['session:ft:4100001'],
    });
  });

  it('without person or session is refused', () => {
    expect(rules({ c_individulocal: 'NULL', dn_individu_national: 'NULL' })).toEqual([
      'c_individulocal identifier-missing',
    ]);
    expect(rules({ c_individulocal: 'ABC' })).toEqual(['c_individulocal france-travail-number-invalid']);
    const nowhere = { dc_numeroicsession: '', dc_numeroicaction: '', dc_formation_id: '', dn_session_id: '' };
    expect(rules(nowhere)).toEqual(['dc_numeroicsession session-missing']);
  });

  it('without a possible plan is a positioning only', () => {
    expect(rules({ dd_datedebutplanformation: 'NULL' })).toEqual(['dd_datedebutplanformation date-missing']);
    expect(types({ dd_datedebutplanformation: 'NULL' })).toEqual(['hub.candidate-positioned']);
    expect(rules({ dd_datedebutplanformation: '2026-02-30 00:00:00.0' })).toEqual([
      'dd_datedebutplanformation date-invalid',
    ]);
    expect(rules({ dd_datefinplanformation: '2026-01-05 00:00:00.0' })).toEqual([
      'dd_datefinplanformation period-inverted',
    ]);
    expect(types({ dd_datefinplanformation: '2026-01-05 00:00:00.0' })).toEqual(['hub.candidate-positioned']);
  });

  it('says what of its contact is left out, never the contact itself', () => {
    const wrong = { c_validitemail_id: 'I', c_telephone1: '06', c_telephone2: '12' };
    expect(rules(wrong)).toEqual([
      'c_telephone1 contact-unreachable',
      'c_telephone2 contact-unreachable',
      'c_validitemail_id contact-unreachable',
    ]);
    const { events, findings } = translateRow(row(wrong), extractedAt);
    expect(events[0]?.data.trainee).not.toHaveProperty('contact');
    expect(JSON.stringify(findings)).not.toMatch(/zoe|"06"|"12"/);
    expect(rules({ c_adresseemail: 'zoe@' })).toEqual(['c_adresseemail contact-unreachable']);
    expect(rules({ c_adresseemail: 'NULL', c_validitemail_id: '' })).toEqual([]);
  });

  it('says its funding by its device in any letters, and where that says none', () => {
    const fundingOf = (c_dispositifformation: string) =>
      translateRow(row({ c_dispositifformation }), extractedAt).events.map(({ data }) => data.funding);
    for (const device of ['AIF', 'aif', 'Afpr', 'POEI_MONO', 'POEI_MULTI', 'poei_multi']) {
      expect(fundingOf(device)).toEqual(['france-travail', 'france-travail']);
      expect(rules({ c_dispositifformation: device })).toEqual([]);
    }
    expect(fundingOf('Autres_AFC')).toEqual(['other', 'other']);
    for (const device of ['PLAN_2027', 'constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(fundingOf(device)).toEqual([undefined, undefined]);
      expect(rules({ c_dispositifformation: device })).toEqual(['c_dispositifformation device-unknown']);
    }
    expect(fundingOf('foad')).toEqual([undefined, undefined]);
    const [positioning, plan] = translateRow(row({ c_dispositifformation: 'foad' }), extractedAt).events;
    expect(plan?.data.teachingMode).toBe('distance');
    expect(positioning?.data).not.toHaveProperty('teachingMode');
    expect(rules({ c_dispositifformation: 'FOAD' })).toEqual([]);
    expect(rules({ c_dispositifformation: 'NULL' })).toEqual([]);
  });

  it('names the organisation that gives the training, else the responsible one, and says which SIRET is wrong', () => {
    const organisationOf = (changes: typeof filled) =>
      translateRow(row(changes), extractedAt).events.map(({ data }) => data.organisationSiret);
    const [responsible, giving] = ['99360776100026', '99360776100018'];
    expect(organisationOf({ dc_siret: responsible })).toEqual([responsible, responsible]);
    expect(organisationOf({ dc_siret: responsible, dc_siretorganismeformateur: giving })).toEqual([giving, giving]);
    const zeros = { dc_siret: responsible, dc_siretorganismeformateur: '00000000000000' };
    expect(organisationOf(zeros)).toEqual([responsible, responsible]);
    expect(rules(zeros)).toEqual(['dc_siretorganismeformateur siret-invalid']);
    expect(organisationOf({ dc_siret: '31404541000000' })).toEqual([undefined, undefined]);
  });

  it('reads line breaks and control characters in a cell as blanks', () => {
    const [event] = translateRow(row({ c_nomcorrespondance: 'LEFÈVRE\u0000\r\nBRUN' }), extractedAt).events;
    expect(event?.data.trainee).toMatchObject({ usualName: 'LEFÈVRE BRUN' });
  });

  it('says where a session number was unusable, and where a name was cut', () => {
    expect(rules({ dc_numeroicsession: 'SE 0001 é' })).toEqual(['dc_numeroicsession session-unusable']);
    expect(rules({ c_nomcorrespondance: 'A'.repeat(129) })).toEqual(['c_nomcorrespondance name-cut']);
  });
});

const sequenceOf = ({ data }: CloudEvent) => (data.statement as { sequence: number }).sequence;

describe('plans of one person in one session', () => {
  const refsOf = (changes: typeof filled, at = extractedAt) =>
    translateRow(row(changes), at).events.map(({ data }) => (data.statement as { ref: string }).ref);
  const idOf = (changes: typeof filled) => translateRow(row(changes), extractedAt).events[1]?.id ?? '';
  const second = {
    dd_datedebutplanformation: '2026-09-07 00:00:00.0',
    dd_datefinplanformation: '2026-12-18 00:00:00.0',
  };

  it('are statements of their own: neither supersedes the other', () => {
    const others: readonly (typeof filled)[] = [
      second,
      { dc_numeroicaction: '14_SE_0000900002' },
      { dn_session_id: '4100002' },
      { dc_siret: '99360776100026' },
    ];
    for (const other of others) {
      for (const ref of refsOf(other)) expect(refsOf({})).not.toContain(ref);
    }
  });

  it('are the same statement in a later extract, whatever else changed', () => {
    const changes = { dd_datefinplanformation: '2026-07-31', c_dispositifformation: 'BEN', c_telephone1: '' };
    expect(refsOf(changes, extractedAt + 86_400_000)).toEqual(refsOf({}));
  });

  it('are the same statement however the first day is written', () => {
    expect(refsOf({ dd_datedebutplanformation: '2026-02-02' })).toEqual(refsOf({}));
  });

  it('keep the candidature on the day of the first extract that shows them, and the path of the last, in any order', () => {
    const plan = { dd_datedebutplanformation: '2026-05-04 00:00:00.0' };
    const ends = { '2026-03-05': '2026-06-26', '2026-03-12': '2026-07-03', '2026-03-19': '2026-07-10' };
    const told = Object.entries(ends).flatMap(
      ([day, end]) =>
        translateRow(row({ ...plan, dd_datefinplanformation: end }), Date.parse(`${day}T08:00:00Z`)).events,
    );
    const standing = (type: string) =>
      told
        .filter((event) => event.type === type)
        .reduce((best, event) => (sequenceOf(event) > sequenceOf(best) ? event : best)).data;
    expect(standing('hub.candidate-positioned').effectiveDate).toBe('2026-03-05');
    expect(standing('hub.path-planned').plannedExit).toBe('2026-07-10');
    for (const event of told) expect(sequenceOf(event)).toBeGreaterThan(0);
  });

  it('stand in the order of their days, never in that of a hash', () => {
    const plans: readonly (typeof filled)[] = [
      { dd_datedebutplanformation: '2027-01-04', dd_datefinplanformation: '2027-03-26' },
      second,
      { dd_datefinplanformation: '2026-05-29' },
      {},
      { dd_datedebutplanformation: '2025-12-15' },
    ];
    const ids = plans.map(idOf);
    expect(ids.toSorted()).toEqual(ids);
  });
});

describe('the header of the extract', () => {
  it('is the exact one', () => {
    expect(headerDifference(extractColumns)).toBeNull();
    expect(headerDifference([...extractColumns].reverse())).toMatch(/ordre/);
    expect(headerDifference([...extractColumns, 'c_telephone1'])).toMatch(/répétées/);
  });

  it('of another file is refused with what differs', () => {
    expect(headerDifference(['Identifiant Stagiaire', 'SIRET'])).toMatch(/Colonnes inconnues, par leur rang : 1, 2\./);
    expect(headerDifference(extractColumns.slice(1))).toBe(
      'Colonnes absentes : c_nomcorrespondance. Attendu : 38 colonnes séparées par « | ».',
    );
  });

  it('is never repeated where it is none: an extract without header begins with a person', () => {
    const withoutLineEnds = [...extractColumns.slice(0, -1), `${extractColumns.at(-1)}\rLEFÈVRE`, ...row().slice(1)];
    for (const first of [row(), withoutLineEnds, ['2690549588157']]) {
      expect(headerDifference(first)).not.toMatch(/LEFÈVRE|ZOÉ|zoe@|0639|269|0900/i);
    }
  });
});
