import type { VersionStatus } from '@hub/platform';

export interface ComparisonRow {
  readonly id: number;
  readonly here: string;
  readonly there: string;
  readonly dossiers: number;
  readonly dossiersDiffering: number;
  readonly unexplained: number;
  readonly comparedAt: string;
}

/** Versions of the records, as the hub's API tells them. */
export interface Versions {
  readonly versions: readonly VersionStatus[];
  readonly comparisons: readonly ComparisonRow[];
  /** What a rollback gives readers again; null: there is nothing. */
  readonly wayBack: string | null;
}
