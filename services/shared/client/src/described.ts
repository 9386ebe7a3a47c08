import type { components, operations } from './generated/openapi.ts';

type Schemas = components['schemas'];
export type Dossier = Schemas['Dossier'];
export type ListedDossier = Schemas['ListedDossier'];
export type DossierPage = Schemas['DossierPage'];
/** What happened in a dossier on a day. */
export type Movement = Schemas['Movement'];
/** A dossier to be paid, and what keeps it from being paid. */
export type Remuneration = Schemas['Remuneration'];
export type TrainingPath = Schemas['TrainingPath'];
export type Session = Schemas['Session'];
export type Change = Schemas['Change'];
export type SessionChange = Schemas['SessionChange'];
export type EventChange = Schemas['EventChange'];
/** What became of an event. */
export type ReceiptState = Schemas['ReceiptState'];
export type ReceiptStates = Schemas['ReceiptStates'];
/** By which a person is looked for. */
export type PersonIdentifier = Schemas['TrainingPathSearch'];

/** What the hub answers for an event it took. */
export type Receipt = operations['reportEvents']['responses'][202]['content']['application/json'];

type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;
type Filters<Name extends keyof operations> = Omit<Query<Name>, 'cursor' | 'limit'>;
/** Points in time, and what of a record is listed besides. */
export type DossierQuery = Query<'getDossier'>;
export type PathQuery = Query<'searchTrainingPath'>;
export type DossierFilters = Filters<'listDossiers'>;
export type MovementFilters = Filters<'listMovements'>;
export type RemunerationFilters = Filters<'listRemunerations'>;

/** Why somebody reads (`Hub-Purpose`): one of those in the partner's convention. */
export type Purpose = operations['listChanges']['parameters']['header']['hub-purpose'];

/** An event of the dictionary as CloudEvents has it. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** `hub.<event>` */
  readonly type: string;
  /** `urn:hub:source:<system>` */
  readonly source: string;
  /** Unique in its source. */
  readonly id: string;
  /** RFC 3339. */
  readonly time?: string;
  /** RFC 3339: when the source recorded the fact. */
  readonly recordedtime: string;
  /** `urn:hub:dictionary:<event>:<major>`; absent: major 1. */
  readonly dataschema?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
