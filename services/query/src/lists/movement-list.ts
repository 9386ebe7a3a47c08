import { type Fact, type MovementKind, movementDay, parisDay, type ToldMovement, toldMovements } from '@hub/core';
import { isShown } from '../person/shown-record.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import { type DossierPlace, placeOf, traineeOf } from './dossier-place.ts';
import { keyed, type List, type ListItem } from './list-item.ts';
import type { Viewpoint } from './listed-dossier.ts';
import { isInScope, type ScopeFilters, scopeOf } from './scope.ts';

/** Filters as they come; every one looks at what is shown. Days are `YYYY-MM-DD`, each included. */
export interface MovementFilters extends ScopeFilters {
  /** Of the movement. */
  readonly from?: string;
  readonly to?: string;
  /** On which the hub came to say it, or took it back. */
  readonly receivedFrom?: string;
  readonly receivedTo?: string;
  /** Kinds, with commas between them. */
  readonly kind?: string;
  readonly state?: 'told' | 'taken-back';
  /** Of interruptions. */
  readonly long?: 'true' | 'false';
  readonly dossier?: string;
}

interface MovementItem extends ListItem, DossierPlace, Omit<ToldMovement, 'receivedAt'> {
  readonly trainee: string | null;
  readonly state: 'told' | 'taken-back';
}

/** `GET /v1/movements` */
export function movementList(filters: MovementFilters, view: Viewpoint): List<PathDossier, MovementItem> {
  const { reader, today, rules } = view;
  const scope = scopeOf(filters);
  const kinds = filters.kind === undefined ? null : (filters.kind.split(',') as MovementKind[]);
  const dossier = filters.dossier === undefined ? null : Number(filters.dossier);
  return {
    sought: { kind: 'dossiers', statuses: null, dossier, ...scope },
    dossiersOf: (person) =>
      readerPath(person, { today, asOf: null, knownAt: null }, reader, rules).dossiers.filter((each) =>
        isInScope(each, scope),
      ),
    itemsOf: (each) => itemsOf(each, filters, kinds, view),
    write: ({ key: _, ...item }) => item,
  };
}

function itemsOf(
  dossier: PathDossier,
  filters: MovementFilters,
  kinds: readonly MovementKind[] | null,
  { rules }: Viewpoint,
): readonly MovementItem[] {
  const { rows, sight } = dossier;
  if (
    !isShown(sight, '/stays') ||
    !mayHold(
      rows.flatMap((row) => row.facts),
      filters,
    )
  )
    return [];
  const told = toldMovements(rows, rules).filter((movement) => isSought(movement, filters, kinds));
  if (told.length === 0) return [];
  const place = { ...placeOf(dossier), trainee: traineeOf(dossier) };
  return keyed(
    told.map(({ receivedAt: _, ...movement }) => ({ ...place, ...movement, state: stateOf(movement) })),
    ({ day, kind, module, interruption, exitKind }) => [`${day} ${kind}`, module, interruption, exitKind],
  );
}

function stateOf({ takenBackAt }: Pick<ToldMovement, 'takenBackAt'>): MovementItem['state'] {
  return takenBackAt === null ? 'told' : 'taken-back';
}

/** What happened to a dossier is looked for only where a fact is of these days, and any was received on those. */
function mayHold(facts: readonly Fact[], { from, to, receivedFrom }: MovementFilters): boolean {
  return (
    facts.some((fact) => isWithin(movementDay(fact), from, to)) &&
    (receivedFrom === undefined || facts.some(({ receivedAt }) => parisDay(receivedAt) >= receivedFrom))
  );
}

function isSought(movement: ToldMovement, filters: MovementFilters, kinds: readonly MovementKind[] | null): boolean {
  const { from, to, receivedFrom, receivedTo, state, long } = filters;
  const { kind, day, interruption, toldFrom, takenBackAt } = movement;
  const moments = [toldFrom, ...(takenBackAt === null ? [] : [takenBackAt])];
  return (
    isWithin(day, from, to) &&
    moments.some((moment) => isWithin(parisDay(moment), receivedFrom, receivedTo)) &&
    (kinds === null || kinds.includes(kind)) &&
    (state === undefined || state === stateOf(movement)) &&
    (long === undefined || interruption === null || interruption.long === (long === 'true'))
  );
}

function isWithin(day: string | null, from: string | undefined, to: string | undefined): boolean {
  return day !== null && (from === undefined || day >= from) && (to === undefined || day <= to);
}
