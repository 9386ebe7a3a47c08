import { csvOf } from '@hub/platform';
import { type Cell, type Series, shareOf } from './figure-table.ts';
import { cellWords, keyName, shareLabel, unitOf, yearBeforeLabel } from './figure-words.ts';
import { type MeasureView, wholeCell } from './measure-view.ts';

type Value = string | number;
interface CsvColumn {
  readonly head: string;
  readonly cell: (series: Series, index: number) => Value;
}

/** What a page shows, a line for each cell. It begins with the mark by which Excel reads UTF-8. */
export function figuresCsv(view: MeasureView): string {
  const { months, series } = view.table;
  const columns = columnsOf(view);
  const lines = series.flatMap((each) => months.map((_, index) => columns.map(({ cell }) => cell(each, index))));
  return `\uFEFF${csvOf([columns.map(({ head }) => head), ...lines])}`;
}

function columnsOf(view: MeasureView): readonly CsvColumn[] {
  const { measure, week, crossing, territory, territories, table, before } = view;
  const key = crossing.keys.at(-1);
  const place = territories.find(({ code }) => code === territory)?.label;
  const former = before?.series[0];
  return [
    { head: 'Mois', cell: (_, index) => table.months[index] ?? '' },
    ...(place === undefined ? [] : [{ head: keyName('territory'), cell: () => place }]),
    ...(key === undefined ? [] : [{ head: keyName(key), cell: ({ label }: Series) => label }]),
    { head: measure.label, cell: ({ cells }, index) => csvCell(cells[index]) },
    ...(former === undefined
      ? []
      : [{ head: yearBeforeLabel, cell: (_: Series, index: number) => csvCell(former.cells[index]) }]),
    ...wholeColumns(view),
    { head: 'Compte', cell: () => unitOf(measure) },
    { head: 'Semaine', cell: () => week },
  ];
}

function wholeColumns(view: MeasureView): readonly CsvColumn[] {
  const { whole } = view;
  if (whole === null) return [];
  const of = ({ code }: Series, index: number) => wholeCell(view, code, index);
  return [
    { head: whole.measure.label, cell: (series, index) => csvCell(of(series, index)) },
    { head: shareLabel(whole.measure), cell: (series, index) => shareOf(series.cells[index], of(series, index)) ?? '' },
  ];
}

function csvCell(cell: Cell = { state: 'open' }): Value {
  return cell.state === 'told' ? cell.value : cellWords[cell.state];
}
