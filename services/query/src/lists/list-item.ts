import { createHash } from 'node:crypto';
import { type Anomaly, type AnomalyCode, canonicalJson, type FactRef, type Severity } from '@hub/core';
import type { Sought } from '@hub/platform';

import { aboutInLetters } from '../reading/in-letters.ts';
import type { ListedDossier, Viewpoint } from './listed-dossier.ts';

/** One line of a list. */
export interface ListItem {
  /** Orders the items of a dossier; the same as long as the item stays the same. */
  readonly key: string;
  readonly dossier: number;
  readonly alsoKnownAs: readonly number[];
  readonly severity: Severity;
  /** An anomaly: the facts that it is about; an expectation: those that make it expected. */
  readonly facts: readonly NamedFact[];
  readonly about: Anomaly['about'];
}

/** A fact named to a reader, without its id where it is another partner's and the reader does not read the dossier. */
export interface NamedFact {
  readonly source: string;
  readonly eventId?: string;
}

/** What an item names to a reader: where it does not read the dossier, no fact of others and no key that holds their ids. */
export function namedFor(
  { reader }: Viewpoint,
  { numbers, sight, assessed }: ListedDossier,
  facts: readonly FactRef[],
  about: Anomaly['about'],
): Pick<ListItem, 'dossier' | 'alsoKnownAs' | 'facts' | 'about'> {
  const [dossier = 0, ...alsoKnownAs] = numbers;
  const isNamed = (source: string) => sight === 'full' || reader.sources.includes(source);
  const named = facts.map(({ source, eventId }) => (isNamed(source) ? { source, eventId } : { source }));
  const written = aboutInLetters(about, assessed.writtenRefs);
  const shown = sight === 'full' ? written : withoutForeignKeys(written, reader.sources);
  return { dossier, alsoKnownAs, facts: named, about: shown };
}

/** Keys of attempts and stays, origins and targets hold the ids of facts. */
const keysOfFacts: ReadonlySet<string> = new Set(['attempt', 'stay', 'of', 'origin', 'target']);

function withoutForeignKeys(about: Anomaly['about'], sources: readonly string[]): Anomaly['about'] {
  const isOwn = (value: string | number) => sources.some((source) => String(value).startsWith(`${source}/`));
  return Object.fromEntries(Object.entries(about).filter(([name, value]) => !keysOfFacts.has(name) || isOwn(value)));
}

/** Items in an order of their own content, with keys that say it. */
export function keyed<T extends Omit<ListItem, 'key'>>(
  items: readonly T[],
  contentOf: (item: T) => readonly [string, ...unknown[]],
): readonly (T & { readonly key: string })[] {
  const withKeys = items.map((item) => ({ ...item, key: keyOf(contentOf(item)) }));
  return withKeys.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function keyOf(content: readonly [string, ...unknown[]]): string {
  const digest = createHash('sha256').update(canonicalJson(content)).digest('base64url').slice(0, 16);
  return `${content[0]} ${digest}`;
}

/** A list: what it looks for, what of a dossier it shows, and how. */
export interface List<Item extends ListItem> {
  readonly sought: Sought;
  itemsOf(dossier: ListedDossier): readonly Item[];
  write(item: Item): object;
}

/** A count: what of each dossier is counted, and what is said of all. `items` is empty where nothing sought is there. */
export interface Count<Counted extends { readonly items: readonly unknown[] }> {
  readonly sought: Sought;
  countedOf(dossier: ListedDossier): Counted;
  /** Of a dossier that the reader reads, from the codes of its anomalies; null: they are not enough. */
  readonly countedOfCodes: ((codes: readonly AnomalyCode[]) => Counted) | null;
  write(counted: readonly Counted[]): object;
}
