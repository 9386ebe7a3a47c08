import {
  type Component,
  components,
  type FactSet,
  factKey,
  type Judgement,
  judgePair,
  nirHolders,
  type TraineeVerdict,
  traineeVerdict,
} from '@hub/core';

/**
 * Of two trainees that somebody spoke of together. `proposed`: one agent said by hand that they are one, another must
 * confirm. `review`: they were judged to be one, and something speaks against it (two NIR, a separation nearby).
 */
export const linkStates = ['proposed', 'review', 'joined', 'separated'] as const;
export type LinkState = (typeof linkStates)[number];

export interface Link extends Judgement<TraineeVerdict> {
  readonly trainees: readonly [string, string];
  readonly state: LinkState;
}

interface Known {
  readonly trainee: string;
  readonly facts: FactSet;
}

/** Every pair that verdicts name among these trainees, whom they reach included; sorted. */
export function linksAmong(known: readonly Known[]): readonly Link[] {
  const verdicts = verdictsOf(known);
  const members = [
    ...new Set([...known.map(({ trainee }) => trainee), ...verdicts.flatMap(({ trainees }) => trainees)]),
  ];
  const parts = components(members, verdicts, ({ trainees }) => trainees, nirHolders(known));
  const partOf = new Map(parts.flatMap((part) => part.members.map((member) => [member, part] as const)));
  const byPair = Map.groupBy(verdicts, ({ trainees }) => trainees.join(' '));
  return [...byPair.keys()].sort().flatMap((key) => {
    const ofPair = byPair.get(key) ?? [];
    const [first] = ofPair;
    if (first === undefined) return [];
    const judgement = judgePair(ofPair);
    const [left, right] = first.trainees.map((trainee) => partOf.get(trainee));
    return [{ trainees: first.trainees, ...judgement, state: linkStateOf(judgement, left, right) }];
  });
}

/** Each verdict once, though the facts of both trainees hold it; oldest recorded first. */
export function verdictsOf(known: readonly Known[]): readonly TraineeVerdict[] {
  const facts = known.flatMap(({ facts: set }) => set.filter((fact) => fact.type === 'trainees-judged'));
  const once = new Map(facts.map((fact) => [factKey(fact), traineeVerdict(fact)]));
  return [...once.values()].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
}

type Part = Component<TraineeVerdict> | undefined;

function linkStateOf({ decided, awaiting }: Judgement<TraineeVerdict>, left: Part, right: Part): LinkState {
  const together = left !== undefined && left === right;
  if (awaiting !== null && !together) return 'proposed';
  if (decided?.verdict === 'different') return 'separated';
  return together && !left.review ? 'joined' : 'review';
}

/** An identifier kind that at least one of two trainees has; values are never compared, for none has two owners. */
export interface HeldKind {
  readonly kind: string;
  readonly heldBy: 'both' | 'one';
  /** Both have one, so they are two; a partner's own numbers may be of two partners. */
  readonly conflicts: boolean;
}

export function heldKinds(one: FactSet, other: FactSet): readonly HeldKind[] {
  const [left, right] = [kindsOf(one), kindsOf(other)];
  return [...new Set([...left, ...right])].sort().map((kind) => {
    const both = left.has(kind) && right.has(kind);
    return { kind, heldBy: both ? 'both' : 'one', conflicts: both && kind !== 'partnerNumber' };
  });
}

/** Kinds of the identifiers that were ever told of a trainee. */
export function kindsOf(facts: FactSet): ReadonlySet<string> {
  return new Set(facts.flatMap((fact) => (fact.type === 'trainee-known' ? fact.data.kinds : [])));
}

/** What operators did to a trainee beside verdicts, oldest recorded first. */
export interface CorrectionAct {
  readonly kind: 'identifiers-reassigned' | 'facts-moved';
  readonly toTrainee: string;
  readonly identifiers: readonly string[];
  readonly facts: number;
  readonly recordedAt: string;
  readonly source: string;
  readonly eventId: string;
}

export function correctionsOf(facts: FactSet): readonly CorrectionAct[] {
  const acts = facts.flatMap((fact): CorrectionAct[] => {
    if (fact.type !== 'alias-reassigned' && fact.type !== 'facts-moved') return [];
    const { recordedAt, source, id: eventId } = fact;
    const act = { toTrainee: fact.data.toTrainee, recordedAt, source, eventId };
    return fact.type === 'alias-reassigned'
      ? [{ ...act, kind: 'identifiers-reassigned', identifiers: fact.data.kinds, facts: 0 }]
      : [{ ...act, kind: 'facts-moved', identifiers: [], facts: fact.data.facts.length }];
  });
  return acts.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
}
