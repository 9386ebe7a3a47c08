import { echoBounds, type HourOfEchoes } from '@hub/platform';
import { placeIn } from '../histogram.ts';

/** What this projector counted of how long facts of one source took to be shown by another, by version, hour and pair. */
export type EchoDelays = Map<string, Series>;

interface Series extends HourOfEchoes {
  readonly counts: number[];
  echoes: number;
  /** Echoes that the database knows of. */
  written: number;
}

const hourMs = 3_600_000;
/** Pairs are of systems that operators gave names; what would be more of them is counted nowhere. */
const pairsMax = 256;

export function countEcho(
  delays: EchoDelays,
  { version, origin, source, at }: Pick<HourOfEchoes, 'version' | 'origin' | 'source'> & { readonly at: number },
  seconds: number,
): void {
  const hour = Math.floor(at / hourMs) * hourMs;
  const key = `${version} ${hour} ${origin} ${source}`;
  const known = delays.get(key);
  if (known === undefined && delays.size >= pairsMax) return;
  const series = known ?? {
    ...{ version, hour, origin, source, echoes: 0, written: 0 },
    counts: Array(echoBounds.length + 1).fill(0),
  };
  delays.set(key, series);
  const place = placeIn(echoBounds, seconds);
  series.counts[place] = (series.counts[place] ?? 0) + 1;
  series.echoes += 1;
}

/** What the database does not know yet, as it is at this moment; `written` is to be called once it does. */
export function unwrittenEchoes(delays: EchoDelays): { readonly hours: readonly HourOfEchoes[]; written(): void } {
  const changed = [...delays.values()].filter((series) => series.echoes !== series.written);
  const hours = changed.map((series) => ({ ...series, counts: [...series.counts] }));
  const written = () => {
    for (const [index, series] of changed.entries()) series.written = hours[index]?.echoes ?? 0;
    const since = Date.now() - 2 * hourMs;
    for (const [key, { hour }] of delays) if (hour < since) delays.delete(key);
  };
  return { hours, written };
}
