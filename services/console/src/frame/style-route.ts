import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** Serves the style sheet of a trade, from the room in which it stands. */
export function styleRoute(server: FastifyInstance, path: string, file: URL): void {
  const style = readFileSync(file, 'utf8');
  server.get(path, { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(style),
  );
}
