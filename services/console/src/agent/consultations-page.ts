import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Listed, paging } from '../frame/list-pages.ts';
import { instant, table } from '../frame/parts.ts';
import { operations } from '../frame/state-names.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { dossierNumber, dossierPath, pathOfTrainee, trailFrom } from './agent-parts.ts';
import type { Consultation } from './answers.ts';
import { decisions, type Words } from './words.ts';

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
    { head: 'Quoi', cell: (look: Consultation) => whatOf(words, look) },
    { head: 'De qui', cell: shownOf },
    {
      head: 'Finalité',
      cell: ({ purpose }: Consultation) => (purpose === null ? null : words.purpose(purpose)),
    },
    { head: 'Réponse', cell: ({ decision }: Consultation) => decisions[decision] ?? decision },
  ];
  const body = html`<p>Le code du travail (article R6323-40) veut que chaque consultation d’une personne laisse une trace, et toute personne peut demander qui a regardé ses données et pourquoi (RGPD, article 15). La trace est gardée un an. Voici les vôtres, la plus récente d’abord ; personne d’autre de votre organisme ne les voit ici.</p>
${looks.length === 0 ? html`<p>Aucune consultation.</p>` : table('Mes consultations', columns, looks)}
${paging(visit, { next })}`;
  return { title: 'Mes consultations', body, trail: trailFrom() };
}

/** Of a search also by which kind of number; the number is kept nowhere. */
function whatOf(words: Words, { operation, searchedBy }: Consultation): string {
  const name = operations[operation] ?? operation;
  return searchedBy === null ? name : `${name}, par ${words.code('identifier-kind', searchedBy)}`;
}

function shownOf({ of }: Consultation): Html | null {
  if (of.length === 0) return null;
  // Of a person whom the hub has joined from several, a dossier stands in the trace once for each.
  const once = [...new Map(of.map((each) => [each.dossier ?? each.trainee, each])).values()];
  const named = once.slice(0, namedMax).map((each) => html`<li>${nameOf(each)}</li>`);
  const more = once.length - named.length;
  return html`<ul class="plain">${named}${more === 0 ? null : html`<li>et ${more === 1 ? 'un autre' : `${more} autres`}</li>`}</ul>`;
}

function nameOf({ trainee, dossier }: Consultation['of'][number]): Html {
  if (dossier !== null && trainee !== null)
    return html`<a href="${dossierPath(dossier)}">dossier ${dossierNumber(dossier)}</a>`;
  if (dossier !== null) return html`dossier ${dossierNumber(dossier)}`;
  return html`<a href="${pathOfTrainee(trainee ?? '')}">parcours d’une personne</a>`;
}
