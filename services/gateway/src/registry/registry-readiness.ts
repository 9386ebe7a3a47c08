import { type EventLog, HubError, type StoredMessage } from '@hub/core';
import { holdConnection, type Logger, type ProblemError, problem, readUpTo, type Secrets } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { dossierOfMessage, traineeOfMessage } from './dossier-of-message.ts';
import { closeConnection, droppedTables, shareRegistry } from './registry-lock.ts';

interface ReadinessOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly secrets: Secrets;
  readonly logger: Logger;
}

/** Whether this gateway may reserve anything in the registry. */
export interface RegistryReadiness {
  readonly options: ReadinessOptions;
  /** Holds the shared lock; null: nothing may be reserved. */
  client: PoolClient | null;
  checking: Promise<void> | null;
  refused: { readonly why: unknown; readonly at: number } | null;
}

/** A refusal is looked at again after this long, so that a rebuilt registry is served without a restart. */
const refusalMs = 1_000;
const retryAfterSeconds = '30';

/** Checks at once, so that the first request need not wait and the log says early what is wrong. */
export function openReadiness(options: ReadinessOptions): RegistryReadiness {
  const readiness: RegistryReadiness = { options, client: null, checking: null, refused: null };
  ensureReady(readiness).catch(() => {});
  return readiness;
}

/**
 * Resolves where this gateway holds its share of the registry and the registry knows what the log last said; without
 * a statement where it did before and its connection still stands. Throws `registry-in-use` while it is rebuilt,
 * `registry-behind-log` where known people would get new ids and numbers, `database-unavailable`, `log-unavailable`.
 */
async function ensureReady(readiness: RegistryReadiness): Promise<void> {
  if (readiness.client !== null) return;
  const { refused } = readiness;
  if (refused !== null && performance.now() - refused.at < refusalMs) throw refused.why;
  readiness.checking ??= check(readiness).finally(() => {
    readiness.checking = null;
  });
  await readiness.checking;
}

/** The same for a route: throws what the caller may know of it, and when to come back. */
export async function ensureReadyForRequest(readiness: RegistryReadiness): Promise<void> {
  try {
    await ensureReady(readiness);
  } catch (error) {
    throw error instanceof HubError && !error.retryable ? refusalOf(error) : error;
  }
}

function refusalOf({ message }: HubError): ProblemError {
  return problem(503, 'unavailable', 'The hub cannot take events for the moment.', {
    detail: `${message} What was sent may be sent again: it is safe.`,
    headers: { 'retry-after': retryAfterSeconds },
  });
}

export async function closeReadiness(readiness: RegistryReadiness): Promise<void> {
  await readiness.checking?.catch(() => {});
  const { client } = readiness;
  readiness.client = null;
  if (client !== null) await closeConnection(client);
}

async function check(readiness: RegistryReadiness): Promise<void> {
  const { logger } = readiness.options;
  try {
    readiness.client = await connect(readiness);
    if (readiness.refused !== null) logger.info('the registry holds what the log says: events are taken again');
    readiness.refused = null;
  } catch (why) {
    if (readiness.refused === null) logger.error({ err: why }, 'no event is taken: the registry may not be used');
    readiness.refused = { why, at: performance.now() };
    throw why;
  }
}

/** A connection that holds this gateway's share of a registry that may be used. */
async function connect(readiness: RegistryReadiness): Promise<PoolClient> {
  const client = await holdConnection(readiness.options.pool, () => {
    // The lock went with the connection: the next request takes both anew.
    if (readiness.client === client) readiness.client = null;
    void closeConnection(client);
  });
  try {
    await takeShare(readiness.options, client);
  } catch (error) {
    await closeConnection(client);
    throw error;
  }
  return client;
}

async function takeShare(options: ReadinessOptions, client: PoolClient): Promise<void> {
  if (!(await shareRegistry(client))) {
    throw new HubError('registry-in-use', 'The registry of persons and numbers is being rebuilt from the log.');
  }
  const fault = await faultOf(options, client);
  if (fault === null) return;
  throw new HubError(
    'registry-behind-log',
    `The registry of persons and numbers ${fault}: known people would get new ids and numbers. ` +
      'An operator runs "hub rebuild --registry".',
  );
}

/** Why the registry does not fit the log; null: it does, as far as the last messages about people show. */
async function faultOf({ log, secrets }: ReadinessOptions, client: PoolClient): Promise<string | null> {
  const dropped = await droppedTables(client);
  if (dropped.length > 0) return `lacks ${dropped.join(', ')}`;
  const { rows } = await client.query<{ pepper: number | null }>(
    'select (select pepper_version from registry.alias limit 1) as pepper',
  );
  const pepper = rows[0]?.pepper ?? null;
  if (pepper !== null && pepper !== secrets.pepper.version) {
    return `was made with pepper ${pepper}, and the secrets hold pepper ${secrets.pepper.version}`;
  }
  const last = await lastIdentities(log);
  if (last.length === 0) return null;
  if (pepper === null) return 'holds no identifier, but the log knows people';
  const trainees = [...new Set(last.map(traineeOfMessage).filter((trainee) => trainee !== null))];
  const numbers = [...new Set(last.map(dossierOfMessage).flatMap((dossier) => dossier?.number ?? []))];
  const { rows: counts } = await client.query<{ trainees: number; numbers: number; sequence: boolean }>(
    `select (select count(*)::int from registry.trainee where trainee_id = any($1::uuid[])) as trainees,
       (select count(*)::int from registry.dossier where number = any($2::int[])) as numbers,
       (select is_called from registry.dossier_sequence) as sequence`,
    [trainees, numbers],
  );
  const [known] = counts;
  if (known?.trainees !== trainees.length) return 'lacks people whom the log knows';
  if (known.numbers !== numbers.length) return 'lacks dossier numbers that the log names';
  return numbers.length > 0 && !known.sequence ? 'starts again with numbers that were given' : null;
}

/** Messages looked at in each slice: enough to meet people and numbers, and to see a registry restored from a backup. */
const lastMessages = 20;
const readMs = 10_000;

/** The last messages of the identity topic in each slice. */
async function lastIdentities(log: EventLog): Promise<readonly StoredMessage[]> {
  const ends = await log.endOffsets(['identity']);
  const from = ends.map((end) => ({ ...end, offset: Math.max(0, end.offset - lastMessages) }));
  const last: StoredMessage[] = [];
  const signal = AbortSignal.timeout(readMs);
  try {
    for await (const messages of readUpTo(log, from, ends, signal)) last.push(...messages);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new HubError('log-unavailable', 'The log does not answer.', { retryable: true, cause });
  }
  return last;
}
