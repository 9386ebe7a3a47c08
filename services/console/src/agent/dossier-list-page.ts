import { dossierStatuses } from '@hub/core';
import { csvOf, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Field, ticked } from '../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../frame/list-pages.ts';
import { type Column, day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, dossierLink, purposeLine, trailFrom } from './agent-parts.ts';
import type { ListedDossier } from './answers.ts';
import { all, filterForm, nothingFound, scopeFields, shownAtOnce } from './list-form.ts';
import { states, type Words } from './words.ts';

const listPath = `${agentPath}/dossiers`;
const csvPath = `${agentPath}/dossiers.csv`;
const filters = ['from', 'to', 'leftFrom', 'leftTo', 'siret', 'session', 'territory', 'source', 'cursor'];
const inFileMax = 500;

/** The dossiers that the organisation sees for this purpose. */
export async function dossierListPage(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const filtered = asked(visit.query, ...filters, ...dossierStatuses.map((status) => `etat.${status}`));
  const { items, next } = await listed(context, visit, shownAtOnce);
  const body = html`${purposeLine(words, visit)}
${filterForm(listPath, filterFields(words), filtered)}
${
  items.length === 0
    ? nothingFound('Aucun dossier ne répond à ces filtres', next)
    : html`${table(`Dossiers (${items.length} sur cette page)`, columns(words), items)}
<p><a href="${addressOf(csvPath, filtered)}">Télécharger en CSV</a> (ces dossiers et les suivants, ${inFileMax} au plus)</p>`
}
${paging(visit, { next })}`;
  return { title: 'Mes dossiers', body, trail: trailFrom() };
}

/** Several statuses stand with commas between them. */
function listed({ api }: ConsoleContext, { visitor, query }: Visit, limit: number): Promise<Listed<ListedDossier>> {
  const status = ticked(query, 'etat').join(',');
  return api.ask(visitor, '/v1/dossiers', { query: { ...asked(query, ...filters), status, limit } });
}

function filterFields(words: Words): readonly Field[] {
  const statuses = dossierStatuses.map((status) => [status, states[status] ?? status] as const);
  return [
    { kind: 'many', name: 'etat', label: 'État', options: statuses },
    { kind: 'date', name: 'from', label: 'Entré depuis le' },
    { kind: 'date', name: 'to', label: 'Entré jusqu’au' },
    { kind: 'date', name: 'leftFrom', label: 'Sorti depuis le' },
    { kind: 'date', name: 'leftTo', label: 'Sorti jusqu’au' },
    ...scopeFields,
    { kind: 'choice', name: 'territory', label: 'Territoire', options: [all, ...words.codes('territory')] },
    { kind: 'choice', name: 'source', label: 'Dernier changement dit par', options: [all, ...words.codes('system')] },
  ];
}

function columns(words: Words): readonly Column<ListedDossier>[] {
  return [
    { head: 'Dossier', cell: ({ number }) => dossierLink(number) },
    { head: 'État', cell: ({ status }) => (status === null ? null : (states[status] ?? status)) },
    { head: 'Dans cet état depuis', cell: ({ statusSince }) => day(statusSince) },
    { head: 'Entrée', cell: ({ entered }) => day(entered) },
    {
      head: 'Sortie',
      cell: ({ left, leftBy }) =>
        left === null ? null : `${day(left)}${leftBy === 'abandonment' ? ' (abandon)' : ''}`,
    },
    { head: 'Financement', cell: ({ funding }) => (funding === null ? null : words.code('funding', funding)) },
    { head: 'Territoire', cell: ({ territory }) => (territory === null ? null : words.code('territory', territory)) },
    {
      head: 'Dernier changement',
      cell: ({ lastChange }) => lastChange && `${words.event(lastChange.type)} (${words.source(lastChange.source)})`,
    },
  ];
}

/** The same as a file, for a spreadsheet. */
export async function dossierListFile(context: ConsoleContext, words: Words, visit: Visit): Promise<string> {
  const { items } = await listed(context, visit, inFileMax);
  const heads = [
    'Dossier',
    'État',
    'Depuis',
    'Entrée',
    'Sortie',
    'Sortie par',
    'Financement',
    'Territoire',
    'Organismes',
    'Sessions',
    'Dernier changement',
    'Dit par',
  ];
  const lines = items.map((item) => [
    ...[String(item.number), item.status && (states[item.status] ?? item.status), item.statusSince, item.entered],
    ...[item.left, item.leftBy && words.event(item.leftBy === 'exit' ? 'exit-declared' : 'abandonment-declared')],
    ...[item.funding && words.code('funding', item.funding), item.territory && words.code('territory', item.territory)],
    ...[item.organisations.join(' '), item.sessions.join(' ')],
    ...[item.lastChange && words.event(item.lastChange.type), item.lastChange && words.source(item.lastChange.source)],
  ]);
  return csvOf([heads, ...lines.map((line) => line.map((each) => each ?? ''))]);
}
