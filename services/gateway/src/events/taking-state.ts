import { type EventLog, encodeLogEvent, HubError, type LogEvent, type Position } from '@hub/core';

/** Whether events were taken lately. */
export interface TakingState {
  /** Why the last events could not be taken; null where they could. */
  failed: { readonly why: HubError; readonly at: number } | null;
}

/**
 * A failure counts for so long: where nobody sends to a door that is not ready, no later event would show that it takes
 * them again. Whether database, keys and log answer now are checks of their own.
 */
const failureMs = 10_000;

/** Takes events to the log, whole and in the order given, and remembers how it went; rejects as the log does. */
export async function append(
  { log, taking }: { readonly log: EventLog; readonly taking: TakingState },
  events: readonly LogEvent[],
): Promise<readonly Position[]> {
  if (events.length === 0) return [];
  try {
    const positions = await log.append(events.map(encodeLogEvent));
    taking.failed = null;
    return positions;
  } catch (error) {
    noteNotTaken(taking, error);
    throw error;
  }
}

/** Remembers why events could not be taken, whether it was the registry, the key store or the log. */
export function noteNotTaken(state: TakingState, error: unknown): void {
  // A message that is too large is the fault of that message.
  if (error instanceof HubError && error.code === 'log-message-too-large') return;
  state.failed = { why: asHubError(error), at: performance.now() };
}

/** Throws why the last events could not be taken, if that was a moment ago. */
export function requireTaking({ failed }: TakingState): void {
  if (failed !== null && performance.now() - failed.at < failureMs) throw failed.why;
}

function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError('internal', 'Events could not be taken to the log.', { cause: error });
}
