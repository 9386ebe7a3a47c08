import { createLogger, loadDictionary, loadRules } from '@hub/platform';
import type { Infrastructure } from '../src/start/infrastructure.ts';

/** Routes are described without anything behind them: whoever touched a database here would fail at once. */
export function unopened(): Infrastructure {
  const key = Buffer.alloc(32);
  const parts = {
    logger: createLogger('silent', 'openapi'),
    dictionary: loadDictionary(),
    rules: loadRules(),
    log: { epoch: async () => '' },
    secrets: { pepper: { version: 1, key }, numberKey: key, receiptKey: key },
  };
  return parts as unknown as Infrastructure;
}
