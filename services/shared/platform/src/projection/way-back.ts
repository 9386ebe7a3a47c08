import type { Pool } from 'pg';
import { activeVersion } from './active-version.ts';
import { otherShape } from './switch-version.ts';
import { listVersions, type Version } from './versions.ts';

/** What readers are given and what a rollback gives them again; or why there is nothing to go back to. */
export type WayBack = { readonly active: Version; readonly previous: Version } | { readonly missing: string };

/** One that was retired, or whose rows this release cannot read, is no way back. */
export async function wayBack(pool: Pool): Promise<WayBack> {
  const active = await activeVersion(pool);
  const previous = (await listVersions(pool)).find(({ version }) => version === active?.previous);
  if (active === null || previous === undefined) return missing('nothing was promoted since the first start.');
  const { version, retiredAt } = previous;
  if (retiredAt !== null) {
    return missing(`${version} was retired at ${retiredAt}. Rebuild with the rules wanted, and promote that.`);
  }
  const unreadable = otherShape(previous);
  return unreadable === null ? { active, previous } : missing(unreadable);
}

function missing(why: string): WayBack {
  return { missing: `There is nothing to go back to: ${why}` };
}
