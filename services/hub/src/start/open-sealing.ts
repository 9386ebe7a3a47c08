import { HubError } from '@hub/core';
import {
  checkSecrets,
  createSecrets,
  type DatabaseRole,
  databaseFault,
  findHeldSecrets,
  findSecrets,
  type HeldSecrets,
  type KeyStore,
  noteSecrets,
  openKeyStore,
  openPool,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { closeBounds } from './closers.ts';
import type { Purpose } from './databases.ts';
import type { Database, Infrastructure } from './infrastructure.ts';
import type { ServiceName } from './run-file.ts';

/** What opens and makes sealed things: not every service needs it. */
export interface Sealing {
  /** Of the services of this process; of a command, all. */
  readonly secrets: HeldSecrets;
  readonly keyStore: KeyStore;
}

/**
 * The secrets of this hub, compared with what its stores know of them, and the key store; closed with `infrastructure`.
 * What is new of them is noted by a start alone: a command changes nothing of it. Throws `secrets-unusable` where they are
 * missing, damaged or of another hub.
 */
export async function openSealing(
  config: HubConfig,
  infrastructure: Infrastructure,
  purpose: Purpose,
  services: ReadonlySet<ServiceName> = new Set(),
): Promise<Sealing> {
  const { pool, log, logger, closers } = infrastructure;
  // Both services in one process open the keys that the gateway makes.
  const role = services.has('gateway') ? 'hub_gateway' : 'hub_query';
  const keysPool = openKeysPool(config, infrastructure, purpose === 'start' ? role : undefined);
  closers.add('key store pool', () => keysPool.end(), closeBounds(config.databaseTimeoutMs).poolMs);
  const compare = purpose === 'command' ? checkSecrets : noteSecrets;
  const secrets = await compare(
    { pool, keysPool, log, logger },
    () => findOwn(config, services),
    (content) => makeSecrets(config, purpose, content),
  );
  return { secrets, keyStore: openKeyStore({ pool: keysPool, secrets }) };
}

/** Who reads draws no numbers: the key that makes them is left where it is. */
async function findOwn(
  { secretsFile: file, kek }: HubConfig,
  services: ReadonlySet<ServiceName>,
): Promise<HeldSecrets | null> {
  if (services.has('gateway') || services.size === 0) return findSecrets({ file, kek });
  const found = await findHeldSecrets({ file, kek });
  if (found === null) return null;
  const { numberKey: _, ...own } = found;
  return own;
}

/** An outage of a server that has both databases is told once. */
export function openKeysPool(
  { databaseTimeoutMs: timeoutMs }: HubConfig,
  infrastructure: Database,
  role?: DatabaseRole,
): pg.Pool {
  const { databaseUrl, keysUrl, logger } = infrastructure;
  const isSameServer = new URL(databaseUrl).host === new URL(keysUrl).host;
  const fault = isSameServer
    ? infrastructure.databaseFault
    : databaseFault(logger.child({ database: 'keys' }), timeoutMs);
  return openPool(keysUrl, { max: 5, applicationName: 'hub-keys', ...(role && { role }), logger, timeoutMs, fault });
}

/** Made by a start only where nothing can have been sealed under others: the demo's, or a hub that is all in its directory. */
async function makeSecrets(config: HubConfig, purpose: Purpose, content: string | null): Promise<HeldSecrets> {
  const isAllHere =
    config.databaseUrl === undefined && config.keysUrl === undefined && config.kafkaBrokers === undefined;
  const mayMake = purpose === 'start' && (config.demo !== 'off' || isAllHere);
  if (content === null && mayMake) return createSecrets(config.secretsFile);
  const why =
    content === null
      ? '"hub secrets create" makes it, once for all processes of this hub; keep a copy of it apart from the databases.'
      : `The stores of this hub hold ${content}: put back the file that they were made with, from where you keep a copy of ` +
        'it. With new secrets nothing sealed could be read, and known people would be taken for new ones.';
  throw new HubError('secrets-unusable', `There is no file of secrets at ${config.secretsFile}. ${why}`);
}
