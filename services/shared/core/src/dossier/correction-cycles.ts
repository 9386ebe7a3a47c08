import { compareText, type Fact, factKey } from './facts.ts';
import type { Sifted } from './live-facts.ts';

/** Groups of facts that correct each other in a circle (each reaches every other); all of them are removed (rules.md, Live facts and removal). */
export function correctionCycles(sifted: Sifted): readonly (readonly Fact[])[] {
  if (sifted.removed.size === 0) return [];
  const removedByKey = new Map([...sifted.removed.keys()].map((fact) => [factKey(fact), fact]));
  const edges = new Map<Fact, Fact[]>();
  for (const [target, removers] of sifted.removed) {
    for (const remover of removers) {
      const from = remover.data.corrects === undefined ? undefined : removedByKey.get(factKey(remover));
      const targets = from === undefined ? undefined : edges.get(from);
      if (targets !== undefined) targets.push(target);
      else if (from !== undefined) edges.set(from, [target]);
    }
  }
  return stronglyConnected(edges);
}

interface Visit {
  readonly fact: Fact;
  readonly index: number;
  low: number;
  next: number;
}

/** Tarjan's components without recursion, so that a chain of thousands of corrections costs no stack. */
function stronglyConnected(edges: ReadonlyMap<Fact, readonly Fact[]>): (readonly Fact[])[] {
  const visits = new Map<Fact, Visit>();
  const onPath = new Set<Fact>();
  const path: Fact[] = [];
  const cycles: (readonly Fact[])[] = [];
  const open = (fact: Fact): Visit => {
    const visit = { fact, index: visits.size, low: visits.size, next: 0 };
    visits.set(fact, visit);
    onPath.add(fact);
    path.push(fact);
    return visit;
  };
  for (const root of edges.keys()) {
    if (visits.has(root)) continue;
    const stack = [open(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = edges.get(top.fact)?.[top.next];
      top.next += 1;
      if (target !== undefined) {
        const seen = visits.get(target);
        if (seen === undefined) stack.push(open(target));
        else if (onPath.has(target)) top.low = Math.min(top.low, seen.index);
        continue;
      }
      stack.pop();
      const above = stack.at(-1);
      if (above !== undefined) above.low = Math.min(above.low, top.low);
      if (top.low === top.index) cycles.push(...componentOf(top.fact, path, onPath, edges));
    }
  }
  return cycles;
}

function componentOf(
  root: Fact,
  path: Fact[],
  onPath: Set<Fact>,
  edges: ReadonlyMap<Fact, readonly Fact[]>,
): (readonly Fact[])[] {
  const members = path.splice(path.indexOf(root));
  for (const member of members) onPath.delete(member);
  const circular = members.length > 1 || edges.get(root)?.includes(root) === true;
  return circular ? [members.sort((a, b) => compareText(factKey(a), factKey(b)))] : [];
}
