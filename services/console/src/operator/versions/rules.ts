/** The rules that readers are given, as the hub's API tells them. */
export interface Rules {
  readonly version: string;
  readonly trial: string | null;
  readonly deadlines: readonly {
    readonly name: string;
    readonly days: number;
    readonly label: string;
    readonly sentence: string;
    readonly source: string | null;
  }[];
  readonly thresholds: readonly {
    readonly code: string;
    readonly threshold: number;
    readonly unit: string;
    readonly sentence: string;
    readonly source: string | null;
  }[];
  readonly settings: readonly {
    readonly name: string;
    readonly value: string | number;
    readonly label: string;
    /** The values that it may have; null: any number. */
    readonly choices: readonly Choice[] | null;
  }[];
  readonly authority: { readonly description: string; readonly rows: readonly AuthorityRow[] };
  readonly choices: {
    readonly steps: readonly Choice[];
    readonly clocks: readonly string[];
    readonly territories: readonly Choice[];
    readonly fundings: readonly Choice[];
    readonly sources: readonly Choice[];
    readonly validators: readonly Choice[];
  };
}

export interface Choice {
  readonly code: string;
  readonly label: string;
}

export interface AuthorityRow {
  readonly id: string;
  readonly step: string;
  readonly territory: string | null;
  readonly funding: readonly string[] | null;
  readonly exceptFunding: readonly string[] | null;
  readonly validator: string | null;
  readonly regimes: readonly Regime[];
  readonly source: string | null;
  readonly note: string | null;
}

/** Who decides, first to last, where all of `when` holds. */
export interface Regime {
  readonly name: string;
  readonly when: readonly { readonly clock: string; readonly from?: string; readonly to?: string }[];
  readonly sources: readonly string[];
}

/** A row as rules are written: what it does not say is not there. */
export type WrittenRow = Pick<AuthorityRow, 'step'> &
  Partial<Pick<AuthorityRow, 'territory' | 'funding' | 'exceptFunding' | 'validator'>> & {
    readonly regimes: readonly (Omit<Regime, 'when'> & Partial<Pick<Regime, 'when'>>)[];
  };

/** What is tried, as the API takes it. */
export type Edit = Readonly<Record<string, unknown>> & { readonly kind: string };

/** One rule that is tried otherwise. */
export interface RuleChange {
  readonly kind: string;
  readonly name: string;
  /** French; of a row its name. */
  readonly label: string;
  /** Null: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What a trial came to. */
export interface Tried {
  readonly dossiers: number;
  readonly changed: number;
  readonly failed: number;
  readonly fields: readonly { readonly path: string; readonly dossiers: number }[];
  readonly statuses: readonly { readonly before: string; readonly after: string; readonly dossiers: number }[];
  readonly anomalies: readonly { readonly code: string; readonly raised: number; readonly gone: number }[];
  readonly samples: readonly {
    readonly dossier: number;
    readonly status?: { readonly before: string; readonly after: string } | null;
    readonly raised?: readonly string[];
    readonly gone?: readonly string[];
    readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
    readonly more: number;
  }[];
  readonly failedSamples: readonly number[];
}
