import { createHash } from 'node:crypto';
import { type Anomaly, type AnomalyCode, canonicalJson, type FactRef, type Severity } from '@hub/core';
import type { SearchOrder, Sought } from '@hub/platform';

import { aboutInLetters } from '../reading/in-letters.ts';
import type { SeenPerson } from '../reading/read-person.ts';
import type { PathDossier } from '../reading/reader-path.ts';
import type { ListedDossier } from './listed-dossier.ts';

/** One line of a list. */
export interface ListItem {
  /** Orders the items of a dossier; the same as long as the item stays the same. */
  readonly key: string;
  readonly dossier: number;
  readonly alsoKnownAs: readonly number[];
}

/** A line about a dossier: what is wrong in it, or expected. */
export interface NotedItem extends ListItem {
  readonly severity: Severity;
  /** An anomaly: the facts that it is about; an expectation: those that make it expected. */
  readonly facts: readonly FactRef[];
  readonly about: Anomaly['about'];
}

/** What an item names to a reader: what is described from its own facts names no others. */
export function namedFor(
  { numbers, assessed }: ListedDossier,
  facts: readonly FactRef[],
  about: Anomaly['about'],
): Pick<NotedItem, 'dossier' | 'alsoKnownAs' | 'facts' | 'about'> {
  const [dossier = 0, ...alsoKnownAs] = numbers;
  const named = facts.map(({ source, eventId }) => ({ source, eventId }));
  return { dossier, alsoKnownAs, facts: named, about: aboutInLetters(about, assessed.writtenRefs) };
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
export interface List<Dossier extends PathDossier, Item extends ListItem> {
  readonly sought: Sought;
  /** Those of a person that it shows. */
  dossiersOf(person: SeenPerson): readonly Dossier[];
  itemsOf(dossier: Dossier): readonly Item[];
  /** In which its dossiers come; default: by number. */
  readonly order?: SearchOrder;
  /** The order of the lines of a page; default: by dossier. */
  compare?(one: Item, other: Item): number;
  write(item: Item): object;
}

/** A count: what of each dossier is counted, and what is said of all. `items` is empty where nothing sought is there. */
export interface Count<Counted extends { readonly items: readonly unknown[] }> {
  readonly sought: Sought;
  dossiersOf(person: SeenPerson): readonly ListedDossier[];
  countedOf(dossier: ListedDossier): Counted;
  /** Of a dossier that the reader reads, from the codes of its anomalies; null: they are not enough. */
  readonly countedOfCodes: ((codes: readonly AnomalyCode[]) => Counted) | null;
  write(counted: readonly Counted[]): object;
}
