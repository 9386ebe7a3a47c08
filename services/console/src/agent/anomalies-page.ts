import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Field } from '../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../frame/list-pages.ts';
import { type Column, count, day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, purposeLine, sources, trailFrom } from './agent-parts.ts';
import type { AnomalyCounts, ListedAnomaly } from './answers.ts';
import { ofDossier } from './expectation-parts.ts';
import type { KeptCount, KeptCounts } from './kept-counts.ts';
import { all, countsList, filterForm, scopeFields, shownAtOnce } from './list-form.ts';
import { severities, type Words } from './words.ts';

const listPath = `${agentPath}/anomalies`;
const filters = ['code', 'severity', 'since', 'siret', 'session'];

/** What does not fit in one's own dossiers, and what to do. */
export async function anomaliesPage(
  { api, dictionary }: ConsoleContext,
  kept: KeptCounts,
  words: Words,
  visit: Visit,
): Promise<Visited> {
  const { visitor, query } = visit;
  const filtered = asked(query, ...filters);
  const [counted, { items, next }] = await Promise.all([
    kept.anomalies(visitor),
    api.ask<Listed<ListedAnomaly>>(visitor, '/v1/anomalies', {
      query: { ...filtered, cursor: query.cursor, limit: shownAtOnce },
    }),
  ]);
  const rules = [...dictionary.rules.values()].filter(({ kind }) => kind === 'anomaly');
  const codes = rules.map(({ code, sentence }) => [code, sentence] as const);
  const fields: readonly Field[] = [
    { kind: 'choice', name: 'code', label: 'Anomalie', options: [all, ...codes] },
    { kind: 'choice', name: 'severity', label: 'Gravité', options: [all, ...Object.entries(severities)] },
    { kind: 'date', name: 'since', label: 'Depuis le' },
    ...scopeFields,
  ];
  const body = html`${purposeLine(words, visit)}
${byCode(counted)}
${filterForm(listPath, fields, filtered)}
${items.length === 0 ? html`<p>Aucune anomalie à montrer à votre organisme pour cette finalité.</p>` : table('Anomalies, par dossier', columns(words), items)}
${paging(visit, { next })}`;
  return { title: 'Anomalies', body, trail: trailFrom() };
}

function byCode(counted: KeptCount<AnomalyCounts>): Html | null {
  return countsList(counted, ({ counts }) =>
    counts
      .toSorted((a, b) => b.count - a.count)
      .map(
        ({ code, count: of, sentence }) =>
          html`<a href="${addressOf(listPath, { code })}">${sentence}</a> <strong>${count(of)}</strong>`,
      ),
  );
}

function columns(words: Words): readonly Column<ListedAnomaly>[] {
  return [
    ofDossier,
    { head: 'Gravité', cell: ({ severity }) => severities[severity] ?? severity },
    { head: 'Anomalie', cell: ({ sentence }) => sentence },
    { head: 'À faire', cell: ({ remedy }) => words.said(remedy) },
    { head: 'D’après', cell: ({ facts }) => sources(words, facts) },
    { head: 'Depuis', cell: ({ since }) => day(since) },
  ];
}
