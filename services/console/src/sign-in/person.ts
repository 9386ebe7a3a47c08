import { isSiret } from '@hub/core';
import type { IssuerSettings } from '../config.ts';
import type { Trade } from '../frame/visitor.ts';

/** What the issuer says of who signs in. */
export interface Person {
  readonly name: string;
  readonly siret: string;
  readonly trades: readonly Trade[];
}

type Claims = Readonly<Record<string, unknown>>;
type Reading = Pick<IssuerSettings, 'siretClaim' | 'tradesClaim' | 'trades' | 'tradesUnclaimed'>;

const nameLengthMax = 100;

/** Null: no SIRET is claimed, or none that could be one. */
export function personOf(claims: Claims, reading: Reading): Person | null {
  const siret = textOf(claims[reading.siretClaim]).replaceAll(/\s/g, '');
  return isSiret(siret) ? { name: nameOf(claims), siret, trades: tradesOf(claims, reading) } : null;
}

function nameOf(claims: Claims): string {
  const family = textOf(claims.usual_name) || textOf(claims.family_name);
  const name = textOf(claims.name) || `${textOf(claims.given_name)} ${family}`.trim();
  return name.slice(0, nameLengthMax) || 'Personne connectée';
}

/** In the order of the claim, each once. */
function tradesOf(claims: Claims, { tradesClaim, trades, tradesUnclaimed }: Reading): readonly Trade[] {
  const claimed = claims[tradesClaim];
  if (claimed === undefined || claimed === null) return tradesUnclaimed;
  // A text is one value, or several with spaces between, as scopes are.
  const values = Array.isArray(claimed) ? claimed.map(textOf) : [textOf(claimed), ...textOf(claimed).split(/\s+/)];
  return [...new Set(values.flatMap((value) => trades.get(value) ?? []))];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
