import { letMove, type Movable, type Network, networkOf } from './circulation.ts';
import { type CrossingName, isBySource } from './measures.ts';

/** How many of one month are counted under one combination of keys. */
export interface Cell {
  readonly crossing: CrossingName;
  /** Values of the crossing's keys, in their order. */
  readonly keys: readonly string[];
  readonly count: number;
  /** How many there are of what it is a part of; null: it is a part of nothing told. */
  readonly whole: number | null;
}

/** A figure that may be told. */
export interface ToldCell {
  readonly crossing: CrossingName;
  readonly keys: readonly string[];
  /** Rounded. */
  readonly value: number;
  /** SIREN of those to whom it is not; sorted. */
  readonly untold: readonly string[];
}

export interface Telling {
  /** Fewer are not told. */
  readonly fewest: number;
  /** By `cellName`: not told anyway, for a reason of another figure or reader. */
  readonly hidden: ReadonlySet<string>;
  /** By `cellName`: moved by few since they were told before. Not told, and every move by fewer stays possible. */
  readonly moved?: ReadonlySet<string>;
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
  if (total === undefined || isSmall(total, telling) || telling.hidden.has(cellName(total))) return [];
  const movable = movableAll(cells, telling);
  const [others, ofDomains] = tablesOf(movable);
  if (!protect(others, ofDomains, telling)) return [];
  // Who may have been counted in another territory may have been so in any domain of it.
  const territories = others.filter(({ cell, hidden }) => cell.crossing === 'territory' && !hidden);
  const told = new Set(territories.map(({ cell }) => cell.keys[0]));
  for (const each of ofDomains) if (!told.has(each.cell.keys[0])) each.hidden = true;
  const ofTold = ofDomains.filter(({ cell }) => told.has(cell.keys[0]));
  if (!protectWithin(ofTold, telling)) return [];
  return [total, ...movable.filter(({ hidden, cell }) => !hidden && cell.count > 0).map(({ cell }) => cell)];
}

/**
 * Those cells by source that may be told to an organisation that declared what stands under its `own` sources, and knows how
 * many those are. Nothing of its own moves, and nothing else that it is told: as far as that leaves it, every number below
 * `fewest` stays possible of each small cell. `telling.hidden`: not told to it anyway.
 */
export function tellableToDeclarer(
  cells: readonly Cell[],
  telling: Telling,
  own: ReadonlySet<string>,
): readonly Cell[] {
  const movable = movableAll(cells, telling);
  const isUnknown = ({ cell, hidden }: MovableCell) => (isBySource(cell) ? !own.has(cell.keys.at(-1) ?? '') : hidden);
  protect(...tablesOf(movable.filter(isUnknown)), telling);
  return movable.filter(({ hidden, cell }) => !hidden && cell.count > 0 && isBySource(cell)).map(({ cell }) => cell);
}

/** Few, or few of its whole are not in it, or few are new in it. */
function isSmall(cell: Cell, { fewest, moved }: Telling): boolean {
  const { count, whole } = cell;
  return count < fewest || (whole !== null && whole - count < fewest) || (moved?.has(cellName(cell)) ?? false);
}

function movableAll(cells: readonly Cell[], telling: Telling): MovableCell[] {
  const hasSources = cells.some(({ crossing }) => crossing === 'territory-source');
  return cells.flatMap((cell) => movableOf(cell, telling, hasSources));
}

function movableOf(cell: Cell, telling: Telling, hasSources: boolean): MovableCell[] {
  const ends = endsOf(cell, hasSources);
  if (ends === null) return [];
  const { count, whole } = cell;
  const up = whole === null ? Number.POSITIVE_INFINITY : whole - count;
  return [
    {
      cell,
      ...ends,
      up,
      down: count,
      cost: count,
      hidden: isSmall(cell, telling) || telling.hidden.has(cellName(cell)),
    },
  ].filter(({ up, down }) => down > 0 || (whole !== null && up > 0));
}

/**
 * Between what adds up with what. Territories and fundings are a table with its margins: at a row, its cells leave what the
 * margin brings. Sources and territories are another with the same rows: what sources bring to a territory leaves it by its
 * fundings. What else adds up to one total lies side by side between two ends.
 */
function endsOf({ crossing, keys }: Cell, hasSources: boolean): Pick<Movable, 'from' | 'to'> | null {
  const [first = '', second = ''] = keys;
  switch (crossing) {
    case 'month':
      return null;
    case 'territory':
      return { from: hasSources ? `declared in ${first}` : 'all fundings', to: `territory ${first}` };
    case 'funding':
      return { from: `funding ${first}`, to: 'all territories' };
    case 'territory-funding':
      return { from: `territory ${first}`, to: `funding ${second}` };
    case 'financer':
      return { from: 'financers', to: 'their total' };
    case 'territory-domain':
      return { from: `domains of ${first}`, to: `total of ${first}` };
    case 'source':
      return { from: 'all sources', to: `source ${first}` };
    case 'territory-source':
      return { from: `source ${second}`, to: `declared in ${first}` };
  }
}

/** Domains lie under their territory alone. */
function tablesOf(movable: readonly MovableCell[]): readonly [readonly MovableCell[], readonly MovableCell[]] {
  const isOfDomain = ({ cell }: MovableCell) => cell.crossing === 'territory-domain';
  return [movable.filter((each) => !isOfDomain(each)), movable.filter(isOfDomain)];
}

/** False: some small cell cannot be protected; each is as far as it can be. */
function protect(others: readonly MovableCell[], ofDomains: readonly MovableCell[], telling: Telling): boolean {
  const isProtected = protectWithin(others, telling);
  return protectBeyond(others, ofDomains, telling) && isProtected;
}

function protectWithin(movable: readonly MovableCell[], telling: Telling): boolean {
  const network = networkOf(movable);
  const small = movable.filter(({ cell }) => isSmall(cell, telling)).sort((a, b) => a.cell.count - b.cell.count);
  return small.map((each) => letMoveBothWays(network, each, neededOf(each.cell, telling))).every(Boolean);
}

/** The one way is not left out where the other is not wide enough. */
function letMoveBothWays(network: Network, cell: MovableCell, { up, down }: Room): boolean {
  const [grows, shrinks] = [letMove(network, cell, 1, up), letMove(network, cell, -1, down)];
  return grows && shrinks;
}

/** By how much a cell is to grow and to shrink. */
interface Room {
  readonly up: number;
  readonly down: number;
}

/**
 * The same of a small domain whose territory is not told: what other domains of it do not bring, its territory must. A domain
 * of which nearly all are counted says so by itself, where it is as large as all that are counted. False: it cannot be.
 */
function protectBeyond(others: readonly MovableCell[], ofDomains: readonly MovableCell[], telling: Telling): boolean {
  const network = networkOf(others);
  const territories = others.filter(({ cell }) => cell.crossing === 'territory');
  const isFree = (territory: MovableCell) => {
    const domains = ofDomains.filter(({ cell }) => cell.keys[0] === territory.cell.keys[0]);
    const needed = domains.filter(({ cell }) => isSmall(cell, telling)).map((each) => beyond(each, domains, telling));
    const [up, down] = [Math.max(0, ...needed.map((each) => each.up)), Math.max(0, ...needed.map((each) => each.down))];
    return letMoveBothWays(network, territory, { up, down });
  };
  const free = new Map<MovableCell, boolean>();
  // A territory that is hidden for one of these may have small domains of its own.
  for (;;) {
    const next = territories.find((each) => each.hidden && !free.has(each));
    if (next === undefined) return [...free.values()].every(Boolean);
    free.set(next, isFree(next));
  }
}

/** How far its territory must move for a domain to be free, where all others of the territory have moved as far as they can. */
function beyond(each: MovableCell, domains: readonly MovableCell[], telling: Telling): Room {
  const beside = domains.filter((other) => other !== each);
  const { up, down } = neededOf(each.cell, telling);
  return {
    up: up - beside.reduce((sum, other) => sum + other.down, 0),
    down: down - beside.reduce((sum, other) => sum + other.up, 0),
  };
}

/** So that a small cell is free. */
function neededOf(cell: Cell, { fewest, moved }: Telling): Room {
  const { count, whole } = cell;
  const most = Math.min(fewest - 1, whole ?? fewest);
  const rest = whole === null ? fewest : whole - count;
  const ofCount = count < fewest ? { up: most - count, down: count } : { up: 0, down: 0 };
  const ofRest = rest < fewest ? { up: rest, down: most - rest } : { up: 0, down: 0 };
  const isMoved = moved?.has(cellName(cell)) ?? false;
  const ofMove = isMoved ? { up: Math.min(fewest - 1, rest), down: Math.min(fewest - 1, count) } : { up: 0, down: 0 };
  const all = [ofCount, ofRest, ofMove];
  return { up: Math.max(...all.map(({ up }) => up)), down: Math.max(...all.map(({ down }) => down)) };
}
