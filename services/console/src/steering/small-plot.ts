import { type Html, html } from '@hub/platform';
import { scaleBand, scaleLinear } from 'd3-scale';
import { monthName } from '../frame/month-names.ts';
import { count } from '../frame/parts.ts';
import { fine, plottedMax } from './figure-plot.ts';
import { type Cell, type FigureTable, toldValue } from './figure-table.ts';

const small = { width: 220, height: 64, bottom: 2 };

/** Bars without an axis, beside which the last figure and a table stand. */
export function smallPlot(title: string, months: readonly string[], cells: readonly Cell[]): Html {
  const x = scaleBand(months, [0, small.width]).padding(0.2);
  const most = Math.max(1, ...cells.map((cell) => toldValue(cell) ?? 0));
  const y = scaleLinear([0, most], [small.height - small.bottom, 4]);
  const drawn = cells.map((cell, index) => {
    const value = toldValue(cell);
    const left = x(months[index] ?? '') ?? 0;
    if (value === null) return html``;
    return html`<rect class="s0" x="${fine(left)}" y="${fine(y(value))}" width="${fine(x.bandwidth())}" height="${fine(small.height - small.bottom - y(value))}"/>`;
  });
  return html`<svg class="small" viewBox="0 0 ${small.width} ${small.height}" role="img" aria-label="${title}"><line class="axis" x1="0" x2="${small.width}" y1="${small.height - 1}" y2="${small.height - 1}"/>${drawn}</svg>`;
}

/** What a plot says in words: of each series the first and last that are told, and the greatest. */
export function plotWords({ months, series }: FigureTable): string {
  return series
    .slice(0, plottedMax)
    .map(({ label, cells }) => {
      const told = cells.flatMap((cell, index) => {
        const value = toldValue(cell);
        return value === null ? [] : [{ value, month: months[index] ?? '' }];
      });
      const [first, last] = [told[0], told.at(-1)];
      if (first === undefined || last === undefined) return `${label} : rien qui puisse être dit.`;
      const most = told.reduce((a, b) => (b.value > a.value ? b : a));
      const said = ({ value, month }: typeof first) => `${count(value)} en ${monthName(month)}`;
      return `${label} : de ${said(first)} à ${said(last)}, au plus ${said(most)}.`;
    })
    .join(' ');
}
