import {
  type Fact,
  type MovementKind,
  movementDay,
  parisDay,
  type ToldMovement,
  type TrainingPath,
  toldMovements,
} from '@hub/core';
import { isShown } from '../person/shown-record.ts';
import type { SeenPerson } from '../reading/read-person.ts';
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
  readonly periods: readonly string[];
  readonly state: 'told' | 'taken-back';
}

/** A dossier of a person whom the reader follows, if it does, by these periods. */
interface FollowedDossier extends PathDossier {
  readonly periods: readonly string[];
}

/** `GET /v1/movements` */
export function movementList(filters: MovementFilters, view: Viewpoint): List<FollowedDossier, MovementItem> {
  const { reader, today, nowMs, rules } = view;
  const scope = scopeOf(filters);
  const kinds = filters.kind === undefined ? null : (filters.kind.split(',') as MovementKind[]);
  const dossier = filters.dossier === undefined ? null : Number(filters.dossier);
  return {
    sought: { kind: 'dossiers', statuses: null, dossier, ...scope },
    dossiersOf: (person) => {
      if (isRuledOut(person, filters)) return [];
      const { path, dossiers } = readerPath(person, { today, nowMs, asOf: null, knownAt: null }, reader, rules);
      const periods = periodsShown(path, person, view);
      return dossiers.filter((each) => isInScope(each, scope)).map((each) => ({ ...each, periods }));
    },
    itemsOf: (each) => itemsOf(each, filters, kinds, view),
    write: ({ key: _, ...item }) => item,
  };
}

/**
 * Keys of the periods by which the reader follows the person, as whoever opened them told them: by these, and by no identifier,
 * it finds the person in its own system.
 */
function periodsShown(
  { registrations, cepPeriods }: TrainingPath,
  { sight: { person } }: SeenPerson,
  { reader }: Viewpoint,
): readonly string[] {
  const own = cepPeriods.filter(({ operatorSiret }) => operatorSiret === reader.siret);
  return [...(person.includes('registrations') ? registrations : []), ...(person.includes('cep') ? own : [])].map(
    ({ period }) => period,
  );
}

function itemsOf(
  dossier: FollowedDossier,
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
  const place = { ...placeOf(dossier), trainee: traineeOf(dossier), periods: dossier.periods };
  return keyed(
    told.map(({ receivedAt: _, ...movement }) => ({ ...place, ...movement, state: stateOf(movement) })),
    ({ day, kind, module, interruption, exitKind }) => [`${day} ${kind}`, module, interruption, exitKind],
  );
}

function stateOf({ takenBackAt }: Pick<ToldMovement, 'takenBackAt'>): MovementItem['state'] {
  return takenBackAt === null ? 'told' : 'taken-back';
}

/** Before anything of the person is described; not for who sees its own facts alone, to whom the time would tell of others'. */
function isRuledOut({ sight, stored }: SeenPerson, filters: MovementFilters): boolean {
  if (sight.dossiers.some((dossier) => dossier.sight.described === 'own')) return false;
  return !mayHold(
    stored.dossiers.flatMap((row) => row.facts),
    filters,
  );
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
