import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXml } from './decode-xml.ts';

async function decode(...pieces: Uint8Array[]): Promise<{ text: string; fault: string | null }> {
  let text = '';
  let fault: string | null = null;
  for await (const decoded of decodeXml(stream(pieces))) {
    if (decoded.kind === 'fault') fault = `${decoded.rule}: ${decoded.detail}`;
    else text += decoded.text;
  }
  return { text, fault };
}

async function* stream(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

function wide(text: string, mark: number[], swap: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from(mark), swap ? bytes.swap16() : bytes]);
}

const xml = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;

describe('decoding', () => {
  it.each([
    ['UTF-8 without declaration', Buffer.from('<a>é€</a>'), '<a>é€</a>'],
    ['a byte order mark', Buffer.from('\ufeff<a>é</a>'), '<a>é</a>'],
    ['ISO-8859-1', Buffer.from(xml('ISO-8859-1', 'é'), 'latin1'), xml('ISO-8859-1', 'é')],
    [
      'windows-1252 under the name ISO-8859-1',
      Buffer.concat([Buffer.from(xml('ISO-8859-1', '')), Buffer.from([0x92])]),
      `${xml('ISO-8859-1', '')}’`,
    ],
    [
      'ISO-8859-15',
      Buffer.concat([Buffer.from(xml('iso-8859-15', '')), Buffer.from([0xa4])]),
      `${xml('iso-8859-15', '')}€`,
    ],
    ['UTF-16, little end first', wide(xml('UTF-16', 'é€'), [0xff, 0xfe], false), xml('UTF-16', 'é€')],
    ['UTF-16, big end first', wide(xml('UTF-16', 'é€'), [0xfe, 0xff], true), xml('UTF-16', 'é€')],
    ['UTF-16 without mark', wide('<a>é</a>', [], false), '<a>é</a>'],
  ])('reads %s', async (_name, bytes, text) => {
    expect(await decode(bytes)).toEqual({ text, fault: null });
  });

  it('names the byte that is not UTF-8, and gives what came before', async () => {
    const bytes = Buffer.concat([Buffer.from('<a>Orl'), Buffer.from([0xe9]), Buffer.from('ans</a>')]);
    const { text, fault } = await decode(bytes);
    expect(text).toBe('<a>Orl');
    expect(fault).toMatch(/^encoding-wrong: L'octet 6 \(0xe9\) n'est pas de l'UTF-8/);
  });

  it('sees UTF-8 under a declaration of ISO-8859-1', async () => {
    expect((await decode(Buffer.from(xml('ISO-8859-1', 'Orléans')))).fault).toMatch(
      /^encoding-wrong: Octet 49 : le texte est en UTF-8/,
    );
  });

  it.each([
    ['an unknown encoding', Buffer.from(xml('EBCDIC-FR', '')), /^encoding-unknown: .*EBCDIC-FR/],
    ['UTF-16 declared by eight-bit text', Buffer.from(xml('UTF-16', '')), /^encoding-wrong: Octet 0/],
    ['an empty file', Buffer.alloc(0), /^not-xml/],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), /^not-xml: .*gzip/],
    ['a zip file', Buffer.from('PK\u0003\u0004aaaa'), /^not-xml: .*zip/],
    ['text', Buffer.from('numero;titre\n1;a>b'), /^not-xml/],
    ['UTF-8 cut in a character', Buffer.from('<a>é').subarray(0, 4), /^encoding-wrong: L'octet 3/],
  ])('refuses %s', async (_name, bytes, fault) => {
    expect((await decode(bytes)).fault).toMatch(fault);
  });

  it('gives the same text however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.boolean(),
        async (content, sizes, sixteen) => {
          const whole = `<a>${content.toWellFormed()}</a>`;
          const bytes = sixteen ? wide(whole, [0xff, 0xfe], false) : Buffer.from(whole);
          const pieces: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(await decode(...pieces)).toEqual({ text: whole, fault: null });
        },
      ),
      { numRuns: 200 },
    );
  });
});
