import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Outcome, ruleLabels } from '../domain/outcome.ts';

/** One outcome as a line of JSON (NDJSON): the outcome, and the French sentence of its rule as `label`. */
export function rejectLine(outcome: Outcome): string {
  return `${JSON.stringify({ ...outcome, label: ruleLabels[outcome.rule] })}\n`;
}

export interface RejectsFile {
  /** For `onReject` of an import; waits while the disk is behind. */
  readonly write: (outcome: Outcome) => Promise<void>;
  /** Resolves when everything is in the file. */
  readonly close: () => Promise<void>;
}

/** Writes outcomes to a file as they come; the file is replaced, and readable by its owner only. */
export function rejectsFile(path: string): RejectsFile {
  const stream = createWriteStream(path, { mode: 0o600 });
  const done = finished(stream);
  // An error is told by `close`; until then it must not end the process.
  done.catch(() => undefined);
  return {
    async write(outcome) {
      if (!stream.write(rejectLine(outcome)) && !stream.destroyed) await Promise.race([once(stream, 'drain'), done]);
    },
    async close() {
      stream.end();
      await done;
    },
  };
}
