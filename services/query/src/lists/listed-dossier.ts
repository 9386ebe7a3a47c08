import {
  type Anomaly,
  type AssessedDossier,
  type Attempt,
  attemptOfExpectedStay,
  type Expectation,
  type FactRef,
  type Rules,
  sourcesToReport,
} from '@hub/core';
import type { Partner } from '@hub/platform';
import type { WatchedPerson } from '../reading/read-person.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import { listSightOf } from '../reading/rights.ts';

/** Who asks, on which day, and the rules that say who has to report what. */
export interface Viewpoint {
  readonly reader: Partner;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly rules: Rules;
}

/** A dossier as it answers in lists to one reader. */
export interface ListedDossier extends PathDossier {
  /** `full`: the reader reads the dossier; `own`: only what concerns what its own systems reported. */
  readonly sight: 'full' | 'own';
  /** Its own, and those of the person that stand by it. */
  readonly anomalies: readonly Anomaly[];
}

/** The dossiers of a person that a reader's lists show, as reads would show them on this day. */
export function listedDossiers(person: WatchedPerson, view: Viewpoint): readonly ListedDossier[] {
  const { reader, today, rules } = view;
  const reported = ({ rows }: PathDossier) =>
    rows.flatMap(({ number, facts }) =>
      (person.watchers.get(number) ?? []).filter((watcher) => facts.some(({ source }) => source === watcher)),
    );
  const owing = ({ assessed }: PathDossier) =>
    assessed.expectations.flatMap((expected) => sourcesToReport(expected, assessed, today, rules));
  const sightIn = (dossier: PathDossier, whole: { readonly restricted: boolean }) =>
    listSightOf(reader, dossier.assessed, whole, [...reported(dossier), ...owing(dossier)]);
  const moment = { today, asOf: null, knownAt: null };
  const { seen } = readerPath(person, moment, reader, rules, (_reader, dossier, whole) => {
    return sightIn(dossier, whole) !== 'nothing';
  });
  if (seen === null) return [];
  const owed = new Set(
    seen.dossiers
      .filter((dossier) => listSightOf(reader, dossier.assessed, seen.path, reported(dossier)) === 'nothing')
      .flatMap(({ numbers }) => numbers),
  );
  return seen.dossiers.flatMap((dossier, index) => {
    const sight = sightIn(dossier, seen.path);
    if (sight === 'nothing') return [];
    const { number } = dossier.assessed;
    // An anomaly of two dossiers stands by the first, one of the person by the person's first dossier. A reader that only
    // has something to report in one of two learns nothing of the other.
    const beside = seen.path.anomalies.filter(({ about }) =>
      about.dossier === undefined
        ? index === 0
        : about.dossier === number && !owed.has(about.dossier) && !owed.has(Number(about.other)),
    );
    return [{ ...dossier, sight, anomalies: [...dossier.assessed.anomalies, ...beside] }];
  });
}

/** The anomalies of a dossier for a reader: of a dossier that it does not read, those that concern its statements. */
export function anomaliesFor(dossier: ListedDossier, view: Viewpoint): readonly Anomaly[] {
  if (dossier.sight === 'full') return dossier.anomalies;
  return dossier.anomalies.filter((anomaly) => concerns(anomaly, dossier, view));
}

function concerns({ code, facts, about }: Anomaly, { assessed, rows }: ListedDossier, view: Viewpoint): boolean {
  const { sources } = view.reader;
  if (facts.length > 0) return facts.some(({ source }) => sources.includes(source));
  if (code === 'overdue') {
    const awaited = expectationOf({ code, about }, assessed);
    return awaited !== undefined && isOwedBy(awaited, assessed, view);
  }
  if (code === 'session-incomplete') {
    const publisher = assessed.session?.published?.source;
    return publisher !== undefined && sources.includes(publisher);
  }
  return rows.some((row) =>
    row.facts.some((fact) => sources.includes(fact.source) && fact.references.includes(String(about.reference))),
  );
}

/** What is expected in a dossier; of a dossier that the reader does not read, what it has to report itself. */
export function expectationsFor({ sight, assessed }: ListedDossier, view: Viewpoint): readonly Expectation[] {
  if (sight === 'full') return assessed.expectations;
  return assessed.expectations.filter((expected) => isOwedBy(expected, assessed, view));
}

function isOwedBy(expected: Expectation, dossier: AssessedDossier, { reader, today, rules }: Viewpoint): boolean {
  return mayReport(sourcesToReport(expected, dossier, today, rules), reader);
}

/** Where no system has the authority, any system that reported a fact of the dossier may report this one. */
export function mayReport(awaited: readonly string[], reader: Partner): boolean {
  return awaited.length === 0 || awaited.some((source) => reader.sources.includes(source));
}

/** The expectation that an `overdue` speaks of. */
export function expectationOf(
  { code, about }: Pick<Anomaly, 'code' | 'about'>,
  dossier: AssessedDossier,
): Expectation | undefined {
  if (code !== 'overdue') return undefined;
  return dossier.expectations.find(
    (expected) => expected.what === about.what && expected.dueBy === about.dueBy && expected.about === about.of,
  );
}

/** The attempt that an expectation is about; that of an entry, the one by which the trainee is expected. */
export function attemptOf({ about }: Pick<Expectation, 'about'>, { attempts }: AssessedDossier): Attempt | undefined {
  const own = attemptOfExpectedStay(about) ?? about;
  return attempts.find(({ key }) => key === own);
}

/** The facts that make something expected: the appointment, the presence, the plan, the entry, the exit … */
export function factsBehind({ what, about }: Expectation, dossier: AssessedDossier): readonly FactRef[] {
  const attempt = dossier.attempts.find(({ key }) => key === about);
  if (attempt !== undefined) return [attempt.since];
  const stay = dossier.stays.find(({ key }) => key === about);
  switch (what) {
    case 'entry':
      return present(dossier.plan?.plannedEntry ?? dossier.statusSince);
    case 'attendance':
      return present(stay?.entry);
    case 'exit':
      return present(stay?.entry, dossier.plan?.plannedExit);
    case 'resumption':
      return (stay?.interruptions ?? [])
        .filter(({ changesState, resumedOn }) => changesState && resumedOn === null)
        .map(({ period }) => period);
    case 'assessment':
      return present(stay?.exit ?? stay?.abandonment);
    case 'presence':
    case 'result':
    case 'validation':
      return present(dossier.statusSince);
  }
}

function present(...facts: readonly (FactRef | null | undefined)[]): readonly FactRef[] {
  return facts.filter((fact) => fact != null);
}
