import type { AnomalyCode, Expectation, ExpectationName, Severity } from '@hub/core';
import type { Sought } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { ListedDossier } from '../app/listed-dossier.ts';
import {
  type AnomalyItem,
  anomalyItems,
  type ExpectationItem,
  expectationItems,
  isOverdue,
} from '../app/listed-items.ts';
import type { Asker } from '../app/shown.ts';
import type { QueryParts } from './query-parts.ts';

/** What one list looks for, and what of a dossier it shows. */
export interface List<Item> {
  readonly sought: Sought;
  itemsOf(dossier: ListedDossier, asker: Asker): readonly Item[];
}

/** Filters as they come; numbers and booleans are text in a query. */
export interface AnomalyFilters {
  readonly code?: AnomalyCode;
  readonly severity?: Severity;
  readonly found?: 'stored' | 'assessed';
  readonly dossier?: string;
  readonly since?: string;
}

export function anomalyList(parts: QueryParts, request: FastifyRequest): List<AnomalyItem> {
  const filters = request.query as AnomalyFilters;
  const { code, severity, dossier, since } = filters;
  const known = Object.entries(parts.rules.anomalies) as [AnomalyCode, { severity: Severity }][];
  const codes = known
    .filter(([name, rule]) => isSoughtAnomaly({ code: name, severity: rule.severity }, filters))
    .map(([name]) => name);
  return {
    sought: {
      kind: 'anomalies',
      codes: code === undefined && severity === undefined ? null : codes,
      dossier: dossier === undefined ? null : Number(dossier),
    },
    itemsOf: (listed, asker) =>
      anomalyItems(listed, asker).filter(
        (item) => isSoughtAnomaly(item, filters) && (since === undefined || item.since >= since),
      ),
  };
}

export function isSoughtAnomaly(
  anomaly: { readonly code: AnomalyCode; readonly severity: Severity; readonly found?: 'stored' | 'assessed' },
  { code, severity, found }: AnomalyFilters,
): boolean {
  return (
    (code === undefined || anomaly.code === code) &&
    (severity === undefined || anomaly.severity === severity) &&
    (found === undefined || anomaly.found === undefined || anomaly.found === found)
  );
}

export interface ExpectationFilters {
  readonly what?: ExpectationName;
  readonly overdue?: 'true' | 'false';
  readonly dueBefore?: string;
  readonly dossier?: string;
  readonly since?: string;
}

export function expectationList(request: FastifyRequest, today: string): List<ExpectationItem> {
  const filters = request.query as ExpectationFilters;
  const { what = null, overdue, dueBefore, dossier } = filters;
  const bounds = [...(overdue === 'true' ? [today] : []), ...(dueBefore === undefined ? [] : [dueBefore])];
  return {
    sought: {
      kind: 'expectations',
      what,
      dueBefore: bounds.sort()[0] ?? null,
      dossier: dossier === undefined ? null : Number(dossier),
    },
    itemsOf: (listed, asker) =>
      expectationItems(listed, asker).filter((item) => isSoughtExpectation(item, filters, today)),
  };
}

export function isSoughtExpectation(
  item: Pick<Expectation, 'what' | 'since' | 'dueBy'>,
  { what, overdue, dueBefore, since }: ExpectationFilters,
  today: string,
): boolean {
  return (
    (what === undefined || item.what === what) &&
    (overdue === undefined || isOverdue(item, today) === (overdue === 'true')) &&
    (dueBefore === undefined || (item.dueBy !== null && item.dueBy < dueBefore)) &&
    (since === undefined || (item.since !== null && item.since >= since))
  );
}
