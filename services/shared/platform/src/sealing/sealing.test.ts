import { randomBytes } from 'node:crypto';
import { parseDossierNumber } from '@hub/core';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aliasOf, derivedId, dossierNumbers, factDigest } from './keyed-digests.ts';
import { seal, unseal } from './seal.ts';
import type { Secrets } from './secrets.ts';
import {
  openToken,
  type ReceiptClaims,
  readReceipt,
  readState,
  sealReceipt,
  sealState,
  sealToken,
  tokenCharacters,
} from './tokens.ts';

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
  it('gives its content back to the hub that made it, for its purpose only', () => {
    const token = sealToken(secrets, 'cursor', Buffer.from('at 3'));
    expect(openToken(secrets, 'cursor', token)?.toString()).toBe('at 3');
    expect(openToken(secrets, 'receipt', token)).toBeNull();
    expect(openToken({ ...secrets, receiptKey: Buffer.alloc(32, 9) }, 'cursor', token)).toBeNull();
    const changed = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`;
    for (const wrong of ['', '.', 'a.b', changed, `${token}x`, `${token}.`, `x${token}`, `${token} `, token.slice(1)]) {
      expect(openToken(secrets, 'cursor', wrong), wrong).toBeNull();
    }
  });

  it('hides how much it holds: a longer one takes twice as much', () => {
    const lengthOf = (bytes: number) => sealToken(secrets, 'cursor', Buffer.alloc(bytes)).length;
    expect([0, 1, 100, 450].map(lengthOf)).toEqual(Array(4).fill(tokenCharacters));
    expect(lengthOf(451)).toBe(lengthOf(902));
    expect(openToken(secrets, 'cursor', sealToken(secrets, 'cursor', Buffer.alloc(5_000, 7)))).toEqual(
      Buffer.alloc(5_000, 7),
    );
  });

  const claims = {
    logEpoch: '0b2a4c0e-6b1f-4c5e-9d3a-7f1e2d3c4b5a',
    topic: 'entry',
    slice: 3,
    offset: 12,
    dossier: 115947601,
    trainee: place.trainee,
    source: 'eos',
    id: '1',
    partner: 'eos',
  } as const satisfies ReceiptClaims;
  const longest: ReceiptClaims = {
    ...claims,
    slice: 65_535,
    offset: 2 ** 48 - 1,
    source: 's'.repeat(64),
    id: 'i'.repeat(128),
    partner: 'p'.repeat(64),
    content: 'aB3_-x',
    also: Array.from({ length: 15 }, (_, slice) => ({ topic: 'identity', slice, offset: 7 })),
  };
  const ofSession: ReceiptClaims = {
    ...longest,
    ...{ dossier: null, trainee: null, session: `session:eos:${'9'.repeat(116)}`, also: [] },
  };

  it('of a receipt says where the event lies, to the hub', () => {
    const { also: _, ...session } = ofSession;
    for (const each of [claims, longest, session, { ...claims, also: [{ topic: 'identity', slice: 3, offset: 7 }] }]) {
      expect(readReceipt(secrets, sealReceipt(secrets, each as ReceiptClaims))).toEqual(each);
    }
  });

  it('of a receipt is as long whatever the event is, and whatever the hub wrote with it', () => {
    const lengths = [claims, longest, ofSession].map((each) => sealReceipt(secrets, each).length);
    expect(lengths).toEqual(Array(3).fill(tokenCharacters));
    const shown = Buffer.from(sealReceipt(secrets, longest), 'base64url').toString('latin1');
    for (const text of ['identity', 'iiii', 'ssss', 'pppp', place.trainee]) expect(shown).not.toContain(text);
  });

  it('of a state names the next offset of each partition', () => {
    const state = { logEpoch: 'e', offsets: [['entry', 3, 12] as const, ['offer', 7, 2 ** 40] as const] };
    expect(readState(secrets, sealState(secrets, state))).toEqual(state);
    expect(readState(secrets, sealReceipt(secrets, claims))).toBeNull();
  });
});
