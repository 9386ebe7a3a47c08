import { catalogueEntry } from '@hub/contracts';
import { type Fact, factKey, ownersOfMoved } from '@hub/core';
import type { ShownFacts } from '@hub/platform';
import type { DoorRule } from '../check/refusals.ts';
import type { ReportedIdentifier } from '../events/announce.ts';
import type { VerdictSender } from '../events/record-verdict.ts';
import type { Alias } from '../registry/identified.ts';

/** An identifier with its keyed hash. */
export interface NamedAlias extends ReportedIdentifier {
  readonly alias: Alias;
}

/** Who corrects: the partner, and the agent behind it. */
export interface Corrector extends VerdictSender {
  readonly agent: string;
  /** System that the operator writes for. */
  readonly source: string;
}

/** What operators say was reported of the wrong person. */
export interface Correction {
  readonly from: string;
  /** The right person, by id or by identifiers; null: somebody whom nobody knew yet. */
  readonly to: { readonly trainee: string } | { readonly identifiers: readonly NamedAlias[] } | null;
  /** Identifiers that were never those of `from`; at most one of a kind. */
  readonly identifiers: readonly NamedAlias[];
  readonly facts: readonly { readonly source: string; readonly id: string }[];
  /** All facts of these dossiers. */
  readonly dossiers: readonly number[];
  /** All that these sources reported of the person, names included. */
  readonly sources: readonly string[];
  readonly reason: string;
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
  shown: ShownFacts,
): readonly MovedFact[] | CorrectionRefused {
  const movable = movableFacts(correction, to, shown);
  const known = new Set(movable.map(({ fact }) => factKey(fact)));
  const missing = correction.facts.findIndex((named) => !known.has(factKey(named)));
  if (missing >= 0) return { refused: 'fact-unknown', pointer: `/facts/${missing}` };
  const numbers = new Set(shown.dossiers.map(({ number }) => number));
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

/** Facts of sources that were not moved before, or that went where the correction moves them: it may be sent twice. */
function movableFacts({ from }: Correction, to: string, { own, dossiers }: ShownFacts): readonly MovedFact[] {
  const owners = ownersOfMoved(own);
  const inDossiers = dossiers.flatMap(({ number, facts }) => facts.map((fact) => ({ fact, dossier: number })));
  const seen = new Set(inDossiers.map(({ fact }) => factKey(fact)));
  const inNone = own.filter((fact) => !seen.has(factKey(fact))).map((fact) => ({ fact, dossier: null }));
  return [...inDossiers, ...inNone].filter(({ fact }) => {
    const owner = owners.get(factKey(fact)) ?? from;
    return isOfSource(fact) && (owner === from || owner === to);
  });
}

/** What the hub itself knows of identities and numbers is published anew, and not moved. */
function isOfSource({ source, type }: Fact): boolean {
  return source !== 'hub' && (type === 'trainee-described' || catalogueEntry(type).topic !== 'identity');
}
