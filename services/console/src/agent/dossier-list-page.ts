import { dossierStatuses } from '@hub/core';
import { csvOf, type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Listed, paging } from '../frame/list-pages.ts';
import { type Column, day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { addressOf, agentPath, choice, dossierLink, field, purposeLine, trailFrom } from './agent-parts.ts';
import type { ListedDossier } from './answers.ts';
import { askedFilters, filterForm, scopeFields, shownAtOnce } from './list-form.ts';
import { states, type Words } from './words.ts';

const listPath = `${agentPath}/dossiers`;
const csvPath = `${agentPath}/dossiers.csv`;
const filters = ['from', 'to', 'leftFrom', 'leftTo', 'siret', 'session', 'territory', 'source', 'cursor'];
/** A parameter stands once in an address: each status has a box of its own name. */
const boxOf = (status: string) => `etat-${status}`;
const inFileMax = 500;

/** The dossiers that the organisation sees for this purpose. */
export async function dossierListPage(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const asked = askedFilters(visit.query, [...filters, ...dossierStatuses.map(boxOf)]);
  const { items, next } = await listed(context, visit, shownAtOnce);
  const { cursor: _, ...kept } = asked;
  const body = html`${purposeLine(words, visit)}
${filterForm(listPath, filterFields(words, asked), Object.keys(kept).length > 0)}
${
  items.length === 0
    ? html`<p>Aucun dossier ne répond à ces filtres.</p>`
    : html`${table(`Dossiers (${items.length} sur cette page)`, columns(words), items)}
<p><a href="${addressOf(csvPath, asked)}">Télécharger en CSV</a> (ces dossiers et les suivants, ${inFileMax} au plus)</p>`
}
${paging(visit, { next })}`;
  return { title: 'Mes dossiers', body, trail: trailFrom() };
}

/** Several statuses stand with commas between them. */
function listed({ api }: ConsoleContext, { visitor, query }: Visit, limit: number): Promise<Listed<ListedDossier>> {
  const status = dossierStatuses.filter((each) => query[boxOf(each)]).join(',');
  return api.ask(visitor, '/v1/dossiers', { query: { ...askedFilters(query, filters), status, limit } });
}

function filterFields(words: Words, asked: Readonly<Record<string, string>>): Html {
  const boxes = dossierStatuses.map((status) => {
    const checked = { html: asked[boxOf(status)] ? ' checked' : '' };
    return html`<label class="pick"><input type="checkbox" name="${boxOf(status)}" value="oui"${checked}> ${states[status] ?? status}</label>`;
  });
  const onDay = { type: 'date' };
  return html`<fieldset class="whole"><legend>État</legend><div class="picks">${boxes}</div></fieldset>
${field('from', 'Entré depuis le', asked.from, onDay)}${field('to', 'Entré jusqu’au', asked.to, onDay)}
${field('leftFrom', 'Sorti depuis le', asked.leftFrom, onDay)}${field('leftTo', 'Sorti jusqu’au', asked.leftTo, onDay)}
${scopeFields(asked)}
${choice('territory', 'Territoire', words.codes('territory'), asked.territory)}
${choice('source', 'Dernier changement dit par', words.codes('system'), asked.source)}`;
}

function columns(words: Words): readonly Column<ListedDossier>[] {
  return [
    { head: 'Dossier', cell: ({ number }) => dossierLink(number) },
    { head: 'État', cell: ({ status }) => (status === null ? null : (states[status] ?? status)) },
    { head: 'Depuis', cell: ({ statusSince }) => day(statusSince) },
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
