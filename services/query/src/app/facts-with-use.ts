import { type AssessedDossier, type FactRef, factStates } from '@hub/core';
import type { StoredDossier } from '../domain/stored-person.ts';
import { decidedFields } from './explain-dossier.ts';

/** Every stored fact with what became of it, what it decides, and who confirms or contests that (`facts=true`). */
export function factsWithUse(record: AssessedDossier, rows: readonly StoredDossier[]): readonly object[] {
  const decided = Map.groupBy(decidedFields(record), ({ value }) => `${value.source}/${value.eventId}`);
  return factStates(rows).map((state) => {
    const own = state.state === 'live' ? (decided.get(`${state.source}/${state.id}`) ?? []) : [];
    return {
      ...state,
      fields: own.map(({ field }) => field),
      confirmedBy: named(own.flatMap(({ value }) => value.confirmedBy)),
      contestedBy: named(own.flatMap(({ value }) => value.contestedBy)),
    };
  });
}

/** Each once. */
function named(facts: readonly FactRef[]): readonly FactRef[] {
  return [...new Map(facts.map((fact) => [`${fact.source}/${fact.eventId}`, fact])).values()];
}
