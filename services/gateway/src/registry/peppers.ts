import { HubError } from '@hub/core';
import { peppersOf, type Secrets } from '@hub/platform';
import type { ClientBase } from 'pg';
import type { Registry } from './registry.ts';

type Client = Pick<ClientBase, 'query'>;

/** Versions under which aliases are or may be, the newest first. */
export async function peppersInUse(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ version: number }>('select version from registry.pepper order by version desc');
  return rows.map(({ version }) => version);
}

/** As long as a process that was told nothing goes on writing under the pepper of before. */
const staleMs = 30_000;

/** Version of the pepper that new aliases go under: the newest that is in use. Throws `secrets-unusable`. */
export async function writtenPepper({ secrets, written }: Registry, client: Client): Promise<number> {
  if (secrets.pepper.former === undefined) return secrets.pepper.version;
  if (written.version !== null && written.staleAt > Date.now()) return written.version;
  const version = await newestPepper(client, secrets);
  written.version = version;
  written.staleAt = Date.now() + staleMs;
  return version;
}

async function newestPepper(client: Client, secrets: Secrets): Promise<number> {
  const [newest = oldestOf(secrets)] = await peppersInUse(client);
  if (peppersOf(secrets).some(({ version }) => version === newest)) return newest;
  throw new HubError('secrets-unusable', `Aliases are made with pepper ${newest}, which these secrets do not hold.`);
}

/** The pepper of a registry that has none yet: a new one is begun with by an operator (`hub keys rotate-pepper`). */
function oldestOf(secrets: Secrets): number {
  return Math.min(...peppersOf(secrets).map(({ version }) => version));
}

/** Said by whoever opens the registry first. */
export async function beginPepper(client: Client, secrets: Secrets): Promise<void> {
  await client.query(
    `insert into registry.pepper (version)
     select coalesce((select pepper_version from registry.alias limit 1), $1) where not exists (select from registry.pepper)
     on conflict do nothing`,
    [oldestOf(secrets)],
  );
}
