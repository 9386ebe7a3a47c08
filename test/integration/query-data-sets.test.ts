import { createHash, randomUUID } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fact, HubError, parisDay } from '@hub/core';
import { demoPartners, type JobProgress, publicJwks, type TakenJob } from '@hub/platform';
import { parquetReadObjects } from 'hyparquet';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makingJob } from '../../services/query/src/data-sets/make-data-set.ts';
import { eventually } from '../support/eventually.ts';
import {
  ask,
  checked,
  fact,
  openQuestions,
  openStage,
  readUpTo,
  type Stage,
  storeDossier,
  storeTrainee,
  traced,
} from './query-stage.ts';

const region = 'region-centre-val-de-loire';
const siretOf = (clientId: string) => demoPartners.find((each) => each.clientId === clientId)?.siret ?? '';
/** Today is 2026-06-15, a Monday; the week is over since its midnight. */
const week = '2026-W24';
const [lastDay, over] = ['2026-06-14', '2026-06-14T22:00:00.000Z'];
const session = 'session:eos:70001';

let stage: Stage;
let next = 30_000_001;

interface Person {
  readonly trainee: string;
  readonly number: number;
  readonly facts: readonly Fact[];
  readonly own: readonly Fact[];
}

async function person(facts: readonly Fact[], own: readonly Fact[] = []): Promise<Person> {
  const made = { trainee: randomUUID(), number: checked(next * 10), facts, own };
  next += 1;
  await store(made);
  return made;
}

/** The person with what was told of it since. */
async function store(of: Person, facts: readonly Fact[] = [], own: readonly Fact[] = []): Promise<void> {
  await storeDossier(stage, of.trainee, of.number, [...of.facts, ...facts]);
  if (of.own.length + own.length > 0) await storeTrainee(stage, of.trainee, [...of.own, ...own]);
}

const told = (source: string, type: Fact['type'], day: string, data: object = {}) =>
  fact(type, { source, day, references: [session], data: { ...data } });
const positioned = told('kairos', 'candidate-positioned', '2025-01-10', {
  by: 'adviser',
  mode: 'appointment',
  funding: 'prf',
});
const entered = told('eos', 'entry-attested', '2025-02-03', { organisationSiret: '82422814200660' });
const left = told('eos', 'exit-declared', '2025-05-30', { kind: 'planned-end' });
const line = told('region-cvl', 'financing-engaged', '2025-01-15', {
  ...{ line: 'L1', financerSiret: siretOf(region), funding: 'prf', device: 'prf', from: '2025-02-03', amount: 250_050 },
});
const job = (contract: string, day: string, data: object = {}, receivedAt = `${day}T08:00:00.000Z`) =>
  fact('employment-reported', {
    ...{ source: 'dsn', day, references: [], receivedAt, id: `${contract}-${day}` },
    data: {
      contract,
      nature: '01',
      start: day,
      monthlyHours: 151.67,
      sector: '4120A',
      month: day.slice(0, 7),
      ...data,
    },
  });
/** Of the same life, with ids of its own. */
const anew = (facts: readonly Fact[]) => facts.map((each) => ({ ...each, id: randomUUID(), digest: randomUUID() }));

let employed: Person;
let inTraining: Person;
let ofOwnLine: Person;
let ofNobody: Person;

beforeAll(async () => {
  stage = await openStage({ dataSets: true });
  const jobs = [
    job('C1', '2025-08-01'),
    job('C2', '2025-08-20', { nature: '02', monthlyHours: 20, sector: '7820Z', end: '2025-12-31' }),
  ];
  employed = await person(anew([positioned, entered, left, line]), jobs);
  inTraining = await person(anew([positioned, told('eos', 'entry-attested', '2026-05-04'), line]));
  ofOwnLine = await person(anew([entered, line]).map((each) => ({ ...each, organisation: siretOf(region) })));
  ofNobody = await person(anew([positioned, told('opco', 'entry-attested', '2025-02-03')]));
});
afterAll(() => stage?.close());

type Row = Readonly<Record<string, string>>;

interface Made {
  readonly id: string;
  readonly state: string;
  readonly manifest: {
    readonly sha256: string;
    readonly rows: number;
    readonly bytes: number;
    readonly file: string;
    readonly cursor: string;
  };
  readonly signature: string;
}

async function asked(body: object, clientId = region, purpose = 'funding-follow-up') {
  const headers = { 'hub-purpose': purpose, 'content-type': 'application/json' };
  return ask(stage, clientId, '/v1/data-sets', { method: 'POST', payload: body, headers });
}

async function shown(id: string, purpose = 'funding-follow-up'): Promise<Made> {
  return (await ask(stage, region, `/v1/data-sets/${id}`, { headers: { 'hub-purpose': purpose } })).json();
}

/** A process is begun for each: on a busy machine that takes a while. */
const begun = { timeoutMs: 30_000 };

async function made(body: object, purpose = 'funding-follow-up'): Promise<Made> {
  const answer = await asked({ week, ...body }, region, purpose);
  expect(answer.statusCode, answer.body).toBe(202);
  const { id } = answer.json() as Made;
  return eventually(async () => {
    const set = await shown(id, purpose);
    expect(set.state, JSON.stringify(set)).toBe('ready');
    return set;
  }, begun);
}

const fileOf = ({ id, manifest }: Made, headers: Record<string, string> = {}) =>
  ask(stage, region, `/v1/data-sets/${id}/files/${manifest.file}`, { headers });

/** The lines of a CSV by the names of its columns. */
async function linesOf(set: Made, purpose = 'funding-follow-up'): Promise<readonly Row[]> {
  const { body } = await fileOf(set, { 'hub-purpose': purpose });
  const [head = '', ...lines] = body.split('\r\n').slice(0, -1);
  const names = head.split(';');
  return lines.map((each) => Object.fromEntries(each.split(';').map((value, index) => [names[index], value])));
}

describe('The weekly file of a Région', () => {
  it('says of each dossier what a read of the same week says', async () => {
    const set = await made({ kind: 'outcomes' });
    const lines = await linesOf(set);
    expect(lines.map(({ dossier }) => Number(dossier))).toEqual([employed.number, inTraining.number, ofOwnLine.number]);
    expect(set.manifest.rows).toBe(3);
    for (const row of lines) await expectAsRead(row);
    const [first, second, own] = lines;
    expect(first).toMatchObject({ entry: '2025-02-03', exit: '2025-05-30', exit_kind: 'planned-end' });
    expect(first).toMatchObject({ organisation: '82422814200660', session: 'session:eos:70001' });
    expect(first).toMatchObject({
      exit_3_contract: 'cdi',
      exit_3_hours: '151.67',
      exit_3_start: '2025-08-01',
      exit_3_naf: '4120A',
    });
    expect(first).toMatchObject({ exit_3_several: 'O', exit_12_several: 'N', exit_contract: '', exit_awaited: 'N' });
    expect(second).toMatchObject({ entry: '2026-05-04', exit: '', exit_kind: '', exit_3_date: '', exit_3_several: '' });
    // By its own word alone it is told nothing that others know of the person.
    expect(own).toMatchObject({ entry: '2025-02-03', entry_date: '', exit_12_contract: '' });
  });

  it('leaves a row in the access trace for each person in it, and counts for no limit', async () => {
    const counted = async () =>
      (await stage.database.pool.query('select quota, subject, item from access.quota_item order by 1, 2, 3')).rows;
    const before = await counted();
    await traced(stage);
    await made({ kind: 'outcomes', bom: true });
    const rows = (await traced(stage)).filter(({ dossier }) => dossier !== null);
    expect(rows.map(({ trainee_id }) => trainee_id)).toEqual([employed.trainee, inTraining.trainee, ofOwnLine.trainee]);
    expect(new Set(rows.map(({ operation, purpose, client_id }) => `${operation} ${purpose} ${client_id}`))).toEqual(
      new Set([`data-set funding-follow-up ${region}`]),
    );
    expect(await counted()).toEqual(before);
  });

  it('comes whole or in parts, with a byte order mark where it is asked for', async () => {
    const set = await made({ kind: 'outcomes', bom: true });
    const whole = await fileOf(set);
    expect(whole.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(createHash('sha256').update(whole.rawPayload).digest('hex')).toBe(set.manifest.sha256);
    expect(whole.headers).toMatchObject({ etag: `"${set.manifest.sha256}"`, 'accept-ranges': 'bytes' });
    const rest = await fileOf(set, { range: 'bytes=100-', 'if-range': `"${set.manifest.sha256}"` });
    expect(rest.statusCode).toBe(206);
    expect(rest.headers['content-range']).toBe(`bytes 100-${set.manifest.bytes - 1}/${set.manifest.bytes}`);
    expect(rest.rawPayload).toEqual(whole.rawPayload.subarray(100));
    expect((await fileOf(set, { range: 'bytes=-10' })).rawPayload).toEqual(whole.rawPayload.subarray(-10));
    expect((await fileOf(set, { range: 'bytes=0-9', 'if-range': '"another"' })).statusCode).toBe(200);
    const beyond = await fileOf(set, { range: `bytes=${set.manifest.bytes}-` });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${set.manifest.bytes}`]);
    expect((await fileOf(set, { 'if-none-match': `"${set.manifest.sha256}"` })).statusCode).toBe(304);
  });

  it('is signed by a key that partners know, and says from where changes go on', async () => {
    const set = await made({ kind: 'outcomes' });
    const headers = { 'hub-purpose': 'funding-follow-up' };
    const jws = await ask(stage, region, `/v1/data-sets/${set.id}/manifest`, { headers });
    const { payload, protectedHeader } = await compactVerify(
      jws.body,
      createLocalJWKSet(await publicJwks(stage.secrets)),
    );
    expect(protectedHeader.typ).toBe('hub-data-set+jws');
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(set.manifest);
    expect(set.manifest).toMatchObject({ from: '2026-06-08', to: lastDay, knownAt: over, rulesVersion: 'stage' });
    const changes = await ask(stage, region, `/v1/changes?cursor=${set.manifest.cursor}`, { headers });
    expect(changes.json()).toMatchObject({ items: [] });
  });
});

async function expectAsRead(row: Row): Promise<void> {
  const headers = { 'hub-purpose': 'funding-follow-up' };
  const at = `asOf=${lastDay}&knownAt=${over}`;
  const dossier = (await ask(stage, region, `/v1/dossiers/${row.dossier}?${at}`, { headers })).json();
  const stay = dossier.stays.at(-1);
  expect(row.trainee).toBe(dossier.trainee);
  expect(row.session).toBe(dossier.trainingRefs.join(' '));
  expect(row.organisation).toBe(dossier.organisations.map(({ siret }: { siret: string }) => siret).join(' '));
  expect([row.entry, row.exit, row.exit_kind]).toEqual([
    stay.entry.value,
    stay.exit?.value ?? '',
    stay.exit?.kind ?? '',
  ]);
  const path = (await ask(stage, region, `/v1/training-paths/${row.trainee}?${at}`, { headers })).json();
  const points = path.employment.returns.find(
    (each: { dossier: number }) => each.dossier === Number(row.dossier),
  )?.points;
  for (const name of ['validation', 'entry', 'exit', 'exit+3', 'exit+6', 'exit+12']) {
    const point = points?.find((each: { point: string }) => each.point === name);
    const best = point?.bestJob;
    const known = point?.date != null;
    const flag = (value: boolean) => (!known ? '' : value ? 'O' : 'N');
    const column = (what: string) => row[`${name.replace('+', '_')}_${what}`];
    const values = ['date', 'contract', 'nature', 'hours', 'start', 'naf', 'several', 'awaited'].map(column);
    const job = [best?.contractClass, best?.nature, best?.monthlyHours, best?.start, best?.sector];
    const read = [point?.date, ...job].map((value) => String(value ?? ''));
    expect(values).toEqual([...read, flag(point?.several), flag(point?.awaited)]);
  }
}

describe('Other data sets', () => {
  it('are the dossiers of a financer, with the hours and amounts that its right opens', async () => {
    const lines = await linesOf(await made({ kind: 'dossiers' }));
    expect(lines.map(({ dossier, status, engaged }) => [Number(dossier), status, engaged])).toEqual([
      [employed.number, 'exited', '2500.5'],
      [inTraining.number, 'entered', '2500.5'],
      [ofOwnLine.number, 'entered', '2500.5'],
    ]);
  });

  it('are the jobs of the persons followed, for a purpose that opens employment and no other', async () => {
    const set = await made({ kind: 'employment' }, 'training-follow-up');
    const lines = await linesOf(set, 'training-follow-up');
    expect(
      lines.map(({ dossier, nature, start, end, several }) => [Number(dossier), nature, start, end, several]),
    ).toEqual([
      [employed.number, '01', '2025-08-01', '', 'O'],
      [employed.number, '02', '2025-08-20', '2025-12-31', 'O'],
    ]);
    const refused = await asked({ week, kind: 'employment' });
    expect([refused.statusCode, refused.json().type]).toEqual([403, 'urn:hub:problem:data-set-not-agreed']);
  });

  it('say the same in Parquet', async () => {
    const lines = await linesOf(await made({ kind: 'outcomes' }));
    const { rawPayload } = await fileOf(await made({ kind: 'outcomes', format: 'parquet' }));
    const bytes = rawPayload.buffer.slice(
      rawPayload.byteOffset,
      rawPayload.byteOffset + rawPayload.length,
    ) as ArrayBuffer;
    const rows = await parquetReadObjects({ file: bytes });
    expect(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asCsv(value)]))),
    ).toEqual(lines);
  });
});

function asCsv(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'O' : 'N';
  return value instanceof Date ? parisDay(value.getTime()) : String(value);
}

describe('A week that is made again', () => {
  it('is the same byte by byte whatever came later, and without a person who was restricted', async () => {
    const before = await made({ kind: 'outcomes' });
    const late = (each: Fact) => ({
      ...each,
      receivedAt: '2026-06-15T06:00:00.000Z',
      recordedAt: '2026-06-15T06:00:00.000Z',
    });
    await store(employed, [], [job('C3', '2026-06-01', { monthlyHours: 200 }, '2026-06-15T06:00:00.000Z')]);
    await store(inTraining, [late(told('eos', 'exit-declared', '2026-06-12', { kind: 'planned-end' }))]);
    // Both of these open more of a dossier than was open when the week was over.
    await store(ofNobody, [late(line)]);
    await store(ofOwnLine, [late(positioned), late(told('kairos', 'entry-attested', '2025-02-03'))]);
    await person(anew([positioned, entered, line]).map(late));
    const now = await Promise.all(
      [ofNobody, ofOwnLine].map(({ number }) => ask(stage, region, `/v1/dossiers/${number}`)),
    );
    expect(now.map((each) => each.json().sight?.described)).toEqual(['all', 'all']);
    const again = await made({ kind: 'outcomes' });
    expect(again.manifest.sha256).toBe(before.manifest.sha256);
    const text = (await fileOf(before)).body;
    await store(
      employed,
      [],
      [fact('processing-restricted', { source: 'operator', day: '2026-06-15', references: [] })],
    );
    const without = (await fileOf(await made({ kind: 'outcomes' }))).body;
    expect(without).toBe(
      text
        .split('\r\n')
        .filter((each) => !each.startsWith(String(employed.number)))
        .join('\r\n'),
    );
    await store(employed);
  });

  it('is not made while it goes on, nor of a week that there is not', async () => {
    for (const wrong of ['2026-W25', '2026-W54', '2026-W00']) {
      const answer = await asked({ kind: 'outcomes', week: wrong });
      expect([answer.statusCode, answer.json().errors[0].pointer], wrong).toEqual([400, '/week']);
    }
  });
});

describe('Another organisation', () => {
  it('is told of a data set as of one that there is not', async () => {
    const { id, manifest } = await made({ kind: 'outcomes' });
    const paths = [id, randomUUID()].flatMap((each) =>
      ['', '/manifest', `/files/${manifest.file}`].map((end) => `/v1/data-sets/${each}${end}`),
    );
    const answers = await Promise.all(paths.map((path) => ask(stage, 'region-bretagne', path)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...JSON.parse(body), instance: '' }))).size).toBe(1);
    expect((await ask(stage, 'region-bretagne', '/v1/data-sets')).json().items).toEqual([]);
    expect((await ask(stage, region, '/v1/data-sets?limit=1')).json().items).toHaveLength(1);
  });

  it('is made no more than twenty at once', async () => {
    const siret = siretOf('opco');
    await stage.database.pool.query(
      `insert into data_set.data_set (id, siret, kind, purpose, week, format, bom, client_id, agent)
       select gen_random_uuid(), $1, 'dossiers', 'funding-follow-up', $2, 'csv', false, 'opco', 'x' from generate_series(1, 20)`,
      [siret, week],
    );
    const refused = await asked({ week, kind: 'dossiers' }, 'opco');
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringContaining('20 data sets')]);
  });

  it('is given none that its convention does not name', async () => {
    expect((await asked({ week, kind: 'outcomes' }, 'transitions-pro')).statusCode).toBe(403);
  });

  it('sees none of another purpose', async () => {
    const { id } = await made({ kind: 'outcomes' });
    const other = await ask(stage, region, `/v1/data-sets/${id}`, { headers: { 'hub-purpose': 'training-follow-up' } });
    expect(other.statusCode).toBe(404);
  });
});

it('A job whose process was killed is made again by another, and nothing half done is offered', async () => {
  const { pool } = stage.database;
  const parameters = {
    kind: 'outcomes',
    purpose: 'funding-follow-up',
    siret: siretOf(region),
    week,
    format: 'csv',
    bom: false,
  };
  const { rows } = await pool.query<{ id: string }>(
    `insert into admin.job (kind, parameters, state, asked_by_client, asked_by_agent, owner, leased_until, done)
     values ('data-set', $1, 'running', $2, 'agent-17', gen_random_uuid(), clock_timestamp() + interval '3 seconds', 1)
     returning job_id as id`,
    [JSON.stringify(parameters), region],
  );
  const id = rows[0]?.id ?? '';
  await pool.query(
    `insert into data_set.data_set (id, siret, kind, purpose, week, format, bom, client_id, agent)
     values ($1, $2, 'outcomes', 'funding-follow-up', $3, 'csv', false, $4, 'agent-17')`,
    [id, siretOf(region), week, region],
  );
  await writeFile(join(stage.directory, `${id}.${randomUUID()}.part`), 'dossier;trainee\r\n30000');
  expect(await shown(id)).toMatchObject({ state: 'making', manifest: null });
  expect((await ask(stage, region, `/v1/data-sets/${id}/files/outcomes-${week}.csv`)).statusCode).toBe(404);
  const set = await eventually(async () => {
    const found = await shown(id);
    expect(found.state).toBe('ready');
    return found;
  }, begun);
  expect(await linesOf(set)).toHaveLength(set.manifest.rows);
  const files = (await readdir(stage.directory)).filter((name) => name.startsWith(id) && !name.endsWith('.part'));
  expect(files).toHaveLength(1);
});

describe('The process that writes a file', () => {
  const work = (id: string, heapMbMax: number | undefined, advance: TakenJob['advance'] = async () => {}) => {
    const { pool, url } = stage.database;
    const { log, trace, secrets, directory } = stage;
    const make = makingJob({
      ...{ pool, log, trace, secrets, clock: () => stage.clock.nowMs, database: { url } },
      ...{ store: { directory, keptDays: 30 }, metrics: { observe: () => {} } },
      ...(heapMbMax !== undefined && { heapMbMax }),
    });
    const parameters = { kind: 'outcomes', purpose: 'funding-follow-up', siret: siretOf(region), week };
    return make({
      ...{ id, parameters: { ...parameters, format: 'csv', bom: false }, position: null, done: 0, advance },
      askedBy: { siret: siretOf(region), clientId: region, agent: 'agent-17' },
      signal: new AbortController().signal,
    });
  };
  const files = async () => (await readdir(stage.directory)).sort();
  const connections = async () => {
    const { rows } = await stage.database.pool.query(
      `select pid from pg_stat_activity where application_name = 'hub-data-set' and datname = current_database()`,
    );
    return rows;
  };

  it('fails its job alone where it needs more memory than it may have, and says so', async () => {
    const { id } = await made({ kind: 'outcomes' });
    const before = await files();
    await expect(work(id, 12)).rejects.toMatchObject({
      code: 'internal',
      retryable: false,
      message: expect.stringContaining('needed more memory than it may have (12 MB)'),
    });
    expect(await files()).toEqual(before);
  });

  it('ends with its job, and leaves neither a connection nor a file', async () => {
    const { id } = await made({ kind: 'outcomes' });
    const before = await files();
    const failing = async ({ done }: JobProgress) => {
      if (done > 0) throw new HubError('lease-lost', 'another has it');
    };
    await expect(work(id, undefined, failing)).rejects.toThrow('another has it');
    expect(await files()).toEqual(before);
    await eventually(async () => expect(await connections()).toEqual([]));
  });
});

it('A job that is done before its file is seen is no failure', async () => {
  const { pool } = stage.database;
  const { id } = (await asked({ week, kind: 'outcomes', bom: true })).json() as Made;
  await eventually(async () => expect((await shown(id)).state).toBe('ready'), begun);
  await pool.query('update data_set.data_set set made_at = null where id = $1', [id]);
  expect(await shown(id)).toMatchObject({ state: 'making', fault: null });
});

it('A file waits until the records show all that the log held, says so, and is made then', async () => {
  const message = { topic: 'entry', key: randomUUID(), value: Buffer.from('{}') } as const;
  const [position] = await stage.log.append([message, message]);
  const answer = await asked({ week, kind: 'outcomes', bom: true });
  const { id } = answer.json() as Made;
  await eventually(async () => {
    expect(await shown(id)).toMatchObject({
      state: 'waiting',
      manifest: null,
      fault: expect.stringContaining('2 events'),
    });
  });
  // What comes while it waits is of no week that is over.
  await stage.log.append([message]);
  await readUpTo(stage, 'trainee', position?.slice ?? 0, { entry: (position?.offset ?? 0) + 2 });
  await eventually(async () => expect((await shown(id)).state).toBe('ready'), begun);
  await readUpTo(stage, 'trainee', position?.slice ?? 0, { entry: (position?.offset ?? 0) + 3 });
});

it('A file whose days are over is deleted, and the hub says how to have it again', async () => {
  const { pool } = stage.database;
  const set = await made({ kind: 'outcomes' });
  const path = `/v1/data-sets/${set.id}/files/${set.manifest.file}`;
  const { rows } = await pool.query<{ file: string }>('select file from data_set.data_set where id = $1', [set.id]);
  const file = join(stage.directory, rows[0]?.file ?? '');
  const left = join(stage.directory, `${randomUUID()}.${randomUUID()}.part`);
  await writeFile(left, 'dossier');
  await utimes(left, 0, 0);
  await pool.query(`update data_set.data_set set made_at = made_at - interval '31 days' where id = $1`, [set.id]);
  const sweeping = await openQuestions(stage, stage.directory);
  for (const each of [file, left]) await eventually(() => expect(stat(each)).rejects.toThrow('ENOENT'));
  await sweeping.close();
  const gone = await ask(stage, region, path);
  expect([gone.statusCode, gone.json().type]).toEqual([410, 'urn:hub:problem:data-set-ended']);
  expect(gone.json().detail).toContain(`kind outcomes and week ${week}`);
  expect(await shown(set.id)).toMatchObject({ state: 'ended', manifest: { sha256: set.manifest.sha256 } });
  expect((await made({ kind: 'outcomes' })).manifest.sha256).toBe(set.manifest.sha256);
});
