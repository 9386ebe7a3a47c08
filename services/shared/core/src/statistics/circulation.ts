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

/** A way along a figure, from one place to the next. */
interface Arc {
  readonly edge: Movable;
  readonly next: number;
  readonly sign: 1 | -1;
  /** Of the figure: how far it is moved, in all arcs of it. */
  readonly moved: { by: number };
}

export interface Network {
  readonly places: ReadonlyMap<string, number>;
  /** By place. */
  readonly arcs: readonly (readonly Arc[])[];
}

export function networkOf(edges: readonly Movable[]): Network {
  const places = new Map<string, number>();
  const arcs: Arc[][] = [];
  const placeOf = (name: string): number => {
    const place = places.get(name) ?? arcs.push([]) - 1;
    places.set(name, place);
    return place;
  };
  for (const edge of edges) {
    const [from, to] = [placeOf(edge.from), placeOf(edge.to)];
    const moved = { by: 0 };
    arcs[from]?.push({ edge, next: to, sign: 1, moved });
    arcs[to]?.push({ edge, next: from, sign: -1, moved });
  }
  return { places, arcs };
}

/**
 * Hides what else must be hidden so that `grown` may grow (`sign` 1) or shrink by `amount` without any told figure moving:
 * each time the cheapest. False: not even if all were hidden.
 */
export function letMove({ places, arcs }: Network, grown: Movable, sign: 1 | -1, amount: number): boolean {
  const [start, end] = sign === 1 ? [grown.to, grown.from] : [grown.from, grown.to];
  const ends = [places.get(start) ?? 0, places.get(end) ?? 0] as const;
  const touched: Arc[] = [];
  let left = amount;
  while (left > 0) {
    const way = cheapestWay(arcs, grown, ends);
    if (way === null) break;
    const room = Math.min(left, ...way.map(roomOf));
    for (const arc of way) {
      arc.edge.hidden = true;
      arc.moved.by += arc.sign * room;
    }
    touched.push(...way);
    left -= room;
  }
  for (const { moved } of touched) moved.by = 0;
  return left <= 0;
}

function roomOf({ edge, sign, moved }: Arc): number {
  return sign === 1 ? edge.up - moved.by : edge.down + moved.by;
}

/** By the figures that are hidden already where there is such a way, else by as little more as possible. */
function cheapestWay(
  arcs: Network['arcs'],
  grown: Movable,
  [start, end]: readonly [number, number],
): readonly Arc[] | null {
  const costs = arcs.map((_, place) => (place === start ? 0 : Number.POSITIVE_INFINITY));
  const by = new Array<Step>(arcs.length);
  const open = new Set([start]);
  for (let place = nearest(costs, open); place !== null; place = nearest(costs, open)) {
    if (place === end) return wayTo(end, start, by);
    open.delete(place);
    for (const arc of arcs[place] ?? []) {
      const cost = (costs[place] ?? 0) + (arc.edge.hidden ? 0 : arc.edge.cost + 1);
      if (cost >= (costs[arc.next] ?? 0) || arc.edge === grown || roomOf(arc) <= 0) continue;
      costs[arc.next] = cost;
      by[arc.next] = { arc, from: place };
      open.add(arc.next);
    }
  }
  return null;
}

/** How a place is reached. */
interface Step {
  readonly arc: Arc;
  readonly from: number;
}

function wayTo(end: number, start: number, by: readonly Step[]): readonly Arc[] {
  const way: Arc[] = [];
  for (let place = end; place !== start; ) {
    const step = by[place] as Step;
    way.push(step.arc);
    place = step.from;
  }
  return way;
}

/** Of the places that are reached and not gone on from, the cheapest. */
function nearest(costs: readonly number[], open: ReadonlySet<number>): number | null {
  let best: number | null = null;
  for (const place of open) {
    if (costs[place] === 0) return place;
    if (best === null || (costs[place] ?? 0) < (costs[best] ?? 0)) best = place;
  }
  return best;
}
