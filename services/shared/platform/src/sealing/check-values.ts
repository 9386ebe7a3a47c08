import { peppersOf } from './keyed-digests.ts';
import { keyedHash } from './keyed-hash.ts';
import type { HeldSecrets, SigningSecrets } from './secrets.ts';

/** The secrets of a hub, as messages name them. */
export const secretNames = ['kek', 'pepper', 'number', 'receipt', 'token'] as const;
export type SecretName = (typeof secretNames)[number];

/** Proves which secret it was made from to whoever has it, and tells nothing to anybody else. */
export interface CheckValue {
  readonly name: SecretName;
  /** The KEK's epoch, the pepper's version, the token key's kid; `1` for what has none. */
  readonly epoch: string;
  /** HMAC-SHA256 under the secret of a fixed text, its first 128 bits in base64url. */
  readonly value: string;
}

/** One for each secret and epoch that is held. */
export function checkValuesOf(held: HeldSecrets | SigningSecrets): readonly CheckValue[] {
  const {
    kek,
    pepper,
    numberKey,
    receiptKey,
    tokenKey,
  }: Pick<HeldSecrets, 'receiptKey' | 'tokenKey'> & Partial<HeldSecrets> = held;
  return [
    ...[...(kek?.epochs ?? [])].map(([epoch, key]) => checkValue('kek', String(epoch), key)),
    ...(pepper === undefined ? [] : peppersOf({ pepper })).map(({ version, key }) =>
      checkValue('pepper', String(version), key),
    ),
    ...(numberKey === undefined ? [] : [checkValue('number', '1', numberKey)]),
    checkValue('receipt', '1', receiptKey),
    ...(tokenKey.d === undefined ? [] : [checkValue('token', tokenKey.kid, Buffer.from(tokenKey.d, 'base64url'))]),
  ];
}

function checkValue(name: SecretName, epoch: string, key: Buffer): CheckValue {
  // None of the texts that these keys sign elsewhere begins so.
  const digest = keyedHash(key, `hub check value: ${name}`);
  return { name, epoch, value: digest.toString('base64url', 0, 16) };
}

/** What secrets are to a hub that has noted check values. */
export type SecretsJudgement =
  | { readonly status: 'nothing-noted' }
  /** `fresh`: epochs that were not noted yet. */
  | { readonly status: 'own'; readonly fresh: readonly CheckValue[] }
  /** `differing`: names for people, such as `kek 2`. */
  | { readonly status: 'foreign'; readonly differing: readonly string[] };

/** Rotated by a new epoch beside, or in place of, the one before; the others stay for the life of a hub. */
const replaceable: ReadonlySet<SecretName> = new Set(['pepper', 'token']);

/**
 * Compares the secrets at hand with those noted. A new epoch is fresh where the rest agrees; of the KEK at least one
 * epoch that was noted must be there, for it unwraps what the store holds.
 */
export function judgeSecrets(own: readonly CheckValue[], noted: readonly CheckValue[]): SecretsJudgement {
  if (noted.length === 0) return { status: 'nothing-noted' };
  const values = new Map(noted.map((each) => [placeOf(each), each.value]));
  const differing = own.filter((each) => (values.get(placeOf(each)) ?? each.value) !== each.value).map(placeOf);
  const fresh = own.filter((each) => !values.has(placeOf(each)));
  for (const name of secretNames) {
    const isNoted = noted.some((each) => each.name === name);
    const isKnown = own.some((each) => each.name === name && values.has(placeOf(each)));
    if (isNoted && !isKnown && !replaceable.has(name)) {
      differing.push(...own.filter((each) => each.name === name).map(placeOf));
    }
  }
  return differing.length > 0 ? { status: 'foreign', differing } : { status: 'own', fresh };
}

function placeOf({ name, epoch }: CheckValue): string {
  return `${name} ${epoch}`;
}
