import {
  type DossierSummary,
  eventConcerned,
  type Fact,
  type FactSet,
  HubError,
  type Rules,
  recordHash,
  type SessionSummary,
  type SourceShare,
  sharesOf,
} from '@hub/core';
import {
  type DossierRow,
  encodeFacts,
  type FedCauses,
  factsJson,
  type Parked,
  type SessionRow,
  type StoredRow,
  type TraineeRow,
} from '@hub/platform';
import { type Group, namedBy, park, partByTrainee } from './arrival.ts';
import { describeSubject } from './describe-subject.ts';
import { foldGroup } from './fold-group.ts';
import { type ShownEcho, shownEchoes } from './shown-echoes.ts';

interface FoldedRow<Row> {
  /** Null where nothing is new: the events were sent again, or none could be kept. */
  readonly row: Row | null;
  readonly parked: readonly Parked[];
  readonly echoes: readonly ShownEcho[];
  /** Of each source, in the row; empty where there is none. */
  readonly shares: readonly SourceShare[];
}

/** Folds what arrived into what is stored of one subject; undefined: nothing is. */
export type FoldRow<Row> = (stored: StoredRow | undefined, group: Group, rules: Rules) => FoldedRow<Row>;

/** A dossier is of one trainee: whose the stored one is, else who of those named was heard of first. */
export function foldDossier(stored: StoredRow | undefined, group: Group, rules: Rules): FoldedRow<DossierRow> {
  const { trainee, own, ofOthers } = partByTrainee(stored?.trainee ?? null, group);
  const { row, parked, ...others } = foldStored(stored, own, (facts) => {
    const described = describeSubject.dossier(facts, rules);
    requireDays(daysOfDossier(described.summary));
    return described;
  });
  const number = Number(group.key);
  const strange = ofOthers.map((arrival) =>
    park(arrival, { ...namedBy(arrival), dossier: number }, 'trainee-differs', dossierOfAnother),
  );
  return { row: row && { number, trainee, ...row }, parked: [...parked, ...strange], ...others };
}

export function foldTrainee(stored: StoredRow | undefined, group: Group, rules: Rules): FoldedRow<TraineeRow> {
  const { row, ...others } = foldStored(stored, group, (facts) => describeSubject.trainee(facts, rules, group.key));
  return { row: row && { trainee: group.key, ...row }, ...others };
}

export function foldSession(stored: StoredRow | undefined, group: Group, rules: Rules): FoldedRow<SessionRow> {
  const { row, ...others } = foldStored(stored, group, (facts) => {
    const described = describeSubject.session(facts, rules);
    requireDays(daysOfSession(described.summary));
    return described;
  });
  return { row: row && { reference: group.key, ...row }, ...others };
}

const dossierOfAnother = new HubError('event-unreadable', 'The dossier of this number is of another trainee.');

function foldStored<Summary>(
  stored: StoredRow | undefined,
  group: Group,
  describe: (facts: FactSet) => { readonly record: object; readonly summary: Summary },
) {
  const before = stored === undefined ? '[]' : factsJson(stored.facts);
  const known = JSON.parse(before) as FactSet;
  const folded = foldGroup(known, group, (facts) => {
    const json = JSON.stringify(facts);
    if (json === before) return null;
    const { record, summary } = describe(facts);
    return { json, factCount: facts.length, shares: sharesOf(facts), hash: recordHash(record), summary };
  });
  if (!('record' in folded) || folded.record === null)
    return { row: null, parked: folded.parked, echoes: [], shares: [] };
  const { json, shares, ...described } = folded.record;
  const arrived = group.arrivals.map(({ event }) => event.fact);
  const causes = causesOf(arrived);
  const row = { ...described, slice: group.slice, facts: encodeFacts(json), causes };
  return { row, parked: folded.parked, echoes: shownEchoes(known, folded.facts, arrived), shares };
}

/**
 * What partners are told of these facts, the last received of each kind: what it is about and whose it is, and its event; what
 * is taken back counts as what it was.
 */
export function causesOf(facts: readonly Fact[]): FedCauses {
  const causes: Record<string, readonly [string, string, string]> = {};
  for (const fact of facts) {
    const key = `${eventConcerned(fact)}@${fact.organisation ?? ''}`;
    const known = causes[key];
    if (known === undefined || known[2] <= fact.receivedAt) causes[key] = [fact.source, fact.id, fact.receivedAt];
  }
  return causes;
}

function daysOfDossier(summary: DossierSummary): readonly (string | null)[] {
  const { statusSince, candidatureOn, registeredOn, dueBy, stays } = summary;
  return [
    statusSince,
    candidatureOn,
    registeredOn,
    dueBy,
    ...stays.flatMap(({ entered, left, interrupted }) => [entered, left, interrupted]),
  ];
}

function daysOfSession({ startsOn, endsOn }: SessionSummary): readonly (string | null)[] {
  return [startsOn, endsOn];
}

/** The columns are dates: an event that gives the record no day there is parked, whichever way the row is written. */
function requireDays(days: readonly (string | null)[]): void {
  for (const day of days) {
    if (day === null || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)))) continue;
    throw new HubError('event-unreadable', 'A day of the record is none.');
  }
}
