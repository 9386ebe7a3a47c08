import type { Naming } from '@hub/core';
import {
  type countFigures,
  type FamilyName,
  familyNames,
  loadRights,
  readableVersion,
  withTransaction,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { weekOf } from './week.ts';

export interface MakingStatistics {
  readonly pool: Pool;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Called between two steps; throws where the work is to end. */
  readonly onStep?: (done: number, total: number) => Promise<void>;
}

/** The records that figures are counted from. */
export type Rows = Parameters<typeof countFigures>[0] & { readonly client: ClientBase };

/** One snapshot of the records, and what figures are made of it by. */
export interface FigureRun {
  readonly client: ClientBase;
  /** Null: nothing has been reported yet. */
  readonly version: Rows['version'] | null;
  readonly week: string;
  readonly namings: readonly Naming[];
  /** One after the other. */
  readonly families: AsyncIterable<FamilyName>;
}

/** Work on figures in one snapshot of the records: all of it or nothing. */
export function inOneSnapshot<Report>(
  { pool, now, onStep }: MakingStatistics,
  work: (run: FigureRun) => Promise<Report>,
): Promise<Report> {
  const { namings } = loadRights();
  return withTransaction(
    pool,
    async (client) => {
      await client.query('set transaction isolation level repeatable read');
      const version = await readableVersion(client);
      return work({ client, version, week: weekOf(now), namings, families: familiesInTurn(onStep) });
    },
    { job: true },
  );
}

async function* familiesInTurn(onStep: MakingStatistics['onStep']): AsyncGenerator<FamilyName> {
  for (const [place, family] of familyNames.entries()) {
    await onStep?.(place, familyNames.length);
    yield family;
  }
}
