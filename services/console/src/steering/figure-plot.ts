import { type Html, html } from '@hub/platform';
import { scaleBand, scaleLinear, scalePoint } from 'd3-scale';
import {
  line,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { shortMonth, yearOf } from '../frame/month-names.ts';
import { count } from '../frame/parts.ts';
import { type FigureTable, type Series, toldValue } from './figure-table.ts';

/** Told apart by colour (class), by dashes and by a mark: none of them alone carries a meaning. */
const styles = [
  { dash: '', mark: symbolCircle },
  { dash: '8 4', mark: symbolSquare },
  { dash: '2 4', mark: symbolTriangle },
  { dash: '12 4 2 4', mark: symbolDiamond },
  { dash: '5 2', mark: symbolStar },
  { dash: '1 3 6 3', mark: symbolWye },
] as const;

export const plottedMax = styles.length;

const size = { width: 760, height: 330, left: 56, right: 14, top: 36, bottom: 46 };
const right = size.width - size.right;
const floor = size.height - size.bottom;

/** Bars where there is one series or it and what it is compared with, lines where there are more; with its legend. */
export function figurePlot(title: string, description: string, unit: string, table: FigureTable): Html {
  const series = table.series.slice(0, plottedMax);
  const isBars = series.length <= 2;
  const most = Math.max(1, ...series.flatMap(({ cells }) => cells.map((cell) => toldValue(cell) ?? 0)));
  const y = scaleLinear([0, most], [floor, size.top]).nice(5);
  const drawn = { months: table.months, series, y };
  return html`<figure class="plot"><figcaption><strong>${title}</strong></figcaption><div class="wide" role="region" aria-label="Graphique : ${title}" tabindex="0">
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="plot-title plot-about">
<title id="plot-title">${title}</title><desc id="plot-about">${description}</desc>
${isBars ? patterns() : null}<text class="tick" x="0" y="12">${unit}</text>${y.ticks(5).map((tick) => gridLine(tick, y(tick)))}
${isBars ? bars(drawn) : lines(drawn)}
</svg></div>
${legend(series, isBars)}</figure>
`;
}

type Scale = ReturnType<typeof scaleLinear<number>>;

interface Drawn extends FigureTable {
  readonly y: Scale;
}

function gridLine(value: number, at: number): Html {
  return html`<line class="grid" x1="${size.left}" x2="${right}" y1="${at}" y2="${at}"/><text class="tick" x="${size.left - 8}" y="${at + 4}" text-anchor="end">${count(value)}</text>
`;
}

/** Hatching, for what is compared with. */
export function patterns(): Html {
  return html`<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="s1" width="3" height="6"/></pattern></defs>
`;
}

function bars({ months, series, y }: Drawn): Html {
  const x = scaleBand(months, [size.left, right]).padding(0.25);
  const width = x.bandwidth() / series.length;
  const isLabelled = width >= 34;
  const drawn = series.flatMap(({ cells }, place) =>
    cells.map((cell, index) => {
      const value = toldValue(cell);
      const left = (x(months[index] ?? '') ?? 0) + place * width;
      if (value === null) return cell.state === 'hidden' ? hiddenMark(left + width / 2) : html``;
      const label = isLabelled
        ? html`<text class="value" x="${fine(left + width / 2)}" y="${fine(y(value) - 6)}" text-anchor="middle">${count(value)}</text>`
        : null;
      return html`<rect ${place === 0 ? html`class="s0"` : html`class="hatched" fill="url(#hatch)"`} x="${fine(left)}" y="${fine(y(value))}" width="${fine(width)}" height="${fine(floor - y(value))}"/>${label}
`;
    }),
  );
  return html`${drawn}${monthAxis(months, (month) => (x(month) ?? 0) + x.bandwidth() / 2)}`;
}

function lines({ months, series, y }: Drawn): Html {
  const x = scalePoint(months, [size.left, right]).padding(0.4);
  const at = (index: number) => x(months[index] ?? '') ?? 0;
  const drawn = series.map(({ cells }, place) => {
    const path = line<(typeof cells)[number]>()
      .defined((cell) => cell.state === 'told')
      .x((_, index) => fine(at(index)))
      .y((cell) => fine(y(toldValue(cell) ?? 0)))(cells);
    const marks = cells.flatMap((cell, index) => {
      const value = toldValue(cell);
      return value === null ? [] : [mark(place, fine(at(index) + aside(series, place, index, y)), fine(y(value)))];
    });
    return html`<path class="line s${place}" d="${path ?? ''}" stroke-dasharray="${styleOf(place).dash}"/>${marks}
`;
  });
  return html`${drawn}${monthAxis(months, (month) => x(month) ?? 0)}`;
}

const markWidth = 9;

/** How far beside its place a mark stands where others would lie on it: each of two equal values is seen. */
function aside(series: readonly Series[], place: number, index: number, y: Scale): number {
  const heightOf = ({ cells }: Series) => toldValue(cells[index]);
  const own = heightOf(series[place] as Series) ?? 0;
  const near = series.flatMap((each, other) => {
    const value = heightOf(each);
    return value !== null && Math.abs(y(value) - y(own)) < markWidth / 2 ? [other] : [];
  });
  return (near.indexOf(place) - (near.length - 1) / 2) * markWidth;
}

function mark(place: number, x: number, y: number): Html {
  const shape = symbol(styleOf(place).mark, 46).digits(2)() ?? '';
  return html`<path class="mark s${place}" d="${shape}" transform="translate(${x},${y})"/>`;
}

function styleOf(place: number) {
  return styles[place % styles.length] ?? styles[0];
}

/** Where a figure is not told. */
function hiddenMark(x: number): Html {
  return html`<path class="hidden" d="M${fine(x - 4)},${floor - 10}l8,8m0,-8l-8,8"/>`;
}

const labelsMax = 13;

/** Each month, or as many as have room; the year under the first and wherever it changes. */
function monthAxis(months: readonly string[], at: (month: string) => number): Html {
  const step = Math.ceil(months.length / labelsMax);
  const labelled = months.filter((_, index) => index % step === 0);
  const labels = labelled.map((month, index) => {
    const isNewYear = index === 0 || yearOf(labelled[index - 1] ?? '') !== yearOf(month);
    const year = isNewYear
      ? html`<text class="tick" x="${fine(at(month))}" y="${floor + 36}" text-anchor="middle">${yearOf(month)}</text>`
      : null;
    return html`<text class="tick" x="${fine(at(month))}" y="${floor + 19}" text-anchor="middle">${shortMonth(month)}</text>${year}
`;
  });
  return html`<line class="axis" x1="${size.left}" x2="${right}" y1="${floor}" y2="${floor}"/>
${labels}`;
}

function legend(series: readonly Series[], isBars: boolean): Html {
  const hasHidden = series.some(({ cells }) => cells.some(({ state }) => state === 'hidden'));
  const entries = series.map(
    ({ label }, place) => html`<li>${isBars ? barSample(place) : lineSample(place)} ${label}</li>
`,
  );
  if (entries.length === 1 && !hasHidden) return html``;
  return html`<ul class="legend">${entries}${hasHidden ? hiddenSample(isBars) : null}</ul>`;
}

function hiddenSample(isBars: boolean): Html {
  return isBars
    ? html`<li><svg aria-hidden="true" width="20" height="14"><path class="hidden" d="M6,3l8,8m0,-8l-8,8"/></svg> masqué</li>`
    : html`<li>Ligne coupée : masqué</li>`;
}

export function barSample(place: number): Html {
  const fill = place === 0 ? html`class="s0"` : html`class="hatched" fill="url(#hatch)"`;
  return html`<svg aria-hidden="true" width="20" height="14"><rect ${fill} width="20" height="14"/></svg>`;
}

function lineSample(place: number): Html {
  return html`<svg aria-hidden="true" width="44" height="14"><path class="line s${place}" d="M0,7H44" stroke-dasharray="${styleOf(place).dash}"/>${mark(place, 22, 7)}</svg>`;
}

/** A tenth of a point is finer than is seen. */
export function fine(value: number): number {
  return Math.round(value * 10) / 10;
}
