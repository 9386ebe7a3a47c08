import { isRemovable } from './event-kinds.ts';
import type { FactSet } from './facts.ts';

/** What one source put into a set: each source is bounded by itself, so that none fills a dossier for another. */
export interface SourceShare {
  readonly source: string;
  /** Variants of a reused id included. */
  readonly facts: number;
  /** Retractions, withdrawals, and what else is no fact of the training. */
  readonly acts: number;
}

/** By source, in byte order; what the hub itself wrote is nobody's share. */
export function sharesOf(facts: FactSet): readonly SourceShare[] {
  const shares = new Map<string, { facts: number; acts: number }>();
  for (const { source, type } of facts) {
    if (source === 'hub') continue;
    const share = shares.get(source) ?? { facts: 0, acts: 0 };
    if (isRemovable(type)) share.facts += 1;
    else share.acts += 1;
    shares.set(source, share);
  }
  return [...shares].map(([source, share]) => ({ source, ...share }));
}
