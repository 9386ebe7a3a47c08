import { type Html, html } from '@hub/platform';
import { apiPath } from '../frame/api-path.ts';
import type { ConsoleContext, Question } from '../frame/console-context.ts';
import { day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { dossierLink, pathOfTrainee, purposeLine, stateSince, trailFrom } from './agent-parts.ts';
import { anomalyList, statesShown } from './anomaly-parts.ts';
import type { Dossier, Path } from './answers.ts';
import { titleOf } from './dossier-rows.ts';
import { momentForm, momentNote, momentOf, orNothingThen } from './moment.ts';
import { personName } from './person-line.ts';
import { lanesOf } from './timeline.ts';
import { timelineList } from './timeline-list.ts';
import { timelinePicture } from './timeline-picture.ts';
import { states, type Words } from './words.ts';

/** Where a person is in the training: in a table, as a picture, and the same as a list. One question to the hub. */
export async function pathPage(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const { params, query } = visit;
  const trainee = params.trainee ?? '';
  const ask = (more: NonNullable<Question['query']>) =>
    context.api.ask<Path>(visit.visitor, apiPath`/v1/training-paths/${trainee}`, { query: more });
  const at = { path: pathOfTrainee(trainee), of: 'ce parcours', title: 'Parcours d’une personne', trail: trailFrom() };
  return orNothingThen(context, words, visit, at, {
    shown: async () => shownPath(words, visit, await ask(momentOf(query))),
    factsNow: async () => (await ask({ facts: 'true' })).dossiers.flatMap(({ facts = [] }) => facts),
  });
}

function shownPath(words: Words, visit: Visit, path: Path): Visited {
  const { params, query } = visit;
  const trainee = params.trainee ?? '';
  const lanes = lanesOf(words, path);
  const here = pathOfTrainee(trainee);
  const body = html`${purposeLine(words, visit)}
${momentNote(path.freshness, here)}
${whoItIs(path)}
<h2>Où en est cette personne</h2>
${nowIn(words, path)}
${
  lanes.length === 0
    ? null
    : html`<h2>Ligne de temps</h2>
<p class="hint">L’image défile si elle est plus large que la fenêtre ; <a href="#jours">la même chose jour par jour</a> est plus bas.</p>
${timelinePicture(lanes, path.freshness.today)}
<h2>Dossier par dossier</h2>
${dossierTable(words, path)}
${otherDossiers(path)}
<h2 id="jours">Jour par jour</h2>
${timelineList(words, lanes)}`
}
<h2>Anomalies de la personne elle-même</h2>
${anomalyList(words, path.anomalies, {
  inPart: path.dossiers.every(({ sight }) => sight.described === 'states'),
  none: 'Aucune anomalie qui porte sur la personne elle-même ; celles de ses dossiers sont comptées plus haut, et dites sur la page de chacun.',
})}
${path.parked.length === 0 ? null : html`<p class="note bad">Des événements reçus n’ont pas pu être lus : cette page ne les montre pas. L’exploitant du hub en est averti.</p>`}
<section class="look-back"><h2>Regarder un autre moment</h2>
${momentForm(here, query)}</section>`;
  return { title: 'Parcours d’une personne', body, trail: trailFrom() };
}

function whoItIs(path: Path): Html {
  const { identity, trainees } = path;
  const joined =
    trainees.length === 1
      ? null
      : html` Ses sources la connaissent sous ${trainees.length} identités, que le hub réunit ici.`;
  return html`<p${{ html: identity === undefined ? '' : ' class="person"' }}>${personName(path)}${joined}</p>`;
}

function nowIn(words: Words, { dossiers, freshness: { asOf, knownAt } }: Path): Html {
  const isNow = asOf === null && knownAt === null;
  const open = dossiers.filter(({ over }) => !over);
  if (dossiers.length === 0)
    return html`<p>${isNow ? 'Aucun dossier' : 'À ce moment, le hub ne savait rien d’un dossier'} que votre organisme puisse voir.</p>`;
  if (open.length === 0)
    return html`<p>Aucune formation en cours ni à venir : ${dossiers.length === 1 ? 'la formation est achevée, ou n’a pas eu lieu' : `les ${dossiers.length} formations sont achevées, ou n’ont pas eu lieu`}.${stillAwaited(words, dossiers)}</p>`;
  return html`<ul class="now">${open.map((dossier) => {
    const { number, status } = dossier;
    const awaited = missing(words, dossier);
    return html`<li><strong>${states[status] ?? status}</strong>${stateSince(words, dossier)} : ${titleOf(dossier)}${number === null ? null : html` (dossier ${dossierLink(number)})`}.${awaited === null ? null : html` Il manque : ${awaited}.`}</li>
`;
  })}</ul>`;
}

/** A training that is over may still owe something: a last month, the assessment. */
function stillAwaited(words: Words, dossiers: readonly Dossier[]): Html | null {
  const due = dossiers.flatMap(({ expectations }) => expectations.filter(({ reached }) => reached));
  if (due.length === 0) return null;
  const names = [...new Set(due.map(({ what }) => words.expected(what)))].join(', ');
  return html` Il y manque encore : <strong>${names}</strong>, dossier par dossier plus bas.`;
}

function dossierTable(words: Words, { dossiers }: Path): Html {
  const newest = dossiers.toSorted((a, b) => (since(a) > since(b) ? -1 : 1));
  return table<Dossier>(
    'Dossiers, du plus récent au plus ancien',
    [
      {
        head: 'Dossier',
        cell: ({ number }) => (number === null ? null : dossierLink(number)),
      },
      { head: 'Formation', cell: (dossier) => named(dossier) },
      { head: 'État', cell: ({ status }) => html`<strong>${states[status] ?? status}</strong>` },
      { head: 'Dans cet état depuis', cell: ({ statusSince }) => day(statusSince?.effectiveDate) },
      { head: 'Dit par', cell: ({ statusSince }) => (statusSince === null ? null : words.source(statusSince.source)) },
      { head: 'Ce qui manque', cell: (dossier) => missing(words, dossier) },
      { head: 'Anomalies du dossier', cell: anomaliesOf, isNumber: true },
    ],
    newest,
  );
}

function named(dossier: Dossier): Html {
  const { sight } = dossier;
  const part = { all: null, own: 'd’après vos seuls faits', states: `${statesShown(sight)} seuls` }[sight.described];
  return html`${titleOf(dossier)}${part === null ? null : html` <span class="hint">${part}</span>`}`;
}

function since({ statusSince, today }: Dossier): string {
  return statusSince?.effectiveDate ?? today;
}

/** Nothing is said of anomalies of a dossier that is seen in part: none shown is not none. */
function anomaliesOf({ anomalies, sight }: Dossier): number | null {
  return anomalies.length === 0 && sight.described === 'states' ? null : anomalies.length;
}

/** What is awaited and has begun to be, what is late first. */
function missing(words: Words, { expectations }: Dossier): Html | null {
  const due = expectations.filter(({ reached }) => reached);
  if (due.length === 0) return null;
  const late = due.filter(({ overdue }) => overdue);
  const names = [...new Set(due.map(({ what }) => words.expected(what)))].join(', ');
  return html`${names}${late.length === 0 ? null : html` <strong class="late">${late.length} en retard</strong>`}`;
}

/** That they are there, and no more. */
function otherDossiers({ otherDossiers }: Path): Html | null {
  if (otherDossiers.length === 0) return null;
  return table(
    'Autres dossiers de la personne, que votre organisme n’a pas à lire',
    [
      { head: 'Formation', cell: ({ title }) => title ?? 'Intitulé inconnu' },
      { head: 'Début', cell: ({ start }) => day(start) },
      { head: 'Fin', cell: ({ end }) => day(end) },
      { head: 'État', cell: ({ status }) => states[status] ?? status },
    ],
    otherDossiers,
  );
}
