import { expect, it } from 'vitest';
import { isAddressIn, isAddressRange } from './addresses.ts';

it.each([
  ['192.0.2.7', ['192.0.2.0/24'], true],
  ['192.0.3.7', ['192.0.2.0/24'], false],
  ['::ffff:192.0.2.7', ['192.0.2.0/24'], true],
  ['192.0.2.7', ['198.51.100.1', '192.0.2.7'], true],
  ['2001:db8:1::5', ['2001:db8::/32'], true],
  ['2001:db9::5', ['2001:db8::/32'], false],
  ['192.0.2.7', ['2001:db8::/32'], false],
  ['fe80::1%eth0', ['fe80::/10'], true],
  ['nowhere', ['0.0.0.0/0'], false],
  ['192.0.2.7', [], false],
])('%s in %j: %s', (address, ranges, expected) => {
  expect(isAddressIn(address, ranges)).toBe(expected);
});

it.each([
  ['192.0.2.0/24', true],
  ['192.0.2.1', true],
  ['2001:db8::/32', true],
  ['0.0.0.0/0', true],
  ['192.0.2.0/33', false],
  ['192.0.2.0/', false],
  ['192.0.2/24', false],
  ['192.0.2.0/24/8', false],
  ['fe80::1%eth0', false],
  ['exemple.fr', false],
  ['', false],
])('%s is a range: %s', (text, expected) => {
  expect(isAddressRange(text)).toBe(expected);
});
