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
${cursor === undefined ? null : html`<a href="?${addressOf(filters)}">Revenir au début</a>`}
${next === null ? html`<span>Fin de la liste</span>` : html`<a href="?${addressOf({ ...filters, cursor: next })}">Page suivante</a>`}
</nav>`;
}

/** What stands behind the `?` of an address; what is empty is left out. */
export function addressOf(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
}
