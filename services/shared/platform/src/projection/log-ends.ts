import { topics } from '@hub/contracts';
import type { EventLog } from '@hub/core';
import { offsetsByPlace } from './leases.ts';

/** End offsets by `<topic> <slice>`. */
export async function endsOfLog(log: Pick<EventLog, 'endOffsets'>): Promise<ReadonlyMap<string, number>> {
  return offsetsByPlace(await log.endOffsets(topics));
}
