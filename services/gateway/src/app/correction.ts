import { catalogueEntry } from '@hub/contracts';
import { type Fact, type FactSet, factKey, ownersOfMoved } from '@hub/core';
import type { DoorRule } from '../domain/rules.ts';
import type { JudgedBy } from './judge.ts';
import type { ToldIdentifier } from './known-messages.ts';
import type { Alias } from './registry.ts';

/** An identifier with its keyed hash. */
export interface NamedAlias extends ToldIdentifier {
  readonly alias: Alias;
}

/** Who corrects: the partner's own stamp, and the agent behind it. */
export interface CorrectedBy extends JudgedBy {
  readonly agent: string;
  /** System that the operator writes for. */
  readonly source: string;
}

/** What operators say was told of the wrong person. */
export interface Correction {
  readonly from: string;
  /** Whose it is: by id or by identifiers; null: somebody whom nobody knew yet. */
  readonly to: { readonly trainee: string } | { readonly identifiers: readonly NamedAlias[] } | null;
  /** Identifiers that were never those of `from`; at most one of a kind. */
  readonly identifiers: readonly NamedAlias[];
  readonly facts: readonly { readonly source: string; readonly id: string }[];
  /** All that was told in these dossiers. */
  readonly dossiers: readonly number[];
  /** All that these sources told of the person, names included. */
  readonly sources: readonly string[];
  readonly reason: string;
}

/** Of one trainee, as the projection has them. */
export interface StoredFacts {
  readonly dossiers: readonly { readonly number: number; readonly facts: FactSet }[];
  readonly own: FactSet;
}

/** A fact that goes to somebody else, with the dossier that it is in now. */
export interface MovedFact {
  readonly fact: Fact;
  readonly dossier: number | null;
}

export interface CorrectionRefused {
  readonly refused: DoorRule;
  /** Into the body of the request. */
  readonly pointer: string;
}

/** The facts to move, variants included, once for each dossier they are in; or what was named and is not there. */
export function factsToMove(
  correction: Correction,
  to: string,
  stored: StoredFacts,
): readonly MovedFact[] | CorrectionRefused {
  const moved = ownersOfMoved(stored.own);
  const inDossiers = stored.dossiers.flatMap(({ number, facts }) => facts.map((fact) => ({ fact, dossier: number })));
  const seen = new Set(inDossiers.map(({ fact }) => factKey(fact)));
  const own = stored.own.filter((fact) => !seen.has(factKey(fact))).map((fact) => ({ fact, dossier: null }));
  const movable = [...inDossiers, ...own].filter(({ fact }) => isMovable(fact) && isHere(moved, fact, correction, to));
  const known = new Set(movable.map(({ fact }) => factKey(fact)));
  const missing = correction.facts.findIndex((named) => !known.has(factKey(named)));
  if (missing >= 0) return { refused: 'fact-unknown', pointer: `/facts/${missing}` };
  const numbers = new Set(stored.dossiers.map(({ number }) => number));
  const strange = correction.dossiers.findIndex((number) => !numbers.has(number));
  if (strange >= 0) return { refused: 'dossier-unknown', pointer: `/dossiers/${strange}` };
  const named = new Set(correction.facts.map(factKey));
  return movable.filter(
    ({ fact, dossier }) =>
      named.has(factKey(fact)) ||
      (dossier !== null && correction.dossiers.includes(dossier)) ||
      correction.sources.includes(fact.source),
  );
}

/** Told by a source: what the hub itself knows of identities and numbers it tells anew. */
function isMovable({ source, type }: Fact): boolean {
  return source !== 'hub' && (type === 'trainee-described' || catalogueEntry(type).topic !== 'identity');
}

/** Not moved before, or moved where it goes now: the same correction said again does the same again. */
function isHere(moved: ReadonlyMap<string, string>, fact: Fact, { from }: Correction, to: string): boolean {
  const owner = moved.get(factKey(fact)) ?? from;
  return owner === from || owner === to;
}
