import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The address of whoever asks: of the connection, or what a trusted proxy (`HUB_TRUSTED_PROXIES`) says of it in
 * `X-Forwarded-For`. IPv4 is never written as IPv6. A proxy that passes on what is no address is taken for the caller.
 */
export function clientAddress(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const told = plainAddress(request.ip);
  return isIP(told) === 0 ? plainAddress(request.socket.remoteAddress) : told;
}

/** `::ffff:10.0.0.1` is how a socket of both families writes 10.0.0.1. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
    .replace(/%.*$/, '')
    .toLowerCase();
}
