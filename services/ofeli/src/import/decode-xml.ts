import { isUtf8 } from 'node:buffer';
import type { OutcomeRule } from '../translate/outcome.ts';

/** A piece of the document's text, what is wrong with its encoding (once), or the reason why the rest cannot be read. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'warning'; readonly rule: OutcomeRule; readonly detail: string }
  | { readonly kind: 'fault'; readonly rule: OutcomeRule; readonly detail: string };

type Wide = 'utf-16le' | 'utf-16be';
type Encoding = 'utf-8' | Wide | SingleByte;

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
 * Decodes an XML stream by its byte order mark, else by its declaration, else as UTF-8 (XML 1.0, appendix F). Where the
 * bytes say otherwise than the declaration, UTF-8 for windows-1252 or the other way round, the bytes are believed, with
 * one warning that names the first of them (counted from 0). Only UTF-16 that is none ends with a fault.
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
  const other = otherThanXml(head);
  if (other !== null) return fault('not-xml', other);
  const marked = byteOrderMark(head);
  const markBytes = marked?.bytes ?? 0;
  const wide = marked?.encoding ?? wideWithoutMark(head);
  if (wide !== null && wide !== 'utf-8') return { decode: wideDecoder(wide, markBytes) };
  const start = head.subarray(markBytes).toString('latin1');
  if (!/^\s*</.test(start)) return fault('not-xml', 'Le fichier ne commence pas par « < ».');
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/.exec(start)?.[1] ?? 'utf-8';
  const encoding = declarable.get(declared.toLowerCase());
  if (encoding === undefined) return fault('encoding-unknown', `Déclaré : « ${declared.replace(/[^\w.-]/g, '?')} ».`);
  const single = encoding === 'windows-1252' || encoding === 'iso-8859-15' ? encoding : null;
  const contradicted = (single !== null && marked !== null) || encoding.startsWith('utf-16');
  const detail = `Octet 0 : lu en UTF-8, mais le fichier déclare « ${declared} ».`;
  return { decode: byteDecoder(marked === null ? single : null, markBytes, contradicted ? detail : null) };
}

function otherThanXml(head: Buffer): string | null {
  if (head.length === 0) return 'Le fichier est vide.';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'Le fichier est compressé (gzip).';
  return head.subarray(0, 2).toString('latin1') === 'PK' ? 'Le fichier est une archive (zip).' : null;
}

function byteOrderMark(head: Buffer): { encoding: 'utf-8' | Wide; bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  return null;
}

/** A `<` in two bytes at the start. */
function wideWithoutMark(head: Buffer): Wide | null {
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  return head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : null;
}

/** What a text in single bytes turned out to be: UTF-8, or an encoding of one byte a character. */
interface ByteDecoding {
  readonly declared: SingleByte | null;
  /** In which bytes that are no UTF-8 are read. */
  readonly single: { decode: (bytes: Buffer) => string };
  reading: 'undecided' | 'utf-8' | 'single';
  /** Sequences of UTF-8 so far. */
  sequences: number;
  warned: boolean;
}

type SingleByte = 'windows-1252' | 'iso-8859-15';

/**
 * Reads bytes by what most of them are: in UTF-8, of which single bytes that are none are read in the encoding declared,
 * else in windows-1252; or, where the first piece with accents has more of such bytes than sequences of UTF-8, all in
 * that encoding. A cut sequence waits for the next piece.
 */
function byteDecoder(declared: SingleByte | null, markBytes: number, contradicted: string | null): Decode {
  const single = new TextDecoder(declared ?? 'windows-1252');
  const state: ByteDecoding = { declared, single, reading: 'undecided', sequences: 0, warned: contradicted !== null };
  let carried = Buffer.alloc(0);
  let offset = markBytes;
  let skip = markBytes;
  let before: Decoded[] =
    contradicted === null ? [] : [{ kind: 'warning', rule: 'encoding-wrong', detail: contradicted }];
  return (bytes, last) => {
    const fresh = bytes.subarray(skip);
    const whole = carried.length === 0 ? fresh : Buffer.concat([carried, fresh]);
    const end = last ? whole.length : whole.length - cutSequenceBytes(whole);
    const decoded = [...before, ...decodeBytes(state, whole.subarray(0, end), offset)];
    before = [];
    skip = 0;
    offset += end;
    // A copy: a view would keep the whole piece alive.
    carried = Buffer.from(whole.subarray(end));
    return decoded;
  };
}

/** Whole sequences go through `isUtf8` and the native decoder: nearly every piece takes the first way out. */
function decodeBytes(state: ByteDecoding, bytes: Buffer, offset: number): Decoded[] {
  const accented = bytes.findIndex((byte) => byte >= 0x80);
  if (accented === -1) return [text(bytes.toString('latin1'))];
  if (state.reading !== 'single' && state.declared === null && isUtf8(bytes)) {
    state.reading = 'utf-8';
    state.sequences += 1;
    return [text(bytes.toString('utf8'))];
  }
  const runs = runsOf(bytes);
  const others = runs.filter(({ utf8 }) => !utf8);
  if (state.reading === 'undecided') {
    const sequences = runs.filter(({ utf8 }) => utf8).reduce((sum, run) => sum + run.sequences, 0);
    const odd = others.reduce((sum, run) => sum + run.to - run.from, 0);
    state.reading = odd >= Math.max(1, sequences) ? 'single' : 'utf-8';
  }
  if (state.reading === 'single') {
    return [
      ...warn(state, state.declared === null, offset + (others[0]?.from ?? accented)),
      text(state.single.decode(bytes)),
    ];
  }
  const read = runs.map((run) => {
    const part = bytes.subarray(run.from, run.to);
    return run.utf8 ? part.toString('utf8') : state.single.decode(part);
  });
  const first = state.declared === null ? others[0]?.from : accented;
  return [...warn(state, first !== undefined, offset + (first ?? 0)), text(read.join(''))];
}

function text(decoded: string): Decoded {
  return { kind: 'text', text: decoded };
}

/** Once a file. */
function warn(state: ByteDecoding, isWrong: boolean, at: number): Decoded[] {
  if (!isWrong || state.warned) return [];
  state.warned = true;
  const [is, says] =
    state.reading === 'single' || state.declared === null
      ? ['en windows-1252 (ou ISO-8859-1)', "l'UTF-8"]
      : ['en UTF-8', 'un autre encodage'];
  return [
    { kind: 'warning', rule: 'encoding-wrong', detail: `Octet ${at} : lu ${is}, mais le fichier déclare ${says}.` },
  ];
}

/** Bytes of one kind: well-formed UTF-8 (with how many sequences of several bytes), or none. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly utf8: boolean;
  readonly sequences: number;
}

function runsOf(bytes: Buffer): Run[] {
  const runs: Run[] = [];
  let from = 0;
  while (from < bytes.length) {
    let to = from;
    let sequences = 0;
    for (let length = sequenceAt(bytes, to); length > 0; length = sequenceAt(bytes, to)) {
      if (length > 1) sequences += 1;
      to += length;
    }
    if (to > from) runs.push({ from, to, utf8: true, sequences });
    from = to;
    while (to < bytes.length && sequenceAt(bytes, to) === 0) to += 1;
    if (to > from) runs.push({ from, to, utf8: false, sequences: 0 });
    from = to;
  }
  return runs;
}

/** Bytes of the well-formed UTF-8 sequence at a place; 0 where there is none. */
function sequenceAt(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first === undefined) return 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 || first > 0xf4 ? 0 : sequenceBytes(first);
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
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

function wideDecoder(encoding: Wide, markBytes: number): Decode {
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
