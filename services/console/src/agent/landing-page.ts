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
  const [anomalies, expectations, ownAnomalies, ownExpectations] = await Promise.all([
    ...([kept.anomalies(visitor), kept.expectations(visitor)] as const),
    ...([kept.ownAnomalies(visitor), kept.ownExpectations(visitor)] as const),
  ]);
  const body = html`${purposeLine(words, visit)}
<h2 id="chercher">Rechercher une personne</h2>
${searchForm(words, visit)}
<h2>Ce qui attend</h2>
<ul class="tiles">
${tile('anomalies', 'Anomalies', html`${counted(anomalies, anomaliesSaid)}${ours(ownAnomalies, 'anomalies', mendableOf)}`)}${tile('attendus', 'Informations attendues', html`${counted(expectations, expectationsSaid)}${ours(ownExpectations, 'attendus', overdueOf)}`)}${tile('paiements', 'Paiements bloqués', html`Ce qui empêche de payer les stagiaires, et que faire`)}${tile('dossiers', 'Mes dossiers', html`Ceux que votre organisme voit, par état, jour, session ou territoire`)}${tile('consultations', 'Mes consultations', html`Ce que vous avez regardé, quand et pourquoi`)}</ul>`;
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
  const mendable = counts.filter(({ past }) => !past);
  const errors = mendable.filter(({ severity }) => severity === 'error');
  return html`<strong>${atLeast(sumOf(mendable), next)}</strong> à corriger, dont ${count(sumOf(errors))} de niveau erreur, dans ${count(dossiers)} dossiers`;
}

function expectationsSaid({ counts, dossiers, next }: ExpectationCounts): Html {
  const overdue = overdueOf({ counts });
  return html`<strong>${atLeast(overdue, next)}</strong> en retard, ${count(sumOf(counts) - overdue)} à venir, dans ${count(dossiers)} dossiers`;
}

/** What is one's own organisation's to do, and the way to it; nothing while it is not counted. */
function ours<Counts extends { readonly next: string | null }>(
  kept: KeptCount<Counts>,
  list: string,
  numberOf: (counts: Counts) => number,
): Html | null {
  if (kept.state !== 'counted') return null;
  const number = numberOf(kept.counts);
  if (number === 0) return html`<span class="ours">Rien à vous</span>`;
  return html`<a class="ours" href="${agentPath}/${list}?own=true">À vous : ${atLeast(number, kept.counts.next)}</a>`;
}

function mendableOf({ counts }: Pick<AnomalyCounts, 'counts'>): number {
  return sumOf(counts.filter(({ past }) => !past));
}

function overdueOf({ counts }: Pick<ExpectationCounts, 'counts'>): number {
  return counts.reduce((sum, each) => sum + each.overdue, 0);
}

function tile(path: string, name: string, said: Html): Html {
  return html`<li><a href="${agentPath}/${path}">${name}</a><span>${said}</span></li>
`;
}

/** A count goes over so many dossiers at once. */
function atLeast(number: number, next: string | null): string {
  return next === null ? count(number) : `au moins ${count(number)}`;
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, each) => sum + each.count, 0);
}
