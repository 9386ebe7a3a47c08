import { compareText } from '../dossier/facts.ts';
import { isAnother } from '../rights/evidence.ts';

/** A verdict that two things are one or are not: trainees, or dossiers. */
export interface Verdict {
  readonly verdict: 'same' | 'different';
  readonly by: 'rule' | 'manual';
  readonly recordedAt: string;
  readonly source: string;
  readonly eventId: string;
  readonly reason?: string | null;
  /** Who said it by hand. A link that names its agent takes effect when a second agent has said the same. */
  readonly agent?: string;
  /** For whom what a rule goes by was reported; absent: nobody knows. */
  readonly organisation?: string;
}

export interface Component<V extends Verdict> {
  /** Sorted. */
  readonly members: readonly string[];
  readonly joinedBy: readonly V[];
  /** Something speaks against what joined it: only the surest edges count, and operators look at it. */
  readonly review: boolean;
}

/**
 * Why a rule links two trainees, the weakest first. A rule only proposes, unless the source that told the identifiers together
 * is certified for them. `former-nir-…` repeats what a source itself says of a person's two NIR, and proposes too: operators
 * judge it.
 */
export const linkReasons = [
  'identifiers-told-together',
  'identifiers-certified',
  'former-nir-told',
  'former-nir-certified',
] as const;
export type LinkReason = (typeof linkReasons)[number];

const strengths: readonly (string | null | undefined)[] = linkReasons;

/**
 * Whether one trainee's data may be shown to this organisation because it sees the other's: by hand, or where a certified source
 * of another organisation answers for it. Nobody is shown anybody on its own word, which could name whom it likes; that two NIR
 * are one person operators alone say.
 */
export function crossesSight(
  { by, reason, organisation }: Pick<Verdict, 'by' | 'reason' | 'organisation'>,
  siret: string,
): boolean {
  if (by === 'manual') return true;
  return reason === 'identifiers-certified' && organisation !== undefined && isAnother(organisation, siret);
}

const nobody: ReadonlySet<string> = new Set();

/**
 * Who is linked with whom (rules.md, Links between trainees). The last manual verdict on a pair wins over any rule, whenever the rule spoke;
 * a component that holds a manual "different" keeps its manual edges only and goes to review, and where even those
 * would join two that are judged different, nobody in it is joined. `nirHolders`: members with a NIR of their own; two
 * NIR are two persons until two operators say otherwise, whatever a source says, so what joins them goes to review too.
 */
export function components<V extends Verdict>(
  members: readonly string[],
  verdicts: readonly V[],
  pairOf: (verdict: V) => readonly [string, string],
  nirHolders: ReadonlySet<string> = nobody,
): readonly Component<V>[] {
  const decided = decidedPairs(verdicts, pairOf);
  const same = decided.filter(({ verdict }) => verdict === 'same');
  const apart = decided.filter(({ verdict, by }) => verdict === 'different' && by === 'manual').map(pairOf);
  return joined(members, same, pairOf).flatMap((component) => {
    const isApart = holdsPair(component.members, apart);
    const parts = joined(component.members, component.joinedBy.filter(isManual), pairOf);
    if (!isApart && parts.filter((part) => part.members.some((id) => nirHolders.has(id))).length < 2)
      return [component];
    return parts.flatMap((part) => (holdsPair(part.members, apart) ? eachAlone(part) : [{ ...part, review: true }]));
  });
}

function isManual({ by }: Verdict): boolean {
  return by === 'manual';
}

function holdsPair(members: readonly string[], pairs: readonly (readonly [string, string])[]): boolean {
  return pairs.some((pair) => pair.every((member) => members.includes(member)));
}

function eachAlone<V extends Verdict>({ members }: Component<V>): Component<V>[] {
  return members.map((member) => ({ members: [member], joinedBy: [], review: true }));
}

/** What is decided of one pair, and the link by hand that waits for a second agent. */
export interface Judgement<V extends Verdict> {
  readonly decided: V | null;
  readonly awaiting: V | null;
}

/** From the verdicts on one pair, in any order. A separation by hand takes effect at once: it hides and shows nobody. */
export function judgePair<V extends Verdict>(verdicts: readonly V[]): Judgement<V> {
  return verdicts
    .toSorted(compareVerdicts)
    .reduce<Judgement<V>>((known, verdict) => judgedWith(known, verdict), { decided: null, awaiting: null });
}

function judgedWith<V extends Verdict>({ decided, awaiting }: Judgement<V>, verdict: V): Judgement<V> {
  const inEffect = { decided: verdict, awaiting: null };
  if (verdict.by === 'rule') {
    return { decided: decided !== null && rank(decided) > rank(verdict) ? decided : verdict, awaiting };
  }
  if (verdict.verdict === 'different' || verdict.agent === undefined) return inEffect;
  if (decided?.by === 'manual' && decided.verdict === 'same') return { decided, awaiting };
  if (awaiting === null) return { decided, awaiting: verdict };
  return awaiting.agent === verdict.agent ? { decided, awaiting } : inEffect;
}

/** A later rule takes the place of one that says less; what a certified source says is not taken back by any other. */
function rank(verdict: Verdict): number {
  if (verdict.by === 'manual') return linkReasons.length;
  return strengths.indexOf(verdict.reason);
}

/** The deciding verdict of each pair: the last manual one in effect, else the last of a rule. */
function decidedPairs<V extends Verdict>(
  verdicts: readonly V[],
  pairOf: (verdict: V) => readonly [string, string],
): V[] {
  const byPair = Map.groupBy(verdicts, (verdict) => pairOf(verdict).toSorted(compareText).join(' '));
  return [...byPair.values()].flatMap((reported) => judgePair(reported).decided ?? []);
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
