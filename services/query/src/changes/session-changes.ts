import { type CauseEvent, lastEvents } from '@hub/core';
import type { FedSession, FeedPlace } from '@hub/platform';
import { causesSince } from './causes-since.ts';

/** That a session is not as it was told: nothing personal, for every partner. */
export interface SessionChange {
  readonly session: string;
  readonly state: 'changed';
  /** `rules`: it is read otherwise, without a new event. */
  readonly causes: readonly CauseEvent[] | 'rules';
  /** The session's own: `open`, … */
  readonly sessionState: string;
}

/** As an item, for who is at `since`. */
export function sessionChanges(since: FeedPlace): (row: FedSession) => SessionChange {
  return (row) => {
    const events = lastEvents(causesSince(row, since));
    const causes = events.length > 0 ? events : 'rules';
    return { session: row.reference, state: 'changed', causes, sessionState: row.state };
  };
}
