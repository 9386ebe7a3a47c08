import { type Html, html } from '@hub/platform';
import { type FactsNamed, factNames } from './agent-parts.ts';
import type { Anomaly, Dossier } from './answers.ts';
import { severities, type Words } from './words.ts';

export const notShown = 'Rien n’en est montré à votre organisme pour cette finalité.';

/** What is shown of a dossier of which states and days are, for who pays the trainee also its hours. */
export function statesShown({ categories }: Dossier['sight']): string {
  return categories.includes('hours') ? 'les états, les jours et les heures' : 'les états et les jours';
}

const order = ['error', 'warning', 'info'];

/** Anomalies with what to do, the gravest first; `inPart`: states and days alone are shown, so that none shown is not none. */
export function anomalyList(
  words: Words,
  anomalies: readonly Anomaly[],
  { inPart, named = new Map(), none }: { readonly inPart: boolean; readonly named?: FactsNamed; readonly none: string },
): Html {
  if (anomalies.length === 0) return html`<p>${inPart ? notShown : none}</p>`;
  const rank = ({ code, severity }: Anomaly) => (words.isPast(code) ? order.length : order.indexOf(severity));
  const sorted = anomalies.toSorted((a, b) => rank(a) - rank(b));
  return html`<ul class="anomalies">${sorted.map(
    ({
      code,
      severity,
      sentence,
      remedy,
      facts,
      about,
    }) => html`<li class="${severity}"><strong>${severities[severity] ?? severity}</strong> ${words.said(sentence)}${aboutWhat(words, about)}
<p>${words.isPast(code) ? null : 'À faire : '}${words.said(remedy)}${facts.length === 0 ? null : html` <span class="hint">D’après : ${factNames(words, facts, named)}.</span>`}</p></li>
`,
  )}</ul>`;
}

/** Of what is missing, what and by when. */
function aboutWhat(words: Words, { what, dueBy }: Anomaly['about']): string {
  if (typeof what !== 'string') return '';
  const due = typeof dueBy === 'string' ? `, attendu pour le ${dueBy.split('-').reverse().join('/')}` : '';
  return ` (${words.expected(what)}${due})`;
}
