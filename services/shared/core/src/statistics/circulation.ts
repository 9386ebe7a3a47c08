/**
 * A figure that may be moved: along `from` → `to` when it grows, back when it shrinks, by so much at most. Where figures must
 * add up, all of them together move along closed ways only; one that is told does not move.
 */
export interface Movable {
  readonly from: string;
  readonly to: string;
  readonly up: number;
  readonly down: number;
  /** What it costs not to tell it. */
  readonly cost: number;
  hidden: boolean;
}

interface Arc {
  readonly edge: Movable;
  readonly next: string;
  readonly sign: 1 | -1;
}

export interface Network {
  readonly edges: readonly Movable[];
  readonly arcs: ReadonlyMap<string, readonly Arc[]>;
}

export function networkOf(edges: readonly Movable[]): Network {
  const arcs = new Map<string, Arc[]>();
  const add = (node: string, arc: Arc) => {
    const known = arcs.get(node);
    if (known === undefined) arcs.set(node, [arc]);
    else known.push(arc);
  };
  for (const edge of edges) {
    add(edge.from, { edge, next: edge.to, sign: 1 });
    add(edge.to, { edge, next: edge.from, sign: -1 });
  }
  return { edges, arcs };
}

/**
 * Hides what else must be hidden so that `moved` may grow (`sign` 1) or shrink by `amount` without any told figure moving:
 * each time the cheapest. False: not even if all were hidden.
 */
export function letMove(network: Network, moved: Movable, sign: 1 | -1, amount: number): boolean {
  const flow = new Map<Movable, number>();
  const [start, end] = sign === 1 ? [moved.to, moved.from] : [moved.from, moved.to];
  let left = amount;
  while (left > 0) {
    const way = cheapestWay(network, moved, flow, start, end);
    if (way === null) return false;
    const room = Math.min(left, ...way.map((arc) => roomOf(arc, flow)));
    for (const { edge, sign: along } of way) {
      edge.hidden = true;
      flow.set(edge, (flow.get(edge) ?? 0) + along * room);
    }
    left -= room;
  }
  return true;
}

function roomOf({ edge, sign }: Arc, flow: ReadonlyMap<Movable, number>): number {
  const moved = flow.get(edge) ?? 0;
  return sign === 1 ? edge.up - moved : edge.down + moved;
}

/** What is hidden already costs nothing. */
function costOf({ edge }: Arc): number {
  return edge.hidden ? 0 : edge.cost + 1;
}

/** Of Dijkstra; some tens of nodes. */
function cheapestWay(
  { arcs }: Network,
  moved: Movable,
  flow: ReadonlyMap<Movable, number>,
  start: string,
  end: string,
): readonly Arc[] | null {
  const costs = new Map([[start, 0]]);
  const by = new Map<string, Arc>();
  const done = new Set<string>();
  for (;;) {
    const node = nearest(costs, done);
    if (node === null) return null;
    if (node === end) return wayTo(end, start, by);
    done.add(node);
    const open = (arcs.get(node) ?? []).filter((arc) => arc.edge !== moved && !done.has(arc.next));
    for (const arc of open.filter((each) => roomOf(each, flow) > 0)) {
      const cost = (costs.get(node) ?? 0) + costOf(arc);
      if (cost >= (costs.get(arc.next) ?? Number.POSITIVE_INFINITY)) continue;
      costs.set(arc.next, cost);
      by.set(arc.next, arc);
    }
  }
}

function nearest(costs: ReadonlyMap<string, number>, done: ReadonlySet<string>): string | null {
  let best: string | null = null;
  for (const [node, cost] of costs) {
    if (!done.has(node) && (best === null || cost < (costs.get(best) ?? 0))) best = node;
  }
  return best;
}

function wayTo(end: string, start: string, by: ReadonlyMap<string, Arc>): readonly Arc[] {
  const way: Arc[] = [];
  let node = end;
  while (node !== start) {
    const arc = by.get(node) as Arc;
    way.push(arc);
    node = arc.sign === 1 ? arc.edge.from : arc.edge.to;
  }
  return way;
}
