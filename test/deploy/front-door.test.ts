import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unopenedServer } from '../../services/hub/scripts/unopened-server.ts';
import { caddyfile, type DoorRule, doorRules, serviceFor } from '../support/front-door.ts';

const described = JSON.parse(readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, unknown>>;
};
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
);

type Server = Awaited<ReturnType<typeof unopenedServer>>;

let servers: Record<'gateway' | 'query' | 'dispatcher' | 'console', Server>;

beforeAll(async () => {
  const services = ['gateway', 'query', 'dispatcher', 'console'] as const;
  const opened = await Promise.all(services.map(async (name) => [name, await unopenedServer([name])] as const));
  servers = Object.fromEntries(opened) as typeof servers;
});

afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
});

/** The operations that the rules send to a service that does not have them. */
function misled(rules: readonly DoorRule[]): string[] {
  return operations
    .filter(({ method, path }) => {
      const service = serviceFor(rules, path.replace(/\{\w+\}/g, '1'));
      const url = path.replace(/\{(\w+)\}/g, ':$1');
      return !(service !== null && service in servers && hasRoute(servers[service as 'query'], method, url));
    })
    .map(({ method, path }) => `${method} ${path}`);
}

function hasRoute(server: Server, method: string, url: string): boolean {
  return server.hasRoute({ method: method as 'GET', url });
}

test('the Caddyfile leads every operation to the service that has it', () => {
  expect(operations.length).toBeGreaterThan(15);
  expect(misled(doorRules(caddyfile))).toEqual([]);
});

test('the check finds operations that are led elsewhere', () => {
  const before = caddyfile.replace('/v1/links/verdicts /v1/links/sessions/verdicts', '');
  expect(misled(doorRules(before))).toEqual(['POST /v1/links/sessions/verdicts', 'POST /v1/links/verdicts']);
});

test('pages for people are led to the console, and nothing else of the API than the dictionary', () => {
  const rules = doorRules(caddyfile);
  const pages = ['/', '/console', '/console/connexion', '/console/retour', '/console/console.css', '/v1/dictionary'];
  expect(pages.map((path) => serviceFor(rules, path))).toEqual(pages.map(() => 'console'));
  for (const path of ['/docs/', '/consoles']) expect(serviceFor(rules, path), path).toBe('query');
});

test('probes and descriptions are answered behind the door', () => {
  const rules = doorRules(caddyfile);
  for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs/', '/docs/json']) {
    const server = servers[serviceFor(rules, path) as 'query'];
    expect(hasRoute(server, 'GET', path), path).toBe(true);
  }
});
