import { root } from '../pages.ts';

/** A machine that acts for an organisation; never with its secret. */
export interface Client {
  readonly clientId: string;
  readonly siret: string;
  readonly sources: readonly string[];
  readonly certifies: readonly string[];
  readonly signsInBy: readonly string[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly oldSecretUntil: string | null;
  readonly purposes: readonly string[];
  readonly hasConvention: boolean;
}

export interface Convention {
  readonly id: string;
  readonly siret: string;
  readonly from: string;
  readonly to: string | null;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly territories: readonly string[];
  readonly addresses: readonly string[];
  readonly dataSets: readonly { readonly kind: string; readonly purpose: string }[];
  readonly limits: Readonly<Record<string, number>>;
  readonly exceptions: Readonly<Record<string, number>>;
  readonly delegatedBy: readonly string[];
  readonly takeover: boolean;
}

export const partnersPath = `${root}/partenaires`;

/** Of an organisation; of a route, with `:siret`. */
export function organisationPath(siret: string): string {
  return `${partnersPath}/${siret}`;
}

export function clientPath(clientId: string): string {
  return `${partnersPath}/clients/${encodeURIComponent(clientId)}`;
}

export const clientRoute = `${partnersPath}/clients/:clientId`;
