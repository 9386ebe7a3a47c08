import type { Visit } from '../frame/visit.ts';

export { addressOf, type Listed, paging } from '../frame/list-pages.ts';

/** Filters and place of a list, as the address of the page has them. */
export function asked(visit: Visit, ...names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries([...names, 'cursor'].map((name) => [name, visit.query[name]]));
}
