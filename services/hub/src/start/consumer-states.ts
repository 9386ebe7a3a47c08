import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Consumer, type Followed, unfollowed } from '@hub/simulation';

/** How far a consumer of the demo is. */
export interface ConsumerState extends Followed {
  readonly name: string;
  readonly feed: 'changes' | 'session-changes';
  /** Items of the feed, and by event what it reported and the hub took. */
  readonly items: number;
  readonly reported: Readonly<Record<string, number>>;
  readonly refused: number;
  /** Something lies behind what it read already. */
  readonly isBehind: boolean;
  /** RFC 3339. */
  readonly readAt: string | null;
}

const folderOf = (dataDir: string) => join(dataDir, 'consumers');

/** By name. Empty where the demo runs no consumers here. */
export async function readConsumerStates(dataDir: string): Promise<readonly ConsumerState[]> {
  const files = await readdir(folderOf(dataDir)).catch(() => []);
  const states = files
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readState(join(folderOf(dataDir), file)));
  return (await Promise.all(states)).filter((state) => state !== null);
}

/** What this consumer kept, or the state of one that begins. */
export async function stateOf({ name, looksAt }: Consumer, dataDir: string): Promise<ConsumerState> {
  const feed = looksAt === 'session' ? 'session-changes' : 'changes';
  const begun = {
    ...unfollowed,
    name,
    feed,
    items: 0,
    reported: {},
    refused: 0,
    isBehind: true,
    readAt: null,
  } as const;
  return (await readState(pathOf(dataDir, name))) ?? begun;
}

export async function keepState(dataDir: string, state: ConsumerState): Promise<void> {
  const path = pathOf(dataDir, state.name);
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function pathOf(dataDir: string, name: string): string {
  return join(folderOf(dataDir), `${name}.json`);
}

async function readState(path: string): Promise<ConsumerState | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ConsumerState;
  } catch {
    return null;
  }
}
