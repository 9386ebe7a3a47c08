import type { LogEntries } from './log-entries.ts';

export const registryTables = ['trainee', 'alias', 'dossier', 'verdict', 'link', 'description'] as const;
export type RegistryTable = (typeof registryTables)[number];

/** Rows of one table of the registry, against what the log says. */
export interface TableDifference {
  readonly equal: number;
  /** On the log and not in the registry. */
  readonly missing: number;
  /** Of another trainee or training than the log says. */
  readonly changed: number;
  /** In the registry as told, and not on the log. */
  readonly extra: number;
  /** Reserved and never told, or told while this ran: no difference. */
  readonly pending: number;
  /** Up to 20 of what is missing, changed or extra: trainee ids, dossier numbers, ids of verdicts; never an identifier. */
  readonly samples: readonly string[];
}

export interface RegistryDifference {
  readonly tables: Readonly<Record<RegistryTable, TableDifference>>;
  /** The place in the sequence of numbers, and the greatest one that the log names: never behind it. */
  readonly sequence: { readonly at: number; readonly told: number };
  /** Version of the pepper of the aliases there (null: none) and of the secrets. */
  readonly pepper: { readonly registry: number | null; readonly secrets: number };
}

/**
 * What the log says, laid beside the registry in use on one connection; nobody else sees it, and it ends with the
 * connection. Every call is a bounded number of statements, however much it is for.
 */
export interface RegistryDraft {
  /** `late`: received while the log was read, and so no reason to call the registry wrong. */
  add(entries: LogEntries, late: boolean): Promise<void>;
  /** From here on, the registry is seen as it is now, until `close`. */
  freeze(): Promise<void>;
  /** How many trainees have no key although the log does not say that their data were destroyed. */
  countKeyless(): Promise<number>;
  /** `greatestPlace`: in the sequence of dossier numbers, of those that the log names. */
  compare(greatestPlace: number): Promise<RegistryDifference>;
  /**
   * Makes the registry say what the log says, in one transaction; readers see it before or after. `whole`: all of the
   * log was read, and what it does not say goes too.
   */
  adopt(greatestPlace: number, whole: boolean): Promise<void>;
  close(): Promise<void>;
}
