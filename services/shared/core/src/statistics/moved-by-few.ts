import { rounded } from './measures.ts';
import { type Cell, cellName, type ToldCell } from './tellable.ts';

/** A month of a figure as it was told before, and of that of which it is a part. */
export interface FormerTelling {
  readonly cells: readonly ToldCell[];
  readonly ofWhole: readonly ToldCell[] | null;
}

/** How far the difference of two rounded figures may be from that of what they round. */
const slackOfMove = 4;

/**
 * The cells whose move since a former telling would say something of few: by `cellName`. Whoever has both tellings subtracts
 * them. A move that may be none says nothing, and one of `fewest` and more says nothing of few; so does what a part leaves
 * of its whole. Where those that may not have moved do not let a line add up, they have moved, by few.
 */
export function movedByFew(cells: readonly Cell[], former: FormerTelling, fewest: number): ReadonlySet<string> {
  const before = new Map(former.cells.map((each) => [cellName(each), each.value]));
  const wholeBefore = new Map((former.ofWhole ?? []).map((each) => [cellName(each), each.value]));
  const now = new Map(cells.map((each) => [cellName(each), each]));
  const moves = new Map([...before].map(([name, value]) => [name, rounded(now.get(name)?.count ?? 0) - value]));
  const isFew = (move: number, slack: number) => Math.abs(move) > slack && Math.abs(move) - slack < fewest;
  const few = new Set([...moves].filter(([, move]) => isFew(move, slackOfMove)).map(([name]) => name));
  for (const [name, { whole }] of now) {
    const [move, told] = [moves.get(name), wholeBefore.get(name)];
    if (move === undefined || whole === null || told === undefined) continue;
    if (isFew(rounded(whole) - told - move, 2 * slackOfMove)) few.add(name);
  }
  for (const name of unmovedThatMoved([...former.cells, ...cells], moves, few)) few.add(name);
  return few;
}

/** Of lines of which all is told. */
function unmovedThatMoved(
  cells: readonly Pick<Cell, 'crossing' | 'keys'>[],
  moves: ReadonlyMap<string, number>,
  few: ReadonlySet<string>,
): readonly string[] {
  const lines = Map.groupBy(
    cells.flatMap((cell) => wholesOf(cell).map((whole) => ({ whole, name: cellName(cell), crossing: cell.crossing }))),
    ({ whole, crossing }) => `${whole} > ${crossing}`,
  );
  return [...lines.values()].flatMap((line) => {
    const names = [...new Set(line.map(({ name }) => name))];
    const total = moves.get(line[0]?.whole ?? '');
    if (total === undefined || names.some((name) => !moves.has(name) || few.has(name))) return [];
    const moved = names.map((name) => moves.get(name) ?? 0).filter((move) => move !== 0);
    const left = Math.abs(total - moved.reduce((sum, move) => sum + move, 0));
    const slack = slackOfMove * (moved.length + (total === 0 ? 0 : 1));
    return left <= slack ? [] : names.filter((name) => moves.get(name) === 0);
  });
}

/** What a cell is added up to. */
function wholesOf({ crossing, keys: [first = '', second = ''] }: Pick<Cell, 'crossing' | 'keys'>): readonly string[] {
  const territory = cellName({ crossing: 'territory', keys: [first] });
  switch (crossing) {
    case 'month':
      return [];
    case 'territory-funding':
      return [territory, cellName({ crossing: 'funding', keys: [second] })];
    case 'territory-domain':
      return [territory];
    case 'territory-source':
      return [territory, cellName({ crossing: 'source', keys: [second] })];
    default:
      return [cellName({ crossing: 'month', keys: [] })];
  }
}
