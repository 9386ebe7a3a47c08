import type { RoundResult } from './round.ts';

export function describeRound(result: RoundResult): string {
  const { seed, kind, where, downMs, acknowledged, repeated, unknown, unanswered, refused } = result;
  const lines = Object.values(result.logLines);
  const around = result.asksAround ? `, others ${seconds(result.aroundMs)}` : '';
  const times = `accepted ${seconds(result.acceptedMs)}, visible ${seconds(result.visibleMs)}, ready ${seconds(result.readyMs)}`;
  const meanwhile = result.readyMeanwhile.length === 0 ? '' : ` (meanwhile ${shortNames(result.readyMeanwhile)})`;
  const events = `${acknowledged} events (${repeated} again, ${refused} refused, ${unknown} unknown, ${unanswered} unanswered)`;
  const logged = `${sum(lines)} log lines (most ${Math.max(...lines)})`;
  const name = where === '' ? kind : `${kind} (${where})`;
  return [
    `${result.failures.length === 0 ? 'ok  ' : 'FAIL'} ${seed}  ${name}: ${seconds(downMs)} down${around}; ${times}${meanwhile}; ${events}; ${logged}`,
    ...shortened(result.failures).map((failure) => `       ${failure}`),
  ].join('\n');
}

/** `gateway-1 gateway-2` is `g1 g2`. */
function shortNames(names: readonly string[]): string {
  return names.map((name) => name.replace(/^(.).*-/, '$1')).join(' ');
}

const shownMax = 8;

export function shortened(list: readonly string[]): readonly string[] {
  return list.length <= shownMax ? list : [...list.slice(0, shownMax), `… and ${list.length - shownMax} more`];
}

function seconds(ms: number | null): string {
  return ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`;
}

export interface KindFigures {
  readonly kind: string;
  readonly rounds: number;
  readonly failed: number;
  /** Seconds until somebody else shows new events, from the beginning; null where nobody could. */
  readonly around: Spread | null;
  /** Seconds until new events are shown through every way, from the end. */
  readonly visible: Spread | null;
  /** Of the busiest process, lines of its log. */
  readonly logLinesMost: number;
}

export interface Spread {
  readonly median: number;
  readonly worst: number;
}

export function figuresByKind(results: readonly RoundResult[]): readonly KindFigures[] {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  return kinds.map((kind) =>
    figuresOf(
      kind,
      results.filter((result) => result.kind === kind),
    ),
  );
}

function figuresOf(kind: string, results: readonly RoundResult[]): KindFigures {
  return {
    kind,
    rounds: results.length,
    failed: results.filter(({ failures }) => failures.length > 0).length,
    around: spread(results.filter(({ asksAround }) => asksAround).map(({ aroundMs }) => aroundMs)),
    visible: spread(results.map(({ visibleMs }) => visibleMs)),
    logLinesMost: Math.max(...results.flatMap(({ logLines }) => Object.values(logLines))),
  };
}

/** Never is longer than any time. */
export function spread(timesMs: readonly (number | null)[]): Spread | null {
  const sorted = timesMs.map((ms) => (ms === null ? Number.POSITIVE_INFINITY : ms / 1_000)).sort((a, b) => a - b);
  const worst = sorted.at(-1);
  if (worst === undefined) return null;
  return { median: sorted[Math.floor((sorted.length - 1) / 2)] ?? worst, worst };
}

export function describeFigures(results: readonly RoundResult[]): string {
  const all = figuresOf('all', results);
  const cells = [
    ['KIND', 'ROUNDS', 'FAILED', 'OTHERS: MEDIAN', 'WORST', 'VISIBLE: MEDIAN', 'WORST', 'LOG LINES'],
    ...[...figuresByKind(results), all].map(({ kind, rounds, failed, around, visible, logLinesMost }) => [
      kind,
      String(rounds),
      String(failed),
      ...cellsOf(around),
      ...cellsOf(visible),
      String(logLinesMost),
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')).join('\n');
}

function cellsOf(figures: Spread | null): readonly string[] {
  if (figures === null) return ['', ''];
  return [figures.median, figures.worst].map((each) => (Number.isFinite(each) ? `${each.toFixed(1)} s` : 'never'));
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
