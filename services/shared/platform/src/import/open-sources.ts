import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { HubError } from '@hub/core';
import { dateOfExtract, type ExtractDate, type HeadDate } from './extract-date.ts';

/** What to import: files in no order that matters (`-` is what `stdin` gives), or one stream. */
export type Sources =
  | { readonly files: readonly string[]; readonly stdin?: AsyncIterable<Uint8Array>; readonly stream?: never }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly files?: never };

export interface OpenSource {
  /** The file as it was named; '' for a stream. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** When it was extracted; null where its records carry dates of their own and nobody said more. */
  readonly dated: ExtractDate | null;
}

/** How the sources get their dates. */
export interface Dating {
  /** Reads the first bytes of a source, up to 64 KiB; empty where it cannot be read. */
  readonly headDate: (head: Buffer, name: string) => Promise<HeadDate>;
  /** What the operator said of all of them (epoch ms). */
  readonly said: number | null;
  readonly now: number;
}

/**
 * Looks at the first bytes of every source, so that an undated one is known before anything is reported, and gives them
 * with their dates. A pipe is read once, its first bytes kept; a file that cannot be read says so when its bytes are
 * asked for. Throws `source-undated`.
 */
export async function openSources(sources: Sources, dating: Dating): Promise<OpenSource[]> {
  const opened: OpenSource[] = [];
  const named =
    sources.files === undefined
      ? [{ name: '', start: () => sources.stream, again: false }]
      : await Promise.all(sources.files.map((name) => openFile(name, sources.stdin)));
  for (const { name, start, again } of named) {
    const { head, bytes } = await peek(start, again);
    const headDate: HeadDate = head.length === 0 ? { kind: 'records' } : await dating.headDate(head, name);
    opened.push({ name, bytes, dated: dateOfExtract(name, headDate, dating) });
  }
  return opened;
}

interface Openable {
  readonly name: string;
  readonly start: () => AsyncIterable<Uint8Array>;
  /** Whether it can be read from its start again. */
  readonly again: boolean;
}

async function openFile(name: string, stdin: AsyncIterable<Uint8Array> | undefined): Promise<Openable> {
  if (name === '-' && stdin !== undefined) return { name, start: () => stdin, again: false };
  const again = await stat(name).then(
    (found) => found.isFile(),
    () => true,
  );
  return { name, start: () => bytesOf(name), again };
}

/** Of each file, before any is read. */
export const headBytesMax = 64 * 1024;

async function peek(
  start: () => AsyncIterable<Uint8Array>,
  again: boolean,
): Promise<{ head: Buffer; bytes: AsyncIterable<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  const reading = start()[Symbol.asyncIterator]();
  try {
    for (let length = 0; length < headBytesMax; ) {
      const next = await reading.next();
      if (next.done === true) break;
      chunks.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    if (!again) return { head: Buffer.alloc(0), bytes: failing(error) };
  }
  const head = Buffer.concat(chunks).subarray(0, headBytesMax);
  if (!again) return { head, bytes: joined(chunks, reading) };
  await reading.return?.();
  return { head, bytes: { [Symbol.asyncIterator]: () => start()[Symbol.asyncIterator]() } };
}

async function* joined(chunks: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks.splice(0);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function failing(error: unknown): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}

/** Lets the bytes through and counts them. */
export async function* counted(
  stream: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Bytes of all files together; null for a stream. */
export async function totalBytes({ files }: Sources): Promise<number | null> {
  if (files === undefined) return null;
  const sizes = files.map((name) =>
    stat(name).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function* bytesOf(name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(name)) yield chunk as Buffer;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new HubError('source-unreadable', reasons[code] ?? `Erreur du système : ${code || String(cause)}.`, {
      cause,
    });
  }
}

/** In French, as every remark of an import. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "Il n'existe pas.",
  EISDIR: "C'est un dossier.",
  EACCES: "L'utilisateur du hub n'a pas le droit de le lire.",
  EPERM: "L'utilisateur du hub n'a pas le droit de le lire.",
};
