import type { DossierEvidence, RightsReader } from './evidence.ts';
import type { Rights } from './rights.ts';

/**
 * By what a dossier is found for whoever may have a right to it: the organisations that reported of it, those that a line
 * names, those that its pay is sent to, and the fundings that name the one holder of a territory or of the country, as
 * `prf@bretagne` and `prf@`.
 */
export function watchersOf({ organisations, lines, paid }: DossierEvidence): readonly string[] {
  const named = [
    ...organisations.flatMap(({ organisation, vouches }) => [
      organisation,
      ...vouches.flatMap(({ funding, territory }) => [
        `${funding}@`,
        ...(territory === null ? [] : [`${funding}@${territory}`]),
      ]),
    ]),
    ...lines.flatMap(({ financer, delegatedBy, coFinancers }) => [financer, delegatedBy ?? financer, ...coFinancers]),
    ...paid.map(({ body }) => body),
  ];
  return [...new Set(named)].sort();
}

/** By what an organisation finds dossiers. */
export function watchedBy(
  { namings }: Pick<Rights, 'namings'>,
  { siret, kinds, territories }: RightsReader,
): readonly string[] {
  const own = namings.filter(({ kind, sole }) => kinds.includes(kind) && sole !== 'none');
  return [
    siret,
    ...own.flatMap(({ fundings, sole }) =>
      sole === 'territory'
        ? fundings.flatMap((funding) => territories.map((territory) => `${funding}@${territory}`))
        : fundings.map((funding) => `${funding}@`),
    ),
  ];
}
