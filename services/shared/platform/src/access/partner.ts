import type { IdentifierKind, RightsReader } from '@hub/core';

/** What an organisation is; one may be several. */
export const organisationKinds = [
  'region',
  'opco',
  'transitions-pro',
  'agefiph',
  'france-travail',
  'mission-locale',
  'cap-emploi',
  'cep-operator',
  'pay-body',
  'certifier',
  'authority',
  'hub-operator',
  'system-only',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Distinct persons (and openings) that an organisation, its clients or an agent may come to; see docs/operations.md. */
export interface Limits {
  /** Whom one agent behind a client reads, and whom it is shown in lists. */
  readonly agentPersonsAnHour: number;
  readonly agentListedAnHour: number;
  /** Whom one client reads or is shown in lists; beyond the same number the organisation rings. */
  readonly personsADay: number;
  readonly personsIn28Days: number;
  /** Reads that met nothing that the agent may see; by all agents of a client. */
  readonly missesAnHour: number;
  readonly missesADay: number;
  /** Of persons new to the organisation of whom it told a line within the day, those whom a client then reads. */
  readonly readsAfterLineADay: number;
  /** Persons whom an organisation reads by what one other organisation reports; and of those, whom both first reported within the day. */
  readonly pairPersonsIn28Days: number;
  readonly pairNewPersonsADay: number;
  /** What a client tells of numbers that are unknown or not its own. */
  readonly doorMissesADay: number;
  /** Agents whom a client names; more ring. */
  readonly agentsADay: number;
  /** Persons new to the organisation whom its clients report. */
  readonly newPersonsADay: number;
  /** Persons for whom it opens a period of CEP or of registration; sent again, an opening counts again. */
  readonly openingsADay: number;
}

export const defaultLimits: Limits = {
  agentPersonsAnHour: 60,
  agentListedAnHour: 2_000,
  personsADay: 2_000,
  personsIn28Days: 20_000,
  missesAnHour: 60,
  missesADay: 500,
  readsAfterLineADay: 100,
  pairPersonsIn28Days: 5_000,
  pairNewPersonsADay: 20,
  doorMissesADay: 200,
  agentsADay: 500,
  newPersonsADay: 5_000,
  openingsADay: 500,
};

/** The names of all limits. */
export const limitNames = Object.keys(defaultLimits) as readonly (keyof Limits)[];

/** Files of a week that an organisation may be given; what each holds is said where they are made. */
export const dataSetKinds = ['outcomes', 'dossiers', 'employment'] as const;
export type DataSetKind = (typeof dataSetKinds)[number];

/** A data set as a convention names it: what, and why. */
export interface AgreedDataSet {
  readonly kind: DataSetKind;
  readonly purpose: string;
}

/** What an organisation agreed with the hub. */
export interface Convention {
  /** `YYYY-MM-DD`, Europe/Paris, the last day included; null: until it is ended. */
  readonly from: string;
  readonly to: string | null;
  /** Values of `Hub-Purpose` that it may name. */
  readonly purposes: readonly string[];
  /** Of what it has a right to, the categories that it may be given at all; empty: all of them. */
  readonly categories: readonly string[];
  /** Empty: everywhere. */
  readonly territories: readonly string[];
  /** CIDR; empty: from anywhere. */
  readonly addresses: readonly string[];
  readonly limits: Limits;
  /** What it alone can ever report (`prf-direct`), with the persons a month up to which its word is enough. */
  readonly exceptions: Readonly<Record<string, number>>;
  /** Its history is being loaded: no webhooks, no echo alarms, no quota hits. */
  readonly takeover: boolean;
  /** SIRETs of financers that delegated their financing lines to it: it may report lines in their names. */
  readonly delegatedBy: readonly string[];
  /** Of whom they hold counts for no limit. */
  readonly dataSets: readonly AgreedDataSet[];
}

export interface Organisation {
  /** 14 digits. */
  readonly siret: string;
  readonly name: string;
  readonly kinds: readonly OrganisationKind[];
}

/** A machine that acts for one organisation. */
export interface Client {
  readonly clientId: string;
  /** Of its organisation. */
  readonly siret: string;
  /** System names (`kairos`, `eos`) it may write for. */
  readonly sources: readonly string[];
  /** Kinds of identifiers that what it reports may bind to a person who is known already. */
  readonly certifies: readonly IdentifierKind[];
}

/** Who asks: a client, what its organisation is and what it agreed. */
export interface Partner extends Client {
  readonly kinds: readonly OrganisationKind[];
  /** The one in force today; null: there is none. */
  readonly convention: Convention | null;
}

/** Who asks, as rights are decided for. */
export function rightsReader({ siret, kinds, convention }: Partner): RightsReader {
  const { territories = [], exceptions = {} } = convention ?? {};
  return { siret, kinds, territories, exceptions };
}

/** Values of `Hub-Purpose` that a partner may name today. */
export function purposesOf({ convention }: Pick<Partner, 'convention'>): readonly string[] {
  return convention?.purposes ?? [];
}
