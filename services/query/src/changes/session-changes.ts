import type { FedSession, FeedPlace } from '@hub/platform';
import { causesSince } from './read-changes.ts';

/** That a session is not as it was told: nothing personal, for every partner. */
export interface SessionChange {
  readonly session: string;
  readonly state: string;
  readonly causes: readonly string[];
}

/** As an item, for who is at `since`. */
export function sessionChanges(since: FeedPlace): (row: FedSession) => SessionChange {
  return (row) => ({
    session: row.reference,
    state: row.state,
    causes: [...new Set(causesSince(row, since).map(withoutOrganisation))].sort(),
  });
}

function withoutOrganisation(cause: string): string {
  return cause.slice(0, cause.indexOf('@'));
}
