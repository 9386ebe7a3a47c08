import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObject, readLines } from './read-lines.ts';

async function linesOf(...pieces: Uint8Array[]): Promise<string[]> {
  async function* stream() {
    yield* pieces;
  }
  const lines: string[] = [];
  for await (const { line, text } of readLines(stream())) lines.push(`${line} ${text}`);
  return lines;
}

describe('the lines of a text', () => {
  it('are UTF-8 or windows-1252, each on its own, without mark and Windows line ends', async () => {
    const utf8 = Buffer.from('\uFEFFZoé\r\n\r\n');
    const latin = Buffer.concat([Buffer.from('Lefèvre ', 'latin1'), Buffer.from([0x80, 0x0a])]);
    expect(await linesOf(utf8, latin, Buffer.from('Anaïs'))).toEqual(['1 Zoé', '3 Lefèvre €', '4 Anaïs']);
  });

  it('are the same however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), fc.integer({ min: 1, max: 9 }), async (texts, size) => {
        const clean = texts.map((text) => `x${text.toWellFormed().replace(/[\0\r\n]/g, '')}`);
        const bytes = Buffer.from(clean.join('\n'));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect(await linesOf(...pieces)).toEqual(clean.map((text, place) => `${place + 1} ${text}`));
      }),
    );
  });

  it('end with what is wrong where the bytes are no text, or a line never ends', async () => {
    await expect(linesOf(Buffer.from('a\0b'))).rejects.toMatchObject({ code: 'source-unreadable' });
    await expect(linesOf(Buffer.from('a\r\nb', 'utf16le'))).rejects.toMatchObject({ code: 'source-unreadable' });
    await expect(linesOf(Buffer.alloc(1_000_001, 'a'))).rejects.toThrow('La ligne 1 dépasse');
  });

  it('keep a null byte further on: it costs its line alone', async () => {
    expect(await linesOf(Buffer.from('a\nb\0c\nd'))).toEqual(['1 a', '2 b\0c', '3 d']);
  });

  it('hold an object, or nothing: also where it is nested without end', () => {
    expect(parseObject('{"a":{"b":[{"c":1}]}}')).toEqual({ a: { b: [{ c: 1 }] } });
    for (const text of ['[1]', 'null', '{"a":1', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`]) {
      expect(parseObject(text)).toBeNull();
    }
  });
});
