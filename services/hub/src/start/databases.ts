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

/** Where they answer. */
export interface DatabaseUrls {
  readonly url: string;
  readonly keysUrl: string;
}

export interface Databases extends DatabaseUrls {
  /** Migrations that were run now. */
  readonly migrated: { readonly hub: readonly string[]; readonly keys: readonly string[] };
}

interface Opening {
  readonly purpose: Purpose;
  /** False: the key store is not asked, and may be away; a projector and most commands do not need it. */
  readonly keys: boolean;
  readonly logger: Logger;
  readonly closers: Closers;
}

/**
 * Starts or reaches the hub's database and, where it is needed, the key store. Throws `database-missing` and
 * `database-too-old` where they must be set up first.
 */
export async function openDatabases(config: HubConfig, opening: Opening): Promise<Databases> {
  const { purpose } = opening;
  const urls = await databaseUrls(config, opening);
  if (opening.keys && purpose !== 'command') requireApart(urls, config);
  const isDemo = purpose === 'start' && config.demo !== 'off';
  const isEmbedded = config.databaseUrl === undefined;
  const mayMigrate = (state: MigrationState) =>
    purpose === 'migrate' || isDemo || (purpose === 'start' && isEmbedded && state.applied.length === 0);
  const hub = await setUp('hub', urls, config, mayMigrate);
  const keys = opening.keys ? await setUp('keys', urls, config, mayMigrate) : [];
  return { ...urls, migrated: { hub, keys } };
}

/** Throws `configuration-invalid` where the keys would lie beside what they seal and nobody accepted that. */
function requireApart({ url, keysUrl }: DatabaseUrls, { keysShared }: HubConfig): void {
  if (keysShared || placeOf(url) !== placeOf(keysUrl)) return;
  throw new HubError(
    'configuration-invalid',
    'HUB_KEYS_URL names no database of its own: keys that lie in the database of what they seal are copied with it. Give ' +
      'the key store a database, best on another server ("hub migrate" makes it), or set HUB_KEYS_SHARED=accepted.',
  );
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** Asks neither; an embedded PostgreSQL is started for it. */
export async function databaseUrls(
  config: HubConfig,
  { purpose, logger, closers }: Omit<Opening, 'keys'>,
): Promise<DatabaseUrls> {
  const { databaseUrl, keysUrl, dataDir } = config;
  if (databaseUrl !== undefined) return { url: databaseUrl, keysUrl: keysUrl ?? databaseUrl };
  const create = purpose !== 'command';
  const embedded = await embeddedPostgres({ dataDir: join(dataDir, 'postgres'), logger, create });
  closers.add('embedded PostgreSQL', () => embedded.stop(), localServerMs);
  return { url: embedded.url, keysUrl: keysUrl ?? embedded.keysUrl };
}

const settings = { hub: 'HUB_DATABASE_URL', keys: 'HUB_KEYS_URL' } as const;
const migrations = { hub: migrateHub, keys: migrateKeys } as const;

/** Throws `database-missing` and `database-too-old`, and sets nothing up. */
export async function requireStore(store: 'hub' | 'keys', urls: DatabaseUrls, config: HubConfig): Promise<void> {
  await setUp(store, urls, config, () => false);
}

async function setUp(
  store: 'hub' | 'keys',
  urls: DatabaseUrls,
  { databaseTimeoutMs }: HubConfig,
  mayMigrate: (state: MigrationState) => boolean,
): Promise<readonly string[]> {
  const url = store === 'hub' ? urls.url : urls.keysUrl;
  const state = await migrationState(url, store, databaseTimeoutMs);
  if (state.pending.length === 0) return [];
  if (mayMigrate(state)) {
    await ensureDatabase(url, databaseTimeoutMs);
    return migrations[store](url, databaseTimeoutMs);
  }
  const name = settings[store];
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
