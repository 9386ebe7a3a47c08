import { BlockList, isIP } from 'node:net';

/** `192.0.2.0/24`, `2001:db8::/32`, or one address. */
export function isAddressRange(text: string): boolean {
  return rangeOf(text) !== null;
}

/** Whether an address lies in one of these ranges; an IPv4 address written as IPv6 is the IPv4 address. */
export function isAddressIn(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const text of ranges) {
    const range = rangeOf(text);
    if (range !== null) list.addSubnet(range.network, range.bits, range.family);
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const version = isIP(plain);
  return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

interface Range {
  readonly network: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

function rangeOf(text: string): Range | null {
  const [network = '', bits, ...more] = text.split('/');
  const version = isIP(network);
  if (version === 0 || more.length > 0 || network.includes('%')) return null;
  const most = version === 4 ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const width = bits === undefined ? most : Number(bits);
  return width <= most ? { network, bits: width, family: version === 4 ? 'ipv4' : 'ipv6' } : null;
}
