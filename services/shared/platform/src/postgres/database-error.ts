import { HubError } from '@hub/core';

const networkCodes = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTCONN',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** What pg and its pool say in words only. */
const brokenMessages =
  /^Connection terminated|^timeout exceeded when trying to connect$|^timeout expired$|is not queryable$|^Cannot use a pool after/;
const unansweredMessage = 'Query read timeout';
/** Of ours, where the server says that it has nothing to do for a connection that waits for its answer. */
const deadWireMessage = 'The server answered long ago, or was never asked.';

/**
 * SQLSTATE (PostgreSQL, appendix A): 08 connection, 57P0x and 25P04 ended by the server, 53300 too many connections.
 */
const brokenStates = /^(08...|57P0.|25P04|53300)$/;
/** The server ended a session that was idle in the middle of a transaction. */
const idleState = '25P03';
/** 28 we are not let in. */
const refusedStates = /^28...$/;
/** 25006 read-only, 53 out of disk or memory, 55P03 a lock was not to be had in time, 57014 it took too long. */
const overburdenedStates = /^(25006|53...|55P03|57014)$/;

type Kind = 'unanswered' | 'broken' | 'overburdened';

/** Of the errors made here. */
const kinds = new WeakMap<Error, Kind>();

/** Whether the connection that met this error is of no further use. */
export function isBroken(error: unknown): boolean {
  return error instanceof Error && ['unanswered', 'broken'].includes(kinds.get(error) ?? '');
}

/** Whether the other side said nothing at all, so that its other connections are in doubt as well. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && kinds.get(error) === 'unanswered';
}

/**
 * The one place where errors of pg become ours: `database-unavailable` (retryable) for what is the fault of the wire or
 * of the server, and not of the statement; everything else as it is.
 */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HubError) return error;
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  const state = typeof code === 'string' ? code : '';
  if (error.message === unansweredMessage || error.message === deadWireMessage) {
    return unavailable('unanswered', 'does not answer; look at its load, and at what stands between it and us', error);
  }
  if (state === idleState) {
    return unavailable(
      'broken',
      'ended a transaction of ours that stood still: this process is overloaded or was stopped',
      error,
    );
  }
  if (networkCodes.has(state) || brokenStates.test(state) || brokenMessages.test(error.message)) {
    return unavailable('broken', 'cannot be reached; check that it runs and accepts us', error);
  }
  // Whatever the reason of a fatal error, the server has closed the connection with it.
  if (refusedStates.test(state) || severity === 'FATAL') {
    return unavailable('broken', `does not let us in (${error.message}); check the URL of the database`, error);
  }
  if (overburdenedStates.test(state)) {
    return unavailable('overburdened', `cannot do it at present (${error.message}); look at its load and disk`, error);
  }
  return error;
}

/** Whether it says no more than that the connection had ended before. */
export function isNotQueryable(error: unknown): boolean {
  return error instanceof Error && error.message.endsWith('is not queryable');
}

/** What a connection met whose wire is dead without saying so. */
export function deadWire(): Error {
  return new Error(deadWireMessage);
}

function unavailable(kind: Kind, what: string, cause: Error): HubError {
  const error = new HubError('database-unavailable', `PostgreSQL ${what}.`, { retryable: true, cause });
  kinds.set(error, kind);
  return error;
}
