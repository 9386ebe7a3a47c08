import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Field } from '../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../frame/list-pages.ts';
import { type Column, count, day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { agentPath, purposeLine, trailFrom } from './agent-parts.ts';
import type { AnomalyCounts, ListedAnomaly } from './answers.ts';
import { late, ofDossier, whoSends } from './expectation-parts.ts';
import type { KeptCount, KeptCounts } from './kept-counts.ts';
import {
  all,
  countsList,
  filterForm,
  nothingFound,
  scopeFields,
  shownAtOnce,
  turnsRow,
  viewsRow,
} from './list-form.ts';
import { severities, typographic, type Words } from './words.ts';

const listPath = `${agentPath}/anomalies`;
const filters = ['code', 'severity', 'past', 'own', 'since', 'siret', 'session'];

/** What somebody can mend comes first, and is shown where nothing else is asked for. */
const views = [
  { name: 'Erreurs à corriger', asks: { past: 'false', severity: 'error' } },
  { name: 'À corriger', asks: { past: 'false', severity: '' } },
  { name: 'Toutes, y compris sans rien à renvoyer', asks: { past: 'all', severity: '' } },
] as const;

/** What does not fit in one's own dossiers, and what to do. */
export async function anomaliesPage(
  { api, dictionary }: ConsoleContext,
  kept: KeptCounts,
  words: Words,
  visit: Visit,
): Promise<Visited> {
  const { visitor, query } = visit;
  const { past = 'false', ...others } = asked(query, ...filters);
  const { severity = '' } = others;
  const [counted, ours, { items, next }] = await Promise.all([
    kept.anomalies(visitor),
    kept.ownAnomalies(visitor),
    api.ask<Listed<ListedAnomaly>>(visitor, '/v1/anomalies', {
      query: { ...others, past: past === 'all' ? null : past, cursor: query.cursor, limit: shownAtOnce },
    }),
  ]);
  const rules = [...dictionary.rules.values()].filter(({ kind }) => kind === 'anomaly');
  const codes = rules.map(({ code, sentence }) => [code, typographic(sentence)] as const);
  const fields: readonly Field[] = [
    { kind: 'choice', name: 'code', label: 'Anomalie', options: [all, ...codes] },
    { kind: 'choice', name: 'severity', label: 'Gravité', options: [all, ...Object.entries(severities)] },
    { kind: 'hidden', name: 'past', label: '' },
    { kind: 'hidden', name: 'own', label: '' },
    { kind: 'date', name: 'since', label: 'Depuis le' },
    ...scopeFields,
  ];
  const body = html`${purposeLine(words, visit)}
${viewsRow(views.map(({ name, asks }) => ({ name: `${name}${countOf(others.own === 'true' ? ours : counted, asks, others.own)}`, path: addressOf(listPath, { ...others, ...asks }), isHere: asks.past === past && asks.severity === severity })))}
${turnsRow(listPath, { ...others, past }, countOf(ours, { past, severity }))}
${filterForm(listPath, fields, { ...others, past }, 'past', 'own')}
${items.length === 0 ? nothingFound(past === 'false' ? 'Aucune anomalie à corriger' : 'Aucune anomalie', next) : table('Anomalies, par dossier', columns(words), items)}
${paging(visit, { next })}
${byCode(counted)}`;
  return { title: 'Anomalies', body, trail: trailFrom() };
}

/** Of every dossier; nothing while it is not counted. */
function countOf(
  counted: KeptCount<AnomalyCounts>,
  { past, severity }: Readonly<Record<'past' | 'severity', string>>,
  own = '',
): string {
  // What is others' alone is not counted.
  if (own === 'false' || counted.state !== 'counted' || counted.counts.next !== null) return '';
  const sought = counted.counts.counts.filter(
    (each) => (past === 'all' || !each.past) && (severity === '' || each.severity === severity),
  );
  return ` (${count(sought.reduce((sum, each) => sum + each.count, 0))})`;
}

function byCode(counted: KeptCount<AnomalyCounts>): Html | null {
  return countsList(counted, ({ counts }) =>
    counts
      .toSorted((a, b) => b.count - a.count)
      .map(
        ({ code, count: of, sentence }) =>
          html`<a href="${addressOf(listPath, { code, past: 'all' })}">${typographic(sentence)}</a> <strong>${count(of)}</strong>`,
      ),
  );
}

function columns(words: Words): readonly Column<ListedAnomaly>[] {
  return [
    ofDossier,
    { head: 'Gravité', cell: ({ severity }) => severities[severity] ?? severity },
    { head: 'Anomalie', cell: ({ sentence }) => words.said(sentence) },
    { head: 'À qui de corriger', cell: ({ tellers, own, past }) => whoMends(words, tellers, own, past) },
    { head: 'À faire', cell: ({ remedy }) => words.said(remedy) },
    {
      head: 'Depuis',
      cell: ({ since, daysLate }) =>
        html`${day(since)}${daysLate === null ? null : html` <strong class="late">${late(daysLate)}</strong>`}`,
    },
  ];
}

function whoMends(words: Words, tellers: readonly string[], own: boolean, past: boolean): Html | string {
  if (past) return 'Rien à renvoyer';
  return tellers.length === 0 ? '–' : whoSends(words, tellers, own);
}
