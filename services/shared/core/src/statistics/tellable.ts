import { letMove, type Movable, networkOf } from './circulation.ts';
import type { CrossingName } from './measures.ts';

/** How many of one month are counted under one combination of keys. */
export interface Cell {
  readonly crossing: CrossingName;
  /** Values of the crossing's keys, in their order. */
  readonly keys: readonly string[];
  readonly count: number;
  /** How many there are of what it is a part of; null: it is a part of nothing told. */
  readonly whole: number | null;
}

export interface Telling {
  /** Fewer are not told. */
  readonly fewest: number;
  /** By `cellName`: not told anyway, for a reason of another figure or reader. */
  readonly hidden: ReadonlySet<string>;
}

export function cellName({ crossing, keys }: Pick<Cell, 'crossing' | 'keys'>): string {
  return `${crossing} ${keys.join(' ')}`;
}

interface MovableCell extends Movable {
  readonly cell: Cell;
}

/**
 * Those cells of one month and figure that may be told, for whoever knows them all and adds and subtracts: of each cell that
 * is not told because it is small (or leaves little of its whole), every value below `fewest` is possible. Shown by moving:
 * persons can be counted elsewhere, so that the cell has any such value and no told figure another. None is told where
 * that cannot be reached.
 */
export function tellable(cells: readonly Cell[], telling: Telling): readonly Cell[] {
  const [total] = cells.filter(({ crossing }) => crossing === 'month');
  if (total === undefined || isSmall(total, telling.fewest) || telling.hidden.has(cellName(total))) return [];
  const movable = cells.flatMap((cell) => movableOf(cell, telling));
  const ofDomains = movable.filter(({ cell }) => cell.crossing === 'territory-domain');
  const others = movable.filter(({ cell }) => cell.crossing !== 'territory-domain');
  if (!protect(others, telling.fewest)) return [];
  // Who may have been counted in another territory may have been so in any domain of it.
  const territories = others.filter(({ cell, hidden }) => cell.crossing === 'territory' && !hidden);
  const told = new Set(territories.map(({ cell }) => cell.keys[0]));
  for (const each of ofDomains) if (!told.has(each.cell.keys[0])) each.hidden = true;
  if (
    !protect(
      ofDomains.filter(({ cell }) => told.has(cell.keys[0])),
      telling.fewest,
    )
  )
    return [];
  return [total, ...movable.filter(({ hidden, cell }) => !hidden && cell.count > 0).map(({ cell }) => cell)];
}

/** Few, or few of its whole are not in it. */
function isSmall({ count, whole }: Cell, fewest: number): boolean {
  return count < fewest || (whole !== null && whole - count < fewest);
}

function movableOf(cell: Cell, { fewest, hidden }: Telling): MovableCell[] {
  const ends = endsOf(cell);
  if (ends === null) return [];
  const { count, whole } = cell;
  const up = whole === null ? Number.POSITIVE_INFINITY : whole - count;
  return [
    { cell, ...ends, up, down: count, cost: count, hidden: isSmall(cell, fewest) || hidden.has(cellName(cell)) },
  ].filter(({ up, down }) => down > 0 || (whole !== null && up > 0));
}

/**
 * Between what adds up with what. Territories and fundings are a table with its margins: at a row, its cells leave what the
 * margin brings. What else adds up to one total lies side by side between two ends.
 */
function endsOf({ crossing, keys }: Cell): Pick<Movable, 'from' | 'to'> | null {
  const [first = '', second = ''] = keys;
  switch (crossing) {
    case 'month':
      return null;
    case 'territory':
      return { from: 'all fundings', to: `territory ${first}` };
    case 'funding':
      return { from: `funding ${first}`, to: 'all territories' };
    case 'territory-funding':
      return { from: `territory ${first}`, to: `funding ${second}` };
    case 'financer':
      return { from: 'financers', to: 'their total' };
    case 'territory-domain':
      return { from: `domains of ${first}`, to: `total of ${first}` };
  }
}

/** False: some small cell cannot be protected. */
function protect(movable: readonly MovableCell[], fewest: number): boolean {
  const network = networkOf(movable);
  const small = movable.filter(({ cell }) => isSmall(cell, fewest)).sort((a, b) => a.cell.count - b.cell.count);
  return small.every((each) => {
    const { up, down } = neededOf(each.cell, fewest);
    return letMove(network, each, 1, up) && letMove(network, each, -1, down);
  });
}

/** By how much a small cell must be free to grow and to shrink. */
function neededOf({ count, whole }: Cell, fewest: number): { readonly up: number; readonly down: number } {
  const most = Math.min(fewest - 1, whole ?? fewest);
  const rest = whole === null ? fewest : whole - count;
  const ofCount = count < fewest ? { up: most - count, down: count } : { up: 0, down: 0 };
  const ofRest = rest < fewest ? { up: rest, down: most - rest } : { up: 0, down: 0 };
  return { up: Math.max(ofCount.up, ofRest.up), down: Math.max(ofCount.down, ofRest.down) };
}
