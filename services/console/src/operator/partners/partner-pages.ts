import { parisDay } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Listed, paging } from '../../frame/list-pages.ts';
import { count, day, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { filterForm } from '../filter-form.ts';
import { operatorPage } from '../operator-page.ts';
import {
  categoryWords,
  codeWords,
  dataSetKinds,
  limitWords,
  optionsOf,
  organisationKinds,
  signIns,
  type Words,
  word,
} from '../operator-words.ts';
import { clientActions } from './client-actions.ts';
import { clientPage } from './client-page.ts';
import { conventionActions } from './convention-actions.ts';
import { organisationAction } from './organisation-action.ts';
import { type Client, type Convention, clientPath, organisationPath, partnersPath } from './partners.ts';

interface OrganisationRow {
  readonly siret: string;
  readonly name: string;
  readonly kinds: readonly string[];
  readonly clients: number;
  readonly convention: { readonly from: string; readonly to: string | null } | null;
}

interface Organisation extends OrganisationRow {
  readonly conventions: readonly Convention[];
  readonly clientsActing: readonly Client[];
}

/** Who may come in, for what, under which convention. */
export function partnerPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api, dictionary } = context;
  const { get } = routes;
  get(partnersPath, async (visit) => {
    const { nom: name, genre: kind, cursor } = visit.query;
    const found = await api.ask<Listed<OrganisationRow>>(visit.visitor, '/v1/admin/organisations', {
      query: { name, kind, cursor },
    });
    const filters = [
      { kind: 'text', name: 'nom', label: 'Nom' },
      { kind: 'choice', name: 'genre', label: 'Genre', options: optionsOf(organisationKinds, 'Tous') },
    ] as const;
    const body = html`<p>Un organisme a une convention avec le hub et des clients : les machines qui agissent pour lui.</p>
<p class="row"><a class="button main" href="${partnersPath}/ajouter">Ajouter un organisme…</a></p>
${filterForm(filters, visit.query)}${found.items.length === 0 ? html`<p>Aucun organisme de ce choix.</p>` : organisationsTable(found.items)}${paging(visit, found)}`;
    return operatorPage(visit, { title: 'Organismes et clients', body });
  });
  organisationAction(routes, context);
  get(organisationPath(':siret'), async (visit) => {
    const { siret = '' } = visit.params;
    const found = await api.ask<Organisation>(visit.visitor, apiPath`/v1/admin/organisations/${siret}`);
    const trail = [[partnersPath, 'Organismes et clients']] as const;
    const body = organisation(found, codeWords(dictionary, 'purpose'));
    return operatorPage(visit, { title: found.name, trail, body });
  });
  clientActions(routes, context);
  clientPage(routes, context);
  conventionActions(routes, context);
}

function organisationsTable(organisations: readonly OrganisationRow[]): Html {
  return table(
    'Organismes',
    [
      { head: 'Organisme', cell: ({ siret, name }) => html`<a href="${organisationPath(siret)}">${name}</a>` },
      { head: 'SIRET', cell: ({ siret }) => siret },
      { head: 'Genre', cell: ({ kinds }) => kindsOf(kinds) },
      {
        head: 'Convention',
        cell: ({ convention }) => (convention === null ? html`<strong>aucune en vigueur</strong>` : period(convention)),
      },
      { head: 'Clients', cell: ({ clients }) => clients, isNumber: true },
    ],
    organisations,
  );
}

function kindsOf(kinds: readonly string[]): string {
  return kinds.map((kind) => word(organisationKinds, kind)).join(', ');
}

function period({ from, to }: { readonly from: string; readonly to: string | null }): string {
  return to === null ? `depuis le ${day(from)}` : `du ${day(from)} au ${day(to)}`;
}

function organisation({ siret, kinds, conventions, clientsActing }: Organisation, purposes: Words): Html {
  const path = organisationPath(siret);
  return html`<dl class="facts"><div><dt>SIRET</dt><dd>${siret}</dd></div><div><dt>Genre</dt><dd>${kindsOf(kinds)}</dd></div></dl>
<h2>Clients</h2><p class="row"><a class="button" href="${path}/client">Ajouter un client…</a></p>${clientsActing.length === 0 ? html`<p>Aucun client.</p>` : clientsTable(clientsActing)}
<h2>Conventions</h2><p class="row"><a class="button" href="${path}/convention">Ajouter une convention…</a></p>${conventions.length === 0 ? html`<p>Aucune convention : cet organisme ne peut ni lire ni déclarer.</p>` : conventions.map((each) => convention(each, purposes))}`;
}

function clientsTable(clients: readonly Client[]): Html {
  return table(
    'Clients de cet organisme',
    [
      { head: 'Client', cell: ({ clientId }) => html`<a href="${clientPath(clientId)}">${clientId}</a>` },
      { head: 'Écrit pour', cell: ({ sources }) => sources.join(', ') || null },
      { head: 'Entre par', cell: ({ signsInBy }) => signsInBy.map((each) => word(signIns, each)).join(', ') },
      { head: 'Ajouté', cell: ({ createdAt }) => instant(createdAt) },
      { head: 'État', cell: ({ revokedAt }) => (revokedAt === null ? 'Actif' : `Révoqué le ${instant(revokedAt)}`) },
    ],
    clients,
  );
}

function convention(agreed: Convention, purposes: Words): Html {
  const { id, siret, from, to, categories, territories, addresses, takeover, dataSets, delegatedBy } = agreed;
  const rows = [
    ['Finalités', agreed.purposes.map((each) => word(purposes, each)).join(', ') || 'aucune'],
    ['Catégories', categories.map((each) => word(categoryWords, each)).join(', ') || 'toutes celles de ses droits'],
    ['Territoires', territories.join(', ') || 'partout'],
    ['Adresses', addresses.join(', ') || 'de partout'],
    ['Lignes déclarées pour', delegatedBy.join(', ') || 'aucun autre financeur'],
    ['Seul à déclarer', numbered(agreed.exceptions, {}, 'personnes par mois') || 'rien'],
    [
      'Fichiers',
      dataSets.map(({ kind, purpose }) => `${word(dataSetKinds, kind)} (${word(purposes, purpose)})`).join(', ') ||
        'aucun',
    ],
    ['Limites', numbered(agreed.limits, limitWords) || 'celles du hub'],
    ['Reprise d’historique', takeover ? 'en cours' : 'non'],
  ] as const;
  const end =
    to === null || to >= parisDay(Date.now())
      ? html`<p><a href="${organisationPath(siret)}/convention/${id}/fin">Mettre fin à la convention ${period({ from, to })}…</a></p>`
      : null;
  return html`<section><h3>Convention ${period({ from, to })}</h3><dl class="facts">${rows.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>${end}</section>`;
}

function numbered(numbers: Readonly<Record<string, number>>, names: Words, unit = ''): string {
  return Object.entries(numbers)
    .map(([name, number]) => `${word(names, name)} : ${count(number)} ${unit}`.trim())
    .join(' ; ');
}
