import { type Html, html } from '@hub/platform';
import type { Visit } from './visit.ts';

/** What a list of the API answers. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  /** `cursor` of the next page; null: there is none. */
  readonly next: string | null;
}

/** On to what follows, and back to the beginning; the filters stay. */
export function paging(visit: Pick<Visit, 'query'>, { next }: Pick<Listed<unknown>, 'next'>): Html | null {
  const { cursor, ...filters } = visit.query;
  if (next === null && cursor === undefined) return null;
  return html`<nav class="row" aria-label="Pages de la liste">
${cursor === undefined ? null : html`<a href="${addressOf('', filters)}">Revenir au début</a>`}
${next === null ? html`<span>Fin de la liste</span>` : html`<a href="${addressOf('', { ...filters, cursor: next })}">Page suivante</a>`}
</nav>`;
}

/** An address with what is asked of it; what is empty is left out. Without a path: of the page itself. */
export function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return asked === '' && path !== '' ? path : `${path}?${asked}`;
}

/** What was asked of these names; what is empty was not. */
export function asked(query: Visit['query'], ...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}
