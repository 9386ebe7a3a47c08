import { type Html, html } from '@hub/platform';
import { apiPath } from '../frame/api-path.ts';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { Listed } from '../frame/list-pages.ts';
import { day, table } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import {
  dossierNumber,
  dossierPath,
  factsNamed,
  pathOfTrainee,
  purposeLine,
  stateSince,
  trailFrom,
} from './agent-parts.ts';
import { anomalyList, notShown, statesShown } from './anomaly-parts.ts';
import type { Dossier, Explanation, ListedExpectation, Rectification } from './answers.ts';
import { dossierFacts } from './dossier-facts.ts';
import { titleOf } from './dossier-rows.ts';
import { dossierValues } from './dossier-values.ts';
import { expectationColumns } from './expectation-parts.ts';
import { momentForm, momentNote, momentOf, orNothingThen } from './moment.ts';
import { personName } from './person-line.ts';
import { askedOf, rectificationTable } from './rectifications.ts';
import { sessionPart } from './session-part.ts';
import { states, type Words } from './words.ts';

interface Shown {
  readonly dossier: Dossier;
  readonly expected: readonly ListedExpectation[];
  readonly asked: readonly Rectification[];
}

/** A dossier: where it stands, what is missing and from whom, and of each value who says it and why it stands. */
export async function dossierPage(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const number = visit.params.number ?? '';
  const at = { path: dossierPath(Number(number)), of: 'ce dossier', trail: trailFrom() };
  const title = `Dossier ${dossierNumber(Number(number))}`;
  return orNothingThen(
    context,
    words,
    visit,
    { ...at, title },
    {
      shown: async () => shownDossier(words, visit, await read(context, visit, number)),
      factsNow: async () => {
        const asked = { query: { facts: 'true' } };
        return (await context.api.ask<Dossier>(visit.visitor, apiPath`/v1/dossiers/${number}`, asked)).facts ?? [];
      },
    },
  );
}

function shownDossier(words: Words, visit: Visit, shown: Shown): Visited {
  const { params, query } = visit;
  const here = dossierPath(Number(params.number));
  const body = html`${purposeLine(words, visit)}
${momentNote(shown.dossier.freshness ?? { asOf: null, knownAt: null }, here)}
${where(words, shown.dossier)}
${sections(words, shown).map(
  ([id, title, part]) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${part}</section>
`,
)}
<section class="look-back" aria-labelledby="moment"><h2 id="moment">Regarder un autre moment</h2>
${momentForm(here, query, shown.dossier.facts)}</section>`;
  return { title: `Dossier ${dossierNumber(shown.dossier.number)}`, body, trail: trailFrom(trailOf(shown.dossier)) };
}

async function read({ api }: ConsoleContext, { visitor, query }: Visit, number: string): Promise<Shown> {
  const moment = momentOf(query);
  const isNow = moment.asOf === null && moment.knownAt === null;
  const dossier = await api.ask<Dossier>(visitor, apiPath`/v1/dossiers/${number}`, {
    query: { ...moment, facts: 'true', explain: 'true' },
  });
  // From whom something is awaited is told of today alone.
  const awaits = isNow && dossier.expectations.length > 0;
  const [expected, asked] = await Promise.all([
    awaits ? api.ask<Listed<ListedExpectation>>(visitor, '/v1/expectations', { query: { dossier: number } }) : null,
    askedOf(api, visitor, dossier),
  ]);
  return { dossier, expected: expected?.items ?? [], asked };
}

function trailOf({ trainee }: Dossier): readonly [string, string] {
  return [pathOfTrainee(trainee ?? ''), 'Parcours de la personne'];
}

function sections(words: Words, { dossier, expected, asked }: Shown): readonly (readonly [string, string, Html])[] {
  return [
    ['attendu', 'Ce qui est attendu, et de qui', awaited(words, dossier, expected)],
    [
      'anomalies',
      'Anomalies, et que faire',
      anomalyList(words, dossier.anomalies, {
        inPart: isInPart(dossier),
        named: factsNamed(dossier.facts),
        none: 'Aucune anomalie.',
      }),
    ],
    ['informations', 'Ce que l’on sait, qui le dit, et pourquoi', dossierValues(words, dossier)],
    ['session', 'Session', folded('Montrer la session', sessionPart(words, dossier.session))],
    [
      'evenements',
      'Événements',
      folded(`Montrer les événements (${dossier.facts?.length ?? 0})`, dossierFacts(words, dossier)),
    ],
    ['rectifications', 'Demandes de rectification', rectificationTable(words, asked, (dossier.facts ?? []).length > 0)],
  ];
}

function where(words: Words, dossier: Dossier): Html {
  const { trainee, status, funding, territory, alsoKnownAs, sight, sightUntil, explanation = [] } = dossier;
  const why = explanation.find(({ field }: Explanation) => field === '/status');
  const others =
    alsoKnownAs.length === 0
      ? null
      : html`<div><dt>Aussi connu sous</dt><dd>${alsoKnownAs.map(dossierNumber).join(', ')}</dd></div>`;
  return html`<p>${personName(dossier)} <a href="${pathOfTrainee(trainee ?? '')}">Parcours de la personne</a></p>
<p class="person"><strong>${states[status] ?? status}</strong>${stateSince(words, dossier)}.</p>
${sight.described === 'all' ? null : html`<p class="note">${inPart(sight)}</p>`}
<dl class="facts"><div><dt>Formation</dt><dd>${titleOf(dossier)}</dd></div><div><dt>Financement</dt><dd>${funding === null ? '–' : words.code('funding', funding)}</dd></div><div><dt>Territoire</dt><dd>${words.code('territory', territory)}</dd></div>${others}<div><dt>Visible pour vous jusqu’au</dt><dd>${sightUntil === null ? 'sans terme' : day(sightUntil)}</dd></div></dl>
${why === undefined ? null : html`<details class="why"><summary>Pourquoi cet état</summary><p>${words.said(why.sentence)}</p></details>`}
<nav class="contents" aria-label="Sur cette page"><ul class="row"><li><a href="#attendu">Attendu</a></li><li><a href="#anomalies">Anomalies${dossier.anomalies.length === 0 ? '' : ` (${dossier.anomalies.length})`}</a></li><li><a href="#informations">Informations</a></li><li><a href="#session">Session</a></li><li><a href="#evenements">Événements</a></li><li><a href="#rectifications">Rectifications</a></li><li><a href="#moment">Autre moment</a></li></ul></nav>`;
}

/** What is not asked first. */
function folded(name: string, part: Html): Html {
  return html`<details class="fold"><summary>${name}</summary>${part}</details>`;
}

function isInPart({ sight }: Dossier): boolean {
  return sight.described === 'states';
}

function inPart(sight: Dossier['sight']): string {
  return sight.described === 'own'
    ? 'Ce dossier est montré d’après les seuls faits de votre organisme : d’autres sources peuvent en dire davantage.'
    : `Pour cette finalité, seuls ${statesShown(sight)} vous sont montrés.`;
}

function awaited(words: Words, dossier: Dossier, expected: readonly ListedExpectation[]): Html {
  if (expected.length > 0) return table('Ce qui manque aujourd’hui', expectationColumns(words), expected);
  if (dossier.expectations.length === 0) return html`<p>${isInPart(dossier) ? notShown : 'Rien n’est attendu.'}</p>`;
  const { asOf, knownAt } = dossier.freshness ?? { asOf: null, knownAt: null };
  return table(
    asOf === null && knownAt === null ? 'Ce qui manque aujourd’hui' : 'Ce qui manquait alors',
    [
      { head: 'Attendu', cell: ({ what }) => words.expected(what) },
      { head: 'Depuis', cell: ({ since }) => day(since) },
      { head: 'Échéance', cell: ({ dueBy }) => day(dueBy) },
    ],
    dossier.expectations,
  );
}
