import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { HubError } from '@hub/core';

export type TextEncoding = 'utf-8' | 'windows-1252';

/**
 * The encoding of a text file: UTF-8 where every byte agrees, else windows-1252 (which ISO-8859-1 is a part of). Reads the
 * file once, in flat memory. Throws `source-unreadable` for a file that cannot be opened, is UTF-16 or holds null bytes.
 */
export async function detectEncoding(file: string): Promise<TextEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let encoding: TextEncoding = 'utf-8';
  for await (const chunk of bytesOf(file)) {
    if (chunk.includes(0)) throw new HubError('source-unreadable', `${file} is UTF-16 or binary: save it as UTF-8.`);
    if (encoding === 'utf-8' && !decodes(decoder, chunk, true)) encoding = 'windows-1252';
  }
  return encoding === 'utf-8' && !decodes(decoder, new Uint8Array(), false) ? 'windows-1252' : encoding;
}

function decodes(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

/** The text of a file in pieces, without byte order mark; `onBytes` counts what was read. */
export async function* readText(
  file: string,
  encoding: TextEncoding,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytesOf(file)) {
    onBytes(chunk.length);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new HubError('source-unreadable', `${file} cannot be read.`, { cause });
  }
}

const lineCharactersMax = 1_000_000;

/** The lines of a text with their numbers from 1, empty lines included. Throws `source-unreadable` beyond 1,000,000 characters. */
export async function* readLines(
  text: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let rest = '';
  let line = 0;
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineCharactersMax) {
      throw new HubError('source-unreadable', `Line ${line + 1} has more than ${lineCharactersMax} characters.`);
    }
    for (const full of lines) {
      line += 1;
      yield { line, text: full.endsWith('\r') ? full.slice(0, -1) : full };
    }
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
