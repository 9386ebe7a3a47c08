import type { SealedCategory } from '@hub/contracts';
import type { AssessedDossier } from '../dossier/assess.ts';
import type { Anomaly, FactRef, FieldValue } from '../dossier/record.ts';
import type { ContractClass } from '../rules.ts';
import type { ToldPerson } from './told-people.ts';

/** What is known of a person beside the dossiers; no identity in clear. Plain JSON. */
export interface TraineeRecord {
  /** Facts that hold sealed identifiers, oldest first. */
  readonly known: readonly FactRef[];
  /** Descriptions in force, one per source, the newest last: their sealed blocks hold identity and contact. */
  readonly described: readonly Description[];
  readonly sealed: Readonly<Partial<Record<SealedCategory, FactRef>>>;
  readonly cepPeriods: readonly CepPeriod[];
  readonly registrations: readonly RegistrationPeriod[];
  readonly employment: readonly EmploymentPeriod[];
  readonly certifications: readonly FieldValue<{ readonly registry: string; readonly code: string }>[];
  readonly traineeVerdicts: readonly TraineeVerdict[];
  readonly dossierVerdicts: readonly DossierVerdict[];
  /** Facts that were moved to another trainee: they are removed from this one's dossiers. */
  readonly moved: readonly { readonly source: string; readonly id: string; readonly toTrainee: string }[];
  readonly deceased: FieldValue<true> | null;
  readonly restricted: FieldValue<true> | null;
  readonly destroyed: FieldValue<true> | null;
  /**
   * The persons who may stand behind the identifiers of this trainee, where that is suspected (rules.md, 2.17); else empty.
   * For operators only: it is no anomaly, which its dossiers would show.
   */
  readonly mayBeSeveral: readonly ToldPerson[];
  readonly anomalies: readonly Anomaly[];
}

export interface Description extends FactRef {
  readonly recordedAt: string;
  readonly categories: readonly SealedCategory[];
  readonly flags: Readonly<Record<string, boolean>>;
}

export interface CepPeriod {
  readonly period: string;
  readonly operatorSiret: string;
  readonly opened: FieldValue<string> | null;
  readonly closed: FieldValue<string> | null;
}

/** A period of registration as a job seeker at France Travail. */
export interface RegistrationPeriod {
  readonly period: string;
  /** Who follows the person for France Travail; null: itself. */
  readonly referentSiret: string | null;
  readonly opened: FieldValue<string> | null;
  /** Its last day. */
  readonly closed: FieldValue<string> | null;
}

/** One contract in the days between two changes of it (DSN of month M − 1, reported on change: rules.md, Employment and outcome). */
export interface EmploymentPeriod {
  readonly contract: string;
  readonly nature: string;
  readonly contractClass: ContractClass | null;
  /** Of the contract, as its newest month reports; null: not ended. */
  readonly start: string;
  readonly end: string | null;
  /** Days in which it was so, both included; without a change they are those of the contract. */
  readonly from: string;
  readonly to: string | null;
  readonly monthlyHours: number;
  readonly sector: string | null;
  /** Another contract ran on some day of it (rules.md, Employment and outcome). */
  readonly several: boolean;
  /** Newest month in which it was seen so, `YYYY-MM`. */
  readonly month: string;
  readonly told: FactRef;
}

export interface TraineeVerdict extends FactRef {
  readonly trainees: readonly [string, string];
  readonly verdict: 'same' | 'different';
  readonly by: 'rule' | 'manual';
  readonly reason: string | null;
  readonly recordedAt: string;
  /** Who said it by hand, by an opaque id; for operators only. */
  readonly agent?: string;
  /** For whom what a rule goes by was reported; for nobody's eyes. */
  readonly organisation?: string;
}

/** Each side is a dossier number or a training reference. */
export interface DossierVerdict extends FactRef {
  readonly pair: readonly [string, string];
  readonly verdict: 'same' | 'different';
  readonly by: 'rule' | 'manual';
  readonly reason: string | null;
  readonly recordedAt: string;
}

export interface TrainingPath {
  /** Ids answered together, and the verdicts that join them. */
  readonly trainees: readonly string[];
  readonly joinedBy: readonly TraineeVerdict[];
  /** A link contradicts a manual "different": for the operators. */
  readonly review: boolean;
  readonly dossiers: readonly AssessedDossier[];
  readonly cepPeriods: readonly CepPeriod[];
  readonly registrations: readonly RegistrationPeriod[];
  readonly employment: Employment;
  readonly certifications: TraineeRecord['certifications'];
  readonly sealed: readonly (FactRef & { readonly trainee: string; readonly category: SealedCategory })[];
  readonly restricted: boolean;
  readonly anomalies: readonly Anomaly[];
}

export interface Employment {
  /** The best contract running today (rules.md, Employment and outcome). */
  readonly bestJob: EmploymentPeriod | null;
  readonly periods: readonly EmploymentPeriod[];
  /** The last day for which the DSN is used; null: a training goes on, or there was none. */
  readonly usedUntil: string | null;
  /** Return to employment of each dossier at six points (rules.md, Employment and outcome). */
  readonly returns: readonly { readonly dossier: number | null; readonly points: readonly EmploymentPoint[] }[];
}

export interface EmploymentPoint {
  readonly point: 'validation' | 'entry' | 'exit' | 'exit+3' | 'exit+6' | 'exit+12';
  /** Null where the moment has not come or is not known. */
  readonly date: string | null;
  readonly bestJob: EmploymentPeriod | null;
  /** More than one contract that day. */
  readonly several: boolean;
  /** That month is not over: its DSN comes in the month after it, and what is not known yet is no answer. */
  readonly awaited: boolean;
}
