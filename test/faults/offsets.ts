import type { FaultedHub } from './faulted-hub.ts';

/** Where each version stands, by version, kind, slice and topic. */
export type Offsets = Map<string, number>;

/** Reads how far each slice is, and gives what went back since the last time. */
export async function movedBack(hub: FaultedHub, known: Offsets): Promise<readonly string[]> {
  const { rows } = await hub.withPool((pool) =>
    pool.query<{ place: string; offset: number }>(
      `select concat_ws(' ', version, kind, slice, topic) as place, next::float8 as offset
       from projection.lease, jsonb_each_text(offsets) as each (topic, next)`,
    ),
  );
  const back = rows.flatMap(({ place, offset }) => {
    const before = known.get(place) ?? 0;
    return offset < before ? [`the offset of ${place} went back from ${before} to ${offset}`] : [];
  });
  for (const { place, offset } of rows) known.set(place, offset);
  return back;
}
