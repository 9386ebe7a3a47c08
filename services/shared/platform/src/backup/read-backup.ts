import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HubError } from '@hub/core';
import { type BackupManifest, backupFormat, backupManifest, manifestName, unfinishedEnding } from './manifest.ts';
import { measure } from './write-tables.ts';

/**
 * What a backup holds, after every file was read and compared with what the manifest says of it. Throws
 * `backup-unusable` where it is half, damaged, or of another format.
 */
export async function readBackup(
  directory: string,
  onProgress: (bytes: number, bytesTotal: number) => void = () => {},
): Promise<BackupManifest> {
  const path = resolve(directory);
  if (path.endsWith(unfinishedEnding)) throw unusable(path, 'it was cut off while it was written: take another');
  const manifest = await readManifest(path);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  for (const { file, bytes, sha256 } of manifest.files) {
    const found = await measureFile(path, file);
    if (found.sha256 !== sha256 || found.bytes !== bytes) throw unusable(path, `${file} is not as it was written`);
    read += bytes;
    onProgress(read, total);
  }
  return manifest;
}

async function readManifest(path: string): Promise<BackupManifest> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) throw unusable(path, 'there is no such directory');
  const text = await readFile(join(path, manifestName), 'utf8').catch(() => null);
  if (text === null) throw unusable(path, `it has no ${manifestName}: it is no backup, or half of one`);
  const written = parseJson(text);
  const format = (written as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format !== backupFormat) {
    throw unusable(
      path,
      `its format is ${format}, and this release reads ${backupFormat}: restore it with its own release`,
    );
  }
  const parsed = backupManifest.safeParse(written);
  if (parsed.success) return parsed.data;
  throw unusable(path, `its ${manifestName} is damaged`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function measureFile(path: string, file: string): Promise<{ bytes: number; sha256: string }> {
  const measured = measure();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(join(path, file)), measured.stream, nowhere);
  } catch (cause) {
    throw unusable(path, `${file} is missing or cannot be read`, cause);
  }
  return measured.result();
}

export function unusable(path: string, why: string, cause?: unknown): HubError {
  const options = cause === undefined ? {} : { cause };
  return new HubError('backup-unusable', `The backup ${path} cannot be used: ${why}. Nothing was changed.`, options);
}
