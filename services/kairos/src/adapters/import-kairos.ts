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
import { nativeRules } from '../domain/native-fields.ts';
import { extractColumns, extractRules, headerDifference, translateRow } from '../domain/trainee-extract.ts';
import { translateRecord } from '../domain/translate-record.ts';
import { readRows } from './read-rows.ts';

interface ReadState {
  bytesRead: number;
  bytesTotal: number;
}

type Lines = AsyncGenerator<{ readonly line: number; readonly text: string }>;

/**
 * Tells the hub what files of Kairos say: exports in JSON lines, or the France Travail trainee extract, told apart by their
 * first line. Whatever cannot be told is reported with its line, and the rest goes on. Throws `source-unreadable` for a
 * file that cannot be opened or is not text.
 */
export async function importKairos(options: ImportOptions): Promise<ImportResult> {
  const state: ReadState = { bytesRead: 0, bytesTotal: 0 };
  for (const file of options.files) state.bytesTotal += await sizeOf(file);
  return tellRecords(options, readFiles(options.files, state), () => state);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw new HubError('source-unreadable', `${file} cannot be read.`, { cause });
  }
}

async function* readFiles(files: readonly string[], state: ReadState): AsyncGenerator<TranslatedRecord> {
  for (const file of files) {
    const encoding = await detectEncoding(file);
    const extractedAt = Math.floor(Math.min((await stat(file)).mtimeMs, Date.now()) / 1000) * 1000;
    const lines = filledLines(
      readLines(
        readText(file, encoding, (bytes) => {
          state.bytesRead += bytes;
        }),
      ),
    );
    const first = await lines.next();
    if (first.done === true) continue;
    if (first.value.text.trimStart().startsWith('{')) yield* readExport(file, withFirst(first.value, lines));
    else yield* readExtract(file, first.value, lines, extractedAt);
  }
}

async function* filledLines(lines: Lines): Lines {
  for await (const line of lines) if (line.text.trim() !== '') yield line;
}

async function* withFirst(first: { readonly line: number; readonly text: string }, rest: Lines): Lines {
  yield first;
  yield* rest;
}

async function* readExport(file: string, lines: Lines): AsyncGenerator<TranslatedRecord> {
  for await (const { line, text } of lines) {
    const record = parseObject(text);
    const place = { file, line };
    if (record !== null) yield { place, ...translateRecord(record) };
    else yield { place, events: [], rejects: [{ field: null, rule: 'not-json', detail: nativeRules['not-json'] }] };
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

async function* readExtract(
  file: string,
  header: { readonly line: number; readonly text: string },
  lines: Lines,
  extractedAt: number,
): AsyncGenerator<TranslatedRecord> {
  const columns = header.text.split(header.text.includes('|') ? '|' : /[;,\t]/).map(unquoted);
  const difference = headerDifference(columns);
  if (difference !== null || !header.text.includes('|')) {
    const detail = `${extractRules['header-unknown']} ${difference ?? 'Séparateur « | » attendu.'}`;
    yield {
      place: { file, line: header.line },
      events: [],
      rejects: [{ field: null, rule: 'header-unknown', detail }],
    };
    return;
  }
  for await (const { line, cells } of readRows(lines, '|')) {
    const place = { file, line };
    if (cells === null) {
      const detail = extractRules['quote-unclosed'];
      yield { place, events: [], rejects: [{ field: null, rule: 'quote-unclosed', detail }] };
    } else if (cells.length !== extractColumns.length) {
      const detail = `${extractRules['column-count']} Elle en a ${cells.length}.`;
      yield { place, events: [], rejects: [{ field: null, rule: 'column-count', detail }] };
    } else yield { place, ...translateRow(cells, extractedAt) };
  }
}

function unquoted(name: string): string {
  return name.trim().replace(/^"(.*)"$/, '$1');
}
