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
import { typographic, type Words } from './words.ts';

const listPath = `${agentPath}/attendus`;
const filters = ['what', 'overdue', 'own', 'dueBefore', 'since', 'siret', 'session'];
/** What is late comes first, and is shown where nothing else is asked for. */
const dues = [
  ['true', 'En retard'],
  ['false', 'À venir'],
  ['all', 'Tout ce qui est attendu'],
] as const;

/** What is awaited in one's own dossiers, from whom and by when. */
export async function expectationsPage(
  { api, dictionary }: ConsoleContext,
  kept: KeptCounts,
  words: Words,
  visit: Visit,
): Promise<Visited> {
  const { visitor, query } = visit;
  const { overdue = 'true', ...others } = asked(query, ...filters);
  const [counted, ours, { items, next }] = await Promise.all([
    kept.expectations(visitor),
    kept.ownExpectations(visitor),
    api.ask<Listed<ListedExpectation>>(visitor, '/v1/expectations', {
      query: {
        ...{ ...others, overdue: overdue === 'all' ? null : overdue },
        ...{ order: 'due', cursor: query.cursor, limit: shownAtOnce },
      },
    }),
  ]);
  const names = dictionary.expectations.map(({ name, label }) => [name, typographic(label)] as const);
  const fields: readonly Field[] = [
    { kind: 'choice', name: 'what', label: 'Attendu', options: [all, ...names] },
    { kind: 'hidden', name: 'overdue', label: '' },
    { kind: 'hidden', name: 'own', label: '' },
    { kind: 'date', name: 'dueBefore', label: 'À échéance avant le' },
    { kind: 'date', name: 'since', label: 'Attendu depuis le' },
    ...scopeFields,
  ];
  const shown = [ofDossier, ...expectationColumns(words)];
  const body = html`${purposeLine(words, visit)}
${viewsRow(dues.map(([due, name]) => ({ name: `${name}${countOf(others.own === 'true' ? ours : counted, due, others.own)}`, path: addressOf(listPath, { ...others, overdue: due }), isHere: due === overdue })))}
${turnsRow(listPath, { ...others, overdue }, countOf(ours, overdue))}
${filterForm(listPath, fields, { ...others, overdue }, 'overdue', 'own')}
${items.length === 0 ? nothingFound(overdue === 'true' ? 'Rien n’est en retard' : 'Rien n’est attendu', next) : table(overdue === 'true' ? 'Ce qui est en retard, le plus en retard d’abord' : 'Ce qui est attendu, par échéance', shown, items)}
${paging(visit, { next })}
${byName(counted)}`;
  return { title: 'Informations attendues', body, trail: trailFrom() };
}

/** Of every dossier; nothing while it is not counted. */
function countOf(counted: KeptCount<ExpectationCounts>, due: string, own = ''): string {
  // What is others' alone is not counted.
  if (own === 'false' || counted.state !== 'counted' || counted.counts.next !== null) return '';
  const numbers = counted.counts.counts.map(({ count: all, overdue }) =>
    due === 'true' ? overdue : due === 'false' ? all - overdue : all,
  );
  return ` (${count(numbers.reduce((sum, each) => sum + each, 0))})`;
}

function byName(counted: KeptCount<ExpectationCounts>): Html | null {
  return countsList(counted, ({ counts }) =>
    counts.map(
      ({ what, label, count: of, reached, overdue }) =>
        html`<a href="${addressOf(listPath, { what, overdue: 'all' })}">${typographic(label)}</a> <strong>${count(of)}</strong>, dont ${count(reached)} à transmettre dès maintenant et ${count(overdue)} en retard`,
    ),
  );
}
