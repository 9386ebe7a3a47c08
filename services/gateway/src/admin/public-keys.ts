import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { fieldProblem } from '@hub/platform';

/** A JWK set (RFC 7517) of public keys. */
export interface PublicKeys {
  readonly keys: { [name: string]: unknown }[];
}

export const publicKeysSchema = {
  type: 'object',
  required: ['keys'],
  additionalProperties: false,
  properties: {
    keys: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: { type: 'object', required: ['kty'], properties: { kty: { type: 'string' } } },
    },
  },
  description: 'Public keys (RFC 7517): EC on P-256 or P-384, Ed25519, or RSA of at least 2,048 bits.',
} as const;

/** What only a private or a symmetric key has. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const curves = ['P-256', 'P-384', 'Ed25519'];
const rsaBitsMin = 2_048;

/** Throws 400, without a value, for a set that holds anything but public keys of the kinds that sign assertions. */
export function requirePublicKeys(pointer: string, { keys }: PublicKeys): void {
  for (const [index, key] of keys.entries()) {
    const fault = faultOf(key);
    if (fault !== null) throw fieldProblem(`${pointer}/keys/${index}`, 'value-invalid', fault);
  }
}

function faultOf(key: { readonly [name: string]: unknown }): string | null {
  if (privateMembers.some((name) => name in key)) return 'this is a private key: keep it, and give its public half';
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    const isEnough = key.kty === 'RSA' ? (asymmetricKeyDetails?.modulusLength ?? 0) >= rsaBitsMin : isCurve(key.crv);
    return isEnough ? null : 'a key of this kind or size signs no assertion';
  } catch {
    return 'this is no public key';
  }
}

function isCurve(name: unknown): boolean {
  return typeof name === 'string' && curves.includes(name);
}
