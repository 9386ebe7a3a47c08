import { HubError, rulesHash } from '@hub/core';
import {
  activeVersion,
  endsOfLog,
  ensureVersion,
  listVersions,
  readLeases,
  type Version,
  versionsToFeed,
} from '@hub/platform';
import { standingRules } from './standing-rules.ts';
import type { FeedingOptions } from './start-feeding.ts';
import { goOnWithout, verifyLog } from './verify-log.ts';

/**
 * Makes the version of these rules where there is none; says where readers are given one of others. Readers who were given
 * rules that were tried keep them: a version of the release is made beside only where none of it ever was.
 */
export async function openVersion({ log, pool, rules: released, logger }: FeedingOptions): Promise<void> {
  const hash = rulesHash(released);
  const wasMade = (await listVersions(pool)).some(
    ({ rulesHash, purpose }) => rulesHash === hash && purpose === 'records',
  );
  const opened = wasMade ? await standingRules(pool, released) : { rules: released };
  const logEvents = [...(await endsOfLog(log)).values()].reduce((sum, end) => sum + end, 0);
  const wanted = { ...opened, slices: log.slices, logEpoch: await log.epoch(), logEvents };
  const { version, created } = await ensureVersion(pool, wanted);
  const active = await activeVersion(pool);
  if (active !== null && active.version === version.version && version.rulesHash !== hash) {
    logger.warn(
      { active: active.version, trial: active.trial },
      'readers are given rules that were tried and are not those of this release; they keep them',
    );
  } else if (active !== null && active.rulesHash !== hash) {
    logger.warn(
      { active: active.version, building: version.version },
      'the rules have changed: readers keep the active version, ours is built beside it; promote it when it is ready',
    );
  } else if (created) logger.info({ version: version.version }, 'a version of the projection begins');
}

/**
 * Throws `log-epoch-changed` or `log-offset-out-of-range` where the log is not the one that a version of these rules was
 * projected from.
 */
export async function verifyVersions(options: FeedingOptions): Promise<void> {
  for (const version of await versionsToFeed(options.pool, rulesHash(options.rules))) {
    await verifyVersion(options, version);
  }
}

async function verifyVersion({ log, pool }: FeedingOptions, version: Version): Promise<void> {
  const leases = await readLeases(pool, version.version);
  if (leases.length !== 2 * log.slices) {
    throw new HubError(
      'log-epoch-changed',
      `Version ${version.version} has ${leases.length / 2} slices, this log has ${log.slices}. ` +
        `Give the hub its former log back; ${goOnWithout(version.version)}`,
    );
  }
  await verifyLog(log, version, leases);
}
