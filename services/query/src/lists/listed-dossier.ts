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
import type { Scope } from '@hub/platform';
import type { SeenPerson } from '../reading/read-person.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import type { Reader } from '../reading/sight.ts';
import { isInScope } from './scope.ts';

/** Who asks, on which day, and the rules that say who has to report what. */
export interface Viewpoint {
  readonly reader: Reader;
  /** Systems that the client writes for. */
  readonly sources: readonly string[];
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly rules: Rules;
  /** Trainees whom exceptions of the convention still show; null: whomever they say. */
  readonly excepted: ReadonlySet<string> | null;
}

/** A dossier as it answers in lists to one reader. */
export interface ListedDossier extends PathDossier {
  /** `own`: described from what the reader's own organisation reported alone. */
  readonly listed: 'full' | 'own';
  /** Its own, and those of the person that stand by it. */
  readonly anomalies: readonly Anomaly[];
}

/** The dossiers of a person that a reader's lists of anomalies and expectations show, as reads would show them on this day. */
export function listedInScope(person: SeenPerson, view: Viewpoint, scope: Scope): readonly ListedDossier[] {
  return listedDossiers(person, view).filter((dossier) => isInScope(dossier, scope));
}

function listedDossiers(person: SeenPerson, { reader, today, nowMs, rules }: Viewpoint): readonly ListedDossier[] {
  const { path, dossiers } = readerPath(person, { today, nowMs, asOf: null, knownAt: null }, reader, rules);
  return dossiers.flatMap((dossier, index): ListedDossier[] => {
    const { described } = dossier.sight;
    // Of what is described by states and days alone a read shows nothing that is listed, but what its own facts say.
    if (described === 'states') {
      const { own } = dossier;
      return own === null ? [] : [{ ...dossier, assessed: own, listed: 'own', anomalies: own.anomalies }];
    }
    const { number } = dossier.assessed;
    // An anomaly of two dossiers stands by the first, one of the person by the person's first dossier.
    const beside = path.anomalies.filter(({ about }) =>
      about.dossier === undefined ? index === 0 : about.dossier === number,
    );
    const listed = described === 'own' ? 'own' : 'full';
    return [{ ...dossier, listed, anomalies: [...dossier.assessed.anomalies, ...beside] }];
  });
}

/** The anomalies of a dossier for a reader; who knows nothing but its own facts is told of what it has to report itself. */
export function anomaliesFor({ listed, assessed, anomalies }: ListedDossier, view: Viewpoint): readonly Anomaly[] {
  if (listed === 'full') return anomalies;
  return anomalies.filter((anomaly) => {
    const awaited = expectationOf(anomaly, assessed);
    return awaited === undefined || isOwedBy(awaited, assessed, view);
  });
}

/** What is expected in a dossier; of a dossier that the reader does not read, what it has to report itself. */
export function expectationsFor({ listed, assessed }: ListedDossier, view: Viewpoint): readonly Expectation[] {
  if (listed === 'full') return assessed.expectations;
  return assessed.expectations.filter((expected) => isOwedBy(expected, assessed, view));
}

function isOwedBy(expected: Expectation, dossier: AssessedDossier, { sources, today, rules }: Viewpoint): boolean {
  return mayReport(sourcesToReport(expected, dossier, today, rules), sources);
}

/** Where no system has the authority, any system that reported a fact of the dossier may report this one. */
export function mayReport(awaited: readonly string[], sources: readonly string[]): boolean {
  return awaited.length === 0 || awaited.some((source) => sources.includes(source));
}

/**
 * Whether the reader's organisation is to tell: it writes for one of these systems (`systems`: all that it writes for), and
 * where that system told facts of the dossier, some are its own (rules.md, 13.10).
 */
export function isOwn(
  { listed, rows }: ListedDossier,
  tellers: readonly string[],
  systems: readonly string[],
  { siret }: Reader,
): boolean {
  const own = tellers.filter((source) => systems.includes(source));
  // Who is shown its own facts alone is told nothing of those of others.
  if (listed === 'own') return own.length > 0;
  const facts = rows.flatMap((row) => row.facts);
  return own.some((source) => {
    const told = facts.filter((fact) => fact.source === source);
    return told.length === 0 || told.some(({ organisation }) => organisation === siret);
  });
}

/** Of a filter that is true, false or not asked. */
export function isAsked(filter: 'true' | 'false' | undefined, value: boolean): boolean {
  return filter === undefined || value === (filter === 'true');
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
