import type { Anomaly, Rights } from '@hub/core';
import type {
  AccessTrace,
  Dictionary,
  Evidence,
  KeyStore,
  PartnerAuth,
  ProgressWatch,
  ReaderSecrets,
} from '@hub/platform';
import type { Pool } from 'pg';
import type { Counter } from 'prom-client';

/** What the routes stand on. */
export interface QueryContext {
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: ReaderSecrets;
  readonly dictionary: Dictionary;
  /** Who sees what, as data (`schemas/rights.json`). */
  readonly rights: Rights;
  readonly authenticate: PartnerAuth;
  /** For what whoever reports may see too. */
  readonly authenticateWriters: PartnerAuth;
  readonly authenticateOperators: PartnerAuth;
  readonly trace: AccessTrace;
  /** What clients show to work. */
  readonly evidence: Evidence;
  /** Reads of persons, by operation and decision. */
  readonly reads: Counter<'operation' | 'decision'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long `Hub-At-Least` may hold a read. */
  readonly waitMsMax: number;
  /** Wakes reads that wait for the projection. */
  readonly progress: ProgressWatch;
}

/** What a rule means and what to do about it, in French: its reader is a person of the field. */
export function ruleText({ dictionary }: Pick<QueryContext, 'dictionary'>, code: string) {
  const { sentence = '', remedy = '' } = dictionary.rules.get(code) ?? {};
  return { sentence, remedy };
}

export function explained(context: Pick<QueryContext, 'dictionary'>, anomaly: Anomaly): object {
  return { ...anomaly, ...ruleText(context, anomaly.code) };
}
