import { HubError } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { databaseError, isBroken, isUnanswered } from './database-error.ts';

function failure(message: string, more: object = {}): Error {
  return Object.assign(new Error(message), more);
}

describe('an error of PostgreSQL or of the wire to it', () => {
  it.each([
    failure('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
    failure('getaddrinfo EAI_AGAIN database', { code: 'EAI_AGAIN' }),
    failure('Connection terminated unexpectedly'),
    failure('Connection terminated due to connection timeout'),
    failure('timeout exceeded when trying to connect'),
    failure('timeout expired'),
    failure('Client has encountered a connection error and is not queryable'),
    failure('Query read timeout'),
    failure('terminating connection due to administrator command', { code: '57P01', severity: 'FATAL' }),
    failure('the database system is shutting down', { code: '57P03', severity: 'FATAL' }),
    failure('terminating connection due to idle-in-transaction timeout', { code: '25P03', severity: 'FATAL' }),
    failure('sorry, too many clients already', { code: '53300', severity: 'FATAL' }),
    failure('password authentication failed for user "hub"', { code: '28P01', severity: 'FATAL' }),
    failure('database "hub" is not currently accepting connections', { code: '55000', severity: 'FATAL' }),
  ])('costs the connection and is worth a repeat: $message', (error) => {
    const ours = databaseError(error);
    expect(ours).toMatchObject({ code: 'database-unavailable', retryable: true, cause: error });
    expect(isBroken(ours)).toBe(true);
  });

  it.each([
    failure('could not extend file "base/1/2": No space left on device', { code: '53100', severity: 'ERROR' }),
    failure('cannot execute INSERT in a read-only transaction', { code: '25006', severity: 'ERROR' }),
    failure('canceling statement due to statement timeout', { code: '57014', severity: 'ERROR' }),
    failure('canceling statement due to lock timeout', { code: '55P03', severity: 'ERROR' }),
  ])('is worth a repeat on the same connection: $message', (error) => {
    const ours = databaseError(error);
    expect(ours).toMatchObject({ code: 'database-unavailable', retryable: true, cause: error });
    expect(isBroken(ours)).toBe(false);
  });

  it.each([
    failure('duplicate key value', { code: '23505', severity: 'ERROR' }),
    failure('relation does not exist', { code: '42P01', severity: 'ERROR' }),
    new TypeError('x is not a function'),
    new HubError('lease-lost', 'x', { retryable: true }),
  ])('stays as it is where the statement or the code is at fault: $message', (error) => {
    expect(databaseError(error)).toBe(error);
    expect(isBroken(error)).toBe(false);
  });

  it('tells silence from a word', () => {
    expect(isUnanswered(databaseError(failure('Query read timeout')))).toBe(true);
    expect(isUnanswered(databaseError(failure('Connection terminated unexpectedly')))).toBe(false);
  });
});
