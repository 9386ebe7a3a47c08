import { deflateSync, inflateSync } from 'node:zlib';
import type { Secrets } from '../sealing/secrets.ts';
import { openToken, sealToken } from '../sealing/tokens.ts';
import { fieldProblem } from './problem.ts';

type CursorSecret = Pick<Secrets, 'receiptKey'>;

/** What a cursor looks like; nothing of the place where its list goes on can be read in it. */
export const cursorPattern = '^[A-Za-z0-9_-]+$';
/** That of a feed in the most slices that a hub may have (`HUB_SLICES`), with sequences of ten digits, takes 19,323; in 64 slices, 1,243. */
export const cursorLengthMax = 20_000;

/** Where a list goes on, for whoever asks for its next page: a token that this list alone takes. */
export function sealCursor(secrets: CursorSecret, list: string, place: unknown): string {
  return sealToken(secrets, 'cursor', deflateSync(JSON.stringify([list, place])));
}

/** The place in a cursor that this list gave; null where none is given. Throws a 400 problem for any other text. */
export function openCursor<Place>(secrets: CursorSecret, list: string, cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const content = openToken(secrets, 'cursor', cursor);
  const [of, place] = content === null ? [] : (JSON.parse(textOf(content)) as [string, Place]);
  if (of !== list)
    throw fieldProblem('/query/cursor', 'value-invalid', 'not the cursor that an answer of this list gave');
  return place as Place;
}

/** Cursors never expire: those of before they were compressed are a text. */
function textOf(content: Buffer): string {
  return (content[0] === zlibBegins ? inflateSync(content) : content).toString();
}

const zlibBegins = 0x78;
