import { createHash } from 'node:crypto';
import {
  type Anomaly,
  type AnomalyCode,
  addDays,
  canonicalJson,
  type Expectation,
  type ExpectationName,
  type FactRef,
  parisDay,
  type Rules,
  type Severity,
  tellersOf,
  tellersOfEvent,
} from '@hub/core';
import type { Partner } from '@hub/platform';
import type { ListedDossier } from './listed-dossier.ts';

/** A fact named to a reader; without its id where it is another partner's and the reader sees only what is its own. */
export interface NamedFact {
  readonly source: string;
  readonly eventId?: string;
}

interface Item {
  /** Orders the items of a dossier; the same as long as the item stays the same. */
  readonly key: string;
  readonly dossier: number;
  readonly alsoKnownAs: readonly number[];
}

export interface AnomalyItem extends Item {
  readonly code: AnomalyCode;
  readonly severity: Severity;
  readonly found: 'stored' | 'assessed';
  /** `YYYY-MM-DD`: the hub received then the newest fact that it names (else, of the dossier); overdue: first day late. */
  readonly since: string;
  readonly facts: readonly NamedFact[];
  readonly about: Anomaly['about'];
}

export interface ExpectationItem extends Item {
  readonly what: ExpectationName;
  readonly since: string | null;
  readonly dueBy: string | null;
  readonly overdue: boolean;
  /** Systems that have to tell it; empty where none has the authority. */
  readonly tellers: readonly string[];
  /** Of the attempt that it is about, `appointment`, `meeting` or `candidature`; null where it is about none. */
  readonly mode: string | null;
  readonly slot?: string;
  readonly month?: string;
}

/** The anomalies of a dossier for a reader: of one that it sees as a teller only, those that concern its statements. */
export function anomalyItems(listed: ListedDossier, reader: Partner, today: string, rules: Rules): AnomalyItem[] {
  const shown = listed.anomalies.filter(
    (anomaly) => listed.sight === 'full' || concerns(anomaly, listed, reader, today, rules),
  );
  return sorted(
    shown.map(({ code, severity, found, facts, about }) => ({
      ...numbersOf(listed),
      code,
      severity,
      found,
      since: heldSince(listed, facts, about),
      facts: listed.sight === 'full' ? facts : facts.map((fact) => nameFor(fact, reader)),
      about: listed.sight === 'full' ? about : withoutForeignKeys(about, reader),
    })),
    ({ code, facts, about }) => [code, facts, about],
  );
}

/** What is expected in a dossier; of one that the reader sees as a teller only, what it has to tell itself. */
export function expectationItems(
  listed: ListedDossier,
  reader: Partner,
  today: string,
  rules: Rules,
): ExpectationItem[] {
  const items = listed.assessed.expectations.flatMap((expectation) => {
    const tellers = tellersOf(expectation, listed.assessed, today, rules);
    if (listed.sight === 'own' && !owes(tellers, reader)) return [];
    const { what, since, dueBy, about, slot, month } = expectation;
    const attempt = listed.assessed.attempts.find(({ key }) => key === about);
    return [
      {
        ...numbersOf(listed),
        what,
        since,
        dueBy,
        overdue: dueBy !== null && dueBy < today,
        tellers,
        mode: attempt?.positioned?.value.mode ?? null,
        ...(slot === undefined ? {} : { slot }),
        ...(month === undefined ? {} : { month }),
      },
    ];
  });
  return sorted(items, ({ what, since, dueBy, slot, month }) => [
    `${dueBy ?? '9999'} ${what}`,
    since,
    slot ?? '',
    month ?? '',
  ]);
}

function numbersOf({ numbers }: ListedDossier): Pick<Item, 'dossier' | 'alsoKnownAs'> {
  const [dossier = 0, ...alsoKnownAs] = numbers;
  return { dossier, alsoKnownAs };
}

/** Whether the reader is awaited to answer a candidature, or to validate a service done: no expectations, but counted. */
export function awaits(
  { sight, assessed }: ListedDossier,
  reader: Partner,
  today: string,
  rules: Rules,
): { readonly awaitsContact: boolean; readonly awaitsValidation: boolean } {
  const { serviceDone } = assessed;
  const last = assessed.attempts.at(-1);
  const isUnanswered = last?.state === 'positioned' && last.positioned?.value.mode === 'candidature';
  const answering = isUnanswered
    ? tellersOfEvent('candidate-contacted', { day: today, about: last.key }, assessed, today, rules)
    : [];
  const isDeclared = serviceDone !== null && serviceDone.value === 'declared';
  return {
    awaitsContact: isUnanswered && (sight === 'full' || owes(answering, reader)),
    awaitsValidation: isDeclared && (sight === 'full' || reader.sources.includes(serviceDone.source)),
  };
}

/** Where no system has the authority, whoever told something of the dossier may tell it. */
function owes(tellers: readonly string[], reader: Partner): boolean {
  return tellers.length === 0 || tellers.some((source) => reader.sources.includes(source));
}

function concerns(anomaly: Anomaly, listed: ListedDossier, reader: Partner, today: string, rules: Rules): boolean {
  const { code, facts, about } = anomaly;
  if (facts.length > 0) return facts.some(({ source }) => reader.sources.includes(source));
  if (code === 'overdue') {
    const awaited = listed.assessed.expectations.find((expectation) => isAwaitedIn(expectation, about));
    return awaited !== undefined && owes(tellersOf(awaited, listed.assessed, today, rules), reader);
  }
  if (code === 'session-incomplete') {
    const publisher = listed.assessed.session?.published?.source;
    return publisher !== undefined && reader.sources.includes(publisher);
  }
  const { reference } = about;
  return [...listed.facts.values()].some(
    (fact) => reader.sources.includes(fact.source) && fact.references.includes(String(reference)),
  );
}

function isAwaitedIn({ what, dueBy, about: of }: Expectation, about: Anomaly['about']): boolean {
  return what === about.what && dueBy === about.dueBy && of === about.of;
}

function nameFor({ source, eventId }: FactRef, reader: Partner): NamedFact {
  return reader.sources.includes(source) ? { source, eventId } : { source };
}

/** Keys of attempts and stays, origins and targets hold the ids of facts. */
const keysOfFacts: ReadonlySet<string> = new Set(['attempt', 'stay', 'of', 'origin', 'target']);

function withoutForeignKeys(about: Anomaly['about'], reader: Partner): Anomaly['about'] {
  const isOwn = (value: string | number) => reader.sources.some((source) => String(value).startsWith(`${source}/`));
  return Object.fromEntries(Object.entries(about).filter(([name, value]) => !keysOfFacts.has(name) || isOwn(value)));
}

function heldSince(listed: ListedDossier, facts: readonly FactRef[], about: Anomaly['about']): string {
  if (facts.length === 0 && typeof about.dueBy === 'string') return addDays(about.dueBy, 1);
  const named = facts.flatMap(({ source, eventId }) => listed.facts.get(`${source}/${eventId}`) ?? []);
  const received = (named.length > 0 ? named : [...listed.facts.values()]).map(({ receivedAt }) => receivedAt);
  return parisDay(received.sort().at(-1) ?? '');
}

/** In an order of their own content, with keys that say it. */
function sorted<T extends Omit<Item, 'key'>>(items: readonly T[], contentOf: (item: T) => readonly unknown[]) {
  const keyed = items.map((item) => ({ ...item, key: keyOf(contentOf(item)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function keyOf(content: readonly unknown[]): string {
  const digest = createHash('sha256').update(canonicalJson(content)).digest('base64url').slice(0, 16);
  return `${String(content[0])} ${digest}`;
}
