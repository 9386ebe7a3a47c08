import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Listed, paging } from '../frame/list-pages.ts';
import { instant, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { dossierNumber, dossierPath, pathOfTrainee, trailFrom } from './agent-parts.ts';
import type { Consultation } from './answers.ts';
import { decisions, operations, type Words } from './words.ts';

/** Of a list, as many are named; how many more it showed is counted. */
const namedMax = 3;

/** What the visitor has looked at, as the access trace keeps it. */
export async function consultationsPage({ api }: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { visitor, query } = visit;
  const asked = { cursor: query.cursor, limit: 200 };
  const { items, next } = await api.ask<Listed<Consultation>>(visitor, '/v1/consultations', { query: asked });
  // A count names nobody.
  const looks = items.filter(({ operation }) => !operation.endsWith('-counts'));
  const columns = [
    { head: 'Quand', cell: ({ at }: Consultation) => instant(at) },
    { head: 'Quoi', cell: ({ operation }: Consultation) => operations[operation] ?? operation },
    { head: 'De qui', cell: shownOf },
    {
      head: 'Finalité',
      cell: ({ purpose }: Consultation) => (purpose === null ? null : words.code('purpose', purpose)),
    },
    { head: 'Réponse', cell: ({ decision }: Consultation) => decisions[decision] ?? decision },
  ];
  const body = html`<p>Chaque consultation d’une personne est tracée, et gardée un an. Voici les vôtres, la plus récente d’abord ; personne d’autre de votre organisme ne les voit ici.</p>
${looks.length === 0 ? html`<p>Aucune consultation.</p>` : table('Mes consultations', columns, looks)}
${paging(visit, { next })}`;
  return { title: 'Mes consultations', body, trail: trailFrom() };
}

function shownOf({ of }: Consultation): Html | null {
  if (of.length === 0) return null;
  const named = of.slice(0, namedMax).map((each) => html`<li>${nameOf(each)}</li>`);
  const more = of.length - named.length;
  return html`<ul class="plain">${named}${more === 0 ? null : html`<li>et ${more} autres</li>`}</ul>`;
}

function nameOf({ trainee, dossier }: Consultation['of'][number]): Html {
  if (dossier !== null && trainee !== null)
    return html`<a href="${dossierPath(dossier)}">dossier ${dossierNumber(dossier)}</a>`;
  if (dossier !== null) return html`dossier ${dossierNumber(dossier)}`;
  return html`<a href="${pathOfTrainee(trainee ?? '')}">parcours ${(trainee ?? '').slice(0, 8)}…</a>`;
}
