import { type AuthorityContext, decidersOf, type FactStanding, regimeOfFact } from './authority.ts';
import { isSame, refOf, refs } from './fact-refs.ts';
import type { Fact } from './facts.ts';
import type { FactRef, RegimeShown } from './record.ts';

/**
 * Why a fact lost: precedence in its field, then, beyond the field, `later-day` or `same-day` among the fields of one line
 * (`later-day` also for a plan reported since the last exit), `entered` for an absence against an entry, `closed-stay` for an entry that may not open
 * another stay (rules.md, Competing facts).
 */
export const losingReasons = [
  'authority',
  'recorded-later',
  'greater-id',
  'later-day',
  'same-day',
  'entered',
  'closed-stay',
] as const;
export type LosingReason = (typeof losingReasons)[number];

/** What was decided: which fact gives a field its value, or that this value beat facts of other fields. */
export type Decision =
  | {
      readonly of: 'field';
      readonly winner: Ranked;
      readonly losers: readonly Ranked[];
      readonly echoes: readonly Fact[];
      readonly previousExit: string | null;
    }
  | {
      readonly of: 'beyond';
      readonly chosen: FactRef;
      readonly over: readonly FactRef[];
      readonly because: LosingReason;
    };

/** A fact of a field, with what the authority table says of it. */
export interface Ranked {
  readonly fact: Fact;
  readonly standing: FactStanding;
}

/** A value that beat facts outside its field. */
export function beyond(chosen: FactRef, over: readonly FactRef[], because: LosingReason): readonly Decision[] {
  const lost = over.filter((fact) => !isSame(fact, chosen));
  return lost.length === 0 ? [] : [{ of: 'beyond', chosen, over: lost, because }];
}

/** Which rule chose which fact of a field over which others. */
export interface FieldChoice {
  readonly type: string;
  readonly chosen: FactRef;
  readonly standing: FactStanding;
  /** The row of authority.json that the chosen fact was looked up in; null where its step has none. */
  readonly regime: RegimeShown | null;
  /** Systems that the row names; empty: none. */
  readonly deciders: readonly string[];
  readonly over: readonly (FactRef & { readonly because: LosingReason })[];
  readonly echoes: readonly FactRef[];
}

/** The decisions as somebody reads them: what a value beat outside its field stands with the last choice of that value. */
export function choicesOf(authority: AuthorityContext, decisions: readonly Decision[]): readonly FieldChoice[] {
  const choices: FieldChoice[] = [];
  for (const decision of decisions) {
    if (decision.of === 'field') {
      choices.push(choiceOf(authority, decision));
      continue;
    }
    const index = choices.findLastIndex(({ chosen }) => isSame(chosen, decision.chosen));
    const known = choices[index];
    if (known === undefined) continue;
    const over = decision.over.map(({ source, eventId }) => ({ source, eventId, because: decision.because }));
    choices[index] = { ...known, over: [...known.over, ...over] };
  }
  return choices;
}

function choiceOf(
  authority: AuthorityContext,
  { winner, losers, echoes, previousExit }: Extract<Decision, { of: 'field' }>,
): FieldChoice {
  return {
    type: winner.fact.type,
    chosen: refOf(winner.fact),
    standing: winner.standing,
    regime: regimeOfFact(authority, winner.fact, previousExit),
    deciders: decidersOf(authority, winner.fact, previousExit),
    over: losers.map((loser) => ({ ...refOf(loser.fact), because: reasonOver(winner, loser) })),
    echoes: refs(echoes),
  };
}

function reasonOver(winner: Ranked, loser: Ranked): LosingReason {
  if (winner.standing === 'authoritative' && loser.standing !== 'authoritative') return 'authority';
  return winner.fact.recordedAt === loser.fact.recordedAt ? 'greater-id' : 'recorded-later';
}
