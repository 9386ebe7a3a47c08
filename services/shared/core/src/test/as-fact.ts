import type { Fact } from '../dossier/facts.ts';

/** A fact written in a test: its data is what the dictionary would let pass, or on purpose is not. */
export function asFact(fact: Omit<Fact, 'data'> & { readonly data: object }): Fact {
  return fact as Fact;
}
