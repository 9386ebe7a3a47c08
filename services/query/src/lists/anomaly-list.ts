import {
  type Anomaly,
  type AnomalyCode,
  addDays,
  daysBetween,
  type Fact,
  type FactRef,
  factKey,
  parisDay,
  type Severity,
  tellersOfAnomaly,
} from '@hub/core';
import type { Sought } from '@hub/platform';
import { type QueryContext, ruleText } from '../http/context.ts';
import { expectationText } from './expectation-list.ts';

import { type Count, keyed, type List, type NotedItem, namedFor } from './list-item.ts';
import {
  anomaliesFor,
  expectationOf,
  factsBehind,
  isAsked,
  isOwn,
  type ListedDossier,
  listedInScope,
  type Viewpoint,
} from './listed-dossier.ts';
import { isEverywhere, type ScopeFilters, scopeOf } from './scope.ts';

/** Filters as they come; numbers are text in a query. */
export interface AnomalyFilters extends ScopeFilters {
  readonly code?: AnomalyCode;
  readonly severity?: Severity;
  readonly found?: 'stored' | 'assessed';
  readonly past?: 'true' | 'false';
  readonly own?: 'true' | 'false';
  readonly dossier?: string;
  readonly since?: string;
}

interface AnomalyItem extends NotedItem {
  readonly code: AnomalyCode;
  readonly found: 'stored' | 'assessed';
  /** `YYYY-MM-DD` */
  readonly since: string;
  /** Nobody has anything to send. */
  readonly past: boolean;
  /** Systems that can mend it. */
  readonly tellers: readonly string[];
  /** The reader's organisation can mend it. */
  readonly own: boolean;
  /** Of what is overdue. */
  readonly daysLate: number | null;
}

/** `GET /v1/anomalies`; `systems`: those of the reader's organisation. */
export function anomalyList(
  context: QueryContext,
  filters: AnomalyFilters,
  view: Viewpoint,
  systems: readonly string[],
): List<ListedDossier, AnomalyItem> {
  return {
    sought: soughtBy(context, view, filters),
    dossiersOf: (person) => listedInScope(person, view, scopeOf(filters)),
    itemsOf: (dossier) =>
      itemsOf(context, dossier, filters, view, systems).filter(({ own }) => isAsked(filters.own, own)),
    write: (item) => written(context, item),
  };
}

type CountedAnomaly = Pick<Anomaly, 'code' | 'severity'>;

/** `GET /v1/anomalies/counts` */
export function anomalyCount(
  context: QueryContext,
  filters: AnomalyFilters,
  view: Viewpoint,
  systems: readonly string[],
): Count<{ readonly items: readonly CountedAnomaly[] }> {
  const isCounted = (anomaly: CountedAnomaly) => isSought(context, anomaly, filters);
  return {
    sought: soughtBy(context, view, filters),
    dossiersOf: (person) => listedInScope(person, view, scopeOf(filters)),
    countedOf: (dossier) => ({ items: countedIn(context, dossier, filters, view, systems) }),
    countedOfCodes:
      (filters.found ?? filters.since ?? filters.own) === undefined && isEverywhere(scopeOf(filters))
        ? (codes) => ({ items: codes.map((code) => ({ code, severity: severityOf(view, code) })).filter(isCounted) })
        : null,
    write(counted) {
      const byCode = Map.groupBy(
        counted.flatMap(({ items }) => items),
        ({ code }) => code,
      );
      const counts = [...byCode].map(([code, anomalies]) => ({
        code,
        severity: anomalies[0]?.severity,
        count: anomalies.length,
        past: isPast(context, code),
        sentence: ruleText(context, code).sentence,
      }));
      return { counts: counts.sort((a, b) => (a.code < b.code ? -1 : 1)) };
    },
  };
}

function countedIn(
  context: QueryContext,
  dossier: ListedDossier,
  filters: AnomalyFilters,
  view: Viewpoint,
  systems: readonly string[],
): readonly CountedAnomaly[] {
  const sought = anomaliesSought(context, dossier, filters, view);
  if (filters.own === undefined) return sought;
  return sought.filter((anomaly) =>
    isAsked(filters.own, isOwn(dossier, tellersOf(context, anomaly, dossier, view), systems, view.reader)),
  );
}

function soughtBy(context: QueryContext, { rules }: Viewpoint, filters: AnomalyFilters): Sought {
  const { code, severity, past, dossier } = filters;
  const known = Object.entries(rules.anomalies) as [AnomalyCode, { severity: Severity }][];
  const codes = known.filter(([name, rule]) => isSought(context, { code: name, severity: rule.severity }, filters));
  return {
    kind: 'anomalies',
    codes: (code ?? severity ?? past) === undefined ? null : codes.map(([name]) => name),
    dossier: dossier === undefined ? null : Number(dossier),
    ...scopeOf(filters),
  };
}

function severityOf({ rules }: Viewpoint, code: AnomalyCode): Severity {
  return rules.anomalies[code]?.severity ?? 'info';
}

function isSought(
  context: QueryContext,
  anomaly: Pick<Anomaly, 'code' | 'severity'>,
  { code, severity, past }: AnomalyFilters,
): boolean {
  return (
    (code === undefined || anomaly.code === code) &&
    (severity === undefined || anomaly.severity === severity) &&
    (past === undefined || isPast(context, anomaly.code) === (past === 'true'))
  );
}

function isPast({ dictionary }: QueryContext, code: AnomalyCode): boolean {
  return dictionary.rules.get(code)?.isPast === true;
}

/** The anomalies of a dossier that a reader is shown and that the filters let through. */
function anomaliesSought(
  context: QueryContext,
  dossier: ListedDossier,
  filters: AnomalyFilters,
  view: Viewpoint,
): readonly Anomaly[] {
  const { found, since } = filters;
  return anomaliesFor(dossier, view).filter(
    (anomaly) =>
      isSought(context, anomaly, filters) &&
      (found === undefined || anomaly.found === found) &&
      (since === undefined || heldSince(dossier, anomaly) >= since),
  );
}

function itemsOf(
  context: QueryContext,
  dossier: ListedDossier,
  filters: AnomalyFilters,
  view: Viewpoint,
  systems: readonly string[],
): readonly AnomalyItem[] {
  const items = anomaliesSought(context, dossier, filters, view).map((anomaly) => {
    const { code, severity, found, about } = anomaly;
    const since = heldSince(dossier, anomaly);
    const past = isPast(context, code);
    const tellers = tellersOf(context, anomaly, dossier, view);
    const own = isOwn(dossier, tellers, systems, view.reader);
    const daysLate = code === 'overdue' ? daysBetween(String(about.dueBy), view.today) : null;
    return {
      code,
      severity,
      found,
      since,
      past,
      tellers,
      own,
      daysLate,
      ...namedFor(dossier, factsOf(anomaly, dossier), about),
    };
  });
  return keyed(items, ({ code, facts, about }) => [code, facts, about]);
}

function tellersOf(
  context: QueryContext,
  anomaly: Anomaly,
  { assessed }: ListedDossier,
  { rules }: Viewpoint,
): readonly string[] {
  return isPast(context, anomaly.code) ? [] : tellersOfAnomaly(anomaly, assessed, rules);
}

/** An `overdue` names no fact itself: the facts are those that make something expected. */
function factsOf(anomaly: Anomaly, { assessed }: ListedDossier): readonly FactRef[] {
  const awaited = expectationOf(anomaly, assessed);
  return awaited === undefined ? anomaly.facts : factsBehind(awaited, assessed);
}

/** The day on which the hub received the newest fact that it names (else, of the dossier); of what is overdue, the first day late. */
function heldSince({ rows }: ListedDossier, { facts, about }: Anomaly): string {
  if (facts.length === 0 && typeof about.dueBy === 'string') return addDays(about.dueBy, 1);
  const stored = new Map(rows.flatMap((row) => row.facts).map((fact): [string, Fact] => [factKey(fact), fact]));
  const named = facts.flatMap(({ source, eventId }) => stored.get(factKey({ source, id: eventId })) ?? []);
  const received = (named.length > 0 ? named : [...stored.values()]).map(({ receivedAt }) => receivedAt);
  const newest = received.sort().at(-1);
  return newest === undefined ? '' : parisDay(newest);
}

/** Of what is overdue, the sentence says what it is and since when, the remedy how to report it. */
function written(context: QueryContext, { key: _, ...item }: AnomalyItem): object {
  const { sentence, remedy } = ruleText(context, item.code);
  const { what, dueBy } = item.about;
  if (item.code !== 'overdue' || dueBy === undefined) return { ...item, sentence, remedy };
  const awaited = expectationText(context, String(what));
  const [year, month, day] = String(dueBy).split('-');
  return {
    ...item,
    sentence: `${sentence} ${awaited.label}, au plus tard le ${day}/${month}/${year}.`,
    remedy: awaited.remedy,
  };
}
