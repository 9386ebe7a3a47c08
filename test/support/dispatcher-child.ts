import { openFollowing, startDispatcher } from '@hub/dispatcher';
import { createMetrics, loadSigningSecrets, openPool } from '@hub/platform';
import { testLogger as logger } from './logger.ts';

// A dispatcher in a process of its own, which tests kill. Its argument is a JSON of ChildOptions.
interface ChildOptions {
  readonly databaseUrl: string;
  readonly secretsFile: string;
  readonly queryUrl: string;
  readonly settings: Parameters<typeof openFollowing>[0]['settings'];
}

const { databaseUrl, secretsFile, queryUrl, settings } = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const pool = openPool(databaseUrl, { applicationName: 'dispatcher-child', role: 'hub_dispatcher', logger });
const secrets = await loadSigningSecrets(secretsFile);
const own = { pool, secrets, logger, metrics: createMetrics(), queryUrl: () => queryUrl, allowPrivate: true };
const dispatcher = startDispatcher(openFollowing({ ...own, settings }));
process.stdout.write('started\n');
process.once('SIGTERM', async () => {
  await dispatcher.close();
  await pool.end();
});
