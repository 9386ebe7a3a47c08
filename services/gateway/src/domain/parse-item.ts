import { isUtf8 } from 'node:buffer';
import type { GatewayLimits } from './limits.ts';
import { doorFault, type Refusal, refusal } from './refusal.ts';
import type { ItemSpan } from './split-batch.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export type ParsedItem =
  | { readonly ok: true; readonly told: JsonObject }
  | { readonly ok: false; readonly refusal: Refusal };

/** One value of a request as an object: within the limits, UTF-8, JSON, no member told twice, texts of characters. */
export function parseItem(
  body: Buffer,
  span: ItemSpan,
  limits: Pick<GatewayLimits, 'itemBytesMax' | 'nestingMax'>,
): ParsedItem {
  const bytes = body.subarray(span.start, span.end);
  if (bytes.length > limits.itemBytesMax) return refused('item-too-large');
  if (span.depth > limits.nestingMax) return refused('nesting-too-deep');
  if (!isUtf8(bytes)) return refused('not-utf-8');
  const text = bytes.toString('utf8');
  const told = parseJson(text);
  if (told === undefined) return refused('json-unreadable');
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return refused('item-not-object');
  // A parser keeps the last of two members of one name, so fewer members than colons means one was told twice.
  if (countMembers(told) !== span.members) return refused('key-repeated', repeatedMember(text));
  const broken = text.includes('\\u') ? brokenText(told, '') : null;
  if (broken !== null) return refused('text-not-characters', broken);
  return { ok: true, told: told as JsonObject };
}

/**
 * Pointer to a text or name that is no sequence of characters, null where there is none. Written by escapes only, since
 * the bytes are UTF-8; PostgreSQL and other readers of JSON could not store it, and its UTF-8 would not tell it apart.
 */
function brokenText(value: unknown, pointer: string): string | null {
  if (typeof value === 'string') return isBroken(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    if (isBroken(name)) return pointer;
    const broken = brokenText(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (broken !== null) return broken;
  }
  return null;
}

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function refused(rule: Parameters<typeof doorFault>[0], pointer = ''): ParsedItem {
  return { ok: false, refusal: refusal([doorFault(rule, pointer)]) };
}

/** Undefined if it is not JSON; the parser's message would quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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

interface OpenValue {
  readonly pointer: string;
  /** Names seen; null in an array. */
  readonly names: Set<string> | null;
  index: number;
  name: string;
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** Pointer to the first member told twice in a text that is JSON. */
export function repeatedMember(text: string): string {
  const open: OpenValue[] = [];
  let before = '';
  for (const [token] of text.matchAll(tokens)) {
    const here = open.at(-1);
    if (token === '{' || token === '[') {
      const pointer = here === undefined ? '' : `${here.pointer}/${here.names === null ? here.index : here.name}`;
      open.push({ pointer, names: token === '{' ? new Set() : null, index: 0, name: '' });
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && here !== undefined) here.index += 1;
    else if (token.startsWith('"') && here?.names && (before === '{' || before === ',')) {
      here.name = String(JSON.parse(token)).replaceAll('~', '~0').replaceAll('/', '~1');
      if (here.names.has(here.name)) return `${here.pointer}/${here.name}`;
      here.names.add(here.name);
    }
    before = token;
  }
  return '';
}
