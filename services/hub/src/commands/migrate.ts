import { mkdir } from 'node:fs/promises';
import { openClosers } from '../start/closers.ts';
import { openDatabases } from '../start/databases.ts';
import { printResult, type Register } from '../terminal/command-line.ts';
import { loudLogger, quietLogger, storesOf } from './reach.ts';

export const registerMigrate: Register = (program, context) => {
  program
    .command('migrate')
    .description('Makes the databases where they are missing and brings them up to this release; nothing else does.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const config = await storesOf(context.config);
      const closers = openClosers(loudLogger());
      try {
        await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
        const { migrated } = await openDatabases(config, {
          purpose: 'migrate',
          keys: true,
          logger: quietLogger(),
          closers,
        });
        const { hub, keys } = migrated;
        printResult(context, options.json ?? false, { hub, keys }, () => [
          ...hub.map((file) => `hub: ${file}`),
          ...keys.map((file) => `keys: ${file}`),
          hub.length + keys.length === 0 ? 'Both databases are up to date.' : 'Both databases are up to date now.',
        ]);
      } finally {
        await closers.closeAll();
      }
    });
};
