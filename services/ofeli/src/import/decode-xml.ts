import { isUtf8 } from 'node:buffer';
import type { OutcomeRule } from '../translate/outcome.ts';

/** A piece of the document's text, or the reason why the rest cannot be read. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly rule: OutcomeRule; readonly detail: string };

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-15';

/** Names that real files declare; ISO-8859-1 is read as windows-1252, its superset, as browsers do. */
const declarable: ReadonlyMap<string, Encoding | 'utf-16'> = new Map<string, Encoding | 'utf-16'>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['iso_8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['latin-1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  ['iso_8859-15', 'iso-8859-15'],
  ['latin9', 'iso-8859-15'],
  ['latin-9', 'iso-8859-15'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
]);

/** Larger pieces only make the queue of formations behind the parser longer. */
const pieceBytesMax = 64 * 1024;
const headBytesMax = 1024;

type Decode = (bytes: Buffer, last: boolean) => Decoded[];

/**
 * Decodes an XML stream by its byte order mark, else by its declaration, else as UTF-8 (XML 1.0, appendix F). Bytes that
 * are none of the encoding end it with a fault that names the byte (counted from 0); what came before was given.
 */
export async function* decodeXml(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Decoded> {
  let decode: Decode | null = null;
  for await (const piece of piecesOf(stream)) {
    if (decode === null) {
      const opened = openDecoder(piece);
      if ('fault' in opened) return yield opened.fault;
      decode = opened.decode;
    }
    for (const decoded of decode(piece, false)) {
      yield decoded;
      if (decoded.kind === 'fault') return;
    }
  }
  if (decode !== null) yield* decode(Buffer.alloc(0), true);
}

/** The stream in pieces. The first holds the whole XML declaration where there is one. */
async function* piecesOf(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; at += pieceBytesMax) {
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset + at, Math.min(pieceBytesMax, chunk.length - at));
      if (head === null) {
        yield piece;
        continue;
      }
      head = Buffer.concat([head, piece]);
      if (head.length < headBytesMax && !head.includes('>')) continue;
      yield head;
      head = null;
    }
  }
  if (head !== null) yield head;
}

type Opened = { decode: Decode } | { fault: Decoded };

function fault(rule: OutcomeRule, detail: string): { fault: Decoded } {
  return { fault: { kind: 'fault', rule, detail } };
}

function openDecoder(head: Buffer): Opened {
  if (head.length === 0) return fault('not-xml', 'Le fichier est vide.');
  if (head[0] === 0x1f && head[1] === 0x8b) return fault('not-xml', 'Le fichier est compressé (gzip).');
  if (head.subarray(0, 2).toString('latin1') === 'PK') return fault('not-xml', 'Le fichier est une archive (zip).');
  const marked = byteOrderMark(head);
  if (marked !== null) return { decode: decoderFor(marked.encoding, marked.bytes) };
  const wide = wideWithoutMark(head);
  if (wide !== null) return { decode: decoderFor(wide, 0) };
  if (!/^\s*</.test(head.subarray(0, 256).toString('latin1')))
    return fault('not-xml', 'Le fichier ne commence pas par « < ».');
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/.exec(head.toString('latin1'))?.[1];
  const encoding = declared === undefined ? 'utf-8' : declarable.get(declared.toLowerCase());
  if (encoding === undefined) {
    return fault('encoding-unknown', `Déclaré : « ${declared?.replace(/[^\w.-]/g, '?')} ».`);
  }
  if (encoding.startsWith('utf-16')) {
    return fault('encoding-wrong', `Octet 0 : « ${declared} » est déclaré, mais les octets ne sont pas de l'UTF-16.`);
  }
  return { decode: decoderFor(encoding as Encoding, 0) };
}

function byteOrderMark(head: Buffer): { encoding: Encoding; bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  return null;
}

/** A `<` in two bytes at the start. */
function wideWithoutMark(head: Buffer): Encoding | null {
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  return head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : null;
}

function decoderFor(encoding: Encoding, markBytes: number): Decode {
  if (encoding === 'utf-8') return utf8Decoder(markBytes);
  return encoding.startsWith('utf-16') ? wideDecoder(encoding, markBytes) : singleByteDecoder(encoding);
}

/** Whole sequences go through `isUtf8` and the native decoder; a cut one waits for the next piece. */
function utf8Decoder(markBytes: number): Decode {
  let carried = Buffer.alloc(0);
  let offset = 0;
  let skip = markBytes;
  return (bytes, last) => {
    const whole = carried.length === 0 ? bytes : Buffer.concat([carried, bytes]);
    const end = last ? whole.length : whole.length - cutSequenceBytes(whole);
    const complete = whole.subarray(skip, end);
    const good = isUtf8(complete) ? complete.length : firstInvalidUtf8(complete);
    const decoded: Decoded[] = [];
    const taken = skip + good;
    decoded.push({ kind: 'text', text: complete.toString('utf8', 0, good) });
    if (good < complete.length) {
      const wrong = (complete[good] ?? 0).toString(16).padStart(2, '0');
      const detail = `L'octet ${offset + taken} (0x${wrong}) n'est pas de l'UTF-8 ; le fichier est peut-être en ISO-8859-1 ou windows-1252.`;
      decoded.push({ kind: 'fault', rule: 'encoding-wrong', detail });
    }
    offset += end;
    skip = 0;
    // A copy: a view would keep the whole piece alive.
    carried = Buffer.from(whole.subarray(end));
    return decoded;
  };
}

/** How many bytes at the end begin a sequence that is not complete yet (0 to 3). */
function cutSequenceBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < sequenceBytes(byte) ? back : 0;
  }
  return 0;
}

/** Bytes of the sequence that this byte, 0xc0 or more, begins. */
function sequenceBytes(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** LheoPlace of the first byte that is no UTF-8, by halving: a sequence is valid up to where it is. */
function firstInvalidUtf8(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const end = middle - cutSequenceBytes(bytes.subarray(good, middle));
    if (end > good && isUtf8(bytes.subarray(good, end))) good = end;
    else if (end <= good) return good;
    else bad = middle;
  }
  return good;
}

function wideDecoder(encoding: Encoding, markBytes: number): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let offset = 0;
  let skip = markBytes;
  return (bytes, last) => {
    const from = offset;
    offset += bytes.length;
    try {
      const text = decoder.decode(bytes.subarray(skip), { stream: !last });
      skip = 0;
      return [{ kind: 'text', text }];
    } catch {
      const detail = `Octets ${from} à ${offset} : pas de l'${encoding.toUpperCase()}, ou coupés au milieu d'un caractère.`;
      return [{ kind: 'fault', rule: 'encoding-wrong', detail }];
    }
  };
}

/**
 * Every byte is a character in these encodings, so a wrong declaration shows only in what the text means: a piece whose
 * accented bytes all are well-formed UTF-8 is UTF-8. The first piece with such bytes decides.
 */
function singleByteDecoder(encoding: Encoding): Decode {
  const decoder = new TextDecoder(encoding);
  let offset = 0;
  let decided = false;
  return (bytes) => {
    if (bytes.length === 0) return [];
    const first = decided ? -1 : bytes.findIndex((byte) => byte >= 0x80);
    if (first !== -1 && isUtf8(bytes.subarray(first, bytes.length - cutSequenceBytes(bytes)))) {
      const detail = `Octet ${offset + first} : le texte est en UTF-8, mais le fichier déclare un autre encodage.`;
      return [{ kind: 'fault', rule: 'encoding-wrong', detail }];
    }
    decided ||= first !== -1;
    offset += bytes.length;
    return [{ kind: 'text', text: decoder.decode(bytes) }];
  };
}
