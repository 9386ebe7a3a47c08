import type { Position } from '@hub/core';
import { type HeldKeyStore, type IdentityMark, identityMarks, type Logger } from '@hub/platform';
import type { PoolClient } from 'pg';
import { closeConnection } from '../registry-lock.ts';

/**
 * What a gateway holds as long as it takes events: its share of the registry's lock, and a connection to the key store.
 * While both stand, neither store is rebuilt or put back, so that marks may be raised.
 */
export interface RegistryShare {
  readonly client: PoolClient;
  readonly keys: HeldKeyStore;
  readonly logEpoch: string;
  /** By slice, what both marks are known to be at least. */
  readonly marked: Map<number, number>;
  /** By slice, what they may be raised to. */
  readonly appended: Map<number, number>;
  raising: Promise<void>;
  timer: NodeJS.Timeout | null;
}

export const registryMarks = 'registry.identity_mark';

/** Nobody waits for marks, and many appends raise them together. */
const raiseEveryMs = 1_000;

/** What stands on the identity topic up to these positions is known: said in the background. */
export function noteAppended(
  share: RegistryShare,
  positions: readonly Position[],
  onPutBack: () => void,
  logger: Logger,
): void {
  for (const { topic, slice, offset } of positions) {
    if (topic !== 'identity' || (share.appended.get(slice) ?? 0) > offset) continue;
    share.appended.set(slice, offset + 1);
  }
  if (share.timer !== null || share.appended.size === 0) return;
  share.timer = setTimeout(() => {
    share.timer = null;
    share.raising = raiseAppended(share)
      .then((isSame) => (isSame ? undefined : onPutBack()))
      .catch((error: unknown) => logger.debug({ err: error }, 'marks could not be raised; it is tried again'));
  }, raiseEveryMs);
  share.timer.unref();
}

/** False where one of the stores is not the one that it was. */
async function raiseAppended({ client, keys, logEpoch, marked, appended }: RegistryShare): Promise<boolean> {
  const raised = [...appended].map(([slice, offset]) => ({ slice, logEpoch, offset, known: marked.get(slice) ?? 0 }));
  if (raised.length === 0) return true;
  const both = await Promise.all([identityMarks(client, registryMarks).raise(raised), keys.marks.raise(raised)]);
  for (const { slice, offset } of raised) {
    marked.set(slice, offset);
    if (appended.get(slice) === offset) appended.delete(slice);
  }
  return both.every(Boolean);
}

/** What is left is raised where the connections still stand. */
export async function closeShare(share: RegistryShare, isBroken = false): Promise<void> {
  if (share.timer !== null) clearTimeout(share.timer);
  await share.raising;
  if (!isBroken) await raiseAppended(share).catch(() => {});
  share.keys.release();
  await closeConnection(share.client);
}

/** Both stores are marked where they have been compared: where no mark was, and where one was lower. */
export async function markCompared(
  share: Pick<RegistryShare, 'client' | 'keys'>,
  marks: readonly IdentityMark[],
): Promise<void> {
  for (const store of [identityMarks(share.client, registryMarks), share.keys.marks]) {
    await store.begin(marks);
    await store.raise(marks.map((mark) => ({ ...mark, known: 0 })));
  }
}
