import { hash } from 'node:crypto';
import {
  canonicalJson,
  dossierNumberOf,
  feistelHalf,
  feistelRounds,
  type Identifier,
  type IdentifierKind,
} from '@hub/core';
import { keyedHash, keyedHashText } from './keyed-hash.ts';
import type { Pepper, Secrets } from './secrets.ts';

/** The peppers of these secrets: the one that aliases are to be under, then the one that they are rotated from. */
export function peppersOf({ pepper }: Pick<Secrets, 'pepper'>): readonly Pepper[] {
  return pepper.former === undefined ? [pepper] : [pepper, pepper.former];
}

/**
 * The keyed hash under which an identifier is looked up: HMAC-SHA256 under the pepper of `<kind>:<value>`, the value in
 * canonical form; a partner's own number is `<partner>:<number>`. In PostgreSQL only, never on the log.
 */
export function aliasOf({ pepper }: Pick<Secrets, 'pepper'>, kind: IdentifierKind, value: string): Buffer {
  return aliasUnder(pepper, `${kind}:${value}`);
}

/** The keyed hashes of an identifier, one under each pepper of `peppersOf`. */
export function aliasesOfIdentifier(
  secrets: Pick<Secrets, 'pepper'>,
  identifier: Identifier,
  partner: string,
): readonly Buffer[] {
  const text = textOfIdentifier(identifier, partner);
  return peppersOf(secrets).map((pepper) => aliasUnder(pepper, text));
}

function aliasUnder({ key }: Pepper, text: string): Buffer {
  return keyedHash(key, text);
}

/** What is hashed of an identifier; a partner's own number means nothing without the partner. */
export function textOfIdentifier({ kind, value }: Identifier, partner: string): string {
  return `${kind}:${kind === 'partner' ? `${partner}:${value}` : value}`;
}

/** Everything of an event that makes it equal to another of the same (source, id): not its times, not its ciphertext. */
export interface DigestedContent {
  readonly type: string;
  readonly version: number;
  readonly references: readonly string[];
  /** Clear data: effective date, relations and funding included. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Plaintext of the sealed categories. */
  readonly sealed: Readonly<Record<string, unknown>>;
}

/**
 * Content digest of a fact, base64url: HMAC-SHA256 under the trainee's key over the RFC 8785 form, so that nobody sees
 * that the contents of two persons are equal. Session facts are about nobody: plain SHA-256 (key null).
 */
export function factDigest(key: Buffer | null, content: DigestedContent): string {
  const { type, version, references, data, sealed } = content;
  const text = canonicalJson({ type, version, references, data, sealed });
  return key === null ? hash('sha256', text, 'base64url') : keyedHashText(key, text);
}

/** An id of 22 characters that anybody with the trainee's key derives again, and that means nothing to anybody else. */
export function derivedId(key: Buffer, purpose: string, content: unknown): string {
  const text = canonicalJson([purpose, content]);
  return keyedHash(key, text).toString('base64url', 0, 16);
}

/** Gives dossier numbers for places in the sequence (1..90,000,000) under the hub's number key. */
export function dossierNumbers(secrets: Pick<Secrets, 'numberKey'>): (sequence: number) => number {
  // Every value of the round function that was needed, plus one; 0: not yet. 190 KB at most.
  const known = new Uint16Array(feistelRounds * feistelHalf);
  const round = (index: number, half: number): number => {
    const place = index * feistelHalf + half;
    const value = known[place] ?? 0;
    if (value !== 0) return value - 1;
    const fresh = keyedHash(secrets.numberKey, `dossier:${index}:${half}`).readUIntBE(0, 6) % feistelHalf;
    known[place] = fresh + 1;
    return fresh;
  };
  return (sequence) => dossierNumberOf(sequence, round);
}
