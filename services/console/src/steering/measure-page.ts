import { type Html, html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';
import { addressOf } from '../frame/list-pages.ts';
import { monthName, ofMonth } from '../frame/month-names.ts';
import { type Column, instant, table } from '../frame/parts.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';
import { filters } from './figure-filters.ts';
import { figurePlot, plottedMax } from './figure-plot.ts';
import { type Cell, type FigureTable, type Series, shareOf } from './figure-table.ts';
import {
  allOfKey,
  cellText,
  countsWords,
  hiddenWords,
  keyName,
  shareLabel,
  unitOf,
  yearBeforeLabel,
} from './figure-words.ts';
import { type Choice, type MeasureView, wholeCell } from './measure-view.ts';
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
<p class="note">${hiddenWords(catalogue.fewest)}</p>
${partsNote(view)}
${
  shown.series.length === 0
    ? nothingToTell(view)
    : html`${plotOf(view)}
${rest > 0 && before === null ? html`<p class="hint">Le graphique montre les ${plottedMax} plus grands ; ${rest === 1 ? 'le suivant est' : `les ${rest} autres sont`} dans le tableau.</p>` : null}
<div class="row"><a class="button" href="${tradePaths.steering}/${measure.name}/csv${search}">Télécharger en CSV</a></div>
${valueTable(view)}
${shareTable(view)}`
}
${origin(view)}`,
  };
}

/** No number of any part: where to look instead. */
function nothingToTell({ measure, territory, from, to }: MeasureView): Html {
  const address = addressOf(`${tradePaths.steering}/${measure.name}`, { serie: territory ?? '', du: from, au: to });
  return html`<p class="note">Rien ne peut être dit de cette période : tous les nombres sont masqués, ou ne sont pas établis. Choisissez plus de mois, ou <a href="${address}">le croisement le plus large</a>.</p>`;
}

/** Parts that are told do not add up to the whole, which stands elsewhere. */
function partsNote({ crossing, crossings, table: { series }, only, measure, territory, from, to }: MeasureView) {
  const key = crossing.keys.at(-1);
  if (key === undefined || only !== null || series.length === 0) return null;
  const above = crossing.keys.slice(0, -1);
  const total = crossings.find(({ keys }) => keys.join() === above.join());
  const asked = { par: total?.name ?? '', serie: territory ?? '', du: from, au: to };
  const address = addressOf(`${tradePaths.steering}/${measure.name}`, asked);
  return html`<p class="hint">« ${allOfKey(key)} » : ceux dont un mois au moins peut être dit. Leurs nombres ne font pas le total, car ce qui est masqué y manque.${
    total === undefined ? null : html` Le total : <a href="${address}">croisement « ${total.label} »</a>.`
  }</p>`;
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
  return `${titleOf(view)}, ${ofMonth(view.from)} à ${monthName(view.to)}`;
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
${more > 0 ? html`<p class="hint">${more === 1 ? 'La ligne suivante est' : `Les ${more} lignes suivantes sont`} dans le fichier CSV.</p>` : null}`;
}

/** What part of the whole each series is; one alone has it beside its own figures. */
function shareTable(view: MeasureView): Html | null {
  const { whole, table: shown } = view;
  const isMany = shown.series.length > 1 && shown.series.length <= columnsMax;
  return whole === null || !isMany ? null : byMonth(shareLabel(whole.measure), shown.months, shareColumns(view, false));
}

function shareColumns(view: MeasureView, isAlone: boolean): readonly MonthColumn[] {
  const { whole, table: shown } = view;
  if (whole === null) return [];
  return shown.series.flatMap(({ code, label, cells }) => {
    const of = (index: number) => wholeCell(view, code, index);
    const share = (index: number) => {
      const found = shareOf(cells[index], of(index));
      return found === null ? null : `${found} %`;
    };
    if (!isAlone) return [{ head: label, cell: share }];
    const all = { head: whole.measure.label, cell: (index: number) => cellText(of(index)) };
    return [all, { head: shareLabel(whole.measure), cell: share }];
  });
}

function textAt(cells: readonly Cell[], index: number): string {
  return cellText(cells[index] ?? { state: 'open' });
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
