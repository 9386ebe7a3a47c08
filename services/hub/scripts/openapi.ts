import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, createMetrics, loadDictionary, loadRules } from '@hub/platform';
import type { Infrastructure } from '../src/start/infrastructure.ts';
import type { Sealing } from '../src/start/open-sealing.ts';
import { buildHubServer } from '../src/start/start-hub.ts';

const path = 'contracts/openapi.json';

/** Writes the API's description from the composed routes; with `--check` writes nothing and exits 1 if it drifted. */
async function describeApi(check: boolean): Promise<void> {
  const key = Buffer.alloc(32);
  const secrets = { pepper: { version: 1, key }, numberKey: key, receiptKey: key };
  const sealing = { secrets, keyStore: { marks: { read: async () => [] } } } as unknown as Sealing;
  const server = await buildHubServer(unopened(), createMetrics(), new Set(['gateway', 'query']), { sealing });
  const { body } = await server.inject('/openapi.json');
  await server.close();
  const file = join(import.meta.dirname, '../../..', path);
  const content = `${JSON.stringify(sorted(JSON.parse(body)), null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (!check) return writeFileSync(file, content);
  process.stderr.write(`${path} has drifted from the routes: run "npm run generate" and commit it.\n`);
  process.exitCode = 1;
}

/** Routes are described without anything behind them: whoever touched a database here would fail at once. */
function unopened(): Infrastructure {
  const parts = {
    logger: createLogger('silent', 'openapi'),
    dictionary: loadDictionary(),
    rules: loadRules(),
    log: { epoch: async () => '' },
  };
  return parts as unknown as Infrastructure;
}

/** Paths and components in order of their names, so that the order of registration does not show. */
function sorted(document: Record<string, unknown>): Record<string, unknown> {
  const paths = Object.entries(document.paths as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, paths: Object.fromEntries(paths) };
}

await describeApi(process.argv.includes('--check'));
