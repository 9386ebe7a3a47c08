import fastify from 'fastify';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { SignInParts } from './living-visit.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** Of a hub whose database is away, for somebody who comes back from the issuer as he should. */
function partsWithoutDatabase(): SignInParts {
  const told = {
    claims: { sub: 's', name: 'Camille', siret: '99000106700018' },
    issuer: 'i',
    subject: 's',
    idToken: 't',
  };
  const settings = { siretClaim: 'siret', tradesClaim: 'hub_trades', trades: new Map(), tradesUnclaimed: ['agent'] };
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 1_000 });
  const origin = () => 'http://127.0.0.1';
  const issuer = { finish: async () => told };
  return { pool, issuer, origin, settings: () => settings, clock: () => 0 } as unknown as SignInParts;
}

test('a fault of the hub at the return from the issuer is told by a page in French, and says nothing of the inside', async () => {
  const server = fastify();
  const journey = { get: () => ({ state: 's', nonce: 'n', verifier: 'v', to: '/console' }), delete: () => {} };
  server.decorateRequest('journey', { getter: () => journey as never });
  signInRoutes(server, partsWithoutDatabase());
  const answer = await server.inject('/console/retour?code=c&state=s');
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(answer.body).toContain('Le hub n’a pas pu vous connecter');
  expect(answer.body).toContain('Recommencer la connexion');
  expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  await server.close();
});
