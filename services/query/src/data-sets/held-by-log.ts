import { topics } from '@hub/contracts';
import { type EventLog, HubError, type Position } from '@hub/core';
import { eventsBehind, leaseKindOf, offsetsByPlace, readProgress, type Snapshot } from '@hub/platform';

/** What the log holds now. Of a week that is over it is all that was known when it was: what came since does no harm. */
export async function heldByLog(log: Pick<EventLog, 'endOffsets'>): Promise<readonly Position[]> {
  return (await log.endOffsets(topics)).filter(({ offset }) => offset > 0);
}

/** Throws `projection-behind` (retryable) where the records of the snapshot lack some of it. */
export async function requireProjected(snapshot: Snapshot, held: readonly Position[]): Promise<void> {
  const slices = held.map(({ topic, slice }) => [leaseKindOf(topic), slice] as const);
  const ends = offsetsByPlace(held);
  const progress = await readProgress(snapshot, slices);
  const behind = progress.reduce((sum, each) => sum + eventsBehind(each, ends), 0);
  if (behind === 0) return;
  throw new HubError(
    'projection-behind',
    `It waits until the hub shows what it had received: ${behind} events to go. It is begun by itself then.`,
    { retryable: true },
  );
}
