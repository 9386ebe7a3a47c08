import type { DossierStatus } from '@hub/core';
import { shownRecord } from '../person/shown-record.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import { type DossierPlace, placeOf } from './dossier-place.ts';
import { type LastChange, lastChangeOf } from './last-change.ts';
import type { List, ListItem } from './list-item.ts';
import type { Viewpoint } from './listed-dossier.ts';
import { isInScope, type ScopeFilters, scopeOf } from './scope.ts';

/** Filters as they come; every one looks at what is shown, so that none tells what is not. */
export interface DossierFilters extends ScopeFilters {
  /** Statuses, with commas between them. */
  readonly status?: string;
  /** Of the first entry: `YYYY-MM-DD`, each day included. */
  readonly from?: string;
  readonly to?: string;
  /** Of the exit, or of the abandonment. */
  readonly leftFrom?: string;
  readonly leftTo?: string;
  readonly territory?: string;
  /** System of the last change. */
  readonly source?: string;
}

interface DossierItem extends ListItem, DossierPlace {
  readonly status: string | null;
  /** Days are `YYYY-MM-DD`. */
  readonly statusSince: string | null;
  /** Of the first stay. */
  readonly entered: string | null;
  /** Of the last stay, once it has ended. */
  readonly left: string | null;
  readonly leftBy: 'exit' | 'abandonment' | null;
  readonly lastChange: LastChange | null;
}

/** `GET /v1/dossiers` */
export function dossierList(filters: DossierFilters, view: Viewpoint): List<PathDossier, DossierItem> {
  const { reader, today, nowMs, rules } = view;
  const scope = scopeOf(filters);
  const statuses = statusesOf(filters);
  return {
    sought: { kind: 'dossiers', statuses, dossier: null, ...scope },
    dossiersOf: (person) =>
      readerPath(person, { today, nowMs, asOf: null, knownAt: null }, reader, rules).dossiers.filter((dossier) =>
        isInScope(dossier, scope),
      ),
    itemsOf: (dossier) => [itemOf(dossier)].filter((item) => isSought(item, filters, statuses)),
    write: ({ key: _, dossier: number, ...item }) => ({ number, ...item }),
  };
}

function statusesOf({ status }: DossierFilters): readonly DossierStatus[] | null {
  return status === undefined ? null : (status.split(',') as DossierStatus[]);
}

function isSought(item: DossierItem, filters: DossierFilters, statuses: readonly string[] | null): boolean {
  const { from, to, leftFrom, leftTo, territory, source } = filters;
  return (
    (statuses === null || statuses.includes(item.status ?? '')) &&
    isWithin(item.entered, from, to) &&
    isWithin(item.left, leftFrom, leftTo) &&
    (territory === undefined || item.territory === territory) &&
    (source === undefined || item.lastChange?.source === source)
  );
}

function isWithin(day: string | null, from: string | undefined, to: string | undefined): boolean {
  if (from === undefined && to === undefined) return true;
  return day !== null && (from === undefined || day >= from) && (to === undefined || day <= to);
}

function itemOf(dossier: PathDossier): DossierItem {
  const { status, statusSince, stays } = shownRecord(dossier);
  return {
    key: 'dossier',
    ...placeOf(dossier),
    status: status ?? null,
    statusSince: statusSince?.effectiveDate ?? null,
    ...daysOf(stays ?? []),
    lastChange: lastChangeOf(dossier),
  };
}

function daysOf(stays: PathDossier['assessed']['stays']): Pick<DossierItem, 'entered' | 'left' | 'leftBy'> {
  const [entered = null] = stays.flatMap(({ entry }) => entry?.value ?? []).sort();
  const last = stays.findLast(({ state }) => state !== 'expected');
  const { exit = null, abandonment = null } = last?.state === 'exited' ? last : {};
  const leftBy = exit !== null ? 'exit' : abandonment !== null ? 'abandonment' : null;
  return { entered, left: (exit ?? abandonment)?.value ?? null, leftBy };
}
