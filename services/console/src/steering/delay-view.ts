import type { Dictionary } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Visit } from '../frame/visit.ts';
import { type Cell, shareOf, toldMonths, untoldIn } from './figure-table.ts';
import { type Asking, type Choice, crossingOf, measureOf, tableOf, territoriesOf, weekOf } from './measure-view.ts';
import { type Catalogue, type Figures, seesCountry } from './statistics.ts';

/** Of one source or territory in one month: its entries, and those that were declared late. */
export interface DelayRow {
  readonly label: string;
  readonly entries: Cell;
  readonly late: Cell;
  readonly veryLate: Cell;
  /** In hundredths; null: not told. */
  readonly lateShare: number | null;
  readonly veryLateShare: number | null;
}

export interface DelayView {
  readonly catalogue: Catalogue;
  readonly week: string;
  readonly month: string;
  /** The newest first. */
  readonly months: readonly string[];
  readonly territory: Choice | null;
  readonly territories: readonly Choice[];
  readonly isOfCountry: boolean;
  readonly sources: readonly DelayRow[];
  /** None where one is chosen. */
  readonly byTerritory: readonly DelayRow[];
  readonly anew: Figures['anew'];
}

/** Who declared the entries of a month late: by source, in a territory or the country, and by territory. Null: nothing is told. */
export async function delayView(
  { api, dictionary }: Pick<ConsoleContext, 'api'> & { readonly dictionary: Dictionary },
  { visitor, query }: Pick<Visit, 'visitor' | 'query'>,
  catalogue: Catalogue,
): Promise<DelayView | null> {
  const week = weekOf(catalogue, query.semaine);
  const months = [...toldMonths(catalogue, 'entries', week)].sort().reverse();
  const month = months.find((each) => each === query.mois) ?? months[0];
  if (month === undefined) return null;
  const period = { from: month, to: month };
  const asking = { api, dictionary, visitor, catalogue, week };
  const isOfCountry = await seesCountry(api, visitor, 'entries', { by: 'month', week, ...period });
  const territories = await territoriesOf(asking, 'entries', period);
  const chosen = territories.find(({ code }) => code === query.territoire) ?? null;
  const territory = chosen ?? (isOfCountry ? null : (territories[0] ?? null));
  const by = territory === null ? 'source' : 'territory-source';
  // Who is told of its territories alone, of which nothing is told, may not ask for the country.
  const sources = isOfCountry || territory !== null ? (await delaysBy(asking, month, by, territory)).rows : [];
  const byTerritory = await delaysBy(asking, month, 'territory', null);
  return {
    ...{ catalogue, week, month, months, territory, territories, isOfCountry },
    ...{ sources, byTerritory: byTerritory.rows },
    anew: byTerritory.anew,
  };
}

async function delaysBy(asking: Asking, month: string, by: string, territory: Choice | null) {
  const { catalogue } = asking;
  const part = { crossing: crossingOf(catalogue, by), territory: territory?.code ?? null };
  const period = { from: month, to: month };
  const tableNamed = (name: string) => tableOf(asking, measureOf(catalogue, name), period, part);
  const [entries, late, veryLate] = await Promise.all([
    tableNamed('entries'),
    tableNamed('entries-late'),
    tableNamed('entries-very-late'),
  ]);
  const cellIn = (name: string, { table }: typeof entries, code: string): Cell =>
    table.series.find((each) => each.code === code)?.cells[0] ??
    untoldIn(month, toldMonths(catalogue, name, asking.week));
  const rows = entries.table.series.map(({ code, label }): DelayRow => {
    const all = cellIn('entries', entries, code);
    const [after, long] = [cellIn('entries-late', late, code), cellIn('entries-very-late', veryLate, code)];
    const shares = { lateShare: shareOf(after, all), veryLateShare: shareOf(long, all) };
    return { label, entries: all, late: after, veryLate: long, ...shares };
  });
  return { rows: rows.sort(latestFirst), anew: entries.anew };
}

/** What is not told comes last, by name. */
function latestFirst(a: DelayRow, b: DelayRow): number {
  const by = (share: number | null) => share ?? -1;
  return by(b.lateShare) - by(a.lateShare) || by(b.veryLateShare) - by(a.veryLateShare) || (a.label < b.label ? -1 : 1);
}

/** How many days a share of the entries took at most, as far as the shares above two bounds say it: 50 hundredths for the median. */
export function daysWithin({ lateShare, veryLateShare }: DelayRow, hundredths: number): string | null {
  if (lateShare === null) return null;
  if (lateShare <= 100 - hundredths) return '3 jours au plus';
  if (veryLateShare === null) return 'plus de 3 jours';
  return veryLateShare <= 100 - hundredths ? '4 à 30 jours' : 'plus de 30 jours';
}
