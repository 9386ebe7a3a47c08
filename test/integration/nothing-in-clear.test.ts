import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Receipt } from '@hub/client';
import { nirKey } from '@hub/core';
import { issueToken } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../services/hub/src/main.ts';
import { asOperator, judge } from '../scenarios/operators.ts';
import { receiptsOf } from '../scenarios/report-and-read.ts';
import { filesAsBytes, type Mark, markFinder, type Place, tablesAsBytes, walSince } from '../support/marks.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';
import { messagesOn } from './gateway-harness.ts';

const nir = '1610699351842';
const withKey = `${nir}${nirKey(nir)}`;
const spaced = withKey.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
const fullwidth = [...withKey].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
const nia = `7${nir.slice(1)}`;
const person = {
  birthName: 'MARQUEFFE',
  firstNames: 'Zénobiette',
  birthDate: '1961-06-23',
  email: 'z.marqueffe@courriel.test',
  phone: '0611223399',
  street: 'impasse des Marquoires',
  household: 'marque-de-foyer',
};
const marks: readonly Mark[] = [
  { what: 'NIR', text: nir },
  { what: 'NIR with spaces', text: spaced },
  { what: 'NIR with points', text: spaced.replaceAll(' ', '.') },
  { what: 'NIR in fullwidth digits', text: fullwidth },
  { what: 'NIA', text: nia },
  { what: 'France Travail number', text: '7713398K' },
  ...Object.entries(person).map(([what, text]) => ({ what, text })),
  { what: 'birth date in French', text: '23/06/1961' },
  { what: 'RQTH', text: '"rqth":true' },
  { what: 'reason', text: 'raison-marquante' },
];
const find = markFinder(marks);

let hub: ScenarioHub;
let walFrom = '';
/** What was answered that is not a person's own to be read: heads of all, bodies of refusals, receipts, tokens, lists. */
const answers: string[] = [];
beforeAll(async () => {
  hub = await scenarioHub();
  walFrom = (await hub.database.pool.query<{ at: string }>('select pg_current_wal_lsn() as at')).rows[0]?.at ?? '';
});
afterAll(() => hub?.close());

function event(source: string, type: string, id: string, data: object, more: object = {}): object {
  return {
    ...{ specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${source}`, id },
    ...{ recordedtime: '2026-04-03T09:12:00+02:00', ...more },
    data: { training: ['session:07:M1', 'file:eos:m1'], effectiveDate: '2026-04-01', ...data },
  };
}

const trainee = {
  ...{ nir: withKey, franceTravailNumber: '7713398K', partnerNumber: 'm-1', sex: 'male' },
  ...{ birthName: person.birthName, firstNames: person.firstNames, birthDate: person.birthDate },
  ...{ email: person.email, mobilePhone: person.phone, address: { street: person.street, postalCode: '45000' } },
};

/** Whatever the marked person may be told of by, sealed parts included; what a schema does not know is refused, and told of. */
function lives(): readonly (readonly [partner: string, event: object])[] {
  const exit = { kind: 'planned-end', reason: 'raison-marquante', reasonDetail: 'raison-marquante' };
  return [
    ['eos', event('eos', 'entry-attested', 'm1', { trainee })],
    ['eos', event('eos', 'entry-attested', 'm1b', { trainee: { ...trainee, nir: spaced, address: undefined } })],
    ['eos', event('eos', 'entry-attested', 'm1c', { trainee: { nir: withKey, birthName: person.birthName } })],
    [
      'eos',
      event('eos', 'situation-declared', 'm2', { trainee: { nir: withKey }, rqth: true, status: person.household }),
    ],
    [
      'eos',
      event('eos', 'remuneration-set', 'm3', {
        trainee: { nir: withKey },
        payBody: 'docapost',
        sent: true,
        kind: 'th',
      }),
    ],
    ['eos', event('eos', 'exit-declared', 'm4', { trainee: { nir: withKey }, ...exit, effectiveDate: '2026-04-02' })],
    [
      'kairos',
      event('kairos', 'entry-attested', 'm5', {
        trainee: { nia, birthName: person.birthName },
        training: ['session:07:M2'],
      }),
    ],
    ['kairos', event('kairos', 'entry-attested', 'm6', { trainee: { franceTravailNumber: '7713398K' } })],
  ];
}

/** What must be refused without being told again: ids, references, envelopes and dates that name the person. */
function faults(): readonly object[] {
  const ids = [nir, spaced, fullwidth, person.email, `x${withKey}`, spaced.replaceAll(' ', '.')];
  const traceparent = `00-${'0'.repeat(16)}${withKey}0-00f067aa0ba902b7-01`;
  return [
    ...ids.map((id) => event('eos', 'entry-attested', id, { trainee: { nir: withKey } })),
    ...ids.map((id, index) => event('eos', 'entry-attested', `f${index}`, { trainee, training: [`file:eos:${id}`] })),
    event('eos', 'entry-attested', 'g1', { trainee, effectiveDate: '23/06/1961' }),
    event('eos', 'entry-attested', 'g2', { trainee: { ...trainee, nir: `${nir}99` } }),
    event('eos', 'entry-attested', 'g3', { trainee, [person.email]: person.birthName }),
    event('eos', 'entry-attested', 'g4', { trainee }, { subject: nir, person: person.email, traceparent }),
    event('eos', 'fact-retracted', 'g5', { trainee, retracts: nir, reason: 'raison-marquante' }),
  ];
}

const described = JSON.parse(readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, unknown>>;
};
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
);

/** Not Math.random: what fails is to fail again. */
function chooser(seed: number) {
  let state = seed;
  return <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[state % from.length] as T;
  };
}

const texts = [
  '',
  '0',
  '-1',
  '1e9',
  'null',
  '😀',
  "' or 1=1 --",
  '%00',
  '../..',
  '{}',
  'x'.repeat(5_000),
  ...marks.map(({ text }) => text),
];
const bodies = [
  '',
  '{',
  '[]',
  'null',
  '"a"',
  '{"nir":"x"}',
  '[[[[[[[[[[',
  JSON.stringify({ nir: withKey }),
  JSON.stringify({ ...trainee, trainees: [nir, nir] }),
];
const types = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
];
const purposes = ['control', 'data-quality', 'funding-follow-up', nir, ''];

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function anyRequest(choose: ReturnType<typeof chooser>, tokens: readonly string[]): Asked {
  const { path, method } = choose(operations);
  const filled = path.replace(/\{\w+\}/g, () => choose([encodeURIComponent(choose(texts)), '100000001', '%', '1']));
  const query = choose([
    '',
    '',
    `?cursor=${encodeURIComponent(choose(texts))}`,
    `?limit=${choose(['0', '-1', '9e9'])}&code=${encodeURIComponent(choose(texts))}`,
    '?%ff=%zz',
  ]);
  const marked = { baggage: person.email, 'x-request-id': nir, 'user-agent': person.birthName, tracestate: `a=${nir}` };
  const headers = {
    ...(choose([true, false]) ? marked : {}),
    ...{ 'hub-agent': choose(['agent-1', nir, person.email]), 'hub-purpose': choose(purposes) },
    ...{ 'content-type': choose(types), authorization: choose(tokens), 'hub-at-least': choose(['', nir, 'x.y.z']) },
    ...{
      'x-forwarded-for': choose(['', nir, person.email]),
      traceparent: `00-${'0'.repeat(17)}${withKey}-00f067aa0ba902b7-01`,
    },
  };
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return {
    method: choose([method, method, method, 'PUT', 'DELETE']),
    url: `${filled}${query}`,
    headers: sent,
    body: choose(bodies),
  };
}

function send({ method, url, headers, body }: Asked): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(hub.url), { method, path: url, headers, agent: false }, async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      answers.push(JSON.stringify(answer.headers), (answer.statusCode ?? 0) < 400 ? '' : text);
      resolve({ status: answer.statusCode ?? 0, text });
    });
    asked.once('error', reject).end(body);
  });
}

async function everyPlace(): Promise<readonly Place[]> {
  const { database, lines, log, settings } = hub;
  const messages = (await messagesOn(log)).map(({ key, value }) => `${key} ${value}`);
  return [
    { where: 'log lines', bytes: Buffer.from(lines.join('')) },
    { where: 'topics', bytes: Buffer.from(messages.join('\n')) },
    { where: 'answers', bytes: Buffer.from(answers.join('\n')) },
    ...(await tablesAsBytes(database.pool)),
    ...(await tablesAsBytes(database.keysPool)),
    ...(await filesAsBytes(dirname(settings.secretsFile))),
    ...(await walSince(database.pool, walFrom)),
  ];
}

async function tellAll(): Promise<readonly Receipt[]> {
  const told: Receipt[] = [];
  const report = async (partner: string, each: object) => {
    const answer = await hub.report(partner, [each]);
    answers.push(answer.text, JSON.stringify([...answer.headers]));
    return answer;
  };
  for (const [partner, each] of lives()) {
    const answer = await report(partner, each);
    if (answer.results[0]?.status === 'accepted') told.push(...receiptsOf(answer));
  }
  expect(told.length).toBeGreaterThanOrEqual(5);
  for (const each of faults()) await report('eos', each);
  return told;
}

async function ask(client: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'hub-agent': 'marks', 'hub-purpose': 'control' };
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await hub.client(client).fetch(path, { ...init, headers });
  const text = await answer.text();
  answers.push(JSON.stringify([...answer.headers]), path.endsWith('search') && answer.ok ? '' : text);
  return { status: answer.status, text };
}

/** Answers the marked trainee. */
async function readAll(told: readonly Receipt[]): Promise<string> {
  for (const by of [{ nir: spaced }, { nia }, { franceTravailNumber: '7713398K' }, { nir: `${nir}99` }]) {
    for (const client of ['cdc', 'eos', 'region-bretagne']) await ask(client, '/v1/training-paths/search', by);
  }
  const found = await ask('cdc', '/v1/training-paths/search', { nir });
  expect(found.status).toBe(200);
  for (const { receipt } of told) await ask('eos', `/v1/receipts/${receipt}`);
  const kinds = ['dossiers', 'anomalies', 'expectations', 'anomalies/counts', 'links', 'links/may-be-several'];
  for (const kind of kinds) for (const client of ['cdc', 'operator']) await ask(client, `/v1/${kind}`);
  const { trainees } = JSON.parse(found.text) as { trainees: string[] };
  const [one = '', other = '00000000-0000-4000-8000-000000000000'] = trainees;
  const corrected = await asOperator(hub, '/v1/persons/corrections', { from: one, reason: withKey, dossiers: [nir] });
  const judged = [await judge(hub, [one, other], 'different', 'agent-1'), await judge(hub, [one, one], 'same', nir)];
  answers.push(...[corrected, ...judged].map(({ text }) => text));
  return one;
}

/** Signs in, rightly and with whatever may stand where a client, a secret or a scope does; ten wrong secrets ring. */
async function signIn(): Promise<void> {
  const token = async (client: string, secret: string, form: Record<string, string> = {}) => {
    const answer = await fetch(new URL('/oauth2/token', hub.url), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    });
    answers.push(JSON.stringify([...answer.headers]), await answer.text());
    return answer.status;
  };
  for (const client of ['cdc', 'eos', 'kairos', 'operator']) {
    expect(await token(client, hub.secretOf(client))).toBe(200);
    await token(client, hub.secretOf(client), { scope: nir, resource: person.email });
  }
  for (const { text } of marks) await token(encodeURIComponent(text), nir);
  for (let tries = 0; tries < 12; tries++) await token('soistiss', `${nir}-${tries}`);
}

/** As operators do: what is valid, and what names the person where it may not; `path` is below /v1/admin. */
async function administer<Body>(path: string, body?: object): Promise<{ status: number; body: Body }> {
  const answer = await asOperator<Body>(hub, `/v1/admin/${path}`, body);
  answers.push(answer.text);
  return answer;
}

async function administerAll(trainee: string): Promise<void> {
  const siret = '99000198400014';
  const named = `${person.firstNames} ${person.birthName}`;
  const days = { from: '2026-01-01', to: '2026-12-31' };
  const done: readonly (readonly [path: string, body: object])[] = [
    ['organisations', { siret, name: 'OPCO des essais', kinds: ['opco'] }],
    ['conventions', { siret, from: days.from, purposes: ['funding-follow-up'] }],
    ['clients', { clientId: 'essais', siret, sources: ['opco-essais'], certifies: ['nir'] }],
    ['traces/search', { nir: withKey }],
    ['traces/search', { nia }],
    ['traces/holds', { ...days, reason: 'ticket-1' }],
    ['traces/verifications', {}],
    ['holds', { trainee, reason: 'ticket-1' }],
    [`holds/${trainee}/lift`, {}],
  ];
  for (const [path, body] of done) {
    expect((await administer(path, body)).status, path).toBeOneOf([200, 201, 202]);
  }
  for (const text of [nir, spaced, fullwidth, person.email]) {
    const refused: readonly (readonly [path: string, body: object])[] = [
      ['clients', { clientId: text, siret, sources: [], certifies: [] }],
      ['clients', { clientId: 'essais-2', siret, sources: [text], certifies: [] }],
      ['traces/holds', { ...days, reason: text }],
      ['holds', { trainee, reason: text }],
      ['destructions', { trainees: [trainee], legalGround: text }],
    ];
    for (const [path, body] of refused) expect((await administer(path, body)).status, `${path} ${text}`).toBe(400);
  }
  expect((await administer('destructions', { trainees: [trainee], legalGround: named })).status).toBe(400);
  const alarms = await administer<{ items: { id: number; kind: string }[] }>('alarms?open=true');
  const rang = alarms.body.items.find(({ kind }) => kind === 'wrong-secrets');
  const acknowledgement = `alarms/${rang?.id}/acknowledgement`;
  expect((await administer(acknowledgement, { why: person.email })).status).toBe(400);
  expect((await administer(acknowledgement, { why: 'ticket-1' })).status).toBe(200);
  for (const path of ['audit', 'alarms', 'clients', `organisations/${siret}`, 'holds', 'traces/holds', 'keys']) {
    expect((await administer(path)).status, path).toBe(200);
  }
}

/** `hub backup` of this hub, beside its secrets, where files are looked through. */
async function backUp(): Promise<void> {
  const { databaseUrl, keysUrl, brokers, topicPrefix, secretsFile, slices } = hub.settings;
  const said: string[] = [];
  const output = () => new Writable({ write: (chunk, _, done) => done(void said.push(String(chunk))) });
  const code = await main(
    ['node', 'hub', 'backup', join(dirname(secretsFile), 'backup')],
    {
      ...{ HUB_DATABASE_URL: databaseUrl, HUB_KEYS_URL: keysUrl, HUB_KAFKA_BROKERS: brokers.join(',') },
      ...{ HUB_KAFKA_TOPIC_PREFIX: topicPrefix, HUB_SECRETS_FILE: secretsFile, HUB_SLICES: String(slices) },
      HUB_DATA_DIR: join(dirname(secretsFile), 'command'),
    },
    { stdin: process.stdin, stdout: output(), stderr: output() },
  );
  expect(code, said.join('')).toBe(0);
  answers.push(...said);
}

const requests = 1_500;
const atOnce = 8;

describe('whatever is asked and reported', () => {
  it('the marked life is taken, its faults are refused, and its readers find it', async () => {
    const told = await tellAll();
    const record = await hub.read<{ identity?: object }>(told[0]?.dossier ?? 0, { receipts: told });
    expect(JSON.stringify(record)).toContain(person.birthName);
    const trainee = await readAll(told);
    await signIn();
    await administerAll(trainee);
  });

  it(`${requests} requests of any kind have no fault of the hub for an answer`, async () => {
    const clients = ['cdc', 'eos', 'kairos', 'operator', 'region-bretagne'];
    const bearers = await Promise.all(clients.map(async (client) => `Bearer ${await issueToken(hub.secrets, client)}`));
    const tokens = [
      '',
      'Bearer x.y.z',
      `Basic ${Buffer.from(`${person.birthName}:${nir}`).toString('base64')}`,
      ...bearers,
      ...bearers,
    ];
    const choose = chooser(42);
    const waiting = Array.from({ length: requests }, () => anyRequest(choose, tokens));
    const worker = async () => {
      for (let asked = waiting.pop(); asked !== undefined; asked = waiting.pop()) {
        const { status, text } = await send(asked);
        expect(status, `${asked.method} ${asked.url} ${asked.body} ${text}`).toBeLessThan(500);
        expect(text).not.toMatch(
          /\bat (?:async )?[\w.<>]+ \(|node_modules|\/services\/|select .* from |SELECT|ECONN|pg_catalog/,
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  });

  it('nothing of the person stands in clear: lines, topics, tables, answers, metrics, tokens, backup, files, write-ahead log', async () => {
    const metrics = await ask('operator', '/metrics');
    expect(metrics).toMatchObject({ status: 200, text: expect.stringContaining('hub_') });
    await backUp();
    const places = await everyPlace();
    expect(places.length).toBeGreaterThan(60);
    const names = places.map(({ where }) => where);
    expect(names).toEqual(expect.arrayContaining(['file hub.admin.audit.copy.gz', 'table admin.audit', 'answers']));
    expect(places.flatMap(find)).toEqual([]);
  });

  it('what is planted is found, in each kind of place and in each writing', async () => {
    const planted = `of ${withKey} and ${person.email}`;
    const { pool, keysPool } = hub.database;
    const packed = brotliCompressSync(planted);
    await pool.query('create table custody.planted (note text, facts bytea)');
    await pool.query('insert into custody.planted values ($1, null), (null, $2)', [spaced, packed]);
    await keysPool.query('create table keys.planted as select $1::text as note', [person.birthName]);
    const directory = dirname(hub.settings.secretsFile);
    await writeFile(join(directory, 'hub.planted.copy.gz'), gzipSync(planted));
    await writeFile(join(directory, 'planted.txt'), Buffer.from(`xy${nia}`).toString('base64'));
    (hub.lines as string[]).push(JSON.stringify({ msg: person.firstNames }));
    answers.push(`/v1/anything?of=${encodeURIComponent(fullwidth)}`, Buffer.from(person.street).toString('hex'));
    const found = new Set((await everyPlace()).flatMap(find));
    const expected = [
      ...['NIR with spaces in table custody.planted', 'NIR in table custody.planted', 'email in table custody.planted'],
      ...['birthName in table keys.planted', 'NIR in file hub.planted.copy.gz', 'NIA in file planted.txt'],
      ...['firstNames in log lines', 'NIR in fullwidth digits in answers', 'street in answers'],
      'NIR with spaces in write-ahead log',
    ];
    expect([...found]).toEqual(expect.arrayContaining(expected));
  });
});
