import { type Html, html } from '@hub/platform';
import type { Visit } from '../frame/visit.ts';

/** What a list of the API answers. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Filters and place of a list, as the address of the page has them. */
export function asked(visit: Visit, ...names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries([...names, 'cursor'].map((name) => [name, visit.query[name]]));
}

/** On to what follows, and back to the beginning; the filters stay. */
export function paging(visit: Visit, { next }: Pick<Listed<unknown>, 'next'>): Html | null {
  const { cursor, ...filters } = visit.query;
  if (next === null && cursor === undefined) return null;
  return html`<nav class="row" aria-label="Pages de la liste">
${cursor === undefined ? null : html`<a href="?${addressOf(filters)}">Revenir au début</a>`}
${next === null ? html`<span>Fin de la liste</span>` : html`<a href="?${addressOf({ ...filters, cursor: next })}">Page suivante</a>`}
</nav>`;
}

export function addressOf(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
}
