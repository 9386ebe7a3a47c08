import { compareText, type Fact, factKey } from './facts.ts';
import type { Sifted } from './live-facts.ts';

/** Facts with the facts that they correct, all of them removed; or the other way round. */
type Edges = ReadonlyMap<Fact, readonly Fact[]>;

/**
 * Groups of facts that correct each other in a circle (each reaches every other); all of them are removed (rules.md, Live
 * facts and removal). Without recursion, so that a chain of thousands of corrections costs no stack.
 */
export function correctionCycles(sifted: Sifted): readonly (readonly Fact[])[] {
  if (sifted.removed.size === 0) return [];
  const corrections = correctionsAmong(sifted);
  const targets = edgesOf(corrections);
  const removers = edgesOf(corrections.map(([from, to]) => [to, from]));
  const taken = new Set<Fact>();
  return finishedLast(targets)
    .map((root) => reachedFrom(root, removers, taken))
    .filter((group) => group.length > 1 || (group[0] !== undefined && targets.get(group[0])?.includes(group[0])))
    .map((group) => group.sort((a, b) => compareText(factKey(a), factKey(b))));
}

/** Remover and target, where both are removed. */
function correctionsAmong({ removed }: Sifted): (readonly [Fact, Fact])[] {
  const byKey = new Map([...removed.keys()].map((fact) => [factKey(fact), fact]));
  return [...removed].flatMap(([target, removers]) =>
    removers.flatMap((remover) => {
      const from = remover.data.corrects === undefined ? undefined : byKey.get(factKey(remover));
      return from === undefined ? [] : [[from, target] as const];
    }),
  );
}

function edgesOf(pairs: readonly (readonly [Fact, Fact])[]): Edges {
  const edges = new Map<Fact, Fact[]>();
  for (const [from, to] of pairs) {
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [to]);
    else known.push(to);
  }
  return edges;
}

/** Every fact of the edges, the one whose search ended last first (Kosaraju's order). */
function finishedLast(edges: Edges): readonly Fact[] {
  const seen = new Set<Fact>();
  const finished: Fact[] = [];
  const stack = [...edges.keys()].map((fact) => ({ fact, isDone: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { fact, isDone } = top;
    if (isDone) finished.push(fact);
    if (isDone || seen.has(fact)) continue;
    seen.add(fact);
    stack.push({ fact, isDone: true });
    for (const next of edges.get(fact) ?? []) if (!seen.has(next)) stack.push({ fact: next, isDone: false });
  }
  return finished.reverse();
}

/** The fact and whatever leads to it that no group has taken yet; none where it is taken itself. */
function reachedFrom(root: Fact, edges: Edges, taken: Set<Fact>): Fact[] {
  if (taken.has(root)) return [];
  const reached = [root];
  taken.add(root);
  for (const fact of reached) {
    const more = (edges.get(fact) ?? []).filter((next) => !taken.has(next));
    for (const next of more) taken.add(next);
    reached.push(...more);
  }
  return reached;
}
