import { randomBytes } from 'node:crypto';
import { parseDossierNumber } from '@hub/core';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aliasOf, derivedId, dossierNumbers, factDigest } from './keyed-digests.ts';
import { seal, unseal } from './seal.ts';
import type { Secrets } from './secrets.ts';
import { readReceipt, signReceipt, signToken, verifyToken } from './tokens.ts';

const secrets = {
  pepper: { version: 1, key: Buffer.alloc(32, 1) },
  numberKey: Buffer.alloc(32, 2),
  receiptKey: Buffer.alloc(32, 3),
} as unknown as Secrets;
const key = Buffer.alloc(32, 7);
const place = { trainee: 'b3c1d8a0-0000-4000-8000-000000000001', event: 'eos:1894-1', category: 'identity' } as const;

describe('a sealed block', () => {
  it('opens to what was sealed, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unseal(key, seal(key, place, text), place)).toBe(text);
      }),
    );
  });

  it('is a JWE that another library opens', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(seal(key, place, '{"birthName":"Élan"}'), key);
    expect(new TextDecoder().decode(plaintext)).toBe('{"birthName":"Élan"}');
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', ...place });
  });

  it('opens where another library sealed it', async () => {
    const header = { alg: 'dir', enc: 'A256GCM', ...place };
    const jwe = await new CompactEncrypt(new TextEncoder().encode('known')).setProtectedHeader(header).encrypt(key);
    expect(unseal(key, jwe, place)).toBe('known');
  });

  it('does not open with another key, in another place, or with a byte changed', () => {
    const jwe = seal(key, place, 'known');
    expect(() => unseal(randomBytes(32), jwe)).toThrow('cannot be opened');
    expect(() => unseal(key, jwe, { ...place, category: 'contact' })).toThrow('cannot be opened');
    const parts = jwe.split('.');
    parts[3] = parts[3]?.startsWith('A') ? `B${parts[3].slice(1)}` : `A${parts[3]?.slice(1)}`;
    expect(() => unseal(key, parts.join('.'))).toThrow('cannot be opened');
    expect(() => unseal(key, 'not.a.block')).toThrow('cannot be opened');
  });

  it('never repeats a nonce', () => {
    const nonces = Array.from({ length: 3_000 }, () => seal(key, place, 'known').split('.')[2]);
    expect(new Set(nonces).size).toBe(3_000);
  });
});

describe('a content digest', () => {
  const content = {
    type: 'entry-attested',
    version: 1,
    references: ['session:eos:1'],
    data: { a: 1, b: 2 },
    sealed: {},
  };

  it('does not depend on the order of members', () => {
    expect(factDigest(key, { ...content, data: { b: 2, a: 1 } })).toBe(factDigest(key, content));
  });

  it('differs with the content, with what is sealed, and between trainees', () => {
    const digests = [
      factDigest(key, content),
      factDigest(key, { ...content, data: { a: 1, b: 3 } }),
      factDigest(key, { ...content, sealed: { reasons: { reason: 'x' } } }),
      factDigest(Buffer.alloc(32, 8), content),
      factDigest(null, content),
    ];
    expect(new Set(digests).size).toBe(5);
  });
});

describe('keyed names', () => {
  it('are the same for the same value and differ between kinds', () => {
    expect(aliasOf(secrets, 'nir', '2690549588157')).toEqual(aliasOf(secrets, 'nir', '2690549588157'));
    expect(aliasOf(secrets, 'nia', '2690549588157')).not.toEqual(aliasOf(secrets, 'nir', '2690549588157'));
    expect(derivedId(key, 'trainee-known', { a: 1 })).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('give dossier numbers that are valid, different, and not in order', () => {
    const number = dossierNumbers(secrets);
    const numbers = Array.from({ length: 1_000 }, (_, index) => number(index + 1));
    expect(new Set(numbers).size).toBe(1_000);
    expect(numbers.every((given) => parseDossierNumber(given) === given)).toBe(true);
    expect(numbers).not.toEqual([...numbers].sort((a, b) => a - b));
  });
});

describe('a token', () => {
  it('gives its claims back to the hub that signed it, for its purpose only', () => {
    const token = signToken(secrets, 'state', { at: 3 });
    expect(verifyToken(secrets, 'state', token)).toEqual({ at: 3 });
    expect(verifyToken(secrets, 'receipt', token)).toBeNull();
    expect(verifyToken({ ...secrets, receiptKey: Buffer.alloc(32, 9) }, 'state', token)).toBeNull();
    for (const wrong of ['', '.', 'a.b', `${token}x`, `${token}.`, `x${token}`]) {
      expect(verifyToken(secrets, 'state', wrong)).toBeNull();
    }
  });

  it('of a receipt says where the event lies', () => {
    const claims = {
      logEpoch: 'e',
      topic: 'entry',
      slice: 3,
      offset: 12,
      dossier: 115947601,
      trainee: place.trainee,
      source: 'eos',
      id: '1',
      partner: 'eos',
    } as const;
    expect(readReceipt(secrets, signReceipt(secrets, claims))).toEqual(claims);
    const more = { ...claims, also: [{ topic: 'identity', slice: 3, offset: 7 }] } as const;
    expect(readReceipt(secrets, signReceipt(secrets, more))).toEqual(more);
    const told = { ...more, content: 'aB3_-x' } as const;
    expect(readReceipt(secrets, signReceipt(secrets, told))).toEqual(told);
    const ofSession = { ...claims, dossier: null, trainee: null, session: 'session:eos:67680', content: 'aB3_-x' };
    expect(readReceipt(secrets, signReceipt(secrets, ofSession))).toEqual(ofSession);
  });
});
