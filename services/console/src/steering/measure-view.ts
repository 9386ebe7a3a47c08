import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Visit } from '../frame/visit.ts';
import { type Cell, type FigureTable, figureTable, toldMonths, untoldIn } from './figure-table.ts';
import { codeLabel } from './figure-words.ts';
import {
  askFigures,
  type Catalogue,
  type Figures,
  type SaidCrossing,
  type SaidMeasure,
  seesCountry,
} from './statistics.ts';
import { monthsBetween, monthsFrom } from './told-months.ts';

export interface Choice {
  readonly code: string;
  readonly label: string;
}

/** What was asked for, what may be asked for, and the figures. */
export interface MeasureView {
  readonly catalogue: Catalogue;
  readonly measure: SaidMeasure;
  readonly week: string;
  readonly from: string;
  readonly to: string;
  readonly crossing: SaidCrossing;
  readonly crossings: readonly SaidCrossing[];
  /** Of a crossing of two keys; the first stands where none was chosen. */
  readonly territory: string | null;
  readonly territories: readonly Choice[];
  /** The one series that was chosen; null: all. */
  readonly only: string | null;
  readonly choices: readonly Choice[];
  readonly table: FigureTable;
  readonly isCompared: boolean;
  /** The months a year before, where it was asked for and there is one series. */
  readonly before: FigureTable | null;
  readonly whole: { readonly measure: SaidMeasure; readonly table: FigureTable } | null;
  readonly anew: Figures['anew'];
}

/** Null: nothing of this measure has been told yet. */
export async function measureView(
  { api, dictionary }: ConsoleContext,
  { visitor, query }: Pick<Visit, 'visitor' | 'query'>,
  catalogue: Catalogue,
  name: string,
): Promise<MeasureView | null> {
  const measure = measureOf(catalogue, name);
  const week = weekOf(catalogue, query.semaine);
  const newest = [...toldMonths(catalogue, name, week)].sort().at(-1);
  if (newest === undefined) return null;
  const period = periodOf(query, newest);
  const isOfCountry = await seesCountry(api, visitor, name, { by: 'month', week, from: newest, to: newest });
  const asking = { api, dictionary, visitor, catalogue, week };
  const crossing = crossingOf(catalogue, query.par ?? (isOfCountry ? 'month' : 'territory'));
  const territories = crossing.keys.length > 1 ? await territoriesOf(asking, name, period) : [];
  const territory = territoryOf(territories, query)?.code ?? null;
  const part = { crossing, territory };
  const all = await tableOf(asking, measure, period, part);
  const choices = crossing.keys.length === 0 ? [] : choicesOf(all.table);
  const [key] = crossing.keys.slice(-1);
  const only =
    (chosen(choices, query.serie) ?? (key === 'territory' ? chosen(choices, query.territoire) : undefined))?.code ??
    null;
  const table = ofSeries(all.table, only);
  const isCompared = query.comparer === '1';
  const [single = null, ...others] = table.series;
  const former = isCompared && others.length === 0 ? await tableOf(asking, measure, yearBefore(period), part) : null;
  const of = catalogue.measures.find((each) => each.name === measure.of);
  return {
    ...{ catalogue, measure, week, ...period, crossing, territory, territories, only, choices, table, isCompared },
    crossings: catalogue.crossings.filter(
      ({ keys, measures }) => measures.includes(name) && (isOfCountry || keys.includes('territory')),
    ),
    before: former && ofSeries(former.table, single?.code ?? null),
    whole: of === undefined ? null : { measure: of, table: (await tableOf(asking, of, period, part)).table },
    anew: all.anew,
  };
}

/** What the series is a part of, in a month. */
export function wholeCell({ whole, catalogue, week, table }: MeasureView, code: string, index: number): Cell {
  const cell = whole?.table.series.find((each) => each.code === code)?.cells[index];
  return cell ?? untoldIn(table.months[index] ?? '', toldMonths(catalogue, whole?.measure.name ?? '', week));
}

interface Period {
  readonly from: string;
  readonly to: string;
}

export interface Asking extends Pick<ConsoleContext, 'api' | 'dictionary'>, Pick<Visit, 'visitor'> {
  readonly catalogue: Catalogue;
  readonly week: string;
}

/** The newest where none of these is named. */
export function weekOf({ weeks }: Catalogue, wanted?: string): string {
  return (weeks.find(({ week }) => week === wanted) ?? weeks[0])?.week ?? '';
}

/** Whatever is no month, the hub refuses. */
function periodOf({ du, au: to = '' }: Visit['query'], newest: string): Period {
  const last = to === '' ? newest : to;
  return { from: du || (/^\d{4}-\d\d$/.test(last) ? monthsFrom(last, -12) : last), to: last };
}

function yearBefore({ from, to }: Period): Period {
  return { from: monthsFrom(from, -12), to: monthsFrom(to, -12) };
}

/** What is none goes to the hub, which refuses it. */
export function crossingOf({ crossings }: Catalogue, by: string): SaidCrossing {
  return crossings.find(({ name }) => name === by) ?? { name: by, label: by, keys: [], measures: [] };
}

/** The figures of a period by a crossing, by its last key where it has any. */
export async function tableOf(
  { api, dictionary, visitor, catalogue, week }: Asking,
  measure: SaidMeasure,
  period: Period,
  { crossing, territory }: { readonly crossing: SaidCrossing; readonly territory: string | null },
): Promise<{ readonly table: FigureTable; readonly anew: Figures['anew'] }> {
  const asked = { by: crossing.name, week, ...period, ...(territory !== null && { territory }) };
  const { items, anew } = await askFigures(api, visitor, measure.name, asked);
  const key = crossing.keys.at(-1) ?? null;
  const labelOf = (code: string) => (key === null ? measure.label : codeLabel(dictionary, key, code));
  const months = monthsBetween(period.from, period.to);
  const told = toldMonths(catalogue, measure.name, week);
  return { table: figureTable(items, { months, told, key, labelOf }), anew };
}

/** Of which something is told, by name. */
export async function territoriesOf(asking: Asking, measure: string, period: Period): Promise<readonly Choice[]> {
  const crossing = crossingOf(asking.catalogue, 'territory');
  const { table } = await tableOf(asking, measureOf(asking.catalogue, measure), period, { crossing, territory: null });
  return choicesOf(table);
}

/** Throws 404 for what is no measure. */
export function measureOf({ measures }: Catalogue, name: string): SaidMeasure {
  const found = measures.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new ApiProblem({ type: 'urn:hub:problem:not-found', title: 'There is no such figure.', status: 404 });
}

/** The one that was chosen, by itself or as a line of another crossing; else the first that has a name of its own. */
function territoryOf(territories: readonly Choice[], { territoire, serie }: Visit['query']): Choice | undefined {
  const wanted = chosen(territories, territoire) ?? chosen(territories, serie);
  return wanted ?? territories.find(({ code }) => code !== elsewhere) ?? territories[0];
}

/** Of the dictionary's territories, the rest. */
const elsewhere = 'default';

function ofSeries({ months, series }: FigureTable, code: string | null): FigureTable {
  return { months, series: series.filter((each) => code === null || each.code === code) };
}

function choicesOf({ series }: FigureTable): readonly Choice[] {
  const choices = series.map(({ code, label }) => ({ code, label }));
  return choices.sort((a, b) => (a.label < b.label ? -1 : 1));
}

function chosen(choices: readonly Choice[], code: string | undefined): Choice | undefined {
  return choices.find((each) => each.code === code);
}
