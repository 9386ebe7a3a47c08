import type { FastifyInstance } from 'fastify';
import { fileRoute } from '../frame/file-route.ts';
import { root } from './pages.ts';

export const stylePath = `${root}/operator.css`;
export const livePath = `${root}/live.js`;

/** The style sheet and the script of these pages. */
export function assetRoutes(server: FastifyInstance): void {
  fileRoute(server, stylePath, new URL('operator.css', import.meta.url));
  fileRoute(server, livePath, new URL('live.js', import.meta.url));
}
