import { type Html, html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';
import { monthName } from '../frame/month-names.ts';
import { type Column, instant, table } from '../frame/parts.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';
import { filters } from './figure-filters.ts';
import { figurePlot, plottedMax } from './figure-plot.ts';
import { type Cell, type FigureTable, type Series, shareOf } from './figure-table.ts';
import { cellText, countsWords, hiddenWords, keyName, shareLabel, unitOf, yearBeforeLabel } from './figure-words.ts';
import type { Choice, MeasureView } from './measure-view.ts';
import { plotWords } from './small-plot.ts';

export const trail = [[tradePaths.steering, tradeNames.steering]] as const;

/** One figure: what it is, how it is asked for, a plot, the same as a table, and as a file. */
export function measurePage(view: MeasureView, search: string): VisitedPage {
  const { measure, table: shown, before, catalogue } = view;
  const rest = shown.series.length - plottedMax;
  return {
    title: titleOf(view),
    trail,
    body: html`<p>${measure.definition} ${countsWords[measure.counts]}</p>
${filters(view)}
${shown.series.length === 0 ? html`<p class="note">Rien ne peut être dit de cette période : ${hiddenWords(catalogue.fewest)}</p>` : plotOf(view)}
${rest > 0 && before === null ? html`<p class="hint">Le graphique montre les ${plottedMax} plus grands ; les ${rest} autres sont dans le tableau.</p>` : null}
<div class="row"><a class="button" href="${tradePaths.steering}/${measure.name}/csv${search}">Télécharger en CSV</a></div>
${valueTable(view)}
${shareTable(view)}
${view.isCompared && before === null ? html`<p class="note">La comparaison porte sur une seule ligne : choisissez-en une dans « Montrer ».</p>` : null}
<p class="note">${hiddenWords(catalogue.fewest)}</p>
${origin(view)}`,
  };
}

export function titleOf({ measure, territory, territories, only, choices }: MeasureView): string {
  const named = (list: readonly Choice[], code: string | null) => list.find((each) => each.code === code)?.label ?? [];
  return [measure.label, named(territories, territory), named(choices, only)].flat().join(', ');
}

function plotOf(view: MeasureView): Html {
  const drawn = compared(view);
  return figurePlot(captionOf(view), plotWords(drawn), unitOf(view.measure), drawn);
}

function captionOf(view: MeasureView): string {
  return `${titleOf(view)}, de ${monthName(view.from)} à ${monthName(view.to)}`;
}

/** With the year before as a second series. */
function compared({ table: shown, before }: MeasureView): FigureTable {
  const former = before?.series[0];
  if (former === undefined) return shown;
  return { months: shown.months, series: [...shown.series, { ...former, label: yearBeforeLabel }] };
}

const columnsMax = 8;
const rowsMax = 30;

interface MonthColumn {
  readonly head: string;
  readonly cell: (index: number) => string | null;
}

/** Months are rows where there are few series, else columns. */
function valueTable(view: MeasureView): Html {
  const { months, series } = compared(view);
  const caption = captionOf(view);
  if (series.length <= columnsMax) {
    const values = series.map(({ label, cells }) => ({ head: label, cell: (index: number) => textAt(cells, index) }));
    const shares = view.table.series.length === 1 ? shareColumns(view, true) : [];
    return byMonth(caption, months, [...values, ...shares]);
  }
  const columns: Column<Series>[] = [
    { head: keyName(view.crossing.keys.at(-1) ?? ''), cell: ({ label }) => label },
    ...months.map((month, index) => ({
      head: monthName(month),
      cell: ({ cells }: Series) => textAt(cells, index),
      isNumber: true,
    })),
  ];
  const more = series.length - rowsMax;
  return html`${table(caption, columns, series.slice(0, rowsMax))}
${more > 0 ? html`<p class="hint">Les ${more} lignes suivantes sont dans le fichier CSV.</p>` : null}`;
}

/** What part of the whole each series is; one alone has it beside its own figures. */
function shareTable(view: MeasureView): Html | null {
  const { whole, table: shown } = view;
  const isMany = shown.series.length > 1 && shown.series.length <= columnsMax;
  return whole === null || !isMany ? null : byMonth(shareLabel(whole.measure), shown.months, shareColumns(view, false));
}

function shareColumns({ whole, table: { series } }: MeasureView, isAlone: boolean): readonly MonthColumn[] {
  if (whole === null) return [];
  const wholes = new Map(whole.table.series.map(({ code, cells }) => [code, cells]));
  return series.flatMap(({ code, label, cells }) => {
    const of = wholes.get(code) ?? [];
    const share = (index: number) => {
      const found = shareOf(cells[index], of[index]);
      return found === null ? null : `${found} %`;
    };
    if (!isAlone) return [{ head: label, cell: share }];
    const all = { head: whole.measure.label, cell: (index: number) => textAt(of, index) };
    return [all, { head: shareLabel(whole.measure), cell: share }];
  });
}

function textAt(cells: readonly Cell[], index: number): string {
  return cellText(cells[index] ?? { state: 'hidden' });
}

function byMonth(caption: string, months: readonly string[], columns: readonly MonthColumn[]): Html {
  const month: Column<number> = { head: 'Mois', cell: (index) => monthName(months[index] ?? '') };
  const numbers = columns.map((column) => ({ ...column, isNumber: true }));
  return table(caption, [month, ...numbers], [...months.keys()]);
}

/** Of which week they are. */
export function origin({ catalogue, week, anew }: Pick<MeasureView, 'catalogue' | 'week' | 'anew'>): Html {
  const made = catalogue.weeks.find((each) => each.week === week);
  const again = anew.map(({ month, week: by }) => `${monthName(month)} (${by})`).join(', ');
  return html`<p class="hint">Chiffres de la semaine ${week}, établis le ${instant(made?.madeAt)}. Un mois est établi une fois, quand le suivant est passé, et ne change plus.${again === '' ? null : ` Établis à nouveau, une erreur du hub étant réparée : ${again}.`}</p>`;
}
