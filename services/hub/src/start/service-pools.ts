import { openPool } from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { closeBounds } from './closers.ts';
import type { Database } from './infrastructure.ts';
import type { ServiceName } from './run-file.ts';

/** Of each service that this process serves. */
export type ServicePools = Readonly<Partial<Record<ServiceName, pg.Pool>>>;

/** A pool for each service, under its own role: what one must not do, the others in this process do not do for it. */
export async function openServicePools(
  { databaseTimeoutMs: timeoutMs }: HubConfig,
  { databaseUrl, databaseFault: fault, logger, closers }: Database,
  services: ReadonlySet<ServiceName>,
): Promise<ServicePools> {
  const pools: Partial<Record<ServiceName, pg.Pool>> = {};
  for (const service of services) {
    const role = `hub_${service}` as const;
    const pool = openPool(databaseUrl, { max: 20, applicationName: `hub-${service}`, role, logger, timeoutMs, fault });
    closers.add(`database pool of the ${service}`, () => pool.end(), closeBounds(timeoutMs).poolMs);
    pools[service] = pool;
    const { rows } = await pool.query<{ current: string }>('select current_user as current');
    if (rows[0]?.current === role) continue;
    logger.warn(
      { service, role, user: rows[0]?.current },
      'this service has no role in the database: its login user does all',
    );
  }
  return pools;
}

/** For what a start sets up once, as the login user: no service may make partners of its own. */
export async function withSetUpPool<T>(
  { databaseUrl, databaseFault: fault, logger }: Database,
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const pool = openPool(databaseUrl, { max: 1, applicationName: 'hub-set-up', logger, fault });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
