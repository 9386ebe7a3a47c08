import type { FactSet } from '../facts.ts';
import type { DossierRecord } from './record.ts';
import { sift } from './sift.ts';

/** What of a dossier asks for somebody's attention, small enough to be searched without reading the record. */
export interface Attention {
  /** Whom it may concern: systems with a live fact in it (`eos`), SIRETs on its financing lines; sorted. */
  readonly watchers: readonly string[];
  /** Codes of the anomalies of the record, sorted, each once. */
  readonly anomalies: readonly string[];
  /** Names of its expectations, sorted, each once. */
  readonly expected: readonly string[];
  /** The earliest due day that the record itself knows. */
  readonly dueBy: string | null;
  /** Some expectation has its day from the session. */
  readonly undated: boolean;
}

/** `record`: described from `facts`. Like the record, a function of the facts and the rules alone. */
export function attentionOf(facts: FactSet, record: DossierRecord): Attention {
  const { live, echoes } = sift(facts);
  const watchers = new Set<string>();
  for (const { source } of live) watchers.add(source);
  for (const { source } of echoes) watchers.add(source);
  for (const siret of financersOf(record)) watchers.add(siret);
  let dueBy: string | null = null;
  let undated = false;
  for (const expectation of record.expectations) {
    if (expectation.dueBy === null) undated = true;
    else if (dueBy === null || expectation.dueBy < dueBy) dueBy = expectation.dueBy;
  }
  return {
    watchers: [...watchers].sort(),
    anomalies: [...new Set(record.anomalies.map(({ code }) => code))].sort(),
    expected: [...new Set(record.expectations.map(({ what }) => what))].sort(),
    dueBy,
    undated,
  };
}

/** SIRETs on live financing lines, engaged or realised. */
export function financersOf({ financing }: Pick<DossierRecord, 'financing'>): readonly string[] {
  return financing.flatMap(({ engaged, realised }) =>
    [engaged, realised].flatMap((line) => (line === null ? [] : [line.value.financerSiret])),
  );
}
