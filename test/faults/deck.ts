import { between, chance, createRandom, type Random } from '@hub/simulation';
import { drawFault, type FaultKind } from './kinds.ts';
import type { RebuildPlan } from './rebuilding.ts';
import type { RoundPlan } from './round.ts';

const twoFaultsShare = 0.25;
const rebuildShare = 0.4;
/** A rebuild of what the rounds report takes seconds. */
const killAfterMsMax = 2_000;
/** More than any round reports. */
const traineesOfRound = 10_000;

export interface RoundOptions {
  /** One fault a round. */
  readonly alone: boolean;
  /** A rebuild in each round. */
  readonly rebuilds: boolean;
}

/** Rounds of one run are named `seed.1`, `seed.2` …; a seed with such an end begins there. */
export function firstRound(seed: string): { readonly base: string; readonly number: number } {
  const [, base, number] = /^(.+)\.(\d+)$/.exec(seed) ?? [];
  return base === undefined ? { base: seed, number: 1 } : { base, number: Number(number) };
}

/**
 * The round of this number: every kind comes once before any comes again; one round in four has a second fault beside
 * the first, where there is more than one kind to choose from, unless faults come alone. Two rounds in five, or all of
 * them, have a rebuild meanwhile, and every other rebuild is killed.
 */
export function planRound(base: string, number: number, kinds: readonly FaultKind[], how: RoundOptions): RoundPlan {
  const pass = Math.floor((number - 1) / kinds.length);
  const deck = shuffled(kinds, createRandom(base, 'deck', pass));
  const seed = `${base}.${number}`;
  const random = createRandom(seed, 'faults');
  const first = deck[(number - 1) % kinds.length] as FaultKind;
  const others = kinds.filter((kind) => familyOf(kind) !== familyOf(first));
  const second =
    !how.alone && others.length > 0 && chance(random, twoFaultsShare) ? shuffled(others, random).slice(0, 1) : [];
  return {
    seed,
    lives: { seed: base, first: number * traineesOfRound },
    faults: [first, ...second].map((kind) => drawFault(kind, random)),
    rebuild: drawRebuild(createRandom(seed, 'rebuild'), how.rebuilds),
  };
}

function drawRebuild(random: Random, isAsked: boolean): RebuildPlan | null {
  const isDrawn = chance(random, rebuildShare);
  if (!isDrawn && !isAsked) return null;
  return { killAfterMs: chance(random, 0.5) ? between(random, 0, killAfterMsMax) : null };
}

/** Two faults of one server at once would undo each other. */
function familyOf({ name }: FaultKind): string {
  return name.split('-')[0] ?? name;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((each) => ({ each, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
