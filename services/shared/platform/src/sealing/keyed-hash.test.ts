import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedHash, keyedHashText } from './keyed-hash.ts';

const keys = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
/** Any UTF-16, halves of surrogate pairs too. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.tuple(fc.string(), fc.integer({ min: 0, max: 8_000 })).map(([text, times]) => text.repeat(times)),
);

it('a keyed hash is the HMAC-SHA256 of the text, for any key and text', () => {
  fc.assert(
    fc.property(keys, fc.array(texts, { minLength: 1, maxLength: 3 }), (key, several) => {
      for (const text of several) {
        const hmac = createHmac('sha256', key).update(text);
        const expected = hmac.digest();
        expect(keyedHash(key, text).equals(expected)).toBe(true);
        expect(keyedHashText(key, text)).toBe(expected.toString('base64url'));
      }
    }),
    { numRuns: 1_000 },
  );
});

it('the test cases of RFC 4231 hold', () => {
  const cases = [
    [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      Buffer.alloc(131, 0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ] as const;
  for (const [key, text, expected] of cases) expect(keyedHash(key, text).toString('hex')).toBe(expected);
});
