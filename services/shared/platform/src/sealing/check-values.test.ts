import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkValuesOf, judgeSecrets } from './check-values.ts';
import { drawSecrets, type Secrets } from './secrets.ts';

const secrets = drawSecrets();
const noted = checkValuesOf(secrets);

function judged(changed: Partial<Secrets>, before = noted) {
  return judgeSecrets(checkValuesOf({ ...secrets, ...changed }), before);
}

const kekOf = (epochs: readonly [number, Buffer][]) => ({
  kek: { current: epochs.at(-1)?.[0] ?? 1, epochs: new Map(epochs) },
});
const kek = secrets.kek.epochs.get(1) as Buffer;

describe('check values', () => {
  it('are 128 bits for each secret and epoch, and hold no secret', () => {
    expect(noted.map(({ name, epoch }) => `${name} ${epoch}`)).toEqual([
      'kek 1',
      'pepper 1',
      'number 1',
      'receipt 1',
      `token ${secrets.tokenKey.kid}`,
    ]);
    const held = [kek, secrets.pepper.key, secrets.numberKey, secrets.receiptKey].map((key) =>
      key.toString('base64url'),
    );
    for (const { value } of noted) {
      expect(Buffer.from(value, 'base64url')).toHaveLength(16);
      for (const text of [...held, secrets.tokenKey.d]) expect(text).not.toContain(value);
    }
    expect(new Set(noted.map(({ value }) => value)).size).toBe(5);
  });

  it('tell the same for one secret under two names apart', () => {
    const same = checkValuesOf({ ...secrets, receiptKey: secrets.numberKey });
    expect(same.find(({ name }) => name === 'receipt')?.value).not.toBe(
      same.find(({ name }) => name === 'number')?.value,
    );
  });

  it('know their own hub, and say nothing where nothing was noted', () => {
    expect(judged({})).toEqual({ status: 'own', fresh: [] });
    expect(judged({}, [])).toEqual({ status: 'nothing-noted' });
  });

  it.each([
    ['pepper 1', { pepper: { version: 1, key: randomBytes(32) } }],
    ['number 1', { numberKey: randomBytes(32) }],
    ['receipt 1', { receiptKey: randomBytes(32) }],
    ['kek 1', kekOf([[1, randomBytes(32)]])],
    ['kek 2', kekOf([[2, randomBytes(32)]])],
    [`token ${secrets.tokenKey.kid}`, { tokenKey: { ...drawSecrets().tokenKey, kid: secrets.tokenKey.kid } }],
  ] as const)('name %s alone where it is of another hub', (name, changed) => {
    expect(judged(changed)).toEqual({ status: 'foreign', differing: [name] });
  });

  it('name all that differ where the whole file is of another hub; its token key could be a rotated one', () => {
    expect(judgeSecrets(checkValuesOf(drawSecrets()), noted)).toEqual({
      status: 'foreign',
      differing: ['kek 1', 'pepper 1', 'number 1', 'receipt 1'],
    });
  });

  it('take a new epoch beside one that was noted, of the KEK, the pepper and the token key', () => {
    const rotated = {
      ...kekOf([
        [1, kek],
        [2, randomBytes(32)],
      ]),
      tokenKey: drawSecrets().tokenKey,
    };
    const judgement = judged({ ...rotated, pepper: { version: 2, key: randomBytes(32) } });
    expect(judgement.status === 'own' && judgement.fresh.map(({ name }) => name)).toEqual(['kek', 'pepper', 'token']);
  });

  it('let an epoch of the KEK end', () => {
    const fresh = randomBytes(32);
    const both = checkValuesOf({
      ...secrets,
      ...kekOf([
        [1, kek],
        [2, fresh],
      ]),
    });
    expect(judged(kekOf([[2, fresh]]), both)).toEqual({ status: 'own', fresh: [] });
  });
});
