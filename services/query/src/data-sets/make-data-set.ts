import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventLog, HubError, type Position, parisDay, watchedBy } from '@hub/core';
import {
  type AskedDataSet,
  countWatched,
  dataSetReader,
  feedEnd,
  feedEpoch,
  findDataSet,
  type JobWork,
  offerDataSet,
  type Partner,
  type Snapshot,
  sealCursor,
  type TakenJob,
  type TracedPerson,
  tracedReader,
  weekOf,
  withSnapshot,
  withTransaction,
} from '@hub/platform';
import type { QueryContext } from '../http/context.ts';
import { foundDossiers } from '../lists/found-dossiers.ts';
import { isAuthority, type Reader, readerOf } from '../reading/sight.ts';
import { heldByLog, requireProjected } from './held-by-log.ts';
import { setKinds, type Value } from './kinds.ts';
import { manifestOf, signedManifest } from './manifest.ts';
import { type SetDossier, setDossiers } from './set-dossier.ts';
import type { DataSetMetrics, DataSetStore } from './store.ts';
import { csvWriter, type LineWriter } from './write-csv.ts';
import { parquetWriter } from './write-parquet.ts';

/** Dossiers whose lines are written, and whose persons are traced, at once. */
const dossiersAtOnce = 500;
/** Rows that one statement finds: each looks up anew who is linked. */
const candidatesAtOnce = 2_000;

type Making = Pick<QueryContext, 'pool' | 'secrets' | 'rights' | 'trace' | 'clock'> & {
  readonly store: DataSetStore;
  readonly log: Pick<EventLog, 'endOffsets'>;
  readonly metrics: DataSetMetrics;
};

/** The job that makes a data set: one snapshot, line by line to a file that is offered once it and its trace are whole. */
export function makingJob(making: Making): JobWork {
  return async (job) => {
    const from = performance.now();
    const asked = job.parameters as AskedDataSet;
    const set = await findDataSet(making.pool, job.id);
    if (set === null) throw new HubError('wrong-use', 'This data set was forgotten meanwhile: ask for it again.');
    const partner = await dataSetReader(making.pool, set);
    const path = join(making.store.directory, `${job.id}.${randomUUID()}.part`);
    try {
      const held = await heldWhenBegun(making, job);
      const made = await writeSet(making, job, { asked, partner, agent: set.agent, held, path });
      await offer(making, job, { asked, path, made });
      making.metrics.observe(asked.kind, made.rows, (performance.now() - from) / 1_000);
      return { rows: made.rows };
    } finally {
      await rm(path, { force: true });
    }
  };
}

/** Asked of the log once: who waits for what comes in meanwhile might wait for ever. */
async function heldWhenBegun({ log }: Making, job: TakenJob): Promise<readonly Position[]> {
  if (job.position !== null) return job.position as readonly Position[];
  const held = await heldByLog(log);
  await job.advance({ done: 0, position: held });
  return held;
}

interface Made {
  /** As many as may be in it. */
  readonly dossiers: number;
  readonly rows: number;
  readonly projectionVersion: string;
  readonly rulesVersion: string;
  readonly cursor: string;
}

interface Writing {
  readonly asked: AskedDataSet;
  readonly partner: Partner;
  readonly agent: string;
  /** What its snapshot must have of the log. */
  readonly held: readonly Position[];
  readonly path: string;
}

async function writeSet(making: Making, job: TakenJob, writing: Writing): Promise<Made> {
  const { asked, path } = writing;
  const { columns } = setKinds[asked.kind];
  const open = asked.format === 'csv' ? csvWriter(path, columns, asked.bom) : parquetWriter(path, columns);
  const writer = await open;
  try {
    const made = await withSnapshot(making.pool, async (snapshot) => {
      if (snapshot === null) throw new HubError('wrong-use', 'Nothing has been reported to this hub yet.');
      await requireProjected(snapshot, writing.held);
      return writeLines(making, job, { ...writing, snapshot, writer });
    });
    await writer.finish();
    return made;
  } catch (error) {
    await writer.abandon().catch(() => {});
    throw error;
  }
}

async function writeLines(
  making: Making,
  job: TakenJob,
  { snapshot, writer, asked, partner, agent }: Writing & { readonly snapshot: Snapshot; readonly writer: LineWriter },
): Promise<Made> {
  const { rights, secrets, trace } = making;
  // An exception shows so many persons a month, and a data set counts nobody: nobody is in it by one.
  const reader = { ...readerOf(partner, asked.purpose), exceptions: {} };
  const watchers = isAuthority(reader) ? null : watchedBy(rights, reader);
  const total = await countWatched(snapshot, watchers);
  const by = tracedReader(partner, agent, asked.purpose);
  let rows = 0;
  let done = 0;
  for await (const { lines, persons } of inGroups(linesOf(making, snapshot, asked, reader))) {
    const traced = { reader: by, operation: 'data-set', persons, decision: 'allowed' } as const;
    if (persons.length > 0) await trace.write({ ...traced, traceparent: job.id });
    await writer.write(lines);
    rows += lines.length;
    done += dossiersAtOnce;
    await job.advance({ done: Math.min(done, total), total });
  }
  const place = { epoch: await feedEpoch(snapshot), place: await feedEnd(snapshot, 'trainee') };
  const { version, rulesHash } = snapshot.version;
  const cursor = sealCursor(secrets, `changes ${asked.siret}`, place);
  return { rows, dossiers: total, projectionVersion: version, rulesVersion: rulesHash, cursor };
}

/** What a dossier gives to a data set, and of whom it is; a dossier itself is not held. */
interface OfDossier {
  readonly lines: readonly (readonly Value[])[];
  readonly persons: readonly TracedPerson[];
}

/** Of every dossier by number, as the week's end and today's rights show it. */
async function* linesOf(
  { rights, clock }: Making,
  snapshot: Snapshot,
  { week, kind }: AskedDataSet,
  reader: Reader,
): AsyncGenerator<OfDossier> {
  const end = weekOf(week);
  if (end === null) throw new HubError('wrong-use', `There is no week ${week}.`);
  const { rules } = snapshot;
  const at = { day: end.to, over: end.over, rights, rules };
  const found = foundDossiers<SetDossier>(snapshot, {
    rights,
    sought: { kind: 'dossiers', statuses: null, dossier: null, organisation: null, session: null },
    dossiersOf: (person) => setDossiers(person, reader, at),
    view: { reader, sources: reader.sources, today: parisDay(clock()), nowMs: clock(), rules, excepted: null },
    from: 0,
    rowsMax: Number.POSITIVE_INFINITY,
    rowsAtOnce: candidatesAtOnce,
  });
  for await (const { dossier } of found) {
    const lines = setKinds[kind].linesOf(dossier);
    // Of whom there is no line, nothing is told.
    yield { lines, persons: lines.length === 0 ? [] : personsOf(dossier) };
  }
}

function personsOf({ numbers, rows }: SetDossier): readonly TracedPerson[] {
  const [dossier = null] = numbers;
  return [...new Set(rows.map(({ trainee }) => trainee))].map((trainee) => ({ trainee, dossier }));
}

async function* inGroups(items: AsyncIterable<OfDossier>): AsyncGenerator<OfDossier> {
  let group: OfDossier[] = [];
  const all = () => ({
    lines: group.flatMap(({ lines }) => lines),
    persons: group.flatMap(({ persons }) => persons),
  });
  for await (const item of items) {
    group.push(item);
    if (group.length < dossiersAtOnce) continue;
    yield all();
    group = [];
  }
  if (group.length > 0) yield all();
}

/** The file gets a name of its own, and is offered in the transaction that proves that nobody else makes it. */
async function offer(
  { pool, secrets, store, clock }: Making,
  job: TakenJob,
  { asked, path, made }: { readonly asked: AskedDataSet; readonly path: string; readonly made: Made },
): Promise<void> {
  const { bytes, sha256 } = await measured(path);
  const madeAt = new Date(clock()).toISOString();
  const { dossiers: _, ...said } = made;
  const manifest = manifestOf(job.id, asked, { ...said, bytes, sha256, madeAt });
  const signed = await signedManifest(secrets, manifest);
  const file = `${job.id}.${randomUUID()}.${asked.format}`;
  const kept = join(store.directory, file);
  await rename(path, kept);
  try {
    await withTransaction(pool, async (client) => {
      await job.advance({ done: made.dossiers, total: made.dossiers }, client);
      await offerDataSet(client, { id: job.id, file, ...signed });
    });
  } catch (error) {
    await rm(kept, { force: true });
    throw error;
  }
}

async function measured(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
