import type { AnomalyCode, Rules } from '../rules.ts';
import type { Anomaly, FactRef } from './record.ts';

/** What decides whether something is an anomaly: the rules, and the funding of the dossier, if one is known. */
export interface AnomalyContext {
  readonly rules: Rules;
  readonly funding: string | null;
}

const noAnomaly: readonly never[] = [];

/**
 * The one way to say that something is wrong: an anomaly with the severity that the rules give it, or none where they leave
 * it out, or out for this funding. `found`: `stored` for what the facts alone say, `assessed` for what depends on the day,
 * the session or other dossiers.
 */
export function anomaly(
  { rules, funding }: AnomalyContext,
  code: AnomalyCode,
  facts: readonly FactRef[],
  about: Anomaly['about'] = {},
  found: Anomaly['found'] = 'stored',
): readonly Anomaly[] {
  const rule = rules.anomalies[code];
  if (rule === undefined || (funding !== null && rule.exceptFunding?.includes(funding))) return noAnomaly;
  return [{ code, severity: rule.severity, found, facts, about }];
}
