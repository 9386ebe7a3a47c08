import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { HubError } from '@hub/core';

/** What to import: files one after the other, or one stream. */
export type Sources =
  | { readonly files: readonly string[]; readonly stream?: never }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly files?: never };

export interface OpenSource {
  /** The file as it was named; '' for a stream. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** When the file was last changed (epoch ms); null for a stream. */
  readonly changedAt: number | null;
}

/** The sources one after the other; `onBytes` counts what was read of each. A file that cannot be read says so when its bytes are asked for. */
export async function* openSources(sources: Sources, onBytes: (bytes: number) => void): AsyncGenerator<OpenSource> {
  if (sources.files === undefined) {
    yield { name: '', bytes: counted(sources.stream, onBytes), changedAt: null };
    return;
  }
  for (const name of sources.files) {
    const changedAt = await stat(name).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    yield { name, bytes: counted(bytesOf(name), onBytes), changedAt };
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

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
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
