import { html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import { action } from '../action.ts';
import type { Trail } from '../operator-page.ts';
import { conventionFields, conventionIn } from './convention-form.ts';
import { organisationPath, partnersPath } from './partners.ts';

/** What an organisation may do, and until when. */
export function conventionActions(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  action(routes, context, {
    path: `${organisationPath(':siret')}/convention`,
    title: 'Ajouter une convention',
    trail: under,
    will: html`<p>Dès son premier jour, les clients de l’organisme lisent et déclarent dans ces bornes. Un organisme n’a qu’une convention à la fois.</p>`,
    fields: conventionFields(dictionary),
    button: 'Ajouter cette convention',
    act: async ({ visitor, params: { siret = '' }, fields }) => {
      await api.ask(visitor, '/v1/admin/conventions', { body: { siret, ...conventionIn(fields) } });
      return { to: organisationPath(siret) };
    },
  });
  action(routes, context, {
    path: `${organisationPath(':siret')}/convention/:id/fin`,
    title: 'Mettre fin à une convention',
    trail: under,
    will: html`<p>Dix secondes après minuit du dernier jour, plus rien n’est pris ni répondu aux clients de cet organisme.</p>`,
    fields: [{ kind: 'date', name: 'to', label: 'Dernier jour', hint: 'Vide : aujourd’hui.' }],
    button: 'Mettre fin à cette convention',
    act: async ({ visitor, params: { siret = '', id = '' }, fields: { to } }) => {
      await api.ask(visitor, apiPath`/v1/admin/conventions/${id}/end`, { body: to ? { to } : {} });
      return { to: organisationPath(siret) };
    },
  });
}

function under({ params: { siret = '' } }: Visit): Trail {
  return [
    [partnersPath, 'Organismes et clients'],
    [organisationPath(siret), siret],
  ];
}
