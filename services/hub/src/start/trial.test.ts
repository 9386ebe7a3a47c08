import { loadDictionary } from '@hub/platform';
import { expect, it } from 'vitest';
import { trialOf } from './trial.ts';

const here = { host: '127.0.0.1', tls: undefined, trustedProxies: [], publicUrl: undefined };
const dictionary = loadDictionary();

function isThere(config: Partial<Parameters<typeof trialOf>[0]>): boolean {
  return trialOf({ ...here, ...config }, [], { url: 'http://127.0.0.1:1' }, { dictionary }) !== null;
}

it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('the trial page is there on %s', (host) => {
  expect(isThere({ host })).toBe(true);
  expect(isThere({ host, publicUrl: 'http://localhost:8400' })).toBe(true);
});

it.each(['0.0.0.0', '::', '0', '10.0.0.7', 'hub.example', '::ffff:127.0.0.1', ''])(
  'the trial page is not there on %j',
  (host) => {
    expect(isThere({ host })).toBe(false);
  },
);

it('the trial page is not there where strangers are expected', () => {
  expect(isThere({ publicUrl: 'https://hub.example' })).toBe(false);
  expect(isThere({ trustedProxies: ['127.0.0.1'] })).toBe(false);
  expect(isThere({ tls: { certificate: 'c', key: 'k', clientAuthorities: null } })).toBe(false);
});
