import { canonicalJson } from '@hub/core';
import { type AskedDataSet, signDocument, type TokenKey, weekOf } from '@hub/platform';
import { type Column, setKinds } from './kinds.ts';

/** What a data set is, for whoever has its file in hand. Times are RFC 3339. */
export interface Manifest {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** SIRET of the organisation that it was made for, and why. */
  readonly organisation: string;
  readonly purpose: string;
  readonly week: string;
  readonly from: string;
  readonly to: string;
  /** What came later is not in it. */
  readonly knownAt: string;
  readonly file: string;
  readonly format: string;
  readonly rows: number;
  readonly bytes: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  readonly columns: readonly Column[];
  readonly projectionVersion: string;
  readonly rulesVersion: string;
  /** Of `GET /v1/changes`: what changed since is told from there. */
  readonly cursor: string;
  readonly madeAt: string;
}

type Measured = Pick<
  Manifest,
  'rows' | 'bytes' | 'sha256' | 'projectionVersion' | 'rulesVersion' | 'cursor' | 'madeAt'
>;

export function manifestOf(id: string, asked: AskedDataSet, measured: Measured): Manifest {
  const { kind, siret, purpose, week, format } = asked;
  const { from = '', to = '', over: knownAt = '' } = weekOf(week) ?? {};
  const { title, columns } = setKinds[kind];
  const what = { id, kind, title, organisation: siret, purpose, week, from, to, knownAt };
  return { ...what, file: fileNameOf(asked), format, ...measured, columns };
}

/** As partners name it. */
export function fileNameOf({ kind, week, format }: AskedDataSet): string {
  return `${kind}-${week}.${format}`;
}

/** The manifest as text and as a JWS: whoever holds the hub's public keys can check it, long after. */
export async function signedManifest(
  secrets: TokenKey,
  manifest: Manifest,
): Promise<{ readonly manifest: string; readonly signature: string }> {
  const text = canonicalJson(manifest);
  return { manifest: text, signature: await signDocument(secrets, 'hub-data-set+jws', text) };
}
