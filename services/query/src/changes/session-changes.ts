import type { FedSession, FeedPlace } from '@hub/platform';

/** That a session is not as it was told: nothing personal, for every partner. */
export interface SessionChange {
  readonly session: string;
  readonly state: string;
  readonly causes: readonly string[];
}

/** As an item, for who is at `since`. */
export function sessionChanges(since: FeedPlace): (row: FedSession) => SessionChange {
  return ({ reference, slice, state, causes }) => {
    const raised = Object.keys(causes).filter((cause) => (causes[cause] ?? 0) > (since[slice] ?? 0));
    return { session: reference, state, causes: [...new Set(raised.map(withoutOrganisation))].sort() };
  };
}

function withoutOrganisation(cause: string): string {
  return cause.slice(0, cause.indexOf('@'));
}
