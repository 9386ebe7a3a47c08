import { isUtf8 } from 'node:buffer';
import { HubError } from '@hub/core';

export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const lineBytesMax = 1_000_000;
const latin = new TextDecoder('windows-1252');

/**
 * The lines of a text that hold something, in flat memory, without byte order mark and line ends. Each line is UTF-8 where
 * its bytes agree, else windows-1252 (which ISO-8859-1 is a part of): a name pasted from another system costs no accent of
 * the lines around it. Throws `source-unreadable`, in French, at null bytes (UTF-16, an archive) and beyond 1,000,000 bytes in a line.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let line = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (chunk.includes(0)) {
      throw new HubError('source-unreadable', "Il est en UTF-16, ou n'est pas un texte : l'enregistrer en UTF-8.");
    }
    let held = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = held.indexOf(10); end !== -1; end = held.indexOf(10)) {
      line += 1;
      const text = textOf(held.subarray(0, end), line);
      if (text.trim() !== '') yield { line, text };
      held = held.subarray(end + 1);
    }
    if (held.length > lineBytesMax) {
      throw new HubError('source-unreadable', `La ligne ${line + 1} dépasse ${lineBytesMax} octets.`);
    }
    // A copy: a view would keep the whole chunk alive.
    rest = Buffer.from(held);
  }
  const text = textOf(rest, line + 1);
  if (text.trim() !== '') yield { line: line + 1, text };
}

function textOf(bytes: Buffer, line: number): string {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : latin.decode(bytes);
  const unmarked = line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  return unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked;
}

/** The JSON object that a line holds; null where it holds anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
