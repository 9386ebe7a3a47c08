import type { Rules } from '@hub/core';
import { activeVersion, type NewVersion, rulesToFeed } from '@hub/platform';
import type { Pool } from 'pg';

/** What a version is made by. */
export type VersionRules = Pick<NewVersion, 'rules' | 'trial'>;

/** Those that readers are given where they were tried by this code, else these, which are those of the release. */
export async function standingRules(pool: Pool, released: Rules): Promise<VersionRules> {
  const active = await activeVersion(pool);
  if (active === null || active.trial === null) return { rules: released };
  const rules = await rulesToFeed(pool, active, released);
  return rules === null ? { rules: released } : { rules, trial: active.trial };
}
