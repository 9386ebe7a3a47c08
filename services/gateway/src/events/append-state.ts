import { HubError } from '@hub/core';

/** How the last append to the log went. */
export interface AppendState {
  /** Null where it did not fail. */
  failed: { readonly why: HubError; readonly at: number } | null;
}

/**
 * A failure counts for so long: where nobody sends to a door that is not ready, no later append would show that the log
 * is back. Whether the log answers now is a check of its own.
 */
const failureMs = 10_000;

/** Remembers how an append went; rejects as it does. */
export async function rememberAppend<T>(state: AppendState, append: Promise<T>): Promise<T> {
  try {
    const appended = await append;
    state.failed = null;
    return appended;
  } catch (error) {
    // A message that is too large is the fault of that message.
    const isOfLog = !(error instanceof HubError && error.code === 'log-message-too-large');
    if (isOfLog) state.failed = { why: asHubError(error), at: performance.now() };
    throw error;
  }
}

/** Throws why the last append failed, if that was a moment ago. */
export function requireAppends({ failed }: AppendState): void {
  if (failed !== null && performance.now() - failed.at < failureMs) throw failed.why;
}

function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError('internal', 'Events could not be taken to the log.', { cause: error });
}
