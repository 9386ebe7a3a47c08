import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventName, SealedCategory } from '@hub/contracts';
import {
  describeRow,
  describeSession,
  describeTrainee,
  type EventLog,
  type Fact,
  type FactSet,
  recordHash,
  summariseSession,
  summariseTrainee,
  union,
} from '@hub/core';
import {
  type AccessTrace,
  aliasOf,
  buildServer,
  createLogger,
  createMetrics,
  createSecrets,
  demoPartners,
  embeddedEventLog,
  encodeFacts,
  type HubServer,
  issueToken,
  type KeyStore,
  loadDictionary,
  loadRules,
  makeDemoPartners,
  migrateProjection,
  openAccessTrace,
  openKeyStore,
  rowShape,
  type Secrets,
  seal,
  sealReceipt,
  withTransaction,
  writeRows,
} from '@hub/platform';
import { queryPlugin } from '@hub/query';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { checkDescribed } from './described-answer.ts';

export const logEpoch = 'b6f7c1de-0000-4000-8000-000000000001';
const schemaName = 'projection_stage';
const slices = 4;
const rules = loadRules();

/** The query service on databases of its own, and what a projector would have written into them. */
export interface Stage {
  readonly database: TestDatabase;
  readonly secrets: Secrets;
  readonly keyStore: KeyStore;
  readonly server: HubServer;
  readonly trace: AccessTrace;
  readonly log: EventLog;
  readonly lines: string[];
  readonly clock: { nowMs: number };
  /** Of its secrets, and of its data sets. */
  readonly directory: string;
  close(): Promise<void>;
}

export async function openStage({ dataSets = false }: { dataSets?: boolean } = {}): Promise<Stage> {
  const database = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'hub-query-'));
  const secrets = await createSecrets(join(directory, 'secrets.json'));
  const keyStore = openKeyStore({ pool: database.keysPool, secrets });
  await makeDemoPartners(database.pool, () => 'demo');
  await addVersion(database);
  const log = await embeddedEventLog({ pool: database.pool, slices });
  const asked = await openQuestions({ database, secrets, keyStore, log }, dataSets ? directory : null);
  const close = async () => {
    await asked.close();
    await log.close();
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };
  return { database, secrets, keyStore, log, directory, ...asked, close };
}

/** The query service alone on what others keep, with a clock of its own: 15 June 2026 unless it is moved. */
export async function openQuestions(
  {
    database: { pool, url },
    secrets,
    keyStore,
    log,
  }: Pick<Stage, 'database' | 'secrets' | 'keyStore'> & { readonly log: EventLog },
  dataSets: string | null = null,
) {
  const lines: string[] = [];
  const clock = { nowMs: Date.parse('2026-06-15T10:00:00Z') };
  const metrics = createMetrics();
  const logger = createLogger('trace', 'test', { write: (line) => void lines.push(line) });
  const server = buildServer({ logger, metrics });
  const dictionary = loadDictionary();
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
  server.register(
    queryPlugin({
      ...{ pool, keyStore, secrets, dictionary, metrics, trace, clock: () => clock.nowMs, waitMsMax: 300 },
      ...(dataSets !== null && { dataSets: { directory: dataSets, keptDays: 30, logger, log, database: { url } } }),
    }),
  );
  await server.ready();
  const close = async () => {
    await server.close();
    await trace.close();
  };
  return { server, trace, lines, clock, close };
}

async function addVersion({ pool }: TestDatabase): Promise<void> {
  await migrateProjection(pool, schemaName);
  await pool.query(
    `insert into projection.version (version, rules_hash, rules, schema_name, shape)
     values ('stage.1', 'stage', $3, $1, $2)`,
    [schemaName, rowShape, JSON.stringify(rules)],
  );
  await pool.query(`insert into projection.active (version) values ('stage.1')`);
  await pool.query(
    `insert into projection.lease (version, kind, slice, log_epoch)
     select 'stage.1', kind, slice, $1 from unnest(array['trainee', 'offer']) kind, generate_series(0, $2::int - 1) slice`,
    [logEpoch, slices],
  );
}

/** Moves a slice on, as a projector does when it has read so far. */
export async function readUpTo(
  stage: Stage,
  kind: 'trainee' | 'offer',
  slice: number,
  offsets: Record<string, number>,
): Promise<void> {
  await stage.database.pool.query(
    'update projection.lease set offsets = offsets || $3::jsonb where kind = $1 and slice = $2',
    [kind, slice, JSON.stringify(offsets)],
  );
}

/** The dossier number of these first eight digits: the ninth is made to fit. */
export function checked(number: number): number {
  const body = String(number).slice(0, 8);
  let product = 10;
  for (const digit of body) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return Number(body) * 10 + ((11 - product) % 10);
}

interface Reported {
  readonly source?: string;
  /** SIRET for which it was written; if not said, that of the demo partner that writes for the source. */
  readonly organisation?: string;
  readonly id?: string;
  readonly day?: string;
  readonly recordedAt?: string;
  readonly receivedAt?: string;
  readonly references?: readonly string[];
  readonly data?: Record<string, unknown>;
  readonly sealed?: Partial<Record<SealedCategory, string>>;
}

function organisationOf(source: string): string | undefined {
  return demoPartners.find(({ sources }) => sources.includes(source))?.siret;
}

/** A fact of a test: what the dictionary would let pass, without its check. */
export function fact(type: EventName, reported: Reported = {}): Fact {
  const {
    source = 'eos',
    id = randomUUID(),
    day = null,
    references = ['session:eos:67680'],
    data = {},
    sealed,
  } = reported;
  const { organisation = organisationOf(source) } = reported;
  const recordedAt = reported.recordedAt ?? `${day ?? '2026-04-01'}T08:00:00.000Z`;
  return {
    source,
    id,
    type,
    version: 1,
    partner: source,
    ...(organisation === undefined ? {} : { organisation }),
    recordedAt,
    receivedAt: reported.receivedAt ?? recordedAt,
    effectiveDate: day,
    digest: `${source}/${id}`,
    references,
    data: day === null ? data : { effectiveDate: day, ...data },
    ...(sealed === undefined ? {} : { sealed }),
  } as Fact;
}

/** Stores facts of a dossier as the projector does: union, describe, one row. */
export async function storeDossier(
  stage: Stage,
  trainee: string,
  number: number,
  facts: readonly Fact[],
  slice = 1,
): Promise<void> {
  const attributed = fact('dossier-attributed', {
    source: 'hub',
    id: `number-${number}`,
    data: { number },
    recordedAt: '2026-01-01T00:00:00.000Z',
    references: facts[0]?.references ?? [],
  });
  const set = [attributed, ...facts].reduce<FactSet>((known, each) => union(known, [each]), []);
  const { record, summary } = describeRow(set, rules);
  await withTransaction(stage.database.pool, (client) =>
    writeRows(client, schemaName, { dossier: [{ number, trainee, slice, ...stored(set, record), summary }] }),
  );
}

function stored(facts: FactSet, record: object) {
  return { facts: encodeFacts(JSON.stringify(facts)), factCount: facts.length, hash: recordHash(record) };
}

export async function storeTrainee(
  stage: Stage,
  trainee: string,
  facts: readonly Fact[],
  linked: readonly string[] = [],
  slice = 1,
): Promise<void> {
  const set = facts.reduce<FactSet>((known, each) => union(known, [each]), []);
  const record = describeTrainee(set, rules, trainee);
  const summary = { ...summariseTrainee(record, set, trainee), linked };
  await withTransaction(stage.database.pool, (client) =>
    writeRows(client, schemaName, { trainee: [{ trainee, slice, ...stored(set, record), summary }] }),
  );
}

export async function storeSession(stage: Stage, facts: readonly Fact[], slice = 2): Promise<void> {
  const set = facts.reduce<FactSet>((known, each) => union(known, [each]), []);
  const record = describeSession(set, rules);
  const summary = summariseSession(record, set, rules);
  const reference = set[0]?.references[0] as string;
  await withTransaction(stage.database.pool, (client) =>
    writeRows(client, schemaName, { session: [{ reference, slice, ...stored(set, record), summary }] }),
  );
}

export async function alias(stage: Stage, nir13: string, trainee: string): Promise<void> {
  await stage.database.pool.query(
    `insert into registry.alias (alias, kind, pepper_version, trainee_id, announced) values ($1, 'nir', 1, $2, true)`,
    [aliasOf(stage.secrets, 'nir', nir13), trainee],
  );
}

export async function sealed(
  stage: Stage,
  trainee: string,
  event: string,
  category: SealedCategory,
  content: object,
): Promise<Partial<Record<SealedCategory, string>>> {
  if ((await stage.keyStore.keysOf([trainee])).size === 0) await stage.keyStore.makeKeys([trainee]);
  const key = (await stage.keyStore.keysOf([trainee])).get(trainee);
  if (key === undefined) throw new Error('no key');
  return { [category]: seal(key, { trainee, event, category }, JSON.stringify(content)) };
}

export function receipt(stage: Stage, claims: Partial<Parameters<typeof sealReceipt>[1]> = {}): string {
  return sealReceipt(stage.secrets, {
    logEpoch,
    topic: 'entry',
    slice: 1,
    offset: 0,
    dossier: null,
    trainee: null,
    source: 'eos',
    id: 'e1',
    partner: 'eos',
    ...claims,
  });
}

/** A request under a demo partner's token, with an agent and a purpose unless it is given others. */
export async function ask(
  stage: Pick<Stage, 'server' | 'secrets'>,
  clientId: string,
  url: string,
  options: {
    method?: 'GET' | 'POST' | 'DELETE';
    payload?: object | string;
    headers?: Record<string, string | undefined>;
  } = {},
) {
  const headers = {
    authorization: `Bearer ${await issueToken(stage.secrets, clientId)}`,
    'hub-agent': 'agent-17',
    'hub-purpose': 'funding-follow-up',
    ...options.headers,
  };
  const method = options.method ?? 'GET';
  const answer = await stage.server.inject({
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
    ...(options.payload === undefined ? {} : { payload: options.payload }),
  });
  checkDescribed(stage.server, method, url, answer);
  return answer;
}

export interface TraceRow {
  readonly client_id: string;
  readonly agent: string;
  readonly purpose: string;
  readonly operation: string;
  readonly trainee_id: string | null;
  readonly dossier: number | null;
  readonly decision: string;
  readonly categories: readonly string[];
}

const rowsSeen = new WeakMap<Stage, number>();

/** Access trace rows written since the last call. */
export async function traced(stage: Stage): Promise<readonly TraceRow[]> {
  const { rows } = await stage.database.pool.query<TraceRow>('select * from access.trace order by writer, sequence');
  const fresh = rows.slice(rowsSeen.get(stage) ?? 0);
  rowsSeen.set(stage, rows.length);
  return fresh;
}
