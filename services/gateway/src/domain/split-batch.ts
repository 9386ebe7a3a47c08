/** Where one value of a batch lies in the body, and what was seen while passing over it. */
export interface ItemSpan {
  readonly start: number;
  /** First byte after it. */
  readonly end: number;
  /** Objects and arrays one inside the other. */
  readonly depth: number;
  /** Colons outside of strings: as many as there are members, if it is JSON. */
  readonly members: number;
}

export type Split =
  | { readonly ok: true; readonly items: readonly ItemSpan[] }
  | { readonly ok: false; readonly reason: 'not-array' | 'too-many' };

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Separates the values of a JSON array by their brackets alone, so that one value that is not JSON does not sink the
 * others. One pass, no recursion. `not-array`: the outer brackets, commas or strings do not close.
 */
export function splitBatch(body: Uint8Array, itemsMax: number): Split {
  let position = skipSpaces(body, 0);
  if (body[position] !== openArray) return { ok: false, reason: 'not-array' };
  position = skipSpaces(body, position + 1);
  const items: ItemSpan[] = [];
  const atEnd = () => skipSpaces(body, position + 1) === body.length;
  if (body[position] === closeArray) return atEnd() ? { ok: true, items } : { ok: false, reason: 'not-array' };
  for (;;) {
    const span = spanOf(body, position);
    if (span === null || span.end === span.start) return { ok: false, reason: 'not-array' };
    if (items.length === itemsMax) return { ok: false, reason: 'too-many' };
    items.push(span);
    position = skipSpaces(body, span.end);
    if (body[position] === closeArray) return atEnd() ? { ok: true, items } : { ok: false, reason: 'not-array' };
    if (body[position] !== comma) return { ok: false, reason: 'not-array' };
    position = skipSpaces(body, position + 1);
  }
}

/** The one value of a body that is not a batch, from first to last byte. */
export function wholeSpan(body: Uint8Array): ItemSpan {
  const start = skipSpaces(body, 0);
  const span = spanOf(body, start);
  return { start, end: body.length, depth: span?.depth ?? 0, members: span?.members ?? 0 };
}

/** Passes over one value: an object or array to its closing bracket, anything else to the next comma or bracket. */
function spanOf(body: Uint8Array, start: number): ItemSpan | null {
  let open = 0;
  let depth = 0;
  let members = 0;
  for (let position = start; position < body.length; position++) {
    const byte = body[position];
    if (byte === quote) {
      position = closingQuote(body, position + 1);
      if (position === -1) return null;
    } else if (byte === openObject || byte === openArray) {
      open += 1;
      if (open > depth) depth = open;
    } else if (byte === closeObject || byte === closeArray) {
      if (open === 0) return { start, end: position, depth, members };
      open -= 1;
      if (open === 0) return { start, end: position + 1, depth, members };
    } else if (byte === colon) members += 1;
    else if (byte === comma && open === 0) return { start, end: position, depth, members };
  }
  return null;
}

function closingQuote(body: Uint8Array, from: number): number {
  for (let position = from; position < body.length; position++) {
    const byte = body[position];
    if (byte === quote) return position;
    if (byte === backslash) position += 1;
  }
  return -1;
}

/** Spaces of JSON, and a byte order mark at the very beginning (RFC 8259 §8.1 lets readers ignore it). */
function skipSpaces(body: Uint8Array, from: number): number {
  let position = from === 0 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : from;
  for (;;) {
    const byte = body[position];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position += 1;
  }
}
