import { StringDecoder } from 'node:string_decoder';
import { type ImportOptions, type ImportResult, importSource, type SourceItem } from '../app/import-source.ts';
import { translateInterruption } from '../domain/translate-interruption.ts';
import { type OpenSource, openSources, type Sources, totalBytes, withFile } from './open-sources.ts';

export interface InterruptionsImport extends ImportOptions {
  /** Default: now. */
  readonly now?: Date;
}

const lineCharsMax = 10_000;

/** Imports OFeli's export of session interruptions (one JSON object a line, UTF-8; see `InterruptionLine`). */
export async function importInterruptions(options: InterruptionsImport & Sources): Promise<ImportResult> {
  return importSource(interruptionItems(options), options, await totalBytes(options));
}

async function* interruptionItems(options: InterruptionsImport & Sources): AsyncGenerator<SourceItem> {
  const now = (options.now ?? new Date()).getTime();
  let before = 0;
  for await (const source of openSources(options)) {
    if ('failed' in source) {
      yield { kind: 'failed', outcome: source.failed };
      continue;
    }
    let bytes = 0;
    for await (const item of interruptionsOf(source, now)) {
      if (item.kind === 'progress') {
        bytes = item.bytes;
        yield { kind: 'progress', bytes: before + bytes };
      } else yield item;
    }
    before += bytes;
  }
}

/** The lines of one export; `now` is epoch ms. */
export async function* interruptionsOf(source: OpenSource, now: number): AsyncGenerator<SourceItem> {
  let bytes = 0;
  let number = 0;
  for await (const { line, bytes: read } of linesOf(source.stream)) {
    bytes += read;
    number += 1;
    yield { kind: 'progress', bytes };
    if (line.trim() === '') continue;
    const translated = translateInterruption(line, number, now);
    if ('event' in translated) {
      const event = { ...translated.event, place: { ...translated.event.place, file: source.name } };
      yield { kind: 'translated', events: [event], outcomes: [], sessions: 1 };
    } else {
      const outcomes = [withFile(translated.outcome, source.name)];
      yield { kind: 'translated', events: [], outcomes, sessions: 1 };
    }
  }
}

/** Lines of at most `lineCharsMax` characters; what is beyond is dropped, so that the line is refused as unreadable. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: string; bytes: number }> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n');
    rest = (lines.pop() ?? '').slice(0, lineCharsMax);
    for (const line of lines) {
      yield { line: line.slice(0, lineCharsMax), bytes };
      bytes = 0;
    }
  }
  if (rest !== '') yield { line: rest, bytes };
}
