import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventLog, HubError, type Position } from '@hub/core';
import {
  type AskedDataSet,
  dataSetReader,
  findDataSet,
  type JobWork,
  offerDataSet,
  sealCursor,
  type TakenJob,
  tracedReader,
  withTransaction,
} from '@hub/platform';
import type { QueryContext } from '../http/context.ts';
import { changesList } from '../reading/changes-list.ts';
import { heldByLog } from './held-by-log.ts';
import { type Manifest, manifestOf, signedManifest } from './manifest.ts';
import type { DataSetMetrics, DataSetStore } from './store.ts';
import { type SetDatabase, writeInProcess } from './write-in-process.ts';
import type { Step, Writing, Written } from './write-set.ts';

type Making = Pick<QueryContext, 'pool' | 'secrets' | 'trace' | 'clock'> & {
  readonly database: SetDatabase;
  readonly store: DataSetStore;
  readonly log: Pick<EventLog, 'endOffsets'>;
  readonly metrics: DataSetMetrics;
  /** Of the process that writes; default 64. */
  readonly heapMbMax?: number;
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
      const made = await write(making, job, { asked, partner, agent: set.agent, held, path });
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

type Made = Omit<Written, 'place'> & Pick<Manifest, 'cursor'>;

/** Its persons are traced as they come. */
async function write(making: Making, job: TakenJob, writing: Omit<Writing, 'nowMs'>): Promise<Made> {
  const { trace, secrets, database, clock, heapMbMax } = making;
  const { asked, partner } = writing;
  const reader = tracedReader(partner, writing.agent, asked.purpose);
  const onStep = async ({ persons, done, total }: Step) => {
    const traced = { reader, operation: 'data-set', persons, decision: 'allowed' } as const;
    if (persons.length > 0) await trace.write({ ...traced, traceparent: job.id });
    await job.advance({ done, total });
  };
  const task = { database, writing: { ...writing, nowMs: clock() } };
  const { place, ...written } = await writeInProcess(task, { signal: job.signal, onStep, heapMbMax });
  return { ...written, cursor: sealCursor(secrets, changesList(asked.siret, asked.purpose), place) };
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
