import { consolePlugin, hubApi } from '@hub/console';
import { HubError } from '@hub/core';
import { dispatcherConfig, openFollowing } from '@hub/dispatcher';
import { createLogger, createMetrics, drawSecrets, loadDictionary, loadRules, localRealm } from '@hub/platform';
import { buildHubServer } from '../src/start/hub-server.ts';
import type { Infrastructure } from '../src/start/infrastructure.ts';
import type { Sealing } from '../src/start/open-sealing.ts';
import type { ServiceName } from '../src/start/run-file.ts';

/** The routes of these services without anything behind them: whoever touched a database here would fail at once. */
export function unopenedServer(services: readonly ServiceName[]): ReturnType<typeof buildHubServer> {
  const parts = {
    logger: createLogger('silent', 'openapi'),
    dictionary: loadDictionary(),
    rules: loadRules(),
    log: { epoch: async () => '' },
    pool: { query: nothingThere, connect: nothingThere },
  };
  const secrets = drawSecrets();
  const sealing = { keyStore: { marks: { read: nothingThere } }, secrets } as unknown as Sealing;
  const trace = { write: nothingThere, close: async () => {} };
  const metrics = createMetrics();
  const settings = { ...dispatcherConfig({}), queryUrl: () => '', allowPrivate: false };
  const followed = { pool: parts.pool as unknown as Infrastructure['pool'], secrets, logger: parts.logger, metrics };
  const following = services.includes('dispatcher') ? openFollowing({ ...followed, ...settings, settings }) : null;
  const isSealed = services.includes('gateway') || services.includes('query');
  const api = hubApi({ url: () => '', secrets, realm: localRealm });
  const { dictionary } = parts;
  const pages = services.includes('console') ? consolePlugin({ trial: null, api, dictionary, signIn: null }) : null;
  return buildHubServer(parts as unknown as Infrastructure, metrics, new Set(services), {
    ...(isSealed ? { sealing, trace } : { sealing: null, trace: null }),
    following,
    pages,
  });
}

async function nothingThere(): Promise<never> {
  throw new HubError('database-unavailable', 'Nothing is open here.', { retryable: true });
}
