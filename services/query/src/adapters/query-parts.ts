import type { Anomaly, Rules } from '@hub/core';
import type { Dictionary, KeyStore, PartnerAuth, Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import type { Counter } from 'prom-client';

/** Reads of persons, by operation and decision. */
type ReadCounter = Counter<'operation' | 'decision'>;

/** What the routes stand on. */
export interface QueryParts {
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly rules: Rules;
  readonly dictionary: Dictionary;
  readonly authenticate: PartnerAuth;
  readonly reads: ReadCounter;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long `Hub-At-Least` may hold a read. */
  readonly waitMsMax: number;
}

/** An anomaly with what it means and what to do, in French: its reader is a person of the field. */
export type ExplainedAnomaly = Anomaly & { readonly sentence: string; readonly remedy: string };

export function explain(dictionary: Dictionary, anomaly: Anomaly): ExplainedAnomaly {
  const text = dictionary.rules.get(anomaly.code);
  return { ...anomaly, sentence: text?.sentence ?? '', remedy: text?.remedy ?? '' };
}
