import { html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { ticked } from '../../frame/form-fields.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { optionsOf, organisationKinds } from '../operator-words.ts';
import { organisationPath, partnersPath } from './partners.ts';

export function organisationAction(routes: TradeRoutes, context: ConsoleContext): void {
  action(routes, context, {
    path: `${partnersPath}/ajouter`,
    title: 'Ajouter un organisme',
    trail: [[partnersPath, 'Organismes et clients']],
    will: html`<p>L’organisme est connu du hub, sans aucun droit encore : ils viennent de sa convention et de ses clients. S’il y est déjà, il garde son nom et prend les genres cochés.</p>`,
    fields: [
      { kind: 'text', name: 'siret', label: 'SIRET', hint: '14 chiffres ; la clé est vérifiée.', isRequired: true },
      { kind: 'text', name: 'name', label: 'Nom', isRequired: true },
      { kind: 'many', name: 'kinds', label: 'Genres', options: optionsOf(organisationKinds) },
    ],
    button: 'Ajouter cet organisme',
    act: async ({ visitor, fields }) => {
      const { siret = '', name } = fields;
      const body = { siret: siret.replace(/\s/g, ''), name, kinds: ticked(fields, 'kinds') };
      const added = await context.api.ask<{ readonly siret: string }>(visitor, '/v1/admin/organisations', { body });
      return { to: organisationPath(added.siret) };
    },
  });
}
