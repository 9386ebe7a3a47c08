import { HubError } from '@hub/core';
import { createLogger, createMetrics, drawSecrets, loadDictionary, loadRules } from '@hub/platform';
import type { Infrastructure } from '../src/start/infrastructure.ts';
import type { Sealing } from '../src/start/open-sealing.ts';
import type { ServiceName } from '../src/start/run-file.ts';
import { buildHubServer } from '../src/start/start-hub.ts';

/** The routes of these services without anything behind them: whoever touched a database here would fail at once. */
export function unopenedServer(services: readonly ServiceName[]): ReturnType<typeof buildHubServer> {
  const parts = {
    logger: createLogger('silent', 'openapi'),
    dictionary: loadDictionary(),
    rules: loadRules(),
    log: { epoch: async () => '' },
    pool: { query: nothingThere, connect: nothingThere },
  };
  const sealing = {
    keyStore: { marks: { read: nothingThere } },
    secrets: drawSecrets(),
  } as unknown as Sealing;
  const trace = { write: nothingThere, close: async () => {} };
  return buildHubServer(parts as unknown as Infrastructure, createMetrics(), new Set(services), { sealing, trace });
}

async function nothingThere(): Promise<never> {
  throw new HubError('database-unavailable', 'Nothing is open here.', { retryable: true });
}
