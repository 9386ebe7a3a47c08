import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const types = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' } as const;

/** Serves a style sheet or a script of a room from the room in which it stands; nothing in it is anybody's. */
export function fileRoute(server: FastifyInstance, path: string, file: URL): void {
  const text = readFileSync(file, 'utf8');
  const type = file.pathname.endsWith('.css') ? types['.css'] : types['.js'];
  server.get(path, { schema: { hide: true } }, (_request, reply) =>
    reply.type(type).header('cache-control', 'public, max-age=300').send(text),
  );
}
