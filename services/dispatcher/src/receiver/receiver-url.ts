import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { looksLikeNir } from '@hub/core';
import ipaddr from 'ipaddr.js';

/** Where webhooks may lead. */
export interface ReceiverRules {
  /** Into private networks too, over plain HTTP and to any port. */
  readonly allowPrivate: boolean;
}

const urlCharactersMax = 2_000;

/**
 * Whether an address is one of the public internet: none of this machine, of a private or shared network, link-local,
 * multicast, reserved or for documentation, and none of IPv6 that stands for one of IPv4, whose own range would be hidden.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
}

/** What is wrong with the address of a receiver as it is written; null: nothing. */
export function faultOfUrl(text: string, { allowPrivate }: ReceiverRules): string | null {
  const url = text.length > urlCharactersMax ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'an https address of at most 2,000 characters';
  if (url.username !== '' || url.password !== '') return 'an address without a name and a password in it';
  if (url.hash !== '') return 'an address without #';
  if (looksLikeNir(decoded(text))) return 'an address that holds no NIR';
  if (allowPrivate) return null;
  if (url.protocol !== 'https:' || url.port !== '') return 'an https address on port 443';
  const host = hostOf(url);
  return ipaddr.isValid(host) && !isPublicAddress(host) ? 'an address of the public internet' : null;
}

/** The same of what its name leads to at this moment. */
export async function faultOfReceiver(text: string, rules: ReceiverRules): Promise<string | null> {
  const fault = faultOfUrl(text, rules);
  if (fault !== null || rules.allowPrivate) return fault;
  const { promise, resolve: found } = Promise.withResolvers<string | null>();
  publicLookup(hostOf(new URL(text)), { all: true }, (error) => {
    // Not which of the two: that would tell which names there are inside.
    found(error === null ? null : 'a name that leads to the public internet');
  });
  return promise;
}

/** The name leads where webhooks may not. */
export class AddressRefused extends Error {}

/**
 * For a connection that is about to be made, so that a name which leads elsewhere than when it was checked is refused: all
 * its addresses must be public. Node does not ask it of a host that is written as an address.
 */
export const publicLookup: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) return done(error ?? new Error('a name without an address'), '');
    if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new AddressRefused(), '');
    if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
