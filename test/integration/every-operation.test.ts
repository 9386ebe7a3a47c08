import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parisDay } from '@hub/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { weekOf } from '../../services/projector/src/statistics/week.ts';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { openReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { validatorOf } from './described-answer.ts';

/**
 * Every operation of the contract, asked as its user would ask: the answer is as described. With HUB_RECORD_EXAMPLES=1 requests and
 * answers become contracts/examples.json, which `npm run generate` puts into contracts/openapi.json.
 */

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}
interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>>;
}
type Json = Record<string, unknown>;

const fileOf = (name: string) => new URL(`../../contracts/${name}`, import.meta.url);
const contract = JSON.parse(readFileSync(fileOf('openapi.json'), 'utf8')) as {
  readonly paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  readonly components: object;
};
const operations = new Map(
  Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [operation.operationId, { ...operation, method, path }] as const,
    ),
  ),
);

const region = 'region-centre-val-de-loire';
const recorded: Record<string, Json> = {};
let hub: TestHub;
let whole: HubProcess;
let receiver: WebhookReceiver;

beforeAll(async () => {
  hub = await testHub({ HUB_WEBHOOK_PRIVATE: 'true' });
  whole = await hub.start();
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver?.close();
  await hub?.close();
});

interface Asking {
  /** Null: nobody's. */
  readonly as?: string | null;
  readonly purpose?: string;
  readonly agent?: string;
  /** Values of the parameters of path and query. */
  readonly with?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly status?: number;
}

/** Asks, checks the answer against the contract, and keeps both as the example of the operation. */
async function play<Body = Json>(operationId: string, asking: Asking = {}): Promise<Body> {
  const operation = operations.get(operationId);
  if (operation === undefined) throw new Error(`The contract has no operation ${operationId}.`);
  const { as = 'operator', body, type = 'application/json', status = 200, with: values = {} } = asking;
  const address = addressOf(operation, values);
  const send =
    as === null ? (to: string, init: RequestInit) => fetch(`${whole.url}${to}`, init) : whole.client(as).fetch;
  const answer = await send(address, {
    method: operation.method.toUpperCase(),
    headers: {
      ...readerOf(operation, asking),
      ...(asking.accept !== undefined && { accept: asking.accept }),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, `${operationId}: ${text.slice(0, 600)}`).toBe(status);
  const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const described = operation.responses[status]?.content?.[mediaType];
  expect(described, `${operationId}: ${mediaType} is not described`).toBeDefined();
  const isJson = mediaType.endsWith('json');
  const given: unknown = isJson ? JSON.parse(text) : text;
  if (isJson && described !== undefined) {
    const validate = validatorOf(contract, described.schema);
    expect(validate(given), `${operationId}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
  keep(operationId, {
    ...(body !== undefined && { request: { [type]: requestOf(body) } }),
    response: { [status]: { [mediaType]: isJson ? exampleOf(given) : text.split('\n').slice(0, 3).join('\n') } },
  });
  return given as Body;
}

function addressOf({ path, parameters = [] }: Operation, values: Readonly<Record<string, string | number>>): string {
  const inQuery = Object.entries(values).filter(([name]) => !path.includes(`{${name}}`));
  for (const [name] of inQuery) expect(parameters.map((each) => each.name)).toContain(name);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const query = new URLSearchParams(inQuery.map(([name, value]): [string, string] => [name, String(value)]));
  return query.size === 0 ? filled : `${filled}?${query}`;
}

function readerOf({ parameters = [] }: Operation, { purpose, agent }: Asking): Record<string, string> {
  const takes = (name: string) => parameters.some((each) => each.name === name);
  return {
    ...(takes('hub-agent') && { 'hub-agent': agent ?? 'agent-17' }),
    ...(takes('hub-purpose') && { 'hub-purpose': purpose ?? 'data-quality' }),
  };
}

/** The last one is the example, unless it shows nothing and the one before something. */
function keep(operationId: string, example: Json): void {
  const isEmpty = JSON.stringify(example.response).includes('"items":[]');
  if (!isEmpty || recorded[operationId] === undefined) recorded[operationId] = example;
}

/** A form as its fields. */
function requestOf(body: unknown): unknown {
  return exampleOf(typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : body);
}

const secretFields = ['access_token', 'client_secret', 'clientSecret', 'secret'];

/**
 * Without secrets, the addresses of this run, and more than two items of a list; of a schema its name alone, since linters take its
 * references and examples for those of the contract.
 */
function exampleOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(exampleOf);
  if (typeof value === 'string') {
    return value.replace(receiver.url, 'https://hooks.example.org/hub').replace(whole.url, 'https://hub.example.org');
  }
  if (typeof value !== 'object' || value === null) return value;
  const { $schema, $id, title } = value as Json;
  if ($schema !== undefined) return { $schema, $id, title };
  if ('valid' in value && 'invalid' in value) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '$ref')
      .map(([name, each]) => [
        name,
        secretFields.includes(name) && typeof each === 'string' ? 'shown-once' : exampleOf(each),
      ]),
  );
}

/** Asks until it comes out. */
const shown = <Body = Json>(operationId: string, asking: Asking, check: (body: Body) => void = () => {}) =>
  eventually(
    async () => {
      const body = await play<Body>(operationId, asking);
      check(body);
      return body;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );

interface Job {
  readonly id: string;
  readonly state: string;
  readonly result: Json | null;
}

/** The job's end. */
async function done({ id }: Job): Promise<Job> {
  const ended = await shown<Job>('getJob', { with: { id } }, ({ state }) =>
    expect(['waiting', 'running']).not.toContain(state),
  );
  expect(ended.state, JSON.stringify(ended)).toBe('done');
  return ended;
}

/** Starts a job and waits for its end. */
const work = async (operationId: string, asking: Asking = {}) =>
  done(await play<Job>(operationId, { status: 202, ...asking }));

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

let told = 0;

/** An event as a partner sends it. */
function event(source: string, type: string, nir: string | null, data: Json, id?: string): Json {
  told += 1;
  return {
    ...{ specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${source}`, id: id ?? `example-${told}` },
    recordedtime: '2026-04-02T09:12:00+02:00',
    data: { ...(nir !== null && { trainee: { nir } }), ...data },
  };
}

interface Receipt {
  readonly receipt: string;
  readonly dossier: number;
}

const report = (as: string, body: Json, status = 202) =>
  play<Receipt>('reportEvents', { as, body, type: 'application/cloudevents+json', status });

const alice = newPerson();
const bertrand = newPerson();
const training = ['session:07:114782', 'file:eos:1894'];
let dossier = 0;
let receipt = '';

it('lives that the rest is about', async () => {
  const simulated = await hub.command(['simulate', 'all', '--trainees', '150', '--mess', '0']);
  expect(simulated.code, simulated.stderr).toBe(0);
  const positioning = {
    training,
    effectiveDate: '2026-03-20',
    by: 'france-travail',
    mode: 'candidature',
    funding: 'prf',
  };
  await report('kairos', event('kairos', 'candidate-positioned', alice.nir, positioning));
  const entry = event(
    'eos',
    'entry-attested',
    alice.nirWithKey,
    { training, effectiveDate: '2026-04-01', funding: 'prf' },
    'entry-1894',
  );
  ({ receipt, dossier } = await report('eos', entry));
  const line = { line: 'L-1', financerSiret: '99000106700018', device: 'PRF', from: '2026-04-01', amount: 250_050 };
  await report(region, event('region-cvl', 'financing-engaged', alice.nir, { training, funding: 'prf', ...line }));
  await play('getReceipt', { as: 'eos', with: { receipt } });
  await play('searchReceipts', { as: 'eos', body: { receipts: [receipt, 'not-a-receipt'] } });
});

it('what needs no right', async () => {
  for (const each of ['getKeys', 'getIssuer', 'getDictionary', 'getDictionaryRules']) await play(each);
  await play('getDictionaryEvent', { with: { event: 'entry-attested', major: '1' } });
  const { clients } = JSON.parse(await readFile(join(hub.dataDir, 'run.json'), 'utf8')) as { clients: Client[] };
  const secret = clients.find(({ clientId }) => clientId === 'eos')?.clientSecret as string;
  const form = { grant_type: 'client_credentials', client_id: 'eos', client_secret: secret };
  await play('getToken', {
    as: null,
    body: String(new URLSearchParams(form)),
    type: 'application/x-www-form-urlencoded',
  });
});

it('reads of persons and sessions', async () => {
  const reading = { as: region, purpose: 'funding-follow-up' };
  await shown('getDossier', { ...reading, with: { number: dossier } });
  const { trainees } = await play<{ trainees: string[] }>('searchTrainingPath', {
    ...reading,
    body: { nir: alice.nir },
  });
  await play('getTrainingPath', { ...reading, with: { traineeId: trainees[0] as string } });
  for (const each of [
    'listDossiers',
    'listMovements',
    'listAnomalies',
    'countAnomalies',
    'listExpectations',
    'countExpectations',
  ])
    await play(each, reading);
  await play('listChanges', { ...reading, with: { limit: 2 } });
  await play('listRemunerations', { as: 'pay-body', purpose: 'remuneration' });
  const { items } = await play<{ items: { session: string }[] }>('listSessionChanges', {
    as: 'ofeli',
    with: { limit: 2 },
  });
  const [, registry, number] = items[0]?.session.split(':') ?? [];
  await play('getSession', { as: 'ofeli', with: { registry: registry as string, number: number as string } });
});

it('changes of what was reported', async () => {
  const reading = { as: region, purpose: 'funding-follow-up', with: { number: dossier } };
  const fact = { source: 'eos', eventId: 'entry-1894' };
  const { id } = await play<{ id: string }>('askRectification', {
    ...reading,
    body: { fact, reason: 'wrong-value' },
    status: 201,
  });
  await shown<{ items: unknown[] }>('listEventChanges', { as: 'eos' }, ({ items }) => expect(items).not.toEqual([]));
  await play('listRectifications', { as: region, with: { role: 'asked' } });
  await play('answerRectification', {
    as: 'eos',
    with: { id },
    body: { answer: 'declined', reason: 'value-confirmed' },
  });
});

it('a question about one person, figures and files', async () => {
  const question = { nir: alice.nir, from: '2026-03-01', to: '2026-03-31' };
  await play('askEmployment', { as: region, purpose: 'training-follow-up', body: question });
  await work('makeStatistics');
  const { weeks } = await play<{ weeks: string[] }>('listStatistics', { as: 'ministry', purpose: 'statistics' });
  const made = await play<{ weeks: { closed: { month: string }[] }[] }>('listStatisticsWeeks');
  const months = [made.weeks[0]?.closed[0]?.month];
  await play('tellStatisticsAnew', { body: { months, reason: 'ticket-4312' }, status: 202 });
  expect(weeks).toHaveLength(1);
  const figures = { as: 'ministry', purpose: 'statistics', with: { measure: 'entries', by: 'month' } };
  await play('readStatistics', figures);

  const week = weekOf(Date.now() - 14 * 86_400_000);
  const file = { as: region, purpose: 'funding-follow-up' };
  const { id } = await play<{ id: string }>('askDataSet', { ...file, body: { kind: 'outcomes', week }, status: 202 });
  await play('listDataSets', file);
  const { manifest } = await shown<DataSet>('getDataSet', { ...file, with: { id } }, ({ state }) =>
    expect(state).toBe('ready'),
  );
  await play('getDataSetManifest', { ...file, with: { id } });
  await play('getDataSetFile', { ...file, with: { id, name: manifest?.file as string } });
  await play('askDataSetFor', {
    body: { siret: '99000106700018', kind: 'outcomes', purpose: 'funding-follow-up', week, format: 'parquet' },
    status: 202,
  });
});

interface DataSet {
  readonly state: string;
  readonly manifest: { readonly file: string } | null;
}

it('webhooks', async () => {
  const as = region;
  const wanted = { url: receiver.url, purpose: 'funding-follow-up', causes: ['entry-attested'] };
  const added = await play<{ webhook: { id: string }; secret: string }>('addWebhook', {
    as,
    body: wanted,
    status: 201,
  });
  receiver.secrets = [added.secret];
  const { id } = added.webhook;
  const own = { as, with: { id } };
  await play('listWebhooks', { as });
  await play('findWebhook', own);
  await play('testWebhook', own);
  await shown<{ items: unknown[] }>('listWebhookDeliveries', own, ({ items }) => expect(items).not.toEqual([]));
  await play('changeWebhook', { ...own, body: { causes: ['entry-attested', 'exit-declared'] } });
  await play('pauseWebhook', own);
  await play('resumeWebhook', own);
  await play('replayWebhook', { ...own, body: { from: new Date(Date.now() - 3_600_000).toISOString() } });
  await play('rotateWebhookSecret', { ...own, body: { overlapHours: 24 } });
  await play('administerListWebhooks');
  for (const each of ['FindWebhook', 'ListWebhookDeliveries', 'PauseWebhook', 'ResumeWebhook', 'RemoveWebhook'])
    await play(`administer${each}`, { with: { id } });
  const another = await play<{ webhook: { id: string } }>('addWebhook', { as, body: wanted, status: 201 });
  await play('removeWebhook', { as, with: { id: another.webhook.id } });
});

it('organisations, conventions, clients and what they passed', async () => {
  const siret = '19311383400389';
  await play('addOrganisation', {
    body: { siret, name: 'Mission locale de Tours', kinds: ['mission-locale'] },
    status: 201,
  });
  const terms = { siret, from: '2026-01-01', purposes: ['training-follow-up'], limits: { agentsADay: 1 } };
  const { id } = await play<{ id: string }>('addConvention', { body: terms, status: 201 });
  await play('addClient', { body: { clientId: 'mission-locale-tours', siret, sources: [] }, status: 201 });
  await play('rotateClient', { with: { clientId: 'mission-locale-tours' }, body: { overlapSeconds: 3_600 } });
  await play('getClient', { with: { clientId: 'mission-locale-tours' } });
  await play('getOrganisation', { with: { siret } });
  await play('getClientConformance', { with: { clientId: 'eos' } });
  await play('getConformance', { as: 'eos' });
  await play('listPurposes', { as: region });
  await play('listConsultations', { as: region });
  await play('endConvention', { with: { id }, body: { to: parisDay(Date.now()) } });
  await play('revokeClient', { with: { clientId: 'mission-locale-tours' } });
  for (const each of ['listOrganisations', 'listConventions', 'listClients', 'listAudit'])
    await play(each, { with: { limit: 2 } });
});

it('alarms and the trace', async () => {
  const [siret, clientId] = ['99000107500011', 'region-bretagne'];
  const { items } = await play<{ items: { id: string }[] }>('listConventions', { with: { siret } });
  const yesterday = parisDay(Date.now() - 86_400_000);
  await play('endConvention', { with: { id: items[0]?.id as string }, body: { to: yesterday } });
  const terms = { siret, from: parisDay(Date.now()), purposes: ['funding-follow-up'], limits: { agentsADay: 1 } };
  await play('addConvention', { body: terms, status: 201 });
  for (const agent of ['agent-1', 'agent-2', 'agent-3'])
    await play('listDossiers', { as: clientId, purpose: 'funding-follow-up', agent });
  const alarms = await shown<{ items: { id: string }[] }>('listAlarms', {}, (found) =>
    expect(found.items).not.toEqual([]),
  );
  await play('acknowledgeAlarm', {
    with: { id: alarms.items[0]?.id as string },
    body: { why: 'known: two agents share a desk' },
  });
  await play('searchTrace', { body: { dossier } });
  await work('verifyTrace');
  const hold = await play<{ id: string }>('holdTrace', {
    body: { from: '2026-01-01', to: '2026-12-31', reason: 'ticket-4312' },
  });
  await play('listTraceHolds');
  await play('liftTraceHold', { with: { id: hold.id } });
});

it('who is one person', async () => {
  await report(
    'kairos',
    event('kairos', 'candidate-positioned', bertrand.nir, {
      ...{
        training: ['session:07:114783'],
        effectiveDate: '2026-03-20',
        by: 'france-travail',
        mode: 'candidature',
        funding: 'prf',
      },
    }),
  );
  const traineeOf = async ({ nir }: { nir: string }) => {
    const found = await shown<{ trainees: string[] }>('searchTrainingPath', {
      as: 'cdc',
      purpose: 'control',
      body: { nir },
    });
    return found.trainees[0] as string;
  };
  const trainees = [await traineeOf(alice), await traineeOf(bertrand)];
  const verdict = { trainees, verdict: 'same', reason: 'ticket-4312' };
  await play('judgeTrainees', { body: verdict, agent: 'agent-1', status: 202 });
  await play('judgeTrainees', { body: verdict, agent: 'agent-2', status: 202 });
  await shown<{ items: unknown[] }>('listLinks', {}, ({ items }) => expect(items).not.toEqual([]));
  await play('getLinkHistory', { with: { trainee: trainees[0] as string } });
  for (const each of ['listMayBeSeveral', 'listSessionLinks', 'listUnlinkedSessions']) await play(each);
  const sessions = ['session:07:114782', 'session:eos:67680'];
  await play('judgeSessions', { body: { sessions, verdict: 'same', reason: 'ticket-4312' }, status: 202 });
  await play('correctPerson', {
    body: {
      from: trainees[0],
      to: { nir: newPerson().nir },
      facts: [{ source: 'eos', id: 'entry-1894' }],
      reason: 'ticket-4313',
    },
    status: 202,
  });

  const [trainee] = trainees as [string];
  await play('holdTrainee', { body: { trainee, reason: 'ticket-4312' } });
  await play('listHolds');
  await play('liftHold', { with: { trainee } });
  await work('destroyTrainees', { body: { trainees: [trainees[1]], legalGround: 'rgpd-17' } });
  await play('listDestructions');
  await play('certifyDestruction', { with: { trainee: trainees[1] as string } });
  await work('endRetention', { body: { apply: false } });
});

it('keys', async () => {
  const secretsFile = join(hub.dataDir, 'secrets.json');
  const { kek, pepper, ...others } = JSON.parse(await readFile(secretsFile, 'utf8'));
  const drawn = () => randomBytes(32).toString('base64url');
  const epochs = { ...kek.epochs, 2: drawn() };
  const renewed = { ...others, kek: { current: 2, epochs }, pepper: { version: 2, key: drawn(), former: pepper } };
  await writeFile(secretsFile, JSON.stringify(renewed));
  await whole.stop();
  whole = await hub.start();
  await work('rotatePepper');
  await play('endPepper', { with: { version: 1 } });
  await work('rewrapKeys', { body: { to: 2 } });
  await play('showKeys');
  await play('endKekEpoch', { with: { epoch: 1 } });
});

it('versions and jobs', async () => {
  await work('verifyRecords', { body: { slices: 1 } });
  const { result } = await work('rebuildRecords', { body: {} });
  const version = String((result as { version?: string } | null)?.version);
  await work('compareVersion', { with: { version }, body: {} });
  await play('showComparison', { with: { version } });
  await work('promoteVersion', { with: { version }, body: { maxChanged: '0.1%' } });
  await play('listVersions');
  await work('rollBack');
  await shown('compareDossier', { with: { version, number: dossier } });
  await work('retireVersion', { with: { version }, body: { withoutWayBack: true } });
  await play('showRules');
  const edits = [{ kind: 'deadline', name: 'exit', days: 5 }];
  const trial = await work('tryRules', { body: { edits } });
  await play('showTrial', { with: { trial: trial.id } });
  await work('checkDictionary', {
    body: { files: { 'codes/sex.json': JSON.parse(readFileSync(fileOf('../schemas/codes/sex.json'), 'utf8')) } },
  });
  await work('verifyRegistry');
  await play('listJobs', { with: { limit: 2 } });
  const waiting = await play<Job>('verifyTrace', { status: 202 });
  await play('cancelJob', { with: { id: waiting.id } });
  await play('followJob', { with: { id: waiting.id } });
});

it('what lives', async () => {
  await shown<Json>('showStatus', {}, ({ throughput }) => expect(throughput).not.toBeNull());
  const { messages } = await play<{ messages: { slice: number; offset: number }[] }>('readLog', {
    with: { topic: 'entry', count: 1 },
  });
  const [{ slice, offset } = { slice: 0, offset: 0 }] = messages;
  // As if code that could not read the event had parked it.
  await hub.database.pool.query(
    `insert into projection.parked (version, topic, slice, "offset", reason, detail, dossier, source, event_id)
     select version, 'entry', $1, $2, 'fold-failed', 'TypeError', $3, 'eos', 'entry-1894' from projection.active`,
    [slice, offset, dossier],
  );
  const { items } = await play<{ items: { place: string; version: string }[] }>('listParked', {
    with: { source: 'eos' },
  });
  const { place = '', version = '' } = items[0] ?? {};
  await play('countParked');
  await play('showParked', { with: { version, topic: 'entry', slice, offset } });
  await play('followEvent', { body: { source: 'eos', id: 'entry-1894' } });
  await work('settleParked', { body: { places: [place], why: 'reported again as entry-1895' } });
  await work('retryParked', { body: { places: [place], dryRun: true } });
});

it('leaves no operation out', () => {
  expect([...operations.keys()].filter((each) => recorded[each] === undefined)).toEqual([]);
  if (process.env.HUB_RECORD_EXAMPLES !== '1') return;
  const sorted = Object.fromEntries(Object.entries(recorded).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(fileOf('examples.json'), `${JSON.stringify(sorted, null, 2)}\n`);
});
