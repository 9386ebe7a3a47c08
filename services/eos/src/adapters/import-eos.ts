import { stat } from 'node:fs/promises';
import { HubError } from '@hub/core';
import {
  detectEncoding,
  type ImportOptions,
  type ImportResult,
  readLines,
  readText,
  type TranslatedRecord,
  tellRecords,
} from '@hub/platform';
import { eosRules, translateObject } from '../domain/translate-object.ts';

/**
 * Tells the hub what EOS exports say: JSON lines, each the whole state of a dossier or a session. Whatever cannot be told is
 * reported with its line, and the rest goes on. Throws `source-unreadable` for a file that cannot be opened or is not text.
 */
export async function importEos(options: ImportOptions): Promise<ImportResult> {
  const state = { bytesRead: 0, bytesTotal: 0 };
  for (const file of options.files) {
    const found = await stat(file).catch((cause: unknown) => {
      throw new HubError('source-unreadable', `${file} cannot be read.`, { cause });
    });
    state.bytesTotal += found.size;
  }
  const onBytes = (bytes: number): void => {
    state.bytesRead += bytes;
  };
  return tellRecords(options, readFiles(options.files, onBytes), () => state);
}

async function* readFiles(
  files: readonly string[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<TranslatedRecord> {
  for (const file of files) {
    const text = readText(file, await detectEncoding(file), onBytes);
    for await (const { line, text: written } of readLines(text)) {
      if (written.trim() === '') continue;
      const place = { file, line };
      const object = parseObject(written);
      if (object !== null) yield { place, ...translateObject(object) };
      else yield { place, events: [], rejects: [{ field: null, rule: 'not-json', detail: eosRules['not-json'] }] };
    }
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
