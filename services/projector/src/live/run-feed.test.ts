import { HubError } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { mayPass } from './run-feed.ts';

function coded(code: string): Error {
  return Object.assign(new Error('refused'), { code });
}

describe('a fault while projecting', () => {
  it.each([
    ['a database that is away', coded('ECONNREFUSED')],
    ['a connection that the server ended', coded('57P01')],
    ['a deadlock', coded('40P01')],
    ['a lease lost to another', new HubError('lease-lost', 'x', { retryable: true })],
  ])('may pass: %s', (_, error) => {
    expect(mayPass(error)).toBe(true);
  });

  it.each([
    ['another log', new HubError('log-epoch-changed', 'x')],
    ['a table that is not there', coded('42P01')],
    ['a fault of the code', new TypeError('x')],
  ])('stays: %s', (_, error) => {
    expect(mayPass(error)).toBe(false);
  });
});
