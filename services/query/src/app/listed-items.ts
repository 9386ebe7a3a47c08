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
  type Severity,
} from '@hub/core';
import type { Partner } from '@hub/platform';
import type { ListedDossier } from './listed-dossier.ts';
import {
  type Asker,
  anomaliesShown,
  attemptOf,
  expectationOf,
  expectationsShown,
  factsBehind,
  tellersOn,
} from './shown.ts';

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
  readonly severity: Severity;
  /** An anomaly: the facts that it is about; an expectation: those that make it expected. */
  readonly facts: readonly NamedFact[];
  readonly about: Anomaly['about'];
}

export interface AnomalyItem extends Item {
  readonly code: AnomalyCode;
  readonly found: 'stored' | 'assessed';
  /** `YYYY-MM-DD`: the hub received then the newest fact that it names (else, of the dossier); overdue: first day late. */
  readonly since: string;
}

/** `severity`: of the anomaly `overdue` once it is, `info` before. */
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

/** The anomalies of a dossier for a reader, each with a key that stays as long as it stays the same. */
export function anomalyItems(listed: ListedDossier, asker: Asker): AnomalyItem[] {
  return sorted(
    anomaliesShown(listed, asker).map((anomaly) => {
      const { code, severity, found, about } = anomaly;
      const awaited = expectationOf(anomaly, listed.assessed);
      const facts = awaited === undefined ? anomaly.facts : factsBehind(awaited, listed.assessed);
      return {
        ...numbersOf(listed),
        code,
        severity,
        found,
        since: heldSince(listed, anomaly),
        ...namedTo(asker.reader, listed, facts, about),
      };
    }),
    ({ code, facts, about }) => [code, facts, about],
  );
}

/** What is expected in a dossier, for a reader. */
export function expectationItems(listed: ListedDossier, asker: Asker): ExpectationItem[] {
  const { assessed } = listed;
  const items = expectationsShown(listed, asker).map((expectation) => {
    const { what, since, dueBy, about, slot, month } = expectation;
    const overdue = isOverdue(expectation, asker.today);
    const attempt = attemptOf(expectation, assessed);
    const ofWhat: Anomaly['about'] =
      attempt !== undefined ? { attempt: attempt.key } : about === 'expected' ? {} : { stay: about };
    return {
      ...numbersOf(listed),
      what,
      severity: overdue ? (asker.rules.anomalies.overdue?.severity ?? 'warning') : ('info' as const),
      since,
      dueBy,
      overdue,
      tellers: tellersOn(expectation, assessed, asker),
      mode: attempt?.positioned?.value.mode ?? null,
      ...namedTo(asker.reader, listed, factsBehind(expectation, assessed), ofWhat),
      ...(slot === undefined ? {} : { slot }),
      ...(month === undefined ? {} : { month }),
    };
  });
  return sorted(items, ({ what, since, dueBy, slot, month }) => [
    `${dueBy ?? '9999'} ${what}`,
    since,
    slot ?? '',
    month ?? '',
  ]);
}

export function isOverdue({ dueBy }: Pick<Expectation, 'dueBy'>, today: string): boolean {
  return dueBy !== null && dueBy < today;
}

function numbersOf({ numbers }: ListedDossier): Pick<Item, 'dossier' | 'alsoKnownAs'> {
  const [dossier = 0, ...alsoKnownAs] = numbers;
  return { dossier, alsoKnownAs };
}

/** To a reader that sees a dossier as a teller only, facts of others and keys that hold their ids stay unnamed. */
function namedTo(
  reader: Partner,
  { sight }: ListedDossier,
  facts: readonly FactRef[],
  about: Anomaly['about'],
): Pick<Item, 'facts' | 'about'> {
  if (sight === 'full') return { facts: facts.map(({ source, eventId }) => ({ source, eventId })), about };
  return { facts: facts.map((fact) => nameFor(fact, reader)), about: withoutForeignKeys(about, reader) };
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

function heldSince(listed: ListedDossier, { facts, about }: Anomaly): string {
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
