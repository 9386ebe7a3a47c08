import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import { importKairos } from '@hub/kairos';
import type { ImportReject, ReportEvents } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionaryFaults } from '../support/dictionary-faults.ts';

const fixtures = join(import.meta.dirname, '../../services/kairos/fixtures');
const samples = join(import.meta.dirname, '../../../shared/samples/csv');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kairos-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A hub that takes what the dictionary allows. */
async function importAll(files: readonly string[], reported: CloudEvent[] | null = []) {
  const report: ReportEvents = async (events) => {
    reported?.push(...events);
    return events.map((event, index) => {
      const errors = dictionaryFaults(event);
      const problem = { type: 'urn:hub:problem:event-refused', title: 'refused', status: 422, errors };
      return errors.length > 0 ? { index, status: 'refused', problem } : { index, status: 'unknown' };
    });
  };
  const dated = new Date('2026-09-21T14:13:20Z');
  const result = await importKairos({ files, dated, report: reported === null ? null : report });
  return { reported: reported ?? [], result };
}

const places = (rejects: readonly ImportReject[]) =>
  rejects.map(({ place, field, rule }) => `${place.line} ${field} ${rule}`);

describe('an export of Kairos', () => {
  it('is reported record by record, and each fault has its line', async () => {
    const { reported, result } = await importAll([join(fixtures, 'export-kairos.jsonl')]);
    expect(result).toMatchObject({ records: 14, events: 10, refused: 0, rejected: 6, cancelled: false });
    expect(places(result.rejects)).toEqual([
      '2 telephones contact-unreachable',
      '4 resultat code-unknown',
      '8 dateDebut date-invalid',
      '8 justifiee boolean-invalid',
      '10 null not-json',
      '15 numeroSession session-invalid',
    ]);
    const ids = ['PLG-1', 'K-1', 'K-2', 'K-4', 'K-5', 'K-7', 'PLG-2', 'K-20', 'K-21', 'K-22'];
    expect(reported.map(({ id }) => id)).toEqual(ids);
  });
});

describe('the France Travail trainee extract', () => {
  it('is reported row by row, and each fault has its line', async () => {
    const { reported, result } = await importAll([join(fixtures, 'extrait-stagiaires.csv')]);
    expect(result).toMatchObject({ records: 12, events: 11, refused: 0 });
    expect(places(result.rejects)).toEqual([
      '3 c_telephone1 contact-unreachable',
      '3 c_validitemail_id contact-unreachable',
      '5 null column-count',
      '6 c_individulocal france-travail-number-invalid',
      '7 dd_datedebutplanformation date-missing',
      '8 dd_datefinplanformation period-inverted',
      '9 null quote-unclosed',
      '10 c_individulocal identifier-missing',
      '11 dd_datedebutplanformation date-invalid',
      '12 null repeated',
      '13 null several-plans',
    ]);
    const types = new Set(reported.map(({ type }) => type));
    expect(types).toEqual(new Set(['hub.candidate-positioned', 'hub.path-planned']));
  });

  it('keeps both plans of one person in one session, and says of whom a row is the other or the same', async () => {
    const { reported, result } = await importAll([join(fixtures, 'extrait-stagiaires.csv')]);
    const details = result.rejects.flatMap(({ rule, severity, detail }) =>
      rule === 'repeated' || rule === 'several-plans' ? [`${severity} ${detail.match(/Voir la ligne [0-9]+/)}`] : [],
    );
    expect(details).toEqual(['ignored Voir la ligne 2', 'ignored Voir la ligne 2']);
    const plans = reported.filter(
      ({ type, data }) =>
        type === 'hub.path-planned' &&
        (data.trainee as { franceTravailNumber?: string }).franceTravailNumber === '0900000001Z',
    );
    expect(plans.map(({ data }) => data.plannedEntry)).toEqual(['2026-02-02', '2026-09-07']);
    const refs = plans.map(({ data }) => (data.statement as { ref: string }).ref);
    expect(new Set(refs).size).toBe(2);
  });

  it('gives the same facts when it is imported again', async () => {
    const file = join(fixtures, 'extrait-stagiaires.csv');
    expect((await importAll([file])).reported).toEqual((await importAll([file])).reported);
  });

  it('is read in ISO-8859-1 as in UTF-8, with a byte order mark and Windows line ends', async () => {
    const text = await readFile(join(fixtures, 'extrait-stagiaires.csv'), 'utf8');
    const latin = join(folder, 'latin.csv');
    const marked = join(folder, 'marked.csv');
    await writeFile(latin, Buffer.from(text, 'latin1'));
    await writeFile(marked, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    const [first, second] = [await importAll([latin]), await importAll([marked])];
    expect(first.reported[0]?.data.trainee).toMatchObject({ usualName: 'LEFÈVRE', firstNames: 'ZOÉ' });
    expect(first.reported).toEqual(second.reported);
  });

  it('is not mistaken for another CSV, and the other files go on', async () => {
    const other = join(folder, 'other.csv');
    await writeFile(other, 'Identifiant Stagiaire;Raison Sociale\n1;AURORE\n');
    const { result } = await importAll([other, join(fixtures, 'export-kairos.jsonl')]);
    expect(result.events).toBe(10);
    expect(result.rejects[0]).toMatchObject({ place: { file: other, line: 1 }, rule: 'header-unknown' });
    expect(result.rejects[0]?.detail).toMatch(/Colonnes inconnues, par leur rang : 1, 2\./);
  });

  it('is only translated where there is nobody to report to', async () => {
    const { result } = await importAll([join(fixtures, 'extrait-stagiaires.csv')], null);
    expect(result).toMatchObject({ events: 11, accepted: 0, unknown: 0 });
  });

  it('that cannot be read, or is no text, is said so, and the other files go on', async () => {
    const binary = join(folder, 'binary.csv');
    await writeFile(binary, Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0]));
    const files = [join(folder, 'none.csv'), binary, join(fixtures, 'export-kairos.jsonl')];
    const { result } = await importAll(files);
    expect(result).toMatchObject({ complete: false, events: 10 });
    expect(result.rejects.slice(0, 2)).toMatchObject([
      { place: { file: files[0] }, rule: 'file-unreadable', detail: expect.stringContaining("n'existe pas") },
      { place: { file: binary }, rule: 'file-unreadable', detail: expect.stringContaining('UTF-16') },
    ]);
  });
});

describe.runIf(existsSync(samples))('the real columns', () => {
  it('give a positioning and a plan for each row', async () => {
    const { reported, result } = await importAll([join(samples, 'stagiaires-pe.csv')]);
    expect(result).toMatchObject({ records: 5, events: 10, refused: 0 });
    expect(places(result.rejects)).toEqual([
      '5 c_telephone1 contact-unreachable',
      '6 dc_siretorganismeformateur siret-invalid',
    ]);
    expect(reported.map(({ data }) => data.training)).toContainEqual(['session:14:SE_0000160070']);
  });

  it('of other files are refused at their first line', async () => {
    for (const name of ['stagiaires-idf.csv', 'kairos-organismes.csv']) {
      const { reported, result } = await importAll([join(samples, name)]);
      expect(reported).toEqual([]);
      expect(places(result.rejects)).toEqual(['1 null header-unknown']);
    }
  });
});
