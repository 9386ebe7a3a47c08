import { catalogue } from './generated/catalogue-data.ts';

/** Name of an event of the dictionary, without the `hub.` prefix of its CloudEvents type. */
export type EventName = keyof typeof catalogue;

export const eventNames = Object.keys(catalogue) as readonly EventName[];

/**
 * The topics that hold events, without their `hub.` prefix (docs/architecture.md). Receipts and states name a topic by its
 * place here: a new one comes last.
 */
export const topics = [
  'offer',
  'positioning',
  'entry',
  'interruption',
  'exit',
  'financing',
  'follow-up',
  'employment',
  'identity',
] as const;

/** What the hub tells itself and no projector reads: check values of its secrets. */
export const controlTopic = 'control';

/** Every topic of the log. */
export const logTopics = [...topics, controlTopic] as const;
export type Topic = (typeof logTopics)[number];

export function isTopic(name: string): name is Topic {
  return (topics as readonly string[]).includes(name);
}

/** Topics keyed by trainee: partition p of all of them is slice p. `offer` is keyed by session. */
export const traineeTopics = topics.filter((topic) => topic !== 'offer');

/** What an event is about, hence which row its fact is stored in. */
export type Subject = 'session' | 'dossier' | 'trainee';

/** Categories of personal data, each sealed in a block of its own so that rights are per category. */
export const sealedCategories = ['identifiers', 'identity', 'contact', 'situation', 'reasons'] as const;
export type SealedCategory = (typeof sealedCategories)[number];

/** What the hub must know of an event besides its JSON Schema; read from the `x-hub` annotations of `schemas/events`. */
export interface CatalogueEntry {
  readonly name: EventName;
  /** Released major versions, oldest first. */
  readonly versions: readonly number[];
  readonly topic: Topic;
  readonly subject: Subject;
  /** Row of authority.json; absent where no authority is at stake. */
  readonly step: string | null;
  /** French label. */
  readonly title: string;
  /** Top-level data properties that are sealed, by category. */
  readonly sealed: Readonly<Partial<Record<SealedCategory, readonly string[]>>>;
  /** Whether partners report it over HTTP, the hub's operators (and the authority, where it is among the emitters), or the hub itself. */
  readonly reporter: 'partner' | 'operator' | 'hub';
  /** The systems that report it (codes of `system.json`; `author`: whoever reported what it takes back). No other may. */
  readonly emitters: readonly string[];
  /** Of a session: those of them that report it of sessions of any registry; the others of the registries that they hold. */
  readonly ofAnyRegistry?: readonly string[];
}

/** What the `x-hub` annotation of an event schema says. */
export interface HubAnnotation {
  readonly topic: string;
  readonly subject: string;
  readonly step: string | null;
  readonly reporter: string;
  /** Systems that report it, by the names that the field's documents give them. */
  readonly emitters: readonly string[];
  /** Those of them that report it of sessions of any registry, where others do of their own alone. */
  readonly ofAnyRegistry?: readonly string[];
  /** Where the field's documents speak of it. */
  readonly source: string;
  /** By what people look for it whose words are not those of the dictionary, in French. */
  readonly words?: readonly string[];
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(catalogue, name);
}

export function catalogueEntry(name: EventName): CatalogueEntry {
  return catalogue[name] as CatalogueEntry;
}
