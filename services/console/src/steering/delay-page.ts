import { csvOf, type Html, html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';
import { monthName, ofMonth } from '../frame/month-names.ts';
import { type Column, table } from '../frame/parts.ts';
import { tradePaths } from '../frame/visitor.ts';
import { delayPlot } from './delay-plot.ts';
import { type DelayRow, type DelayView, daysWithin } from './delay-view.ts';
import { select } from './figure-filters.ts';
import { capital, cellText, hiddenWords, whyUntold } from './figure-words.ts';
import { origin, trail } from './measure-page.ts';

export const delaysPath = `${tradePaths.steering}/delais`;
export const delaysTitle = 'Où déclare-t-on tard ?';

/** Sources, then territories, the latest first: a plot, and the same as a table. */
export function delayPage(view: DelayView, search: string): VisitedPage {
  const { catalogue, month, territory, sources, byTerritory } = view;
  const place = placeOf(view);
  const ofTerritories = `Entrées ${ofMonth(month)} déclarées tard, par territoire`;
  const ofSources = `Entrées ${ofMonth(month)} déclarées tard, par source, ${place}`;
  return {
    title: delaysTitle,
    trail,
    body: html`<p>Une entrée en formation est à déclarer dans les 3 jours. Le délai va du jour de l’entrée à celui où le hub a reçu l’attestation qui fait foi. Compte des périodes de formation : chacune une fois, sous la source de cette attestation, quelles que soient les autres qui l’ont déclarée. Les plus en retard viennent en premier.</p>
<p>« Tard » a deux sens. Sur cette page, c’est le hub qui a reçu l’attestation tard : tout le chemin compte, de l’organisme de formation jusqu’au hub. Dans un dossier, l’anomalie <a href="/v1/dictionary/rules#late-declaration">« déclaration tardive »</a> dit que la source elle-même a enregistré l’événement tard ; ce qui n’arrive au hub qu’ensuite n’y change rien.</p>
<p class="note">${hiddenWords(catalogue.fewest)}</p>
${filters(view)}
<div class="row"><a class="button" href="${delaysPath}/csv${search}">Télécharger en CSV</a></div>
<h2 id="sources">Par source, ${place}</h2>
${shown('sources', ofSources, 'Source de la déclaration', sources, catalogue.fewest)}
<h2 id="territoires">Par territoire</h2>
${territory !== null && byTerritory.length <= 1 ? html`<p class="hint">Votre organisme voit ${byTerritory.length === 0 ? 'ses territoires, dont rien ne peut être dit ce mois-là' : 'ce seul territoire'}.</p>` : null}
${shown('territories', ofTerritories, 'Territoire', byTerritory, catalogue.fewest)}
<p class="note">Médiane et neuvième décile : les chiffres ne gardent pas le délai de chacun, mais combien dépassent 3 et 30 jours ; la fourchette s’en déduit. Les parts sont approchées : les nombres sont arrondis.</p>
<p class="hint">Ce qui a été chargé comme historique est compté au jour où le hub l’a reçu : en retard, même si la source l’avait déclaré ailleurs à temps.</p>
${origin(view)}`,
  };
}

function placeOf({ territory, isOfCountry }: DelayView): string {
  return territory?.label ?? (isOfCountry ? 'France entière' : 'vos territoires');
}

function shown(id: string, title: string, name: string, rows: readonly DelayRow[], fewest: number): Html {
  if (rows.length === 0)
    return html`<p class="note">Rien ne peut être dit de chacun ce mois-là. ${capital(whyUntold('hidden', fewest))}</p>`;
  const isPlotted = rows.some(({ lateShare }) => lateShare !== null);
  return html`${isPlotted ? delayPlot(id, title, rows) : noShare(rows, fewest)}
${table(title, columnsOf(name), rows)}`;
}

/** Why no share is told. */
function noShare(rows: readonly DelayRow[], fewest: number): Html {
  const isOpen = rows.every(({ late }) => late.state === 'open');
  const why = capital(whyUntold(isOpen ? 'open' : 'hidden', fewest));
  const loaded = isOpen
    ? ' C’est le cas quand le hub a reçu toutes les entrées du mois en même temps, comme dans la démonstration, dont l’historique est chargé en un jour : toutes sont alors tardives. Des parts paraîtront pour les mois que les sources déclarent au fil de l’eau.'
    : null;
  return html`<p class="note">Aucune part ne peut être dite ce mois-là. ${why}${loaded}</p>`;
}

function columnsOf(name: string): readonly Column<DelayRow>[] {
  const percent = (share: number | null) => (share === null ? null : `${share} %`);
  return [
    { head: name, cell: ({ label }) => label },
    { head: 'Entrées', cell: ({ entries }) => cellText(entries), isNumber: true },
    { head: 'Après plus de 3 jours', cell: ({ late }) => cellText(late), isNumber: true },
    { head: 'Part après 3 jours', cell: ({ lateShare }) => percent(lateShare), isNumber: true },
    { head: 'Après plus de 30 jours', cell: ({ veryLate }) => cellText(veryLate), isNumber: true },
    { head: 'Part après 30 jours', cell: ({ veryLateShare }) => percent(veryLateShare), isNumber: true },
    { head: 'Médiane', cell: (row) => daysWithin(row, 50) },
    { head: 'Neuvième décile', cell: (row) => daysWithin(row, 90) },
  ];
}

function filters({ months, month, territories, territory, isOfCountry, week, catalogue }: DelayView): Html {
  const choices = isOfCountry ? [{ code: '', label: 'France entière' }, ...territories] : territories;
  const weeks = catalogue.weeks.map((each) => ({ code: each.week, label: `semaine ${each.week}` }));
  return html`<form class="filters" method="get" aria-label="Ce qui est montré"><div class="two">
${select(
  'mois',
  'Mois des entrées',
  months.map((code) => ({ code, label: monthName(code) })),
  month,
)}
${choices.length < 2 ? null : select('territoire', 'Sources de ce territoire', choices, territory?.code ?? null)}
${weeks.length < 2 ? null : select('semaine', 'Tels qu’établis', weeks, week)}
</div><div class="row"><button class="main">Afficher</button></div></form>
`;
}

/** What the page shows, a line for each source and territory. It begins with the mark by which Excel reads UTF-8. */
export function delaysCsv(view: DelayView): string {
  const place = placeOf(view);
  const line = (by: string, where: string) => (row: DelayRow) => [
    ...[view.month, by, where, row.label, cellText(row.entries), cellText(row.late), row.lateShare ?? ''],
    ...[cellText(row.veryLate), row.veryLateShare ?? '', daysWithin(row, 50) ?? '', daysWithin(row, 90) ?? ''],
    ...['périodes de formation', view.week],
  ];
  const heads = [
    ...[
      'Mois',
      'Par',
      'Où',
      'Nom',
      'Entrées',
      'Après plus de 3 jours',
      'Part après 3 jours, en %',
      'Après plus de 30 jours',
    ],
    ...['Part après 30 jours, en %', 'Médiane', 'Neuvième décile', 'Compte', 'Semaine'],
  ];
  const lines = [
    ...view.sources.map(line('source', place)),
    ...view.byTerritory.map((row) => line('territoire', row.label)(row)),
  ];
  return `\uFEFF${csvOf([heads, ...lines])}`;
}
