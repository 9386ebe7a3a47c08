import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { operatorPage } from '../operator-page.ts';
import { signIns, word } from '../operator-words.ts';
import { type Client, clientPath, clientRoute, organisationPath, partnersPath } from './partners.ts';

interface Conformance {
  readonly steps: readonly {
    readonly step: string;
    readonly group: string;
    readonly required: boolean;
    readonly shown: string;
    readonly seen: { readonly lastAt: string; readonly times: number } | null;
    readonly todo: string;
  }[];
  readonly missing: readonly { readonly step: string; readonly group: string }[];
}

const groups: Readonly<Record<string, string>> = {
  everybody: 'Tous',
  writes: 'Qui écrit',
  reads: 'Qui lit',
  follows: 'Qui suit',
};

/** A client, and what it has shown to work. */
export function clientPage({ get }: TradeRoutes, { api }: ConsoleContext): void {
  get(clientRoute, async (visit) => {
    const { clientId = '' } = visit.params;
    const [client, conformance] = await Promise.all([
      api.ask<Client>(visit.visitor, apiPath`/v1/admin/clients/${clientId}`),
      api.ask<Conformance>(visit.visitor, apiPath`/v1/admin/clients/${clientId}/conformance`),
    ]);
    const trail = [
      [partnersPath, 'Organismes et clients'],
      [organisationPath(client.siret), client.siret],
    ] as const;
    return operatorPage(visit, {
      title: `Client ${clientId}`,
      trail,
      body: html`${facts(client)}${shown(conformance)}`,
    });
  });
}

function facts(client: Client): Html {
  const { clientId, sources, certifies, signsInBy, createdAt, revokedAt, oldSecretUntil, hasConvention } = client;
  const rows = [
    ['Écrit pour', sources.join(', ') || 'aucune source'],
    ['Certifie', certifies.join(', ') || 'rien'],
    ['Entre par', signsInBy.map((each) => word(signIns, each)).join(', ')],
    ['Convention', hasConvention ? 'en vigueur' : 'aucune en vigueur : il n’entre pas'],
    ['Ajouté', instant(createdAt)],
    ['Ancien secret', oldSecretUntil === null ? 'aucun' : `marche jusqu’au ${instant(oldSecretUntil)}`],
    ['État', revokedAt === null ? 'Actif' : `Révoqué le ${instant(revokedAt)}`],
  ] as const;
  const path = clientPath(clientId);
  const acts =
    revokedAt === null
      ? html`<p class="row"><a class="button" href="${path}/secret">Donner un nouveau secret…</a> <a class="button" href="${path}/revocation">Révoquer…</a></p>`
      : null;
  return html`<dl class="facts">${rows.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>${acts}`;
}

function shown({ steps, missing }: Conformance): Html {
  return html`<h2>Ce qu’il a montré qui marche</h2><p>${missing.length === 0 ? 'Rien ne manque.' : `Il manque ${missing.length} étapes.`}</p>${table(
    'Étapes pour rejoindre le hub',
    [
      {
        head: 'Étape',
        cell: ({ step, shown }) => html`<code>${step}</code> <span class="quiet" lang="en">${shown}</span>`,
      },
      { head: 'Pour', cell: ({ group }) => groups[group] ?? group },
      {
        head: 'Vue',
        cell: ({ seen, required }) =>
          seen === null ? (required ? html`<strong>manque</strong>` : 'non, facultative') : instant(seen.lastAt),
      },
      { head: 'Fois', cell: ({ seen }) => seen?.times ?? 0, isNumber: true },
    ],
    steps,
  )}`;
}
