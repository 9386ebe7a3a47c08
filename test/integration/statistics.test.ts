import { randomUUID } from 'node:crypto';
import {
  addDays,
  addMonths,
  bestJob,
  type CountedRow,
  type CrossingName,
  closeMonth,
  crossingNames,
  crossings,
  type Dimension,
  type DossierRecord,
  daysBetween,
  describeRow,
  describeTrainee,
  endOf,
  type Fact,
  type FactSet,
  type MeasureName,
  parisDay,
  union,
} from '@hub/core';
import { countFigures, familyNames, loadRights, loadRules, measuresOf, openPool, readableVersion } from '@hub/platform';
import { makeStatistics, tellAnew } from '@hub/projector';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askForWeek } from '../../services/projector/src/statistics/keep-weekly.ts';
import { life } from '../../services/shared/core/src/test/lives.ts';
import { testLogger } from '../support/logger.ts';
import { ask, checked, fact, openStage, type Stage, storeDossier, storeSession, storeTrainee } from './query-stage.ts';

const rules = loadRules();
const { namings } = loadRights();

describe('figures counted from columns', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  it('are those that a recount of the records finds', async () => {
    await storeSession(stage, [
      fact('session-published', {
        references: ['session:eos:67680'],
        data: { domain: { formacode: ['22254'] }, title: 'Maçon', start: '2026-03-01', end: '2026-07-01' },
      }),
    ]);
    const lives = fc.sample(life, { numRuns: 150, seed: 17 });
    const told: Told[] = [];
    for (const [place, facts] of lives.entries()) {
      const trainee = randomUUID();
      const own = employment(place);
      await storeDossier(stage, trainee, checked(20_000_000 + place), facts);
      await storeTrainee(stage, trainee, own);
      told.push({ facts: facts.reduce<FactSet>((known, each) => union(known, [each]), []), trainee, own });
    }
    const client = await stage.database.pool.connect();
    try {
      const version = await readableVersion(client);
      if (version === null) throw new Error('no version');
      for (const family of familyNames) {
        const asked = { family, from: '2025-01', to: '2027-12', namings };
        const counted = await countFigures({ client, version }, asked);
        for (const measure of measuresOf(family)) {
          const found = totals(
            [...counted].flatMap(([month, rows]) => rows.map((row) => ({ month, row }))),
            measure,
          );
          const recounted = recount(told, measure);
          expect(recounted.size, measure).toBeGreaterThan(measure.startsWith('insertion') ? 0 : 3);
          expect(Object.fromEntries(found), measure).toEqual(Object.fromEntries(recounted));
        }
      }
    } finally {
      client.release();
    }
  });
});

interface Told {
  readonly facts: FactSet;
  readonly trainee: string;
  readonly own: readonly Fact[];
}

function employment(place: number): Fact[] {
  const start = addDays('2026-05-01', place);
  const data = { contract: `C${place}`, nature: place % 5 === 0 ? '29' : '01', start, month: start.slice(0, 7) };
  return [fact('employment-reported', { source: 'dsn', references: [], data: { ...data, monthlyHours: 100 } })];
}

function totals(rows: readonly { readonly month: string; readonly row: CountedRow }[], measure: MeasureName) {
  const sums = new Map<string, number>();
  for (const { month, row } of rows) {
    const count = row.counts[measure] ?? 0;
    const name = `${month} ${row.crossing} ${row.keys.join(' ')} ${row.soleReporter}`;
    if (count > 0) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return new Map([...sums].sort());
}

/** The same, told from the records as a reader is shown them. */
function recount(told: readonly Told[], measure: MeasureName): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { facts, trainee, own } of told) {
    const { record } = describeRow(facts, rules);
    const periods = describeTrainee(own, rules, trainee).employment;
    const sirens = new Set(facts.flatMap(({ organisation }) => organisation?.slice(0, 9) ?? []));
    for (const { month, source } of counted(record, periods, measure)) {
      for (const crossing of crossingsOf(measure)) {
        const keys = crossings[crossing].keys.map((key) => (key === 'source' ? source : keyOf[key](record)));
        const sole = soleOf(facts, sirens);
        const name = `${month} ${crossing} ${keys.join(' ')} ${sole}`;
        sums.set(name, (sums.get(name) ?? 0) + 1);
      }
    }
  }
  return new Map([...sums].sort());
}

function crossingsOf(measure: MeasureName): readonly CrossingName[] {
  return crossingNames.filter((crossing) => crossings[crossing].measures.includes(measure));
}

/** Live facts alone make somebody a reporter; which are live is the record's business, so the summary says it. */
function soleOf(facts: FactSet, sirens: ReadonlySet<string>): string | null {
  const { soleReporter } = describeRow(facts, rules).summary;
  if (soleReporter !== null) expect([...sirens]).toContain(soleReporter);
  return soleReporter;
}

const keyOf: Readonly<Record<Exclude<Dimension, 'source'>, (record: DossierRecord) => string>> = {
  territory: ({ territory }) => territory,
  funding: ({ funding }) => funding ?? 'unknown',
  domain: ({ trainingRefs }) => (trainingRefs.includes('session:eos:67680') ? '222' : 'unknown'),
  financer: ({ financing }) => {
    const lines = financing.flatMap(({ engaged, realised }) =>
      [engaged, realised].flatMap((line) => line?.value ?? []),
    );
    const kinds = new Set(
      lines.map(({ funding }) => namings.find(({ fundings }) => fundings.includes(funding))?.kind ?? 'other'),
    );
    return kinds.size === 0 ? 'none' : kinds.size > 1 ? 'several' : ([...kinds][0] as string);
  },
};

/** Each once: an entry under the source of the attestation that stands. */
function counted(
  { attempts, stays }: DossierRecord,
  periods: Parameters<typeof bestJob>[0],
  measure: MeasureName,
): readonly { readonly month: string; readonly source: string }[] {
  const last = attempts.at(-1);
  const delay = ({ entry }: (typeof stays)[number]) =>
    entry === null ? 0 : daysBetween(entry.value, parisDay(entry.receivedAt));
  const worksAfter = (months: number) => (stay: (typeof stays)[number]) => {
    const end = endOf(stay)?.value ?? null;
    return end !== null && bestJob(periods, addMonths(end, months)) !== null ? end : null;
  };
  const registered = last?.enrolment?.value === 'registered' ? last.enrolment.effectiveDate : null;
  const days: Readonly<Record<MeasureName, readonly (string | null | undefined)[]>> = {
    positionings: [last?.positioned?.effectiveDate],
    registrations: [registered],
    entries: stays.map(({ entry }) => entry?.value),
    'entries-late': stays.map((stay) => (delay(stay) > 3 ? stay.entry?.value : null)),
    'entries-very-late': stays.map((stay) => (delay(stay) > 30 ? stay.entry?.value : null)),
    interruptions: stays.map(({ interruptions }) => interruptions.find((each) => each.changesState)?.period.value.from),
    exits: stays.map((stay) => endOf(stay)?.value),
    abandonments: stays.map((stay) => {
      const end = endOf(stay);
      return end === stay.abandonment || stay.exit?.kind === 'abandonment' ? end?.value : null;
    }),
    'insertion-3': stays.map(worksAfter(3)),
    'insertion-6': stays.map(worksAfter(6)),
    'insertion-12': stays.map(worksAfter(12)),
  };
  return days[measure].flatMap((day, place) =>
    day == null ? [] : [{ month: day.slice(0, 7), source: stays[place]?.entry?.source ?? '' }],
  );
}

describe('figures told to partners', () => {
  let stage: Stage;
  /** As a projector's. */
  let pool: Pool;
  let number = 30_000_000;
  const monday = (day: string) => Date.parse(`${day}T10:00:00Z`);

  beforeAll(async () => {
    stage = await openStage();
    // By territory: 40 in Centre-Val de Loire that two organisations report, 25 that the Région alone does, 7 in Normandie.
    await enter(40, '2026-03-10', 'session:eos:1', ['eos', 'kairos']);
    await enter(25, '2026-03-10', 'session:14:2', ['eos']);
    await enter(30, '2026-03-10', 'session:15:4', ['kairos', 'opco']);
    await enter(7, '2026-03-11', 'session:13:3', ['kairos']);
    pool = openPool(stage.database.url, { applicationName: 'test', logger: testLogger, role: 'hub_projector' });
    expect(await askForWeek(pool, monday('2026-06-15'))).toBe(false);
    await makeStatistics({ pool, now: monday('2026-06-15') });
  });
  afterAll(async () => {
    await pool?.end();
    await stage?.close();
  });

  async function enter(people: number, day: string, session: string, sources: readonly string[]): Promise<void> {
    for (let person = 0; person < people; person += 1) {
      number += 1;
      const facts = sources.map((source) =>
        fact('entry-attested', { source, day, references: [session], data: { funding: 'prf' } }),
      );
      await storeDossier(stage, randomUUID(), checked(number), facts);
    }
  }

  const read = (client: string, url: string, headers: Record<string, string> = {}) =>
    ask(stage, client, `/v1/statistics${url}`, { headers: { 'hub-purpose': 'statistics', ...headers } });
  const items = async (client: string, url: string) => (await read(client, url)).json().items;

  it('are rounded, and neither few nor what gives them away is told', async () => {
    expect(await items('cdc', '/entries?from=2026-03')).toEqual([{ month: '2026-03', value: 100 }]);
    const by = await items('cdc', '/entries?by=territory&from=2026-03');
    // Normandie has 7; without Occitanie, whose source is hidden with theirs, the totals would say it.
    expect(by).toEqual([
      { month: '2026-03', territory: 'centre-val-de-loire', value: 40 },
      { month: '2026-03', territory: 'ile-de-france', value: 25 },
    ]);
  });

  it('say what they count, of which weeks and by what', async () => {
    const catalogue = (await read('ministry', '')).json();
    expect(catalogue.weeks).toMatchObject([{ week: '2026-W25' }]);
    expect(catalogue.measures.find(({ name }: { name: string }) => name === 'entries').counts).toBe('training');
    expect((await read('cdc', '/positionings')).json()).toMatchObject({ counts: 'dossier', week: '2026-W25' });
  });

  it('are told to the Région of its territories alone, without what it alone reported', async () => {
    const region = 'region-centre-val-de-loire';
    expect(await items(region, '/entries?by=territory&from=2026-03')).toEqual([
      { month: '2026-03', territory: 'centre-val-de-loire', value: 40 },
    ]);
    expect(await items(region, '/entries?by=territory&territory=ile-de-france')).toEqual([]);
    expect((await read(region, '/entries')).statusCode).toBe(403);
  });

  it('are refused for another purpose, to who has no right, and by keys that are not of the crossing', async () => {
    expect((await read('cdc', '/entries', { 'hub-purpose': 'control' })).statusCode).toBe(403);
    expect((await read('opco', '/entries')).statusCode).toBe(403);
    expect((await read('cdc', '/entries?funding=prf')).statusCode).toBe(400);
    expect((await read('cdc', '/entries?by=month&by=territory')).statusCode).toBe(400);
    expect((await read('cdc', '/entries?week=2020-W01')).statusCode).toBe(404);
  });

  it('are told by the source whose attestation stands, each entry under one, and of entries alone', async () => {
    // OPCO has 30, which would say the 7 of Kairos.
    expect(await items('cdc', '/entries?by=source&from=2026-03')).toEqual([
      { month: '2026-03', source: 'eos', value: 65 },
    ]);
    expect(await items('cdc', '/entries?by=territory-source&from=2026-03&source=eos')).toContainEqual({
      ...{ month: '2026-03', territory: 'centre-val-de-loire', source: 'eos', value: 40 },
    });
    expect((await read('cdc', '/exits?by=source')).statusCode).toBe(400);
    expect((await read('cdc', '/entries?by=territory&source=eos')).statusCode).toBe(400);
    const { crossings: told } = (await read('ministry', '')).json();
    expect(told.find(({ name }: { name: string }) => name === 'source').measures).toEqual([
      ...['entries', 'entries-late', 'entries-very-late'],
    ]);
  });

  it('come as a table for spreadsheets', async () => {
    const answer = await read('cdc', '/entries?by=territory&from=2026-03', { accept: 'text/csv' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body).toBe(
      'month;territory;entries\r\n2026-03;centre-val-de-loire;40\r\n2026-03;ile-de-france;25\r\n',
    );
  });

  it('are told alike for ever: what comes later changes no month that was told, and a week is made once', async () => {
    await enter(33, '2026-03-12', 'session:13:3', ['kairos', 'eos']);
    await enter(50, '2026-05-04', 'session:13:3', ['kairos', 'eos']);
    expect(await makeStatistics({ pool, now: monday('2026-06-16') })).toMatchObject({ made: false });
    expect(await makeStatistics({ pool, now: monday('2026-07-06') })).toMatchObject({ week: '2026-W28', made: true });
    const before = await items('cdc', '/entries?by=territory&from=2026-03&week=2026-W25');
    expect(before.map(({ month }: { month: string }) => month)).toEqual(['2026-03', '2026-03']);
    expect(await items('cdc', '/entries?by=territory&from=2026-03')).toEqual([
      ...before,
      { month: '2026-05', territory: 'normandie', value: 50 },
    ]);
  });

  it('are told anew where a fault was mended: nothing that was not told, nor what moved by few; what was told stays', async () => {
    const now = monday('2026-07-13');
    const asked = { months: ['2026-03', '2026-05'], reason: 'Entries of Île-de-France were lost.' };
    await enter(40, '2026-03-12', 'session:14:2', ['eos']);
    await enter(7, '2026-05-05', 'session:13:3', ['kairos', 'eos']);
    await expect(tellAnew({ pool, now }, asked)).rejects.toMatchObject({ code: 'wrong-use' });
    await makeStatistics({ pool, now });
    const report = await tellAnew({ pool, now }, asked);
    expect(report.anew).toContainEqual({ measure: 'entries', month: '2026-03' });
    expect(report.left).toContainEqual({ measure: 'entries', month: '2026-05' });
    await expect(tellAnew({ pool, now }, asked)).rejects.toThrow('was told in 2026-W29');
    const answer = (await read('cdc', '/entries?by=territory&from=2026-03')).json();
    expect(answer.anew).toEqual([{ month: '2026-03', week: '2026-W29' }]);
    // Normandie has forty now, and was not told.
    expect(answer.items).toEqual([
      { month: '2026-03', territory: 'centre-val-de-loire', value: 40 },
      { month: '2026-03', territory: 'ile-de-france', value: 65 },
      { month: '2026-05', territory: 'normandie', value: 50 },
    ]);
    const before = (await read('cdc', '/entries?by=territory&from=2026-03&week=2026-W28')).json();
    expect(before).toMatchObject({ anew: [], items: [{ value: 40 }, { value: 25 }, { value: 50 }] });
    const { weeks } = (await read('ministry', '')).json();
    expect(weeks[0].closed).toContainEqual({ measure: 'entries', month: '2026-03', anew: true });
  });

  it('are asked for once each week, after those that somebody made the first time', async () => {
    expect(await askForWeek(pool, monday('2026-07-14'))).toBe(false);
    expect(await askForWeek(pool, monday('2026-07-20'))).toBe(true);
    expect(await askForWeek(pool, monday('2026-07-20'))).toBe(false);
  });
});

it('tells an organisation nothing that is small without those it alone reported', () => {
  const entered = (territory: string, soleReporter: string | null, count: number): CountedRow[] => [
    { crossing: 'month', keys: [], soleReporter, counts: { entries: count } },
    { crossing: 'territory', keys: [territory], soleReporter, counts: { entries: count } },
    { crossing: 'funding', keys: ['prf'], soleReporter, counts: { entries: count } },
    { crossing: 'territory-funding', keys: [territory, 'prf'], soleReporter, counts: { entries: count } },
  ];
  const rows = [
    ...entered('a', null, 50),
    ...entered('b', null, 60),
    ...entered('c', 'X', 30),
    ...entered('c', null, 6),
  ];
  const told = closeMonth('entries', rows, null).filter(({ crossing }) => crossing === 'territory');
  expect(told.map(({ keys, untold }) => [keys[0], untold])).toEqual([
    ['a', ['X']],
    ['b', []],
    ['c', ['X']],
  ]);
});

it('tells who declared no figure by source that says, with what it declared itself, how few another source did', () => {
  const declared = (territory: string, source: string, count: number): CountedRow[] => {
    const row = { soleReporter: null, counts: { entries: count } };
    const keys = [territory, source];
    return [
      { ...row, crossing: 'month', keys: [] },
      { ...row, crossing: 'territory', keys: [territory] },
      { ...row, crossing: 'source', keys: [source], declarer: `siren of ${source}` },
      { ...row, crossing: 'territory-source', keys },
    ];
  };
  const rows = [
    ...[...declared('a', 'eos', 30), ...declared('a', 'kairos', 5), ...declared('a', 'ofeli', 45)],
    ...[...declared('b', 'eos', 30), ...declared('b', 'kairos', 35), ...declared('b', 'ofeli', 40)],
  ];
  const told = closeMonth('entries', rows, null).filter(({ crossing }) => crossing === 'territory-source');
  // The five of Kairos are hidden behind those of EOS, which knows its own: to it, OFeli would say them.
  expect(told.map(({ keys, untold }) => [...keys, untold])).toEqual([
    ['a', 'ofeli', ['siren of eos']],
    ['b', 'ofeli', ['siren of eos']],
  ]);
});
