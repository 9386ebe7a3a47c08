import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Pool } from 'pg';
import { timed } from '../kit/clock.ts';
import { type Folded, fold, type PeerEvent, type PeerRecord, peersCache, requireWhole } from './work.ts';

const run = promisify(execFile);

interface EmmettEvent {
  readonly type: string;
  readonly data: PeerEvent;
}

interface Store {
  readonly schema: { migrate(): Promise<unknown> };
  appendToStream(stream: string, events: readonly EmmettEvent[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Of Emmett, what is measured here. */
export interface Emmett {
  getPostgreSQLEventStore(url: string, options?: object): Store;
  pongoMultiStreamProjection(options: object): object;
  rebuildPostgreSQLProjections(options: object): { start(): Promise<void>; close(): Promise<void> };
  readonly inline: (projections: readonly object[]) => object;
}

/** Emmett as npm gives it, kept apart from the hub's own packages. Throws where npm cannot bring it. */
export async function loadEmmett(): Promise<Emmett> {
  const folder = join(peersCache, 'emmett');
  await mkdir(folder, { recursive: true });
  await copyFile(join(import.meta.dirname, 'emmett', 'package.json'), join(folder, 'package.json'));
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, timeout: 300_000 });
  const { resolve } = createRequire(join(folder, 'package.json'));
  const load = async (name: string) => (await import(pathToFileURL(resolve(name)).href)) as unknown;
  const postgres = (await load('@event-driven-io/emmett-postgresql')) as Omit<Emmett, 'inline'>;
  const { projections } = (await load('@event-driven-io/emmett')) as { projections: Pick<Emmett, 'inline'> };
  return { ...postgres, inline: projections.inline };
}

export interface EmmettWork {
  readonly emmett: Emmett;
  /** A database of its own, on the server of all. */
  readonly url: string;
  readonly pool: Pool;
  readonly events: readonly PeerEvent[];
  readonly wanted: Folded;
}

function recordsOf(emmett: Emmett, events: readonly PeerEvent[]): object {
  return emmett.pongoMultiStreamProjection({
    collectionName: 'record',
    canHandle: [...new Set(events.map(({ type }) => type))],
    getDocumentId: ({ data }: EmmettEvent) => String(data.dossier),
    evolve: (record: PeerRecord | null, { data }: EmmettEvent) =>
      fold(record === null ? undefined : { ...record, steps: [...record.steps] }, data),
  });
}

/**
 * Events a second, a dossier a stream: its events appended in one transaction, one after the other, for its projector
 * passes over what several append at once. `inline`: the record is written in the same transaction.
 */
export async function appendToEmmett(work: EmmettWork, how: 'bare' | 'inline'): Promise<number> {
  const { emmett, url, pool, events, wanted } = work;
  const projections = how === 'inline' ? { projections: emmett.inline([recordsOf(emmett, events)]) } : {};
  const store = emmett.getPostgreSQLEventStore(url, projections);
  await store.schema.migrate();
  const dossiers = Map.groupBy(events, ({ dossier }) => dossier);
  const { seconds } = await timed(async () => {
    for (const [dossier, own] of dossiers)
      await store.appendToStream(
        `${how}-${dossier}`,
        own.map((data) => ({ type: data.type, data })),
      );
  });
  await store.close();
  if (how === 'inline') requireWhole('Emmett inline', await recordsIn(pool), wanted);
  return events.length / seconds;
}

/** Events a second of the library's own rebuild of what was appended, 1,000 messages a read. */
export async function rebuildByEmmett({ emmett, url, pool, events, wanted }: EmmettWork): Promise<number> {
  const consumer = emmett.rebuildPostgreSQLProjections({
    connectionString: url,
    projections: [recordsOf(emmett, events)],
    pulling: { batchSize: 1_000, pullingFrequencyInMs: 0 },
  });
  const { seconds } = await timed(() => consumer.start());
  await consumer.close().catch(() => {});
  requireWhole('Emmett rebuild', await recordsIn(pool), wanted);
  return events.length / seconds;
}

async function recordsIn(pool: Pool): Promise<Folded> {
  const { rows } = await pool.query<Folded>(
    `select count(*)::int as records, coalesce(sum(jsonb_array_length(data->'steps')), 0)::int as events from record`,
  );
  return rows[0] ?? { records: 0, events: 0 };
}
