import { compareText, type FactSet } from '../dossier/facts.ts';
import { isUuid } from '../identifiers/uuid.ts';
import type { PersonEvidence } from '../rights/evidence.ts';
import { followersOf } from '../rights/followers.ts';
import { personEvidenceOf } from '../rights/person-evidence.ts';
import type { AnomalyCode } from '../rules.ts';
import { nirHolders } from './describe-path.ts';
import { ownFacts } from './moved-facts.ts';
import type { TraineeRecord } from './person-record.ts';

/** What of a person is found and decided on without the facts. */
export interface TraineeSummary {
  /** Other trainees that a verdict names with this one, whatever it says; sorted, each once. */
  readonly linked: readonly string[];
  /** Processing is restricted, or the data were destroyed. */
  readonly restricted: boolean;
  readonly destroyed: boolean;
  /** Operators moved facts from this trainee to another. */
  readonly moved: boolean;
  /**
   * Codes of the anomalies of the person, sorted; a code as often as it is there. Beside them `may-be-several`, which only
   * operators look for.
   */
  readonly anomalies: readonly (AnomalyCode | typeof mayBeSeveralCode)[];
  /** What rights stand on. */
  readonly evidence: PersonEvidence;
  /** By what it is found for whoever follows it (`followersOf`). */
  readonly followers: readonly string[];
  /** What joins it with others, and its dossiers with each other. */
  readonly verdicts: Pick<TraineeRecord, 'traineeVerdicts' | 'dossierVerdicts'>;
  /** A NIR of its own is known. */
  readonly hasNir: boolean;
  /** Days in which a contract of a known class runs, each span `YYYY-MM-DD/YYYY-MM-DD`, or open: `YYYY-MM-DD/`; sorted, apart. */
  readonly employed: readonly string[];
}

export const mayBeSeveralCode = 'may-be-several';

/** `record`: of this trainee, described from `facts`. Like the record, a function of the facts and the rules alone. */
export function summariseTrainee(record: TraineeRecord, facts: FactSet, trainee: string): TraineeSummary {
  const { traineeVerdicts, dossierVerdicts } = record;
  const evidence = personEvidenceOf(ownFacts(trainee, facts), record.restricted !== null);
  const named = record.traineeVerdicts.flatMap(({ trainees }) => trainees);
  return {
    linked: [...new Set(named)].filter((id) => id !== trainee && isUuid(id)).sort(),
    restricted: record.restricted !== null || record.destroyed !== null,
    destroyed: record.destroyed !== null,
    moved: record.moved.length > 0,
    anomalies: [
      ...record.anomalies.map(({ code }) => code),
      ...(record.mayBeSeveral.length > 0 ? ([mayBeSeveralCode] as const) : []),
    ].sort(),
    evidence,
    followers: followersOf(evidence),
    verdicts: { traineeVerdicts, dossierVerdicts },
    hasNir: nirHolders([{ trainee, facts }]).has(trainee),
    employed: spansOf(record.employment),
  };
}

/** What `bestJob` would find on a day: other contracts are nobody's job. */
function spansOf(periods: TraineeRecord['employment']): readonly string[] {
  const known = periods.filter(({ contractClass }) => contractClass !== null);
  const spans: { from: string; to: string | null }[] = [];
  for (const { from, to } of known.toSorted((a, b) => compareText(a.from, b.from))) {
    const last = spans.at(-1);
    if (last === undefined || (last.to !== null && last.to < from)) spans.push({ from, to });
    else if (to === null || (last.to !== null && to > last.to)) last.to = to;
  }
  return spans.map(({ from, to }) => `${from}/${to ?? ''}`);
}
