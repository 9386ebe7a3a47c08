import { type Html, html } from '@hub/platform';
import { count, instant } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { tradeNames } from '../frame/visitor.ts';
import { agentPath, purposeLine } from './agent-parts.ts';
import type { AnomalyCounts, ExpectationCounts } from './answers.ts';
import type { KeptCount, KeptCounts } from './kept-counts.ts';
import { searchForm } from './search-page.ts';
import type { Words } from './words.ts';

/** Where the trade begins: somebody is looked for, or what waits is taken up. */
export async function landingPage(kept: KeptCounts, words: Words, visit: Visit): Promise<Visited> {
  const { visitor } = visit;
  const [anomalies, expectations] = await Promise.all([kept.anomalies(visitor), kept.expectations(visitor)]);
  const body = html`${purposeLine(words, visit)}
<h2 id="chercher">Rechercher une personne</h2>
${searchForm(words, visit)}
<h2>Ce qui attend</h2>
<ul class="tiles">
${tile('anomalies', 'Anomalies', counted(anomalies, anomaliesSaid))}${tile('attendus', 'Informations attendues', counted(expectations, expectationsSaid))}${tile('dossiers', 'Mes dossiers', html`Ceux que votre organisme voit, par état, jour, session ou territoire`)}${tile('consultations', 'Mes consultations', html`Ce que vous avez regardé, quand et pourquoi`)}</ul>`;
  return { title: tradeNames.agent, body };
}

function counted<Counts extends { readonly dossiers: number }>(
  kept: KeptCount<Counts>,
  said: (counts: Counts) => Html,
): Html {
  switch (kept.state) {
    case 'counted':
      if (kept.counts.dossiers === 0) return html`Rien à montrer à votre organisme pour cette finalité`;
      return html`${said(kept.counts)} <span class="hint">Compté le ${instant(new Date(kept.atMs).toISOString())}</span>`;
    case 'counting':
      return html`Le dénombrement est en cours : rechargez la page dans un instant`;
    case 'none':
      return html`Rien à compter pour cette finalité`;
  }
}

function anomaliesSaid({ counts, dossiers, next }: AnomalyCounts): Html {
  const all = sum(counts.map(({ count }) => count));
  const errors = sum(counts.filter(({ severity }) => severity === 'error').map(({ count }) => count));
  return html`<strong>${atLeast(all, next)}</strong> dans ${count(dossiers)} dossiers, dont ${count(errors)} de niveau erreur`;
}

function expectationsSaid({ counts, dossiers, next }: ExpectationCounts): Html {
  const reached = sum(counts.map(({ reached }) => reached));
  const overdue = sum(counts.map(({ overdue }) => overdue));
  return html`<strong>${atLeast(reached, next)}</strong> à transmettre dès maintenant, dont ${count(overdue)} en retard, dans ${count(dossiers)} dossiers`;
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
