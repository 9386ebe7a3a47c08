import { join } from 'node:path';
import { HubError } from '@hub/core';
import {
  embeddedPostgres,
  ensureDatabase,
  type Logger,
  type MigrationState,
  migrateHub,
  migrateKeys,
  migrationState,
} from '@hub/platform';
import type { HubConfig } from '../config.ts';
import { type Closers, localServerMs } from './closers.ts';

/**
 * What a process may do to databases: `start` sets up those of the demo, and of an embedded PostgreSQL that is new;
 * `command` changes nothing; `migrate` (`hub migrate` alone) makes what is missing and brings both up to date.
 */
export type Purpose = 'start' | 'command' | 'migrate';

export interface Databases {
  readonly url: string;
  readonly keysUrl: string;
  /** Migrations that were run now. */
  readonly migrated: { readonly hub: readonly string[]; readonly keys: readonly string[] };
}

/** Starts or reaches both databases. Throws `database-missing` and `database-too-old` where they must be set up first. */
export async function openDatabases(
  config: HubConfig,
  purpose: Purpose,
  logger: Logger,
  closers: Closers,
): Promise<Databases> {
  let url = config.databaseUrl;
  let keysUrl = config.keysUrl;
  const isEmbedded = url === undefined;
  if (url === undefined) {
    const create = purpose !== 'command';
    const embedded = await embeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), logger, create });
    closers.add('embedded PostgreSQL', () => embedded.stop(), localServerMs);
    url = embedded.url;
    keysUrl ??= embedded.keysUrl;
  }
  keysUrl ??= url;
  const isDemo = purpose === 'start' && config.demo !== 'off';
  const mayMigrate = (state: MigrationState) =>
    purpose === 'migrate' || isDemo || (purpose === 'start' && isEmbedded && state.applied.length === 0);
  const hub = await setUp({ name: 'HUB_DATABASE_URL', url, folder: 'hub', migrate: migrateHub, mayMigrate });
  const keys = await setUp({ name: 'HUB_KEYS_URL', url: keysUrl, folder: 'keys', migrate: migrateKeys, mayMigrate });
  return { url, keysUrl, migrated: { hub, keys } };
}

interface SetUp {
  readonly name: string;
  readonly url: string;
  readonly folder: 'hub' | 'keys';
  readonly migrate: (url: string) => Promise<readonly string[]>;
  readonly mayMigrate: (state: MigrationState) => boolean;
}

async function setUp({ name, url, folder, migrate, mayMigrate }: SetUp): Promise<readonly string[]> {
  const state = await migrationState(url, folder);
  if (state.pending.length === 0) return [];
  if (mayMigrate(state)) {
    await ensureDatabase(url);
    return migrate(url);
  }
  if (!state.exists || state.applied.length === 0) {
    throw new HubError(
      'database-missing',
      `The database of ${name} ${state.exists ? 'is empty' : 'does not exist'}: is ${name} right? "hub migrate" sets it up.`,
    );
  }
  throw new HubError(
    'database-too-old',
    `The database of ${name} lacks ${state.pending.join(', ')} of this release: back it up with the release that it ran ` +
      'on ("hub backup DIR"), then run "hub migrate". Nothing was changed.',
  );
}
