import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXml } from './decode-xml.ts';

async function decode(...pieces: Uint8Array[]): Promise<{ text: string; fault: string | null; warnings: string[] }> {
  let text = '';
  let fault: string | null = null;
  const warnings: string[] = [];
  for await (const decoded of decodeXml(stream(pieces))) {
    if (decoded.kind === 'text') text += decoded.text;
    else if (decoded.kind === 'fault') fault = `${decoded.rule}: ${decoded.detail}`;
    else warnings.push(`${decoded.rule}: ${decoded.detail}`);
  }
  return { text, fault, warnings };
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
    expect(await decode(bytes)).toEqual({ text, fault: null, warnings: [] });
  });

  it('reads the bytes that are not UTF-8 as windows-1252, with one warning that names the first', async () => {
    const french = 'Orléans, œuvre à 12 € : « l’été » MARCHÉ\u00a0: ';
    const latin = Buffer.concat(
      [...french].map((letter) => Buffer.from([{ œ: 0x9c, '€': 0x80, '’': 0x92 }[letter] ?? letter.charCodeAt(0)])),
    );
    const declared = xml('UTF-8', '@').split('@');
    const whole = Buffer.concat([Buffer.from(declared[0] ?? ''), latin, latin, Buffer.from(declared[1] ?? '')]);
    const { text, fault, warnings } = await decode(whole);
    expect({ text, fault }).toEqual({ text: xml('UTF-8', french + french), fault: null });
    expect(warnings).toEqual([expect.stringMatching(/^encoding-wrong: Octet 44 : lu en windows-1252/)]);

    const one = Buffer.concat([
      Buffer.from('<a>à Orl'),
      Buffer.from([0xe9]),
      Buffer.from('ans, à Évian, à Orléans</a>'),
    ]);
    const mixed = await decode(one);
    expect(mixed).toMatchObject({ text: '<a>à Orléans, à Évian, à Orléans</a>', fault: null });
    expect(mixed.warnings).toHaveLength(1);
  });

  it('reads UTF-8 under another declaration or mark, with one warning', async () => {
    for (const encoding of ['ISO-8859-1', 'windows-1252', 'ISO-8859-15', 'UTF-16']) {
      const { text, fault, warnings } = await decode(Buffer.from(xml(encoding, 'Orléans, « été », 12 €')));
      expect({ text, fault }, encoding).toEqual({ text: xml(encoding, 'Orléans, « été », 12 €'), fault: null });
      expect(warnings, encoding).toEqual([expect.stringMatching(/^encoding-wrong: Octet \d+ : /)]);
    }
    const marked = await decode(Buffer.from(`\ufeff${xml('ISO-8859-1', 'é')}`));
    expect(marked).toMatchObject({ text: xml('ISO-8859-1', 'é'), fault: null });
    expect(marked.warnings).toHaveLength(1);
  });

  it.each([
    ['an unknown encoding', Buffer.from(xml('EBCDIC-FR', '')), /^encoding-unknown: .*EBCDIC-FR/],
    ['an empty file', Buffer.alloc(0), /^not-xml/],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), /^not-xml: .*gzip/],
    ['a zip file', Buffer.from('PK\u0003\u0004aaaa'), /^not-xml: .*zip/],
    ['text', Buffer.from('numero;titre\n1;a>b'), /^not-xml/],
    ['UTF-16 cut in a character', wide('<a>é', [0xff, 0xfe], false).subarray(0, 9), /^encoding-wrong: Octets/],
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
          expect(await decode(...pieces)).toEqual({ text: whole, fault: null, warnings: [] });
        },
      ),
      { numRuns: 200 },
    );
  });
});
