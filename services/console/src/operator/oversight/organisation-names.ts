import type { HubApi } from '../../frame/console-context.ts';
import type { Option } from '../../frame/form-fields.ts';
import type { Listed } from '../../frame/list-pages.ts';
import type { Visitor } from '../../frame/visitor.ts';
import type { Words } from '../operator-words.ts';

/** As many as the API lists at once: of a hub that has more, the rest is named by its SIRET. */
const limit = 500;

/** Names of organisations by SIRET. */
export async function organisationNames(api: HubApi, visitor: Visitor): Promise<Words> {
  const { items } = await api.ask<Listed<{ readonly siret: string; readonly name: string }>>(
    visitor,
    '/v1/admin/organisations',
    { query: { limit } },
  );
  return Object.fromEntries(items.map(({ siret, name }) => [siret, name]));
}

/** Of a filter, by name. */
export function organisationChoices(organisations: Words): readonly Option[] {
  const named = Object.entries(organisations).sort(([, a], [, b]) => a.localeCompare(b, 'fr'));
  return [['', 'Tous'], ...named];
}
