import type { Topic } from '@hub/contracts';
import type { VersionRows } from './active-version.ts';
import { type LeaseKind, leaseKindOf, type SliceProgress } from './leases.ts';

/** Progress of these slices in the version of the snapshot. */
export async function readProgress(
  { client, version }: VersionRows,
  slices: readonly (readonly [kind: LeaseKind, slice: number])[],
): Promise<readonly SliceProgress[]> {
  const { rows } = await client.query<SliceProgress>({
    name: 'progress',
    text: `select kind, slice, log_epoch as "logEpoch", offsets from projection.lease
     where version = $1 and (kind, slice) in (select distinct * from unnest($2::text[], $3::smallint[]))
     order by kind, slice`,
    values: [version.version, slices.map(([kind]) => kind), slices.map(([, slice]) => slice)],
  });
  return rows;
}

/** A position that slices must have passed. */
export interface RequiredPosition {
  readonly logEpoch: string;
  readonly topic: Topic;
  readonly slice: number;
  /** Next offset of the partition must be at least this. */
  readonly nextOffset: number;
}

/** Whether slices have passed every required position; `other-log`: a position belongs to a log that is no more. */
export function progressAgainst(
  progress: readonly SliceProgress[],
  requirements: readonly RequiredPosition[],
): 'met' | 'behind' | 'other-log' {
  const bySlice = new Map(progress.map((slice) => [`${slice.kind} ${slice.slice}`, slice]));
  let met: 'met' | 'behind' = 'met';
  for (const { topic, slice, nextOffset, logEpoch } of requirements) {
    const found = bySlice.get(`${leaseKindOf(topic)} ${slice}`);
    if (found === undefined || found.logEpoch !== logEpoch) return 'other-log';
    if ((found.offsets[topic] ?? 0) < nextOffset) met = 'behind';
  }
  return met;
}
