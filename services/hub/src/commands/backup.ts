import { resolve } from 'node:path';
import { type BackupManifest, migrationState, writeBackup } from '@hub/platform';
import type { Infrastructure } from '../start/infrastructure.ts';
import { openKeysPool } from '../start/open-sealing.ts';
import { version } from '../start/run-file.ts';
import { type CommandContext, printResult, type Register } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { withInfrastructure } from './reach.ts';
import { restoreBackup } from './restore.ts';

export const registerBackup: Register = (program, context) => {
  program
    .command('backup <directory>')
    .description('Writes registry, partners, trace, keys and the embedded log into a new directory; the hub may run.')
    .option('--json', 'one JSON document')
    .action(async (directory: string, options: { json?: boolean }) => {
      const manifest = await takeBackup(context, directory);
      printResult(context, options.json ?? false, { directory: resolve(directory), ...manifest }, () => [
        `${resolve(directory)} holds the backup: ${rowsOf(manifest)} rows of ${manifest.files.length} tables, the log up to ` +
          `${eventsOf(manifest)} events.`,
        ...(manifest.log.kind === 'embedded' ? [] : ['The log itself is Kafka, and is not in it.']),
        'The secrets are not in it: keep their file apart. Records are built again from the log.',
      ]);
    });
  program
    .command('restore <directory>')
    .description('Loads a backup into empty databases, and brings the registry up to the log.')
    .option('--json', 'one JSON document')
    .action((directory: string, options: { json?: boolean }) => {
      return restoreBackup(context, resolve(directory), options.json ?? false);
    });
};

function takeBackup(context: CommandContext, directory: string): Promise<BackupManifest> {
  const { databaseTimeoutMs } = context.config;
  const take = async (infrastructure: Infrastructure) => {
    const { pool, log, origin, databaseUrl, keysUrl, closers } = infrastructure;
    const keysPool = openKeysPool(context.config, infrastructure);
    closers.add('key store pool', () => keysPool.end());
    const migrations = {
      hub: [...(await migrationState(databaseUrl, 'hub', databaseTimeoutMs)).applied],
      keys: [...(await migrationState(keysUrl, 'keys', databaseTimeoutMs)).applied],
    };
    const progress = showProgress(context, 'backup', 'rows');
    try {
      const onProgress = progress.update;
      return await writeBackup(directory, { pool, keysPool, log, origin, hubVersion: version, migrations, onProgress });
    } finally {
      progress.stop();
    }
  };
  return withInfrastructure(context.config, take, { keys: true });
}

function rowsOf({ files }: BackupManifest): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

function eventsOf({ log }: BackupManifest): number {
  return log.ends.reduce((sum, { topic, offset }) => sum + (topic === 'control' ? 0 : offset), 0);
}
