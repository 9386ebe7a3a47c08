import { components, judgePair, type Verdict } from '@hub/core';

/** A verdict that an agent gave by hand on two trainees, the lesser id first. */
export interface ManualVerdict extends Verdict {
  readonly pair: readonly [low: string, high: string];
  readonly by: 'manual';
  readonly agent: string;
}

/**
 * What a pair is after its verdicts by hand: a separation holds at once (it hides, and shows nobody to anybody), a link
 * when a second agent has said the same.
 */
export type VerdictState = 'joined' | 'proposed' | 'separated';

export function stateOfPair(verdicts: readonly ManualVerdict[]): VerdictState {
  const { decided, awaiting } = judgePair(verdicts);
  if (awaiting !== null) return 'proposed';
  return decided?.verdict === 'same' ? 'joined' : 'separated';
}

export function ofPair<V extends ManualVerdict>(verdicts: readonly V[], [low, high]: ManualVerdict['pair']): V[] {
  return verdicts.filter(({ pair }) => pair[0] === low && pair[1] === high);
}

/** Why this verdict cannot follow those already given about the same people; null: it can. */
export function verdictRefused(
  given: readonly ManualVerdict[],
  next: ManualVerdict,
): 'second-agent-needed' | 'link-contradicts-separation' | null {
  if (next.verdict === 'different') return null;
  const own = ofPair(given, next.pair);
  if (judgePair(own).awaiting?.agent === next.agent) return 'second-agent-needed';
  return contradicts(given, next) ? 'link-contradicts-separation' : null;
}

/** Whether the link, once in effect, would join two that are judged different, directly or by others. */
function contradicts(given: readonly ManualVerdict[], next: ManualVerdict): boolean {
  const { agent: _, ...inEffect } = next;
  const others = given.filter((verdict) => !ofPair([verdict], next.pair).includes(verdict));
  const verdicts: (Verdict & { readonly pair: readonly [string, string] })[] = [...others, inEffect];
  const members = [...new Set(verdicts.flatMap(({ pair }) => pair))];
  const [low] = next.pair;
  const own = components(members, verdicts, ({ pair }) => pair).find((component) => component.members.includes(low));
  return own?.review ?? false;
}
