import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Field } from '../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../frame/list-pages.ts';
import { count, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, purposeLine, trailFrom } from './agent-parts.ts';
import type { ExpectationCounts, ListedExpectation } from './answers.ts';
import { expectationColumns, ofDossier } from './expectation-parts.ts';
import type { KeptCount, KeptCounts } from './kept-counts.ts';
import { all, countsList, filterForm, scopeFields, shownAtOnce } from './list-form.ts';
import type { Words } from './words.ts';

const listPath = `${agentPath}/attendus`;
const filters = ['what', 'overdue', 'dueBefore', 'since', 'siret', 'session'];
const dues = [
  ['true', 'Passée'],
  ['false', 'À venir'],
] as const;

/** What is awaited in one's own dossiers, from whom and by when. */
export async function expectationsPage(
  { api, dictionary }: ConsoleContext,
  kept: KeptCounts,
  words: Words,
  visit: Visit,
): Promise<Visited> {
  const { visitor, query } = visit;
  const filtered = asked(query, ...filters);
  const [counted, { items, next }] = await Promise.all([
    kept.expectations(visitor),
    api.ask<Listed<ListedExpectation>>(visitor, '/v1/expectations', {
      query: { ...filtered, cursor: query.cursor, limit: shownAtOnce },
    }),
  ]);
  const names = dictionary.expectations.map(({ name, label }) => [name, label] as const);
  const fields: readonly Field[] = [
    { kind: 'choice', name: 'what', label: 'Attendu', options: [all, ...names] },
    { kind: 'choice', name: 'overdue', label: 'Échéance', options: [all, ...dues] },
    { kind: 'date', name: 'dueBefore', label: 'À échéance avant le' },
    { kind: 'date', name: 'since', label: 'Attendu depuis le' },
    ...scopeFields,
  ];
  const shown = [ofDossier, ...expectationColumns(words)];
  const body = html`${purposeLine(words, visit)}
${byName(counted)}
${filterForm(listPath, fields, filtered)}
${items.length === 0 ? html`<p>Rien d’attendu à montrer à votre organisme pour cette finalité.</p>` : table('Ce qui est attendu, par dossier', shown, items)}
${paging(visit, { next })}`;
  return { title: 'Informations attendues', body, trail: trailFrom() };
}

function byName(counted: KeptCount<ExpectationCounts>): Html | null {
  return countsList(counted, ({ counts }) =>
    counts.map(
      ({ what, label, count: of, reached, overdue }) =>
        html`<a href="${addressOf(listPath, { what })}">${label}</a> <strong>${count(of)}</strong>, dont ${count(reached)} à transmettre dès maintenant et ${count(overdue)} en retard`,
    ),
  );
}
