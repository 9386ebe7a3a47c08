import { echoBounds } from '@hub/platform';
import type { DelaySeries } from './delay-series.ts';

const hourMs = 3_600_000;

/** How long facts of one source took to be shown by another, by the two; pairs are of systems that operators gave names. */
export function newEchoDelays(): DelaySeries {
  return { bounds: echoBounds, unitMs: hourMs, keptMs: 2 * hourMs, rowsMax: 256, rows: new Map() };
}
