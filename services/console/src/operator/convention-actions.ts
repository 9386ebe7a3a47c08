import { html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import type { TradeRoutes, Visit } from '../frame/visit.ts';
import { action } from './action.ts';
import { apiPath } from './api-path.ts';
import { ticked, type Values, wordsOf } from './fields.ts';
import type { Trail } from './operator-page.ts';
import { codeWords, optionsOf } from './operator-words.ts';
import { organisationPath, partnersPath } from './partners.ts';

/** What an organisation may do, and until when. */
export function conventionActions(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  action(routes, context, {
    path: `${organisationPath(':siret')}/convention`,
    title: 'Ajouter une convention',
    trail: under,
    will: html`<p>Dès son premier jour, les clients de l’organisme lisent et déclarent dans ces bornes. Un organisme n’a qu’une convention à la fois. Les limites de lecture sont celles du hub ; l’API en prend d’autres (<code>POST /v1/admin/conventions</code>).</p>`,
    fields: [
      { kind: 'date', name: 'from', label: 'Premier jour', isRequired: true },
      { kind: 'date', name: 'to', label: 'Dernier jour', hint: 'Vide : jusqu’à ce qu’on y mette fin.' },
      { kind: 'many', name: 'purposes', label: 'Finalités', options: optionsOf(codeWords(dictionary, 'purpose')) },
      {
        kind: 'text',
        name: 'territories',
        label: 'Territoires',
        hint: 'Codes séparés par des espaces ; vide : partout.',
      },
      {
        kind: 'text',
        name: 'categories',
        label: 'Catégories',
        hint: 'Codes séparés par des espaces ; vide : toutes celles de ses droits.',
      },
      {
        kind: 'text',
        name: 'addresses',
        label: 'Adresses d’où il vient',
        hint: 'Réseaux séparés par des espaces (192.0.2.0/24) ; vide : de partout.',
      },
      { kind: 'check', name: 'takeover', label: 'Il charge son historique : ni webhooks, ni alarmes d’ici là' },
    ],
    button: 'Ajouter cette convention',
    act: async ({ visitor, params: { siret = '' }, fields }) => {
      await api.ask(visitor, '/v1/admin/conventions', { body: { siret, ...agreedIn(fields) } });
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

function agreedIn(fields: Values): object {
  const { from, to, territories, categories, addresses, takeover } = fields;
  return {
    from,
    ...(to ? { to } : {}),
    purposes: ticked(fields, 'purposes'),
    territories: wordsOf(territories),
    categories: wordsOf(categories),
    addresses: wordsOf(addresses),
    takeover: takeover === 'on',
  };
}
