import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { root } from './pages.ts';

export const stylePath = `${root}/operator.css`;
export const livePath = `${root}/live.js`;

const files = [
  [stylePath, 'operator.css', 'text/css; charset=utf-8'],
  [livePath, 'live.js', 'text/javascript; charset=utf-8'],
] as const;

/** The style sheet and the script of these pages; nothing in them is anybody's. */
export function assetRoutes(server: FastifyInstance): void {
  for (const [path, name, type] of files) {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8');
    server.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(text),
    );
  }
}
