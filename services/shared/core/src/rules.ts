import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/**
 * Everything that may change without a change of code: plain data, read from `schemas/authority.json` and
 * `schemas/rules.json`. Its hash is part of the version of a projection (rules.md, Projection versions).
 */
export interface Rules {
  readonly authority: AuthorityTable;
  readonly anomalies: Readonly<Partial<Record<AnomalyCode, AnomalyRule>>>;
  readonly expectations: Readonly<Partial<Record<ExpectationName, ExpectationRule>>>;
  /** How days of a deadline are counted; `working` leaves out Saturdays, Sundays and French public holidays. */
  readonly dayCount: 'calendar' | 'working';
  /** Interruptions of more days than this change the state of a stay: 15 (Code du travail L6121-5). */
  readonly interruptionDaysMax: number;
  /** DSN natures of contract by class of the best job (rules.md, Employment and outcome). */
  readonly contractClasses: Readonly<Record<ContractClass, readonly string[]>>;
  /** Employment is used until so many months after the last exit: 24 (rules.md, Employment and outcome). */
  readonly employmentMonths: number;
  /** Of whom so many different birth dates were told, may be several persons: 3 (rules.md, 2.17). */
  readonly birthDatesOfSeveral: number;
  /** Of one source in one dossier, trainee or session: with more, it is marked, and the door refuses more of it. */
  readonly factsMax: number;
}

/** Step × funding × territory × validator × regime (rules.md, Authority). */
export interface AuthorityTable {
  /** Territory of a session registry (`07`, `eos`); any other registry is of `default`. */
  readonly territories: Readonly<Record<string, string>>;
  readonly rows: readonly AuthorityRow[];
}

/**
 * The most specific row wins: a named validator before any, then a named territory, then a named funding. A step without a
 * row has no authority.
 */
export interface AuthorityRow {
  /** Unique; shown in records. */
  readonly id: string;
  readonly step: string;
  /** Absent: any territory. */
  readonly territory?: string;
  /** Absent: any funding, also where none is known. */
  readonly funding?: readonly string[];
  /** Fundings that it says nothing of; absent: none. */
  readonly exceptFunding?: readonly string[];
  /** Whom the attempt's request, or else the decision, names to validate it; absent: anybody, also where nobody is named. */
  readonly validator?: string;
  /** In order; the first whose intervals all hold is the regime of the fact. */
  readonly regimes: readonly AuthorityRegime[];
}

export interface AuthorityRegime {
  readonly name: string;
  /** All must hold; none: always. */
  readonly when?: readonly AuthorityInterval[];
  /** Systems that decide; empty: explicitly none. */
  readonly sources: readonly string[];
}

/** `from` inclusive, `to` exclusive, both `YYYY-MM-DD` in Europe/Paris. */
export interface AuthorityInterval {
  readonly clock: AuthorityClock;
  readonly from?: string;
  readonly to?: string;
}

export type AuthorityClock = 'candidature' | 'effective' | 'recorded';

export interface AnomalyRule {
  readonly severity: Severity;
  /** Unit by code: days, hours, hours a day, percent. */
  readonly threshold?: number;
  /** Fundings of which it says nothing: nobody positions those trainees. */
  readonly exceptFunding?: readonly string[];
  /** Of `echo-missing`: whose facts another system shows. */
  readonly echoes?: readonly EchoExpected[];
}

/** What one system reports and another shows after it. */
export interface EchoExpected {
  readonly of: string;
  /** Any of these shows it. */
  readonly by: readonly string[];
  readonly events: readonly ('entry-attested' | 'exit-declared')[];
  readonly fundings: readonly string[];
  /** `YYYY-MM-DD`: the first day of what is shown. */
  readonly from: string;
}

export interface ExpectationRule {
  /** Days after `since`. */
  readonly days: number;
}

export type ContractClass = 'cdi' | 'cdd' | 'interim';
export type Severity = 'info' | 'warning' | 'error';

/** rules.md, Anomalies. */
export type AnomalyCode =
  | 'late-declaration'
  | 'entry-without-positioning'
  | 'certificate-missing'
  | 'exit-before-entry'
  | 'fact-after-exit'
  | 'interruption-without-resumption'
  | 'impossible-duration'
  | 'hours-beyond-plan'
  | 'hours-overlap'
  | 'contested'
  | 'restated-without-correction'
  | 'id-reused'
  | 'awaiting-target'
  | 'awaiting-origin'
  | 'correction-cycle'
  | 'reference-ambiguous'
  | 'identity-conflict'
  | 'transfer-after-cancellation'
  | 'session-unresolved'
  | 'session-incomplete'
  | 'outside-session-dates'
  | 'overdue'
  | 'overlapping-dossiers'
  | 'suspected-double'
  | 'skills-profile-missing'
  | 'training-not-registered'
  | 'certificate-without-retention'
  | 'late-extension'
  | 'recruitment-without-way-in'
  | 'slot-without-session'
  | 'transfer-unknown-slot'
  | 'sequence-reused'
  | 'tie-by-id'
  | 'retracted-again'
  | 'echo-missing';

/** rules.md, Expectations. */
export type ExpectationName =
  | 'presence'
  | 'result'
  | 'validation'
  | 'entry'
  | 'attendance'
  | 'resumption'
  | 'exit'
  | 'assessment';

/**
 * Goes up whenever the same facts and rules give another record, or another row beside it: projections of another version
 * are built anew. `describe-version.test.ts` fails where it was forgotten.
 */
export const describeVersion = 11;

/** SHA-256 over the RFC 8785 form of the rules and `describeVersion`, base64url: names both in versions and answers. */
export function rulesHash(rules: Rules): string {
  return createHash('sha256').update(canonicalJson({ describeVersion, rules })).digest('base64url');
}
