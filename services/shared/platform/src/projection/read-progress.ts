import type { VersionRows } from './active-version.ts';
import type { LeaseKind, SliceProgress } from './leases.ts';

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
