import { isUtf8 } from 'node:buffer';

/** Where one value of JSON lies in bytes, and what was seen while passing over it by its brackets and strings. */
export interface JsonSpan {
  readonly start: number;
  /** First byte after it. */
  readonly end: number;
  /** Objects and arrays one inside the other. */
  readonly depth: number;
  /** Colons outside of strings: as many as there are members, if it is JSON. */
  readonly members: number;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** The one value of a body, from first to last byte. */
export function wholeSpan(body: Uint8Array): JsonSpan {
  const start = skipSpaces(body, 0);
  const span = spanOf(body, start);
  return { start, end: body.length, depth: span?.depth ?? 0, members: span?.members ?? 0 };
}

/**
 * Passes over one value: an object or array to its closing bracket, anything else to the next comma or bracket. Null where
 * it does not close. One pass, no recursion.
 */
export function spanOf(body: Uint8Array, start: number): JsonSpan | null {
  let open = 0;
  let depth = 0;
  let members = 0;
  for (let position = start; position < body.length; position++) {
    switch (body[position]) {
      case quote:
        position = closingQuote(body, position + 1);
        break;
      case openObject:
      case openArray:
        open += 1;
        if (open > depth) depth = open;
        break;
      case closeObject:
      case closeArray:
        if (open === 0) return { start, end: position, depth, members };
        open -= 1;
        if (open === 0) return { start, end: position + 1, depth, members };
        break;
      case colon:
        members += 1;
        break;
      case comma:
        if (open === 0) return { start, end: position, depth, members };
    }
  }
  return null;
}

/** The end of the body where the string does not close. */
function closingQuote(body: Uint8Array, from: number): number {
  for (let position = from; position < body.length; position++) {
    const byte = body[position];
    if (byte === quote) return position;
    if (byte === backslash) position += 1;
  }
  return body.length;
}

/** Spaces of JSON, and a byte order mark at the very beginning (RFC 8259 §8.1 lets readers ignore it). */
export function skipSpaces(body: Uint8Array, from: number): number {
  let position = from === 0 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : from;
  for (;;) {
    const byte = body[position];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position += 1;
  }
}

/** A text read as JSON, or why it is refused, with the JSON Pointer to the place. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly fault: 'not-utf-8' | 'unreadable' | 'member-repeated' | 'not-characters';
      readonly pointer: string;
    };

/**
 * Reads the value of a span: UTF-8, JSON, no member twice (readers disagree on which counts, RFC 8259 §4), texts of
 * characters. Levels are the caller's to bound before, for this recurses.
 */
export function readStrictJson(body: Buffer, span: JsonSpan): StrictJson {
  const bytes = body.subarray(span.start, span.end);
  if (!isUtf8(bytes)) return { ok: false, fault: 'not-utf-8', pointer: '' };
  const text = bytes.toString('utf8');
  const value = parseJson(text);
  if (value === undefined) return { ok: false, fault: 'unreadable', pointer: '' };
  // A parser keeps the last of two members of one name, so fewer members than colons means that one stands twice.
  if (typeof value === 'object' && value !== null && countMembers(value) !== span.members) {
    return { ok: false, fault: 'member-repeated', pointer: repeatedMember(text) };
  }
  const broken = text.includes('\\u') ? brokenText(value, '') : null;
  return broken === null ? { ok: true, value } : { ok: false, fault: 'not-characters', pointer: broken };
}

/** Undefined if it is not JSON; the parser's message would quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function countMembers(value: object): number {
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) members += countMembers(item);
    return members;
  }
  for (const name in value) {
    members += 1;
    const member = (value as JsonObject)[name];
    if (typeof member === 'object' && member !== null) members += countMembers(member);
  }
  return members;
}

/**
 * Pointer to a text or name that is no sequence of characters, null where there is none. Only escapes can write one,
 * since the bytes are UTF-8. PostgreSQL and other readers of JSON could not store it.
 */
function brokenText(value: unknown, pointer: string): string | null {
  if (typeof value === 'string') return isBroken(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    if (isBroken(name)) return pointer;
    const broken = brokenText(member, pointer + pointerTo(name));
    if (broken !== null) return broken;
  }
  return null;
}

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

/** JSON Pointer (RFC 6901) from an object to its member. */
export function pointerTo(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

interface OpenValue {
  readonly pointer: string;
  /** Names seen; null in an array. */
  readonly names: Set<string> | null;
  index: number;
  name: string;
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** Pointer to the first member that stands twice in a text that is JSON. */
export function repeatedMember(text: string): string {
  const open: OpenValue[] = [];
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    const here = open.at(-1);
    if (here?.names && token.startsWith('"') && (before === '{' || before === ',')) {
      here.name = String(JSON.parse(token));
      if (here.names.has(here.name)) return here.pointer + pointerTo(here.name);
      here.names.add(here.name);
    } else passOver(open, token);
    before = token;
  }
  return '';
}

/** Opens or closes a value, or goes on to the next item. */
function passOver(open: OpenValue[], token: string): void {
  const here = open.at(-1);
  if (token === '{' || token === '[') {
    const pointer = here === undefined ? '' : here.pointer + pointerTo(here.names === null ? here.index : here.name);
    open.push({ pointer, names: token === '{' ? new Set() : null, index: 0, name: '' });
  } else if (token === '}' || token === ']') open.pop();
  else if (token === ',' && here !== undefined) here.index += 1;
}
