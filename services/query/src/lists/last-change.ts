import { type Fact, factKey, refKey } from '@hub/core';
import { shownRecord } from '../person/shown-record.ts';
import type { PathDossier } from '../reading/reader-path.ts';

/** The fact of a dossier that the hub received last. */
export interface LastChange {
  readonly type: string;
  readonly source: string;
  readonly receivedAt: string;
}

/**
 * Of the facts that the reader sees: those that the dossier is described from; where states and days alone are shown, those
 * that gave or contest what is shown. That the number was given is no change.
 */
export function lastChangeOf(dossier: PathDossier): LastChange | null {
  const facts = dossier.rows.flatMap((row) => row.facts).filter(({ type }) => type !== 'dossier-attributed');
  const seen = dossier.sight.described === 'states' ? namedIn(shownRecord(dossier), facts) : facts;
  const last = seen.toSorted(byReceipt).at(-1);
  return last === undefined ? null : { type: last.type, source: last.source, receivedAt: last.receivedAt };
}

function byReceipt(a: Fact, b: Fact): number {
  const [left, right] = [a, b].map((fact) => `${fact.receivedAt} ${factKey(fact)}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function namedIn(shown: object, facts: readonly Fact[]): readonly Fact[] {
  const named = new Set(referencesIn(shown));
  return facts.filter((fact) => named.has(factKey(fact)));
}

/** Of every fact that a value names, however deep. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { source, eventId } = value as { readonly source?: unknown; readonly eventId?: unknown };
  const own = typeof source === 'string' && typeof eventId === 'string' ? [refKey({ source, eventId })] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
