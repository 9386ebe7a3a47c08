import type { components } from '@hub/client';

/** What the hub's API answers, as its contract describes it. */
type Answers = components['schemas'];

export type Path = Answers['TrainingPath'];
export type Dossier = Answers['Dossier'];
export type Attempt = Answers['Attempt'];
export type Stay = Answers['Stay'];
export type Session = Answers['Session'];
export type Anomaly = Answers['Anomaly'];
export type GivenBy = Answers['GivenBy'];
export type Explanation = Answers['Explanation'];
export type FactState = Answers['FactState'];
export type ListedDossier = Answers['ListedDossier'];
export type ListedAnomaly = Answers['ListedAnomaly'];
export type ListedExpectation = Answers['ListedExpectation'];
export type ListedRemuneration = Answers['Remuneration'];
export type AnomalyCounts = Answers['AnomalyCounts'];
export type ExpectationCounts = Answers['ExpectationCounts'];
export type Rectification = Answers['Rectification'];
export type FactRef = Answers['FactRef'];

/** A value with the fact that gave it, whatever the value is. */
export interface Told extends FactRef {
  readonly value: unknown;
  readonly effectiveDate: string | null;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly standing: 'authoritative' | 'unconfirmed' | 'contested' | 'no-authority';
  readonly confirmedBy: readonly FactRef[];
  readonly contestedBy: readonly FactRef[];
}

/** Of `GET /v1/consultations`. */
export interface Consultation {
  readonly at: string;
  readonly operation: string;
  readonly searchedBy: string | null;
  readonly purpose: string | null;
  readonly decision: string;
  readonly of: readonly { readonly trainee: string | null; readonly dossier: number | null }[];
}
