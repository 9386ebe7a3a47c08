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
 * the lines around it. Throws `source-unreadable`, in French, at null bytes in the first line (UTF-16, an archive) and beyond
 * 1,000,000 bytes in a line; further on, a null byte is a character of its line.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let line = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
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
  if (line === 1 && bytes.includes(0)) {
    throw new HubError('source-unreadable', "Il est en UTF-16, ou n'est pas un texte : l'enregistrer en UTF-8.");
  }
  const text = isUtf8(bytes) ? bytes.toString('utf8') : latin.decode(bytes);
  const unmarked = line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  return unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked;
}

/** Objects and lists in each other; no export has more than five. */
const depthMax = 64;

/** The JSON object that a line holds; null where it holds anything else, and where it is deeper than anything exported. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !isDeep(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Level by level: what is deep enough would end a recursion, and the import with it. */
function isDeep(value: object): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth < depthMax && level.length > 0; depth += 1) {
    level = level.flatMap((held) => (typeof held === 'object' && held !== null ? Object.values(held) : []));
  }
  return level.length > 0;
}
