import { type Html, html } from '@hub/platform';
import { apiPath } from '../frame/api-path.ts';
import type { ConsoleContext, HubApi, Question } from '../frame/console-context.ts';
import type { Listed } from '../frame/list-pages.ts';
import { day, instant, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import type { Visitor } from '../frame/visitor.ts';
import { dossierNumber, dossierPath, purposeLine, trailFrom } from './agent-parts.ts';
import type { Dossier, Rectification } from './answers.ts';
import { rectificationAnswers, type Words } from './words.ts';

const rectificationsPath = '/v1/rectifications';
const pagesMax = 10;

/** What the organisation asked of the facts of a dossier, the oldest first. */
export async function askedOf(api: HubApi, visitor: Visitor, dossier: Dossier): Promise<readonly Rectification[]> {
  const numbers = [dossier.number, ...dossier.alsoKnownAs];
  const found: Rectification[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const query: Question['query'] = { role: 'asked', limit: 500, cursor };
    const { items, next }: Listed<Rectification> = await api.ask<Listed<Rectification>>(visitor, rectificationsPath, {
      query,
    });
    found.push(...items.filter((item) => numbers.includes(item.dossier)));
    if (next === null) break;
    cursor = next;
  }
  return found;
}

/** `canAsk`: the facts are shown, from which an error is told. */
export function rectificationTable(words: Words, asked: readonly Rectification[], canAsk: boolean): Html {
  if (asked.length === 0)
    return html`<p>Votre organisme n’a rien demandé à propos de ce dossier.${canAsk ? ' Une erreur se signale depuis la ligne de l’événement.' : ''}</p>`;
  return table<Rectification>(
    'Ce que votre organisme a demandé',
    [
      { head: 'Demandé le', cell: ({ askedAt }) => instant(askedAt) },
      { head: 'À', cell: ({ source }) => words.source(source) },
      { head: 'Motif', cell: ({ reason }) => words.code('rectification-reason', reason) },
      {
        head: 'Pour la personne',
        cell: ({ forPerson, dueOn }) => (forPerson ? `oui, réponse attendue le ${day(dueOn)}` : 'non'),
      },
      { head: 'Réponse', cell: (item) => answered(words, item) },
    ],
    asked,
  );
}

function answered(words: Words, { answer, answerReason, answeredAt }: Rectification): string {
  if (answer === null) return 'En attente';
  const why = answerReason === null ? '' : ` : ${words.code('rectification-refusal', answerReason)}`;
  return `${rectificationAnswers[answer] ?? answer}${why} (${instant(answeredAt)})`;
}

/** The form by which an error is told to the source of a fact. */
export async function rectificationPage({ api }: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { visitor, params, query, formField } = visit;
  const { source = '', evenement = '' } = query;
  const number = params.number ?? '';
  const { facts = [] } = await api.ask<Dossier>(visitor, apiPath`/v1/dossiers/${number}`, {
    query: { facts: 'true' },
  });
  const fact = facts.find((each) => each.source === source && each.id === evenement);
  const about = fact === undefined ? 'un événement' : `${words.event(fact.type)} du ${day(fact.effectiveDate)}`;
  const body = html`${purposeLine(words, visit)}
<p>Vous signalez à <strong>${words.source(source)}</strong> une erreur dans : <strong>${about}</strong>. La source reçoit la demande et y répond ; le dossier ne change que si elle corrige. Ce qui est faux en détail se dit entre vous et elle : la demande ne porte que des codes.</p>
<form method="post" action="${dossierPath(Number(number))}/rectification">${formField}<input type="hidden" name="source" value="${source}"><input type="hidden" name="evenement" value="${evenement}">
<fieldset><legend>Motif</legend>${words
    .codes('rectification-reason')
    .map(
      ([code, label]) =>
        html`<label class="pick"><input type="radio" name="motif" value="${code}" required> ${label}</label>`,
    )}</fieldset>
<label class="pick"><input type="checkbox" name="personne" value="oui"> La personne elle-même le demande (la source doit alors répondre dans le mois)</label>
<p><button class="main">Envoyer à la source</button> <a href="${dossierPath(Number(number))}">Ne rien envoyer</a></p></form>`;
  return {
    title: 'Signaler une erreur',
    body,
    trail: trailFrom([dossierPath(Number(number)), `Dossier ${dossierNumber(Number(number))}`]),
  };
}

export async function askRectification({ api }: ConsoleContext, visit: Visit): Promise<Visited> {
  const { visitor, params, fields } = visit;
  const { source = '', evenement = '', motif = '', personne } = fields;
  const number = params.number ?? '';
  const body = { fact: { source, eventId: evenement }, reason: motif, forPerson: personne === 'oui' };
  await api.ask(visitor, apiPath`/v1/dossiers/${number}/rectifications`, { body });
  return { to: `${dossierPath(Number(number))}#rectifications` };
}
