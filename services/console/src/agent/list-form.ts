import { type Html, html } from '@hub/platform';
import { type Field, formFields, type Option, type Values } from '../frame/form-fields.ts';
import { addressOf } from '../frame/list-pages.ts';
import type { KeptCount } from './kept-counts.ts';

/** Items of a page. */
export const shownAtOnce = 50;

/** Of a choice: none is made. */
export const all: Option = ['', 'Tous'];

/**
 * A form of filters that goes to the address of its list; what is sent stands in the address, for it names nobody.
 * `shownBy`: filters that the page itself shows, and that the form keeps.
 */
export function filterForm(
  path: string,
  fields: readonly Field[],
  values: Values,
  ...shownBy: readonly string[]
): Html {
  const open = { html: Object.keys(values).some((name) => !shownBy.includes(name)) ? ' open' : '' };
  return html`<details class="filters"${open}><summary>Filtrer</summary><form method="get" action="${path}"><div class="two">${formFields(fields, values)}</div>
<p><button class="main">Appliquer</button> <a href="${path}">Tout afficher</a></p></form></details>`;
}

/** One way to look at a list. */
export interface View {
  readonly name: string;
  readonly path: string;
  readonly isHere: boolean;
}

/** The ways to look at a list, what is to be done first before everything. */
export function viewsRow(views: readonly View[], name = 'Ce qui est montré'): Html {
  return html`<nav aria-label="${name}"><ul class="row views">${views.map(
    ({ name, path, isHere }) =>
      html`<li><a class="button" href="${path}"${isHere ? html` aria-current="page"` : null}>${name}</a></li>`,
  )}</ul></nav>`;
}

/** Whose turn it is, as the API takes it (`own`). */
const turns = [
  ['', 'De tous'],
  ['true', 'À nous'],
  ['false', 'À d’autres'],
] as const;

/** Of a list what is one's own organisation's to do, what is others', or both. `ours`: how many are its own. */
export function turnsRow(path: string, values: Values, ours: string): Html {
  const { own = '' } = values;
  const views = turns.map(([turn, name]) => ({
    name: turn === 'true' ? `${name}${ours}` : name,
    path: addressOf(path, { ...values, own: turn }),
    isHere: own === turn,
  }));
  return viewsRow(views, 'À qui de le faire');
}

/** In place of a table without rows. A page of the API may end before anything was found: what follows is looked at next. */
export function nothingFound(said: string, next: string | null): Html {
  return next === null
    ? html`<p>${said} : rien à montrer à votre organisme pour cette finalité.</p>`
    : html`<p>Rien de ce choix dans les dossiers regardés jusqu’ici. La page suivante regarde les suivants.</p>`;
}

/** Filters that all lists have. */
export const scopeFields: readonly Field[] = [
  {
    kind: 'text',
    name: 'siret',
    label: 'Organisme de formation (SIRET)',
    hint: '14 chiffres.',
    more: 'inputmode="numeric" pattern="[0-9]{14}" maxlength="14"',
  },
  { kind: 'text', name: 'session', label: 'Session', hint: 'Par exemple session:07:114782.', more: 'maxlength="128"' },
];

/** The counts of everything, each the way to its list; null while they are not there. */
export function countsList<Counts extends { readonly next: string | null }>(
  kept: KeptCount<Counts>,
  lines: (counts: Counts) => readonly Html[],
): Html | null {
  if (kept.state !== 'counted') return null;
  const shown = lines(kept.counts);
  if (shown.length === 0) return null;
  return html`<h2>En tout, par sorte</h2>
${kept.counts.next === null ? null : html`<p>Les nombres portent sur les premiers dossiers.</p>`}
<ul class="counts">${shown.map((line) => html`<li>${line}</li>`)}</ul>`;
}
