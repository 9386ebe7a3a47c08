import { type Html, html } from '@hub/platform';
import { field } from './agent-parts.ts';
import type { KeptCount } from './kept-counts.ts';

/** Items of a page. */
export const shownAtOnce = 50;

/** A form of filters that goes to the address of its list; what is sent stands in the address, for it names nobody. */
export function filterForm(path: string, fields: Html, isOpen: boolean): Html {
  return html`<details class="filters"${{ html: isOpen ? ' open' : '' }}><summary>Filtrer</summary><form method="get" action="${path}"><div class="two">${fields}</div>
<p><button class="main">Appliquer</button> <a href="${path}">Tout afficher</a></p></form></details>`;
}

/** Filters that all lists have. */
export function scopeFields(query: Readonly<Record<string, string>>): Html {
  return html`${field('siret', 'Organisme de formation (SIRET)', query.siret, { more: 'inputmode="numeric" pattern="[0-9]{14}" maxlength="14"', hint: '14 chiffres.' })}
${field('session', 'Session', query.session, { more: 'maxlength="128"', hint: 'Par exemple session:07:114782.' })}`;
}

/** Only what was asked, by the names of the API. */
export function askedFilters(
  query: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const asked = names.flatMap((name) => (query[name] ? [[name, query[name]] as const] : []));
  return Object.fromEntries(asked);
}

/** The counts of everything, each the way to its list; null while they are not there. */
export function countsList<Counts extends { readonly next: string | null }>(
  kept: KeptCount<Counts>,
  lines: (counts: Counts) => readonly Html[],
): Html | null {
  if (kept.state !== 'counted') return null;
  const shown = lines(kept.counts);
  if (shown.length === 0) return null;
  return html`<h2>En tout</h2>
${kept.counts.next === null ? null : html`<p>Les nombres portent sur les premiers dossiers.</p>`}
<ul class="counts">${shown.map((line) => html`<li>${line}</li>`)}</ul>
<h2>Un par un</h2>`;
}
