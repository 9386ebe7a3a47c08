import { once } from 'node:events';
import { createWriteStream, fstatSync, type Stats } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { HubError } from '@hub/core';
import type { ImportReject } from './import-reject.ts';

export interface LinesFile<Line> {
  /** Waits while the disk is behind. */
  readonly write: (line: Line) => Promise<void>;
  /** Puts the file in its place when everything is in it; throws what kept it from there. */
  readonly close: () => Promise<void>;
  /** Of an import that said nothing: leaves what was in the place before. */
  readonly abandon: () => Promise<void>;
}

/** An event that the hub took, and the receipt by which its source asks what became of it. */
export interface ImportReceipt {
  readonly source: string;
  readonly id: string;
  readonly receipt: string;
}

/** What an import writes beside itself: the option that names the file, how its first line begins, and what it is called. */
interface Kept {
  readonly option: string;
  readonly begins: string;
  readonly what: string;
}

const rejects: Kept = { option: '--rejects', begins: '{"severity":', what: 'rejects' };
const receipts: Kept = { option: '--receipts', begins: '{"source":', what: 'receipts' };

/** For `onReject` of an import. */
export function rejectsFile(path: string, sources: readonly string[] = []): Promise<LinesFile<ImportReject>> {
  return linesFile(rejects, path, sources);
}

/** For `hub receipts`. */
export function receiptsFile(path: string, sources: readonly string[] = []): Promise<LinesFile<ImportReceipt>> {
  return linesFile(receipts, path, sources);
}

/**
 * Writes to a file as it comes, one JSON object a line, readable by its owner only. The file is written beside its place,
 * which it takes when it is closed: until then, an earlier one stands. It is opened before anything is reported, since what
 * cannot be kept would be lost. Throws `wrong-use` where it cannot be written, where its place is one of `sources` by whatever
 * path, and where a file that holds something else is there.
 */
async function linesFile<Line>(kept: Kept, path: string, sources: readonly string[]): Promise<LinesFile<Line>> {
  const there = await statOf(path);
  await refuseSources(kept, path, there, sources);
  const isFile = there === null || there.isFile();
  if (there?.isFile()) await refuseOtherContent(kept, path);
  const target = there?.isFile() ? await realpath(path) : path;
  const draft = isFile ? `${target}.${process.pid}.part` : target;
  const stream = createWriteStream(draft, { mode: 0o600 });
  const done = finished(stream);
  // `close` throws the error; until then it must not end the process.
  done.catch(() => undefined);
  try {
    await once(stream, 'open');
  } catch (cause) {
    throw wrongPlace(kept, path, 'cannot be written: name a file in a folder you may write', cause);
  }
  const end = async () => {
    stream.end();
    await done;
  };
  return {
    async write(line) {
      if (!stream.write(`${JSON.stringify(line)}\n`) && !stream.destroyed) {
        await Promise.race([once(stream, 'drain'), done]);
      }
    },
    async close() {
      await end();
      if (isFile) await rename(draft, target);
    },
    async abandon() {
      await end().catch(() => undefined);
      if (isFile) await rm(draft, { force: true });
    },
  };
}

function statOf(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}

/** Links of either kind, other spellings and `/dev/stdin` lead to the same file: only its number on its disk tells. */
async function refuseSources(kept: Kept, path: string, there: Stats | null, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const read = source === '-' ? fstatSync(0) : await statOf(source);
    const same = there !== null && read !== null && there.dev === read.dev && there.ino === read.ino;
    // A terminal and /dev/null may be read and written at once.
    const harmless = there?.isCharacterDevice() === true;
    if ((same && !harmless) || resolve(path) === resolve(source)) {
      throw wrongPlace(kept, path, `is what is imported (${source}), and would be overwritten: name another file`);
    }
  }
}

async function refuseOtherContent(kept: Kept, path: string): Promise<void> {
  const file = await open(path).catch(() => null);
  const head = (await file?.read(Buffer.alloc(1024), 0, 1024, 0))?.buffer.toString('utf8').replace(/\0+$/, '') ?? '';
  await file?.close();
  if (head.trim() !== '' && !head.startsWith(kept.begins)) {
    throw wrongPlace(kept, path, `is there, and holds no ${kept.what}: name another file, or take it away`);
  }
}

function wrongPlace({ option }: Kept, path: string, why: string, cause?: unknown): HubError {
  return new HubError('wrong-use', `${option} ${path} ${why}.`, cause === undefined ? {} : { cause });
}
