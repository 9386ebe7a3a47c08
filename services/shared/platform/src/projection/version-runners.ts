import type { Pool, PoolClient } from 'pg';
import { allowJob } from '../postgres/connection.ts';
import { holdConnection, withTransaction } from '../postgres/pool.ts';
import { dropRows } from './switch-version.ts';
import { isFilled, showFilling } from './version-filled.ts';
import { insertVersion, listVersions, lockVersions, type NewVersion, shadowVersion, type Version } from './versions.ts';

/** A version that is being filled, and the connection that says so: it ends with the process. */
export interface HeldVersion {
  readonly version: Version;
  /** An unfinished rebuild of the same rules goes on. */
  readonly resumed: boolean;
  /** Another process fills it too. */
  readonly joined: boolean;
  /** Runs `work` while nobody else does so with this version. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  release(): void;
}

const alone = `hashtext('hub version is compared')`;

/** The next version of these rules, or the unfinished one: see `shadowVersion`. */
export async function holdShadow(pool: Pool, wanted: NewVersion): Promise<HeldVersion> {
  return hold(pool, async (client) => {
    const { version, resumed } = await shadowVersion(pool, wanted);
    const joined = resumed && (await isFilled(client, version.version));
    await showFilling(client, version.version);
    return { version, resumed, joined };
  });
}

/** A version of some slices (null: all) that is compared and dropped. It is held from the moment that others see it. */
export async function holdVerification(
  pool: Pool,
  wanted: NewVersion,
  slices: readonly number[] | null,
): Promise<HeldVersion> {
  return hold(pool, async (client) => {
    await client.query('begin');
    await lockVersions(client);
    const version = await insertVersion(client, wanted, { verifies: slices });
    await showFilling(client, version.version);
    await client.query('commit');
    return { version, resumed: false, joined: false };
  });
}

async function hold(
  pool: Pool,
  make: (client: PoolClient) => Promise<Pick<HeldVersion, 'version' | 'resumed' | 'joined'>>,
): Promise<HeldVersion> {
  const client = await holdConnection(pool);
  try {
    await allowJob(client, 'session');
    const made = await make(client);
    return {
      ...made,
      alone: async (work) => {
        await client.query(`select pg_advisory_lock(${alone}, hashtext($1))`, [made.version.version]);
        try {
          return await work();
        } finally {
          await client.query(`select pg_advisory_unlock(${alone}, hashtext($1))`, [made.version.version]);
        }
      },
      release: () => client.release(true),
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Drops a verification whose work is done; nothing where another has done so. */
export async function discardVerification(pool: Pool, name: string): Promise<void> {
  await withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const version = (await listVersions(client)).find((each) => each.version === name);
      if (version !== undefined && isLeft(version)) await dropRows(client, version);
    },
    { job: true },
  );
}

function isLeft({ purpose, retiredAt }: Version): boolean {
  return purpose === 'verification' && retiredAt === null;
}

/** Drops the verifications whose command ended without a word; answers their names. */
export async function dropDeadVerifications(pool: Pool): Promise<readonly string[]> {
  if (!(await listVersions(pool)).some(isLeft)) return [];
  return withTransaction(
    pool,
    async (client) => {
      // Nobody makes one meanwhile that it does not hold yet.
      await lockVersions(client);
      const dropped: string[] = [];
      for (const version of (await listVersions(client)).filter(isLeft)) {
        if (await isFilled(client, version.version)) continue;
        await dropRows(client, version);
        dropped.push(version.version);
      }
      return dropped;
    },
    { job: true },
  );
}
