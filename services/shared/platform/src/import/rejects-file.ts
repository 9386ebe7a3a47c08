import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HubError } from '@hub/core';
import type { ImportReject } from './import-reject.ts';

export interface RejectsFile {
  /** For `onReject` of an import; waits while the disk is behind. */
  readonly write: (reject: ImportReject) => Promise<void>;
  /** Resolves when everything is in the file; throws what kept it from there. */
  readonly close: () => Promise<void>;
}

/**
 * Writes rejects to a file as they come, one JSON object a line; the file is replaced, and readable by its owner only. It is
 * opened before anything is reported, since rejects that cannot be kept would be lost. Throws `wrong-use` where it cannot
 * be opened.
 */
export async function rejectsFile(path: string): Promise<RejectsFile> {
  const stream = createWriteStream(path, { mode: 0o600 });
  const done = finished(stream);
  // `close` throws the error; until then it must not end the process.
  done.catch(() => undefined);
  try {
    await once(stream, 'open');
  } catch (cause) {
    const message = `The rejects cannot be written to ${path}: name a file in a folder you may write.`;
    throw new HubError('wrong-use', message, { cause });
  }
  return {
    async write(reject) {
      if (!stream.write(`${JSON.stringify(reject)}\n`) && !stream.destroyed) {
        await Promise.race([once(stream, 'drain'), done]);
      }
    },
    async close() {
      stream.end();
      await done;
    },
  };
}
