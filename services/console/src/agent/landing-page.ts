import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import { count } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { tradeNames } from '../frame/visitor.ts';
import { agentPath, purposeLine } from './agent-parts.ts';
import type { AnomalyCounts, ExpectationCounts } from './answers.ts';
import { searchForm } from './search-page.ts';
import type { Words } from './words.ts';

/** Where the trade begins: somebody is looked for, or what waits is taken up. */
export async function landingPage(context: ConsoleContext, words: Words, visit: Visit): Promise<Visited> {
  const [anomalies, expectations] = await Promise.all([
    countOf<AnomalyCounts>(context, visit, '/v1/anomalies/counts'),
    countOf<ExpectationCounts>(context, visit, '/v1/expectations/counts'),
  ]);
  const body = html`${purposeLine(words, visit)}
<h2 id="chercher">Rechercher une personne</h2>
${searchForm(words, visit)}
<h2>Ce qui attend</h2>
<ul class="tiles">
${anomalies && anomalyTile(anomalies)}${expectations && expectationTile(expectations)}${tile('dossiers', 'Mes dossiers', html`Ceux que votre organisme voit, par état, jour, session ou territoire`)}${tile('consultations', 'Mes consultations', html`Ce que vous avez regardé, quand et pourquoi`)}</ul>`;
  return { title: tradeNames.agent, body };
}

/** Null: the hub counts nothing for this purpose. */
async function countOf<Counts>({ api }: ConsoleContext, { visitor }: Visit, path: string): Promise<Counts | null> {
  return api.ask<Counts>(visitor, path).catch((error: unknown) => {
    if (error instanceof ApiProblem) return null;
    throw error;
  });
}

function anomalyTile({ counts, dossiers, next }: AnomalyCounts): Html {
  const all = sum(counts.map(({ count }) => count));
  const errors = sum(counts.filter(({ severity }) => severity === 'error').map(({ count }) => count));
  const said = html`<strong>${atLeast(all, next)}</strong> dans ${count(dossiers)} dossiers, dont ${count(errors)} de niveau erreur`;
  return tile('anomalies', 'Anomalies', said);
}

function expectationTile({ counts, dossiers, next }: ExpectationCounts): Html {
  const reached = sum(counts.map(({ reached }) => reached));
  const overdue = sum(counts.map(({ overdue }) => overdue));
  const said = html`<strong>${atLeast(reached, next)}</strong> à transmettre dès maintenant, dont ${count(overdue)} en retard, dans ${count(dossiers)} dossiers`;
  return tile('attendus', 'Informations attendues', said);
}

function tile(path: string, name: string, said: Html): Html {
  return html`<li><a href="${agentPath}/${path}">${name}</a><span>${said}</span></li>
`;
}

/** A count goes over so many dossiers at once. */
function atLeast(number: number, next: string | null): string {
  return next === null ? count(number) : `au moins ${count(number)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
