import { HubError } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { mayPass } from './run-feed.ts';

function coded(code: string): Error {
  return Object.assign(new Error('refused'), { code });
}

describe('a fault while projecting', () => {
  it.each([
    ['a database that is away', new HubError('database-unavailable', 'x', { retryable: true })],
    ['a lock that was not to be had', coded('55P03')],
    ['a deadlock', coded('40P01')],
    ['a lease lost to another', new HubError('lease-lost', 'x', { retryable: true })],
  ])('may pass: %s', (_, error) => {
    expect(mayPass(error)).toBe(true);
  });

  it.each([
    ['a fault of the network that is not ours', coded('ECONNREFUSED')],
    ['another log', new HubError('log-epoch-changed', 'x')],
    ['a table that is not there', coded('42P01')],
    ['a fault of the code', new TypeError('x')],
  ])('stays: %s', (_, error) => {
    expect(mayPass(error)).toBe(false);
  });
});
