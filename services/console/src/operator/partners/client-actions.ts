import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { ticked, wordsOf } from '../../frame/form-fields.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { operatorPage, type Trail } from '../operator-page.ts';
import { type Client, clientPath, clientRoute, organisationPath, partnersPath } from './partners.ts';

interface WithSecret {
  readonly client: Client;
  readonly clientSecret: string | null;
  readonly alsoWrittenBy?: readonly { readonly clientId: string; readonly source: string }[];
}

const certified = [
  ['nir', 'NIR'],
  ['nia', 'NIA'],
  ['france-travail', 'Numéro France Travail'],
] as const;

/** Adding, rotating, revoking. A secret is in the answer to the form alone: no address leads to it, nothing keeps it. */
export function clientActions(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  secretActions(routes, context);
  action(routes, context, {
    path: `${organisationPath(':siret')}/client`,
    title: 'Ajouter un client',
    trail: ({ params: { siret = '' } }) => [
      [partnersPath, 'Organismes et clients'],
      [organisationPath(siret), siret],
    ],
    will: html`<p>Un secret est fait pour cette machine et <strong>montré une seule fois</strong>, sur la page suivante : le hub n’en garde qu’une empreinte. Une source n’appartient qu’à un organisme.</p>`,
    fields: [
      {
        kind: 'text',
        name: 'clientId',
        label: 'Nom du client',
        hint: 'Lettres, chiffres et tirets : mission-locale-tours',
        isRequired: true,
      },
      {
        kind: 'text',
        name: 'sources',
        label: 'Sources pour lesquelles il écrit',
        hint: 'Séparées par des espaces ; vide : il ne fait que lire.',
      },
      { kind: 'many', name: 'certifies', label: 'Identifiants qu’il certifie', options: certified },
    ],
    button: 'Ajouter ce client',
    act: async (visit) => {
      const { clientId = '', sources } = visit.fields;
      const body = {
        clientId: clientId.trim(),
        siret: visit.params.siret,
        sources: wordsOf(sources),
        certifies: ticked(visit.fields, 'certifies'),
      };
      return secretPage(visit, await api.ask<WithSecret>(visit.visitor, '/v1/admin/clients', { body }));
    },
  });
}

function secretActions(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${clientRoute}/secret`,
    title: ({ params }) => `Donner un nouveau secret à ${params.clientId ?? ''}`,
    trail: under,
    will: html`<p>Un nouveau secret est fait et <strong>montré une seule fois</strong>, sur la page suivante. L’ancien marche encore le temps du recouvrement, pour que le partenaire change sans coupure.</p>`,
    fields: [
      { kind: 'number', name: 'hours', label: 'Recouvrement, en heures', value: '24', isRequired: true },
      {
        kind: 'check',
        name: 'endOldSecret',
        label: 'Même si le secret d’avant marche encore : il finit tout de suite',
      },
    ],
    button: 'Donner un nouveau secret',
    act: async (visit) => {
      const { hours, endOldSecret } = visit.fields;
      const body = { overlapSeconds: Math.round(Number(hours) * 3_600), endOldSecret: endOldSecret === 'on' };
      const path = apiPath`/v1/admin/clients/${visit.params.clientId ?? ''}/rotation`;
      return secretPage(visit, await api.ask<WithSecret>(visit.visitor, path, { body }));
    },
  });
  action(routes, context, {
    path: `${clientRoute}/revocation`,
    title: ({ params }) => `Révoquer ${params.clientId ?? ''}`,
    trail: under,
    will: html`<p>Ce client n’obtient plus de jeton ; ceux qu’il a n’ouvrent plus rien dans les dix secondes, partout. Ce qu’il a déclaré reste. On n’y revient pas : il faudrait un autre client.</p>`,
    button: 'Révoquer ce client',
    act: async ({ visitor, params: { clientId = '' } }) => {
      await api.ask(visitor, apiPath`/v1/admin/clients/${clientId}/revocation`, { method: 'POST' });
      return { to: clientPath(clientId) };
    },
  });
}

function under({ params: { clientId = '' } }: Visit): Trail {
  return [
    [partnersPath, 'Organismes et clients'],
    [clientPath(clientId), clientId],
  ];
}

function secretPage(visit: Visit, { client, clientSecret, alsoWrittenBy = [] }: WithSecret) {
  const others = alsoWrittenBy.map(({ clientId, source }) => html`<li>${source} : aussi <code>${clientId}</code></li>`);
  const body = html`${clientSecret === null ? html`<div class="note good"><p>Ce client entre par ses propres clés : il n’y a pas de secret.</p></div>` : secret(clientSecret)}
${others.length === 0 ? null : html`<p>D’autres clients écrivent pour les mêmes sources :</p><ul>${others}</ul>`}
<p><a href="${clientPath(client.clientId)}">Voir le client ${client.clientId}</a></p>`;
  return operatorPage(visit, {
    title: `Secret de ${client.clientId}`,
    trail: [[organisationPath(client.siret), client.siret]],
    body,
  });
}

function secret(value: string): Html {
  return html`<div class="note bad"><p><strong>Copiez-le maintenant : il ne sera plus jamais montré.</strong> Remettez-le au partenaire par une voie sûre, pas par courriel.</p><pre class="secret">${value}</pre></div>`;
}
