import type { EventName, SealedCategory } from '@hub/contracts';
import type { AnomalyCode, AuthorityClock, ExpectationName, Severity } from '../rules.ts';
import type { WrittenReferences } from './written-references.ts';

/** Names one fact. */
export interface FactRef {
  readonly source: string;
  readonly eventId: string;
}

/**
 * `authoritative`: reported by the authority of its row; `unconfirmed`: by another system, while no authority has reported it;
 * `no-authority`: its row names none; `contested`: the stay or attempt itself is in dispute (rules.md, Competing facts).
 */
export const standings = ['authoritative', 'unconfirmed', 'contested', 'no-authority'] as const;
export type Standing = (typeof standings)[number];

/** A value with the fact that gave it. Plain JSON; days `YYYY-MM-DD`, instants RFC 3339 UTC. */
export interface FieldValue<T> extends FactRef {
  readonly value: T;
  readonly effectiveDate: string | null;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly standing: Standing;
  readonly confirmedBy: readonly FactRef[];
  /** Facts of other systems that say otherwise and lost. */
  readonly contestedBy: readonly FactRef[];
}

/** Which row of the authority table was looked up, and by which day (rules.md, Authority). */
export interface RegimeShown {
  /** Null where the table has no row for the step. */
  readonly row: string | null;
  readonly name: string | null;
  readonly clock: AuthorityClock | null;
  readonly date: string | null;
}

/** Lines of an attempt, in order (rules.md, Attempts). */
export const attemptLines = [
  'positioned',
  'contacted',
  'appointment',
  'presence',
  'selection',
  'validation',
  'enrolment',
  'withdrawal',
] as const;
export type AttemptLine = (typeof attemptLines)[number];

export type AttemptState =
  | 'positioned'
  | 'contacted'
  | 'appointed'
  | 'appointment-cancelled'
  | 'present'
  | 'absent'
  | 'retained'
  | 'not-retained'
  | 'waiting'
  | 'to-validate'
  | 'registered'
  | 'not-registered'
  | 'withdrawn';

export interface Attempt {
  /** The key that partners gave, else the identity (`source/id`) of the fact that opened it. */
  readonly key: string;
  readonly openedOn: string;
  readonly state: AttemptState;
  /** The fact that decides the state. */
  readonly since: FactRef & { readonly effectiveDate: string | null };
  /** Lines before the state's own that no fact fills; legal. */
  readonly skipped: readonly AttemptLine[];
  readonly regime: RegimeShown;
  readonly flags: {
    readonly certificateIssued: FieldValue<true> | null;
    readonly registrationCertificateIssued: FieldValue<true> | null;
    readonly firmPlace: FieldValue<true> | null;
    readonly trainingPlanValidated: FieldValue<true> | null;
  };
  readonly positioned: FieldValue<{ readonly by: string | null; readonly mode: string | null }> | null;
  readonly contacted: FieldValue<true> | null;
  readonly appointment: Appointment | null;
  /** By appointment slot or date, on the time line. */
  readonly presence: readonly (FieldValue<'present' | 'absent'> & { readonly slot: string | null })[];
  readonly selection: FieldValue<'retained' | 'not-retained' | 'waiting'> | null;
  readonly validation: FieldValue<{ readonly validator: string }> | null;
  readonly enrolment: FieldValue<'registered' | 'not-registered'> | null;
  readonly withdrawal: FieldValue<{ readonly by: string | null }> | null;
}

export interface Appointment {
  readonly slot: string | null;
  readonly state: 'appointed' | 'cancelled';
  readonly since: FieldValue<string | null>;
  /** Every appointment slot the attempt ever held, in order. */
  readonly slots: readonly string[];
  /** From one appointment slot to another, on the time line. */
  readonly transfers: readonly FieldValue<{ readonly from: string; readonly to: string }>[];
}

/** rules.md, Stays. `provisional`: an abandonment is declared, the exit is not. */
export type StayState = 'expected' | 'absent-at-entry' | 'entered' | 'interrupted' | 'exited';

export interface Stay {
  /** Identity (`source/id`) of the fact that opened it; of a stay that nothing opened yet `expected:` and the key of its attempt, or `expected` where a plan alone says so. */
  readonly key: string;
  readonly state: StayState;
  readonly provisional: boolean;
  readonly regime: RegimeShown;
  readonly entry: FieldValue<string> | null;
  readonly absence: FieldValue<string> | null;
  readonly exit: Exit | null;
  /** An abandonment beside the exit, or one that later attendance contests. */
  readonly abandonment: FieldValue<string> | null;
  readonly modules: readonly Module[];
  readonly interruptions: readonly Interruption[];
  readonly resumptions: readonly FieldValue<string>[];
}

export type Exit = FieldValue<string> & { readonly kind: string };

export interface Module {
  readonly module: string;
  readonly entry: FieldValue<string> | null;
  readonly absence: FieldValue<string> | null;
  readonly resumption: FieldValue<string> | null;
  readonly exit: Exit | null;
  readonly abandonment: FieldValue<string> | null;
  readonly assessment: FieldValue<string> | null;
}

export interface Interruption {
  readonly kind: 'observed' | 'suspended';
  readonly period: FieldValue<Period>;
  /** `to` − `from` + 1; null while open-ended. */
  readonly days: number | null;
  /** Long enough to change the state (15 days at most do not), or a suspension. */
  readonly changesState: boolean;
  readonly resumedOn: string | null;
}

export interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** In person, at a distance (FOAD), or both. */
export type TeachingMode = 'in-person' | 'blended' | 'distance';

export interface Plan {
  readonly plannedEntry: FieldValue<string> | null;
  readonly plannedExit: FieldValue<string> | null;
  readonly hoursCentre: FieldValue<number> | null;
  readonly hoursCompany: FieldValue<number> | null;
  readonly weeklyHours: FieldValue<number> | null;
  readonly individualised: FieldValue<boolean> | null;
  /** Where the person's own training is given otherwise than the session says. */
  readonly teachingMode: FieldValue<TeachingMode> | null;
  /** Interruptions foreseen for the candidate; they never change a state. */
  readonly interruptions: readonly FieldValue<Period>[];
}

/** What is planned for the whole path of the trainee, of which the training of the dossier may be a part only. */
export type WholePathPlan = Omit<Plan, 'interruptions'>;

/** A company that receives the trainee for part of the training; its name is sealed. */
export interface HostCompany {
  readonly line: string;
  readonly siret: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly hours: number | null;
}

export interface Absence extends Period {
  readonly kind: 'absence' | 'lateness';
  /** `HH:MM`, when the trainee was awaited. */
  readonly startsAt: string | null;
  /** Of a lateness, or of an absence of less than a day. */
  readonly minutes: number | null;
  readonly justified: boolean;
  /** Null: the whole stay. */
  readonly module: string | null;
}

export interface Attendance {
  /** `YYYY-MM` */
  readonly month: string;
  /** Key of the stay that the month is of: two stays may share a month. Null: no stay is known. */
  readonly stay: string | null;
  /** Null: the whole stay. */
  readonly module: string | null;
  readonly hours: number | null;
  readonly complete: boolean;
}

export interface Hours {
  readonly from: string;
  readonly to: string;
  readonly hoursCentre: number;
  readonly hoursCompany: number;
  /** Null: the whole stay. */
  readonly module: string | null;
}

/** A quote (*devis*): what is said of itself, and what each of its two validators decided, each on its day. */
export interface Quote {
  readonly quote: string | null;
  readonly device: string;
  readonly state: FieldValue<QuoteState> | null;
  readonly candidate: FieldValue<QuoteState> | null;
  readonly franceTravail: FieldValue<QuoteState> | null;
}

export type QuoteState = 'sent' | 'accepted' | 'refused' | 'cancelled';

/** What a paper is about: a month or a period, or what its own reference says. */
export interface PaperOf {
  /** `YYYY-MM` */
  readonly month: string | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  /** The partner's own reference. */
  readonly document: string | null;
}

export interface AttendanceSheet extends PaperOf {
  readonly state: string;
}

/** Without amounts. */
export interface Invoice extends PaperOf {
  readonly prepared: FieldValue<string> | null;
  readonly sent: FieldValue<string> | null;
}

/** Who was told of what. */
export interface Notification {
  readonly about: string;
  readonly told: string;
  readonly plannedExit: string | null;
}

export interface TrainingCost {
  /** Euro cents. */
  readonly amount: number;
  readonly basis: 'person' | 'hour' | 'action';
}

export interface FinancingLine {
  readonly line: string;
  readonly engaged: FieldValue<Financing> | null;
  readonly realised: FieldValue<Financing> | null;
}

export interface Financing extends Period {
  readonly financerSiret: string;
  /** On whose behalf the financer pays. */
  readonly delegatedBySiret: string | null;
  /** Who pays a share of the line, as its principal financer tells it; amounts in euro cents. */
  readonly coFinancers: readonly { readonly siret: string; readonly amount: number | null }[];
  /** The establishment that employed the trainee at the entry. */
  readonly employerSiret: string | null;
  readonly funding: string;
  readonly device: string;
  /** Euro cents. */
  readonly amount: number | null;
}

/** Its kind and the kind of its file are sealed: they may say a recognised disability. */
export interface Remuneration {
  readonly payBody: string | null;
  readonly payBodySiret: string | null;
  readonly sent: boolean | null;
  /** From which day the Région bears it. */
  readonly chargedFrom: string | null;
  readonly rhythm: string | null;
}

/** rules.md, Dossier status: the first that holds. */
export const dossierStatuses = [
  ...(['removed', 'interrupted', 'entered', 'exited', 'absent', 'refused', 'withdrawn', 'declared'] as const),
  ...(['positioned', 'contacted', 'appointed', 'appointment-cancelled', 'present', 'retained', 'waiting'] as const),
  ...(['to-validate', 'registered'] as const),
] as const;
export type DossierStatus = (typeof dossierStatuses)[number];

/** Nobody was in training, and nobody is awaited. */
export const endedWithoutStay: readonly DossierStatus[] = ['absent', 'refused', 'withdrawn', 'removed'];

/** Nothing more is to come of a dossier with this status, unless somebody begins anew in it (rules.md, 9.3). */
export function isOver(status: DossierStatus): boolean {
  return status === 'exited' || endedWithoutStay.includes(status);
}

/** The exit of a stay, else the abandonment that stands for it; null while it goes on. */
export function endOf(stay: Stay): FieldValue<string> | null {
  return stay.state === 'exited' ? (stay.exit ?? stay.abandonment) : null;
}

/** From the entry, else the first resumption, to the end; null where nobody was in training (rules.md, 8.16). */
export function daysOfStay(stay: Stay): Period | null {
  const [begun] = [stay.entry, ...stay.resumptions].filter((each) => each !== null);
  if (begun === undefined || stay.state === 'absent-at-entry') return null;
  return { from: begun.value, to: endOf(stay)?.value ?? null };
}

/** The day of its resumption, else its own last day; null: no day ends it but that of the stay (rules.md, 8.16). */
export function endOfInterruption({ resumedOn, period }: Interruption): string | null {
  return resumedOn ?? period.value.to;
}

/** Whether the day has come from which it can be reported (rules.md, 13.9). */
export function isReached({ since }: Pick<Expectation, 'since'>, today: string): boolean {
  return since !== null && since <= today;
}

/** Whether the last day in time is over. */
export function isOverdue({ dueBy }: Pick<Expectation, 'dueBy'>, today: string): boolean {
  return dueBy !== null && dueBy < today;
}

/** Found in the facts alone (`stored`), or for a day, a session or other dossiers when somebody reads (`assessed`). */
export interface Anomaly {
  readonly code: AnomalyCode;
  readonly severity: Severity;
  readonly found: 'stored' | 'assessed';
  readonly facts: readonly FactRef[];
  /** Key of the attempt or stay, number of another dossier, name of an expectation, days…: what the sentence needs. */
  readonly about: Readonly<Record<string, string | number>>;
}

/**
 * What should be reported next. `dueBy` is the last day in time; null where only the session can say (`assess` fills it in).
 * `slot`: appointment slot awaited; `month`: `YYYY-MM` of an attendance, the first missing one (`assess` goes on from it).
 */
export interface Expectation {
  readonly what: ExpectationName;
  readonly since: string | null;
  readonly dueBy: string | null;
  /** Key of the attempt or stay it is about. */
  readonly about: string;
  readonly slot?: string;
  readonly month?: string;
  /** No source says by when: the due day is our reading. */
  readonly dueInferred?: true;
}

/** A training organisation (*dispensateur*) that facts of the dossier name, and which sources named it. Not a right. */
export interface NamedOrganisation {
  readonly siret: string;
  /** Sorted. */
  readonly sources: readonly string[];
}

/** The record of a dossier: a pure function of its facts and the rules, described whenever somebody reads. Plain JSON. */
export interface DossierRecord {
  readonly number: number | null;
  readonly alsoKnownAs: readonly number[];
  /** Session and file references of its facts, sorted. */
  readonly trainingRefs: readonly string[];
  /** File references by which partners know the dossier, sorted. */
  readonly partnerRefs: readonly string[];
  /** How readers are shown these references, where not as they stand. */
  readonly writtenRefs?: WrittenReferences;
  readonly status: DossierStatus;
  readonly statusSince: (FactRef & { readonly effectiveDate: string | null }) | null;
  readonly funding: string | null;
  readonly territory: string;
  /** By SIRET. */
  readonly organisations: readonly NamedOrganisation[];
  readonly plan: Plan | null;
  readonly wholePath: WholePathPlan | null;
  readonly attempts: readonly Attempt[];
  readonly stays: readonly Stay[];
  readonly absences: readonly FieldValue<Absence>[];
  readonly attendance: readonly FieldValue<Attendance>[];
  readonly hours: readonly FieldValue<Hours>[];
  readonly hostCompanies: readonly FieldValue<HostCompany>[];
  readonly assessment: FieldValue<string> | null;
  readonly financing: readonly FinancingLine[];
  readonly remuneration: FieldValue<Remuneration> | null;
  readonly serviceDone: FieldValue<string> | null;
  readonly costs: readonly FieldValue<TrainingCost>[];
  readonly quotes: readonly Quote[];
  readonly attendanceSheets: readonly FieldValue<AttendanceSheet>[];
  readonly invoices: readonly Invoice[];
  readonly notifications: readonly FieldValue<Notification>[];
  readonly skillsProfile: FieldValue<true> | null;
  readonly certifications: readonly FieldValue<{ readonly registry: string; readonly code: string }>[];
  readonly anomalies: readonly Anomaly[];
  readonly expectations: readonly Expectation[];
  /**
   * Facts that hold the sealed blocks in force, which the query service opens by right: the newest situation of each
   * source, the newest last, then the positionings, remuneration, host companies and notifications shown; the reasons of
   * every exit, abandonment and absence shown.
   */
  readonly sealed: Readonly<Partial<Record<SealedCategory, readonly FactRef[]>>>;
  /** Without the numbers given to it. */
  readonly factCount: number;
  /** More facts than `rules.factsMax`: the door refuses more. */
  readonly overfull: boolean;
}

export const factStateNames = ['live', 'echo', 'removed', 'set-aside', 'superseded', 'variant'] as const;
export type FactStateName = (typeof factStateNames)[number];

/** Every fact of the set with what became of it (`facts=true`). */
export interface FactState {
  readonly source: string;
  readonly id: string;
  readonly type: EventName;
  readonly effectiveDate: string | null;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly state: FactStateName;
  /** Removers, the newer statement, the variant that stands, the origin of an echo. */
  readonly by: readonly FactRef[];
}
