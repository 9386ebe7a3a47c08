import { isLoopbackName, nothingAtAddress, problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';

/**
 * Throws 404 for whoever does not ask this machine by its own name for itself: a page of elsewhere whose name was made to
 * lead here names itself in `Host`, and a proxy tells that it passes somebody on, or speaks HTTP/1.0, as no browser does.
 */
export function requireLocal(request: FastifyRequest): void {
  const { host = '' } = request.headers;
  const name = /^(\[[0-9a-fA-F:]+\]|[^:]+)(:\d{1,5})?$/.exec(host)?.[1] ?? '';
  const isPassedOn = request.raw.httpVersion === '1.0' || Object.keys(request.headers).some(tellsOfProxy);
  if (isLoopbackName(name) && !isPassedOn) return;
  throw nothingAtAddress();
}

function tellsOfProxy(header: string): boolean {
  return ['forwarded', 'via', 'x-real-ip'].includes(header) || header.startsWith('x-forwarded');
}

/** Throws 403 for a form that no page of this origin sent. */
export function requireOwnForm({ headers }: FastifyRequest, origin: string): void {
  if (headers.origin === origin) return;
  throw problem(403, 'form-foreign', 'This form does not come from a page of this hub.', {
    detail: 'Open the page at the address of this hub, and send the form from there.',
  });
}
