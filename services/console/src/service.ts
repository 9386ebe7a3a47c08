import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { homePage } from './pages/home-page.ts';
import { stylePath } from './pages/layout.ts';
import { requireLocal } from './trial/local-request.ts';
import type { Trial } from './trial/trial.ts';
import { trialRoutes } from './trial/trial-routes.ts';

/** Pages run no script and take nothing from elsewhere; their forms go to this hub alone. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The hub's pages for people: `/`, and `/console/essai` where there is a trial. */
export function consolePlugin(trial: Trial | null): FastifyPluginAsync {
  const style = readFileSync(new URL('pages/console.css', import.meta.url), 'utf8');
  return async (server) => {
    server.addHook('onRequest', async (_request, reply) => {
      // Under `no-referrer` a browser says "Origin: null" with its own forms.
      reply.header('content-security-policy', contentSecurityPolicy).header('referrer-policy', 'same-origin');
    });
    const hidden = { schema: { hide: true } };
    server.get('/', hidden, (request, reply) =>
      reply.type('text/html; charset=utf-8').send(homePage(trial !== null && isLocal(request))),
    );
    server.get(stylePath, hidden, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(style),
    );
    if (trial !== null) server.register(async (inner: FastifyInstance) => trialRoutes(inner, trial));
  };
}

function isLocal(request: FastifyRequest): boolean {
  try {
    requireLocal(request);
    return true;
  } catch {
    return false;
  }
}

export type { Trial, TrialPartner } from './trial/trial.ts';
