import type { SimulatedPerson } from './people.ts';
import type { SimulatedFunding, SimulatedSession } from './sessions.ts';

/** The systems that the simulation plays; each is a `source` of the dictionary. */
export type SimulatedSystem =
  | 'kairos'
  | 'kairos-ng'
  | 'eos'
  | 'ofeli'
  | 'soistiss'
  | 'ouiform'
  | 'france-travail'
  | 'region-cvl'
  | 'opco'
  | 'cep'
  | 'cdc'
  | 'passport';

export type Positioner = 'france-travail' | 'mission-locale' | 'cap-emploi' | 'adviser' | 'organisation' | 'self';
export type Validator = 'france-travail' | 'mission-locale' | 'cap-emploi';
export type ExitKind = 'planned-end' | 'abandonment' | 'interrupted-by-organisation' | 'transferred' | 'employment';
export type AssessmentResult = 'reached' | 'partly-reached' | 'not-reached';

interface Period {
  readonly from: string;
  readonly to: string;
}

interface FinancingLine {
  readonly line: string;
  readonly financerSiret: string;
  readonly device: string;
  readonly from: string;
  readonly to: string;
  /** Euro cents. */
  readonly amount: number;
  /** Who employs the trainee, where a financer of employees pays. */
  readonly employerSiret?: string;
}

/** What each kind of step says besides who, where and when, in the words of the dictionary. The kind is its event. */
export interface StepFacts {
  'candidate-positioned': {
    readonly by: Positioner;
    readonly mode: 'meeting' | 'appointment' | 'candidature' | 'direct';
    /** Absent on a direct enrolment. */
    readonly slot?: string;
  };
  'candidate-contacted': Record<never, never>;
  'appointment-transferred': { readonly fromSlot: string; readonly toSlot: string };
  'appointment-cancelled': { readonly slot: string };
  'presence-recorded': { readonly slot: string; readonly presence: 'present' | 'absent' };
  'selection-decided': { readonly slot?: string; readonly result: 'retained' | 'not-retained' | 'waiting' };
  'enrolment-certificate-issued': Record<never, never>;
  'firm-place-granted': Record<never, never>;
  'training-plan-validated': Record<never, never>;
  'validation-requested': { readonly validator: Validator };
  'enrolment-decided': { readonly decision: 'registered' | 'not-registered'; readonly validator: Validator };
  'positioning-withdrawn': { readonly by: Positioner };
  'path-planned': {
    readonly plannedEntry: string;
    readonly plannedExit: string;
    readonly hoursCentre: number;
    readonly hoursCompany: number;
    readonly weeklyHours: number;
  };
  'quote-decided': { readonly quote: string; readonly device: 'aif' | 'poei'; readonly state: 'sent' | 'accepted' };
  'entry-attested': Record<never, never>;
  'absent-at-entry': Record<never, never>;
  'resumption-attested': Record<never, never>;
  'interruption-planned': Period;
  'interruption-observed': { readonly from: string; readonly to?: string };
  'absence-declared': Period & {
    readonly justified: boolean;
    readonly kind?: 'lateness';
    readonly minutes?: number;
    readonly reason?: string;
  };
  'attendance-reported': { readonly month: string; readonly hours?: number; readonly complete?: true };
  'abandonment-declared': { readonly reason: string };
  'exit-declared': { readonly kind: ExitKind };
  'assessment-recorded': { readonly result: AssessmentResult };
  'service-done': { readonly state: 'declared' | 'certified' };
  'financing-engaged': FinancingLine;
  'financing-realised': FinancingLine;
  'situation-declared': {
    readonly rqth: boolean;
    readonly level: { readonly nomenclature: 'fr-1969'; readonly code: string };
    readonly status: string;
    readonly monthsSearching: number;
    readonly franceTravailRegistrationDate: string;
    readonly prescriber: string;
    readonly prescriberKind: 'france-travail';
    readonly objectives: string;
  };
  'cep-period-opened': { readonly period: string; readonly operatorSiret: string };
  'cep-period-closed': { readonly period: string; readonly operatorSiret: string };
  /** The referent's SIRET: the body that follows the job seeker for France Travail; absent: itself. */
  'job-seeker-period-opened': { readonly period: string; readonly referentSiret?: string };
  'job-seeker-period-closed': { readonly period: string };
  'skills-profile-completed': Record<never, never>;
  'certification-obtained': { readonly registry: 'rncp' | 'rs'; readonly code: string };
  'employment-reported': {
    readonly contract: string;
    /** Nature of contract of the DSN (S21.G00.40.007). */
    readonly nature: string;
    readonly start: string;
    readonly monthlyHours: number;
    readonly month: string;
    readonly employerSiret?: string;
  };
}

export type StepKind = keyof StepFacts;

/** The trainee block of the dictionary, with what this system knows of the person at this moment. */
export interface TraineeBlock {
  readonly nir?: string;
  readonly franceTravailNumber?: string;
  readonly partnerNumber?: string;
  readonly birthName?: string;
  readonly usualName?: string;
  readonly firstNames?: string;
  readonly birthDate?: string;
  readonly sex?: 'female' | 'male';
  readonly contact?: { readonly phones: readonly string[]; readonly email: string };
}

interface StepBase {
  readonly system: SimulatedSystem;
  /** Unique in the system; a repeated step keeps it. */
  readonly id: string;
  /** Epoch milliseconds: when the system recorded it. */
  readonly recordedAt: number;
  /** Epoch milliseconds: when the system reports it to the hub, never before it was recorded. */
  readonly sentAt: number;
}

/** An act on one trainee, in one system. */
export type TraineeStep<K extends StepKind = StepKind> = {
  [Kind in K]: StepBase & {
    readonly about: 'trainee';
    readonly kind: Kind;
    readonly facts: StepFacts[Kind];
    /** `effectiveDate`; null where the facts have a `from`. */
    readonly day: string | null;
    readonly trainee: TraineeBlock;
    /** Empty where the fact is about the person only. */
    readonly training: readonly string[];
    readonly funding: SimulatedFunding | null;
    /** The module of the training that the act is about; absent: the whole. */
    readonly module?: string;
    readonly corrects?: readonly string[];
    readonly origin?: { readonly source: SimulatedSystem; readonly id: string };
  };
}[K];

/** An act on a session: what the offer and the recruitment of it become. */
export type SessionStep = StepBase & { readonly about: 'session'; readonly session: SimulatedSession } & (
    | { readonly kind: 'session-published'; readonly version: number }
    | { readonly kind: 'session-interruption-planned'; readonly facts: Period }
    | { readonly kind: 'recruitment-opened'; readonly slot: SimulatedSession['slots'][number] }
  );

/** When a part of an EOS dossier was last saved: the dossier's version then, and at the save before (null: first). */
export interface EosSave {
  readonly version: number;
  readonly previous: number | null;
  readonly savedAt: number;
}

/** A trainee's dossier in EOS after one save: the whole state, as its screen shows it. A null value is an empty field. */
export interface EosDossier {
  readonly silo: string;
  readonly version: number;
  readonly savedAt: number;
  readonly person: SimulatedPerson;
  /** As known at this save. */
  readonly nir: string | null;
  readonly franceTravailNumber: string | null;
  readonly session: SimulatedSession;
  /** The session that the dossier was opened in by mistake, and the version that put it right. */
  readonly movedFrom: { readonly session: SimulatedSession; readonly version: number } | null;
  readonly funding: 'prf' | 'prf-direct';
  /** Why a dossier is created without France Travail: sensitive, hence never sent in clear. */
  readonly public: 'visa' | 'ppsmj' | 'not-registered' | null;
  readonly deleted: boolean;
  readonly plan: (EosSave & { readonly entry: string; readonly exit: string; readonly individualised: boolean }) | null;
  readonly entry: (EosSave & { readonly day: string | null }) | null;
  readonly situation: (EosSave & { readonly rqth: boolean; readonly months: number; readonly level: string }) | null;
  readonly remuneration: (EosSave & { readonly sent: boolean; readonly kind: string }) | null;
  readonly suspension: (EosSave & Period) | null;
  readonly extension: (EosSave & { readonly plannedExit: string }) | null;
  readonly hours: readonly (EosSave & Period & { readonly centre: number; readonly company: number })[];
  readonly exit: (EosSave & { readonly day: string; readonly kind: ExitKind }) | null;
}

/** A save of an EOS dossier. */
export type EosStep = StepBase & {
  readonly about: 'eos-dossier';
  readonly kind: 'dossier-saved';
  readonly system: 'eos';
  readonly dossier: EosDossier;
};

export type SimulatedStep = TraineeStep | SessionStep | EosStep;

/** One trainee's life as the systems see it: steps by `sentAt`. */
export interface SimulatedLife {
  readonly person: SimulatedPerson;
  readonly steps: readonly (TraineeStep | EosStep)[];
}
