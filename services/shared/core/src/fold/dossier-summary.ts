import type { FactSet } from '../facts.ts';
import type { AnomalyCode, ExpectationName, Rules } from '../rules.ts';
import { assess } from './assess.ts';
import { attentionOf, financersOf } from './attention.ts';
import { describe } from './describe.ts';
import type { Anomaly, DossierRecord, DossierStatus, StayState } from './record.ts';
import { sift } from './sift.ts';
import { tellersOf } from './tellers.ts';

/** What of a dossier is found and decided on without its facts. */
export interface DossierSummary {
  readonly status: DossierStatus;
  /** `YYYY-MM-DD` */
  readonly statusSince: string | null;
  readonly funding: string | null;
  readonly territory: string;
  /** SIRETs on live financing lines, sorted, each once. */
  readonly financers: readonly string[];
  /** Session references, file references; sorted. */
  readonly sessions: readonly string[];
  readonly files: readonly string[];
  /** Day of the earliest candidature of the latest attempt; day on which it was registered. */
  readonly candidatureOn: string | null;
  readonly registeredOn: string | null;
  /** Systems with a live fact or echo, sorted. */
  readonly sources: readonly string[];
  /** Systems that an anomaly names or that have to report what is expected, and that are not among `sources`; sorted. */
  readonly awaitedSources: readonly string[];
  /** Codes of anomalies that need neither day nor session, sorted; a code as often as it is there. */
  readonly anomalies: readonly AnomalyCode[];
  /** Names of what is expected, sorted, each once. */
  readonly expected: readonly ExpectationName[];
  /** The earliest due day that the record itself knows. */
  readonly dueBy: string | null;
  /** Some expectation has its day from the session. */
  readonly undated: boolean;
  /** `left`: the exit, else the abandonment. */
  readonly stays: readonly {
    readonly state: StayState;
    readonly entered: string | null;
    readonly left: string | null;
  }[];
}

/** The record of a dossier and what its row says of it. */
export function describeRow(facts: FactSet, rules: Rules): { record: DossierRecord; summary: DossierSummary } {
  const record = describe(facts, rules);
  return { record, summary: summarise(facts, record, rules) };
}

function summarise(facts: FactSet, record: DossierRecord, rules: Rules): DossierSummary {
  const { expected, dueBy, undated } = attentionOf(facts, record);
  const isTimeless = ({ code }: Anomaly) => code === 'skills-profile-missing';
  const timeless = assess(record, null, firstDay, rules).anomalies.filter(isTimeless);
  const { live, echoes } = sift(facts);
  const sources = sortedOnce([...live, ...echoes].map(({ source }) => source));
  const named = record.anomalies.flatMap((anomaly) => anomaly.facts.map(({ source }) => source));
  const owing = record.expectations.flatMap((awaited) => tellersOf(awaited, record, awaited.dueBy ?? lastDay, rules));
  const last = record.attempts.at(-1);
  return {
    status: record.status,
    statusSince: record.statusSince?.effectiveDate ?? null,
    funding: record.funding,
    territory: record.territory,
    financers: sortedOnce(financersOf(record)),
    sessions: record.trainingRefs.filter((reference) => reference.startsWith('session:')),
    files: record.partnerRefs,
    candidatureOn: last?.positioned?.effectiveDate ?? null,
    registeredOn: last?.enrolment?.value === 'registered' ? last.enrolment.effectiveDate : null,
    sources,
    awaitedSources: sortedOnce([...named, ...owing]).filter((source) => !sources.includes(source)),
    anomalies: [...record.anomalies, ...timeless].map(({ code }) => code).sort(),
    expected: expected as readonly ExpectationName[],
    dueBy,
    undated,
    stays: record.stays.map(({ state, entry, exit, abandonment }) => ({
      state,
      entered: entry?.value ?? null,
      left: exit?.value ?? abandonment?.value ?? null,
    })),
  };
}

/** No month is missing and nothing is overdue on it. */
const firstDay = '0001-01-01';

/** What has no due day is reported under the newest regime. */
const lastDay = '9999-12-31';

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
