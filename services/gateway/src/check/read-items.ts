import { type JsonSpan, readStrictJson, skipSpaces, spanOf } from '@hub/platform';
import type { GatewayLimits } from './limits.ts';
import { type DoorRule, doorFault, type Refusal, refusal } from './refusals.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

type Split =
  | { readonly ok: true; readonly items: readonly JsonSpan[] }
  | { readonly ok: false; readonly reason: 'not-array' | 'too-many' };

export type ParsedItem =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly refusal: Refusal };

const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;

/**
 * Separates the values of a JSON array by their brackets alone, so that one value that is not JSON does not sink the
 * others. One pass, no recursion. `not-array`: the outer brackets, commas or strings do not close.
 */
export function splitBatch(body: Uint8Array, itemsMax: number): Split {
  const notArray = { ok: false, reason: 'not-array' } as const;
  let position = skipSpaces(body, 0);
  if (body[position] !== openArray) return notArray;
  position = skipSpaces(body, position + 1);
  const items: JsonSpan[] = [];
  let isEnd = body[position] === closeArray;
  while (!isEnd) {
    const span = spanOf(body, position);
    if (span === null || span.end === span.start) return notArray;
    if (items.length === itemsMax) return { ok: false, reason: 'too-many' };
    items.push(span);
    position = skipSpaces(body, span.end);
    isEnd = body[position] === closeArray;
    if (!isEnd && body[position] !== comma) return notArray;
    if (!isEnd) position = skipSpaces(body, position + 1);
  }
  return skipSpaces(body, position + 1) === body.length ? { ok: true, items } : notArray;
}

/** Reads one value of a request as an object: within the limits, UTF-8, JSON, no member twice, texts of characters. */
export function parseItem(
  body: Buffer,
  span: JsonSpan,
  limits: Pick<GatewayLimits, 'itemBytesMax' | 'nestingMax'>,
): ParsedItem {
  if (span.end - span.start > limits.itemBytesMax) return refused('item-too-large');
  if (span.depth > limits.nestingMax) return refused('nesting-too-deep');
  const read = readStrictJson(body, span);
  if (!read.ok) return refused(ruleOfFault[read.fault], read.pointer);
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused('item-not-object');
  return { ok: true, value: value as JsonObject };
}

const ruleOfFault = {
  'not-utf-8': 'not-utf-8',
  unreadable: 'json-unreadable',
  'member-repeated': 'key-repeated',
  'not-characters': 'text-not-characters',
} as const satisfies Readonly<Record<string, DoorRule>>;

function refused(rule: DoorRule, pointer = ''): ParsedItem {
  return { ok: false, refusal: refusal([doorFault(rule, pointer)]) };
}
