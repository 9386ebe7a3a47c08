import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Field } from '../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../frame/list-pages.ts';
import { monthName } from '../frame/month-names.ts';
import { type Column, day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, purposeLine, trailFrom } from './agent-parts.ts';
import type { ListedRemuneration } from './answers.ts';
import { ofDossier } from './expectation-parts.ts';
import { all, filterForm, nothingFound, scopeFields, shownAtOnce, viewsRow } from './list-form.ts';
import { states, typographic, type Words } from './words.ts';

const listPath = `${agentPath}/paiements`;
const filters = ['blocked', 'reason', 'siret', 'session'];
/** What something blocks comes first, and is shown where nothing else is asked for. */
const views = [
  ['true', 'Bloqués'],
  ['false', 'Rien ne les bloque'],
  ['all', 'Tous'],
] as const;

/** The trainees whose pay the organisation follows, what keeps it from being paid, and what to do. */
export async function paymentsPage({ api, dictionary }: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { visitor, query } = visit;
  const { blocked = 'true', ...others } = asked(query, ...filters);
  const { items, next } = await api.ask<Listed<ListedRemuneration>>(visitor, '/v1/remunerations', {
    query: { ...others, blocked: blocked === 'all' ? null : blocked, cursor: query.cursor, limit: shownAtOnce },
  });
  const reasons = dictionary.payments.map(({ reason, sentence }) => [reason, typographic(sentence)] as const);
  const fields: readonly Field[] = [
    { kind: 'choice', name: 'reason', label: 'Ce qui bloque', options: [all, ...reasons] },
    { kind: 'hidden', name: 'blocked', label: '' },
    ...scopeFields,
  ];
  const none = blocked === 'true' ? 'Aucun paiement bloqué' : 'Aucune rémunération';
  const body = html`${purposeLine(words, visit)}
<p>Les stagiaires dont la rémunération est envoyée à votre organisme, ou qu’il suit comme financeur : ce qui empêche de payer aujourd’hui, et ce qu’il faut faire.</p>
${viewsRow(views.map(([view, name]) => ({ name, path: addressOf(listPath, { ...others, blocked: view }), isHere: view === blocked })))}
${filterForm(listPath, fields, { ...others, blocked }, 'blocked')}
${items.length === 0 ? nothingFound(none, next) : table('Rémunérations, par dossier', columns(words), items)}
${paging(visit, { next })}`;
  return { title: 'Paiements bloqués', body, trail: trailFrom() };
}

function columns(words: Words): readonly Column<ListedRemuneration>[] {
  return [
    ofDossier,
    { head: 'État', cell: ({ status }) => (status === null ? null : (states[status] ?? status)) },
    { head: 'Jours payés', cell: ({ remuneration }) => daysPaid(remuneration) },
    { head: 'Organisme payeur', cell: ({ remuneration: { body } }) => body },
    { head: 'Ce qui bloque, et que faire', cell: ({ blockages }) => whatBlocks(words, blockages) },
  ];
}

function daysPaid({ from, to }: ListedRemuneration['remuneration']): string {
  if (from === null) return to === null ? 'tous' : `jusqu’au ${day(to)}`;
  return to === null ? `depuis le ${day(from)}` : `${day(from)} – ${day(to)}`;
}

function whatBlocks(words: Words, blockages: ListedRemuneration['blockages']): Html {
  if (blockages === null) return html`Votre organisme n’en voit pas assez pour le dire`;
  if (blockages.length === 0) return html`Rien`;
  return html`<ul class="plain">${blockages.map(
    ({ sentence, remedy, since, month }) =>
      html`<li><strong>${words.said(sentence)}</strong>${month === null ? null : ` (${monthName(month)})`}${since === null ? null : ` Depuis le ${day(since)}.`} À faire : ${words.said(remedy)}</li>`,
  )}</ul>`;
}
