/** How an organisation is related to a dossier (rules.md, Rights). The widest first. */
export const relationNames = [
  'authority',
  'corroborated',
  'employed',
  'excepted',
  'registered',
  'accompanied',
  'paying',
  'own',
] as const;
export type RelationName = (typeof relationNames)[number];

/** Those that stand on the facts of two organisations: by these alone one acts by number, and they are counted by pair. */
export const relationsOfTwo: readonly RelationName[] = ['corroborated', 'employed'];

/** What a reader may see of a dossier or of a person. */
export const categories = [
  'states',
  'hours',
  'amounts',
  'identity',
  'contact',
  'situation',
  'reasons',
  'outcome',
  'employment',
  'other-dossiers',
  'cep',
  'registrations',
  'france-travail-number',
] as const;
export type Category = (typeof categories)[number];

/** Categories that are sealed, hence opened block by block. */
export const blockCategories = ['identity', 'contact', 'situation', 'reasons'] as const;
export type BlockCategory = (typeof blockCategories)[number];

/**
 * Whose blocks are opened: those that the reader's own organisation reported; beside them those of these systems; those
 * that came with any fact of the dossier; all.
 */
export type BlockScope = 'own' | 'dossier' | 'all' | readonly string[];

/** From which facts a dossier is described: the reader's own; all, of which states and days alone are shown; all. */
export const descriptions = ['own', 'states', 'all'] as const;
export type Described = (typeof descriptions)[number];

/** Read from `schemas/rights.json`. Not among the rules of a projection: rights change without a rebuild. */
export interface Rights {
  readonly rows: readonly RightsRow[];
  readonly namings: readonly Naming[];
  readonly months: RightsMonths;
  readonly statistics: readonly StatisticsRight[];
}

/** Who is told steering figures, for the purpose `statistics`: of every territory, or of those of its convention. */
export interface StatisticsRight {
  readonly kinds: readonly string[];
  readonly territories: 'all' | 'own';
}

/** What a relation opens under these purposes to these kinds of organisation. Rows of one relation and purpose add up. */
export interface RightsRow {
  readonly relation: RelationName;
  readonly purposes: readonly string[];
  readonly kinds: readonly string[];
  readonly described: Described;
  readonly categories: readonly Category[];
  /** Of the sealed categories named; absent: blocks of the reader's own organisation alone. */
  readonly blocks: Readonly<Partial<Record<BlockCategory, BlockScope>>>;
}

/** A funding, or a financer's code of LHEO, names organisations of a kind. */
export interface Naming {
  readonly kind: string;
  readonly fundings: readonly string[];
  readonly financerCodes: readonly string[];
  /** Where there is one holder of the kind: in each territory, in the country; `none`: several share them. */
  readonly sole: 'territory' | 'country' | 'none';
}

export interface RightsMonths {
  /** A financer, after the exit. */
  readonly afterExit: number;
  /** At most, after the last fact of another organisation: the longest training and the months after its exit. */
  readonly afterOthers: number;
  /** Whoever follows a job seeker, after the exit. */
  readonly registered: number;
  /** A CEP operator, after the last fact of its period. */
  readonly accompanied: number;
  /** A pay body, after what it pays. */
  readonly paying: number;
}
