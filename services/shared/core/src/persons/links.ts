import { compareText } from '../fold/union.ts';

/** A verdict that two things are one or are not: trainees, or dossiers. */
export interface Verdict {
  readonly verdict: 'same' | 'different';
  readonly by: 'rule' | 'manual';
  readonly recordedAt: string;
  readonly source: string;
  readonly eventId: string;
}

export interface Component<V extends Verdict> {
  /** Sorted. */
  readonly members: readonly string[];
  readonly joinedBy: readonly V[];
  /** It held a manual "different": only its manual edges count, and operators look at it. */
  readonly review: boolean;
}

/**
 * Who is linked with whom (DESIGN 4). The last manual verdict on a pair wins over any rule, whenever the rule spoke;
 * a component that holds a manual "different" keeps its manual edges only and goes to review.
 */
export function components<V extends Verdict>(
  members: readonly string[],
  verdicts: readonly V[],
  pairOf: (verdict: V) => readonly [string, string],
): readonly Component<V>[] {
  const decided = decidedPairs(verdicts, pairOf);
  const same = decided.filter(({ verdict }) => verdict === 'same');
  const apart = decided.filter(({ verdict, by }) => verdict === 'different' && by === 'manual');
  return joined(members, same, pairOf).flatMap((component) => {
    const inside = new Set(component.members);
    const broken = apart.some((verdict) => pairOf(verdict).every((member) => inside.has(member)));
    if (!broken) return [component];
    const manual = component.joinedBy.filter(({ by }) => by === 'manual');
    return joined(component.members, manual, pairOf).map((part) => ({ ...part, review: true }));
  });
}

/** The deciding verdict of each pair: the last manual one, else the last of a rule. */
function decidedPairs<V extends Verdict>(
  verdicts: readonly V[],
  pairOf: (verdict: V) => readonly [string, string],
): V[] {
  const byPair = new Map<string, V>();
  for (const verdict of verdicts.toSorted(compareVerdicts)) {
    const pair = pairOf(verdict).toSorted(compareText).join(' ');
    const known = byPair.get(pair);
    if (known?.by !== 'manual' || verdict.by === 'manual') byPair.set(pair, verdict);
  }
  return [...byPair.values()];
}

function compareVerdicts(a: Verdict, b: Verdict): number {
  return (
    compareText(a.recordedAt, b.recordedAt) || compareText(a.source, b.source) || compareText(a.eventId, b.eventId)
  );
}

function joined<V extends Verdict>(
  members: readonly string[],
  same: readonly V[],
  pairOf: (verdict: V) => readonly [string, string],
): Component<V>[] {
  const groups = unite(members, same.map(pairOf));
  return groups.map((group) => {
    const inside = new Set(group);
    return { members: group, joinedBy: same.filter((verdict) => inside.has(pairOf(verdict)[0])), review: false };
  });
}

/** Groups of members that the pairs connect, each sorted, in order of their least member. */
export function unite(members: readonly string[], pairs: readonly (readonly [string, string])[]): string[][] {
  const parent = new Map(members.map((member) => [member, member]));
  const rootOf = (member: string): string => {
    let root = member;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    return root;
  };
  for (const [a, b] of pairs) {
    if (!parent.has(a) || !parent.has(b)) continue;
    const [least, other] = [rootOf(a), rootOf(b)].sort(compareText) as [string, string];
    parent.set(other, least);
  }
  const groups = new Map<string, string[]>();
  for (const member of [...parent.keys()].sort(compareText)) {
    const root = rootOf(member);
    groups.set(root, [...(groups.get(root) ?? []), member]);
  }
  return [...groups.values()];
}
