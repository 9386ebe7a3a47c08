import type { Subject } from '@hub/contracts';
import {
  type Anomaly,
  type Attention,
  assess,
  attentionOf,
  type DossierRecord,
  describe,
  describeSession,
  describeTrainee,
  type Fact,
  type FactSet,
  type Rules,
  recordHash,
  tellersOf,
} from '@hub/core';
import type { Group, Parked } from './arrival.ts';
import { foldGroup } from './fold-group.ts';

/** One row of `dossier`, `trainee` or `session`. */
export interface RecordRow {
  /** Dossier number, trainee id or session reference. */
  readonly key: string;
  /** `dossier`: its trainee; `trainee`: those it is judged with; `session`: every reference told; separated by spaces. */
  readonly extra: string;
  readonly slice: number;
  /** JSON of the fact set. */
  readonly facts: string;
  readonly factCount: number;
  /** JSON of the record. */
  readonly record: string;
  readonly hash: Buffer;
  /** Of a dossier; null for the others. */
  readonly attention: Narrow | null;
}

/** The row of a subject after these arrivals; null where none of them could be kept and there was none before. */
export function foldRow(
  subject: Subject,
  stored: FactSet,
  group: Group,
  rules: Rules,
): { row: RecordRow | null; parked: readonly Parked[] } {
  const folded = foldGroup(stored, group, (facts) => {
    const { record, attention } = describeSubject(subject, group.key, facts, rules);
    return { json: JSON.stringify(record), hash: recordHash(record), attention };
  });
  if (!('facts' in folded)) return { row: null, parked: folded.parked };
  const { facts, record, parked } = folded;
  const row = {
    key: group.key,
    extra: extraOf(subject, group, facts),
    slice: group.slice,
    facts: JSON.stringify(facts),
    factCount: facts.length,
    record: record.json,
    hash: record.hash,
    attention: record.attention,
  };
  return { row, parked };
}

function describeSubject(
  subject: Subject,
  key: string,
  facts: FactSet,
  rules: Rules,
): { record: object; attention: Narrow | null } {
  switch (subject) {
    case 'dossier': {
      const record = describe(facts, rules);
      return { record, attention: narrowOf(facts, record, rules) };
    }
    case 'trainee':
      return { record: describeTrainee(facts, rules, key), attention: null };
    case 'session':
      return { record: describeSession(facts, rules), attention: null };
  }
}

/** What of a dossier is found without reading it. */
export interface Narrow extends Attention {
  /** Session references told, sorted. */
  readonly sessions: readonly string[];
  /** `YYYY-MM-DD`: of its entries and exits; null where there are none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/**
 * With every anomaly, a code as often as it is there, those assessed that depend on neither day nor session included; with
 * whom an anomaly names, for a retraction or a circle of corrections leaves no live fact of who told it; and with who has to
 * tell what is expected.
 */
export function narrowOf(facts: FactSet, record: DossierRecord, rules: Rules): Narrow {
  const attention = attentionOf(facts, record);
  const isTimeless = ({ code }: Anomaly) => code === 'skills-profile-missing';
  const timeless = assess(record, null, firstDay, rules).anomalies.filter(isTimeless);
  const named = record.anomalies.flatMap((anomaly) => anomaly.facts.map(({ source }) => source));
  const owing = record.expectations.flatMap((expected) =>
    tellersOf(expected, record, expected.dueBy ?? lastDay, rules),
  );
  const days = record.stays.flatMap(({ entry, exit, abandonment }) =>
    [entry, exit, abandonment].flatMap((field) => field?.value ?? []),
  );
  days.sort();
  return {
    ...attention,
    watchers: sortedOnce([...attention.watchers, ...named, ...owing]),
    anomalies: [...record.anomalies, ...timeless].map(({ code }) => code).sort(),
    sessions: record.trainingRefs.filter((reference) => reference.startsWith('session:')),
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
  };
}

/** No month is missing and nothing is overdue on it. */
const firstDay = '0001-01-01';

/** What has no due day is told under the newest regime. */
const lastDay = '9999-12-31';

function extraOf(subject: Subject, group: Group, facts: FactSet): string {
  switch (subject) {
    case 'dossier':
      return group.trainee as string;
    case 'trainee':
      return unique(facts.flatMap(traineesJudged).filter((id) => id !== group.key));
    case 'session':
      return unique(facts.flatMap((fact) => fact.references));
  }
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function traineesJudged(fact: Fact): string[] {
  if (fact.type !== 'trainees-judged' || !Array.isArray(fact.data.trainees)) return [];
  return fact.data.trainees.filter((id): id is string => typeof id === 'string' && uuidShape.test(id));
}

function unique(values: readonly string[]): string {
  return sortedOnce(values).join(' ');
}

function sortedOnce(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
