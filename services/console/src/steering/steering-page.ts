import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { VisitedPage } from '../frame/layout.ts';
import { monthName, ofMonth } from '../frame/month-names.ts';
import { type Column, count, table } from '../frame/parts.ts';
import type { Visit } from '../frame/visit.ts';
import { tradeNames, tradePaths } from '../frame/visitor.ts';
import { delaysPath, delaysTitle } from './delay-page.ts';
import { select } from './figure-filters.ts';
import { type Cell, figureTable, type Series, toldMonths, toldValue } from './figure-table.ts';
import { capital, cellText, countsWords, hiddenWords, whyUntold } from './figure-words.ts';
import { origin } from './measure-page.ts';
import { type Choice, territoriesOf, weekOf } from './measure-view.ts';
import { smallPlot } from './small-plot.ts';
import { askFigures, type Catalogue, type Figures, type SaidMeasure, seesCountry } from './statistics.ts';
import { monthsBetween, monthsFrom } from './told-months.ts';

interface Shown {
  readonly measure: SaidMeasure;
  readonly series: Series;
}

/** The figures of the last months, each with a small plot; then all of them as a table. */
export async function overviewPage(
  { api, dictionary }: ConsoleContext,
  { visitor, query }: Visit,
  catalogue: Catalogue,
): Promise<VisitedPage> {
  const week = weekOf(catalogue);
  const newest =
    catalogue.weeks
      .flatMap(({ closed }) => closed.map(({ month }) => month))
      .sort()
      .at(-1) ?? '';
  const asked = { week, from: monthsFrom(newest, -24), to: newest };
  const isOfCountry = await seesCountry(api, visitor, 'entries', { ...asked, by: 'month' });
  const territories = await territoriesOf({ api, dictionary, visitor, catalogue, week }, 'entries', asked);
  const chosen =
    territories.find(({ code }) => code === query.territoire) ?? (isOfCountry ? null : (territories[0] ?? null));
  const by = chosen === null && isOfCountry ? 'month' : 'territory';
  const territory = chosen === null ? {} : { territory: chosen.code };
  const answers = await Promise.all(
    catalogue.measures.map(({ name }) => askFigures(api, visitor, name, { ...asked, by, ...territory })),
  );
  const months = monthsBetween(asked.from, newest);
  const shown = catalogue.measures.map((measure, place) => {
    const items = by === 'territory' && chosen === null ? [] : (answers[place]?.items ?? []);
    const told = toldMonths(catalogue, measure.name, week);
    const [series] = figureTable(items, { months, told, key: null, labelOf: () => measure.label }).series;
    return { measure, series: series ?? { code: '', label: measure.label, cells: [] } };
  });
  const search = chosen === null ? '' : `?par=territory&serie=${chosen.code}`;
  const place = chosen?.label ?? (isOfCountry ? 'France entière' : 'Votre territoire');
  return {
    title: tradeNames.steering,
    body: html`<p>Combien ont été positionnés, sont entrés, ont interrompu, sont sortis, et ce qui a suivi : ${place}, chiffres d’ensemble, sans personne.</p>
${territories.length < (isOfCountry ? 1 : 2) ? null : chooser(territories, chosen, isOfCountry)}
<h2 id="chiffres">Les chiffres</h2>
<p class="note">${hiddenWords(catalogue.fewest)}</p>
<ul class="cards">${shown.map((each) => card(each, { months, search, fewest: catalogue.fewest }))}</ul>
${recentTable(shown, months, place)}
${origin({ catalogue, week, anew: anewOf(answers) })}
<h2 id="delais">Délais de déclaration</h2>
<p><a href="${delaysPath}${chosen === null ? '' : `?territoire=${chosen.code}`}">${delaysTitle}</a> Les sources et les territoires, du plus en retard au moins en retard.</p>
<h2 id="fichiers">Fichiers de la semaine</h2>
<p>Dossier par dossier, ce que votre organisme peut voir : <a href="${tradePaths.steering}/fichiers">jeux de données de votre organisme</a>.</p>`,
  };
}

function anewOf(answers: readonly Figures[]): Figures['anew'] {
  const all = answers.flatMap(({ anew }) => anew);
  return [...new Map(all.map((each) => [each.month, each])).values()];
}

function chooser(territories: readonly Choice[], chosen: Choice | null, isOfCountry: boolean): Html {
  const choices = isOfCountry ? [{ code: '', label: 'France entière' }, ...territories] : territories;
  return html`<form class="filters" method="get" aria-label="Territoire"><div class="two">
${select('territoire', 'Territoire', choices, chosen?.code ?? null)}</div>
<div class="row"><button class="main">Afficher</button></div></form>
`;
}

const monthsShown = 13;

interface Card {
  readonly months: readonly string[];
  readonly search: string;
  readonly fewest: number;
}

/** The last figure that is told, what it was a year before, and the months behind it; or why there is none. */
function card({ measure, series }: Shown, { months, search, fewest }: Card): Html {
  const { cells } = series;
  const last = cells.findLastIndex(({ state }) => state === 'told');
  const latest = cells.findLastIndex(({ state }) => state !== 'open');
  const said =
    last < 0
      ? html`<p>${capital(whyUntold(latest < 0 ? 'open' : 'hidden', fewest))}</p>`
      : html`<p><strong class="figure">${cellText(cells[last] as Cell)}</strong> en ${monthName(months[last] ?? '')}</p><p class="hint">${yearOn(cells, last)}${latest > last ? ' Masqué les mois suivants.' : null}</p>
${plotOf(measure, cells.slice(-monthsShown), months.slice(-monthsShown))}`;
  return html`<li class="card"><h3><a href="${tradePaths.steering}/${measure.name}${search}">${measure.label}</a></h3>
${said}
<p class="hint">${countsWords[measure.counts]}</p></li>
`;
}

function plotOf({ label }: SaidMeasure, cells: readonly Cell[], months: readonly string[]): Html | null {
  if (cells.every(({ state }) => state !== 'told')) return null;
  const [first = '', last = ''] = [months[0], months.at(-1)];
  return smallPlot(`${label}, ${ofMonth(first)} à ${monthName(last)} ; mêmes chiffres dans le tableau`, months, cells);
}

function yearOn(cells: readonly Cell[], last: number): string {
  const former = cells[last - 12] ?? { state: 'open' };
  const [now, before] = [toldValue(cells[last]), toldValue(former)];
  if (now === null || before === null) return `Un an plus tôt : ${cellText(former)}.`;
  const moved = Math.round((100 * (now - before)) / before);
  return `Un an plus tôt : ${count(before)} (${moved > 0 ? '+' : moved < 0 ? '−' : ''}${Math.abs(moved)} %).`;
}

/** Of the figures of which some number is told in these months; the others are named below. */
function recentTable(shown: readonly Shown[], months: readonly string[], place: string): Html {
  const first = Math.max(0, months.length - monthsShown);
  const isTold = ({ series }: Shown) => series.cells.slice(first).some((cell) => toldValue(cell) !== null);
  const untold = shown.filter((each) => !isTold(each)).map(({ measure }) => measure.label);
  const columns: Column<number>[] = [
    { head: 'Mois', cell: (index) => monthName(months[index] ?? '') },
    ...shown.filter(isTold).map(({ measure, series }) => ({
      head: measure.label,
      cell: (index: number) => cellText(series.cells[index] ?? { state: 'open' }),
      isNumber: true,
    })),
  ];
  const rows = [...months.keys()].slice(first).reverse();
  return html`${table(`${place} : les treize derniers mois`, columns, rows)}
${untold.length === 0 ? null : html`<p class="hint">Sans un nombre qui puisse être dit ces mois-ci : ${untold.join(' ; ')}.</p>`}`;
}
