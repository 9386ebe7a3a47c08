import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Outcome } from '../domain/outcome.ts';

/** What to import: files one after the other, or one stream. */
export type Sources =
  | { readonly files: readonly string[]; readonly stream?: never }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly files?: never };

export interface OpenSource {
  /** Name of the file without its folder; '' for a stream. */
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
  /** When the file was last changed (epoch ms); null for a stream. */
  readonly changedAt: number | null;
}

export async function* openSources(sources: Sources): AsyncGenerator<OpenSource | { readonly failed: Outcome }> {
  if (sources.files === undefined) {
    yield { name: '', stream: sources.stream, changedAt: null };
    return;
  }
  for (const path of sources.files) {
    const name = basename(path);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unreadable');
    if (typeof found === 'string') yield { failed: unreadable(name, found) };
    else if (!found.isFile()) yield { failed: unreadable(name, 'not a file') };
    else yield { name, stream: createReadStream(path), changedAt: found.mtimeMs };
  }
}

/** Bytes of all files together; undefined for a stream. */
export async function totalBytes({ files }: Sources): Promise<number | undefined> {
  if (files === undefined) return undefined;
  const sizes = await Promise.all(
    files.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function withFile(outcome: Outcome, file: string): Outcome {
  return { ...outcome, place: { ...outcome.place, file } };
}

function unreadable(name: string, reason: string): Outcome {
  return {
    severity: 'refused',
    rule: 'file-unreadable',
    place: { file: name, line: 0, column: 0, path: '/' },
    element: '',
    field: null,
    detail: `${name}: ${reason}.`,
  };
}
