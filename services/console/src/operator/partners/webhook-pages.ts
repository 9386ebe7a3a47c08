import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Listed, paging } from '../../frame/list-pages.ts';
import { count, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { filterForm } from '../filter-form.ts';
import { operatorPage } from '../operator-page.ts';
import { feeds, optionsOf, webhookStates, word } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Webhook {
  readonly id: string;
  readonly clientId: string;
  readonly siret: string;
  readonly feed: string;
  readonly purpose: string | null;
  readonly causes: readonly string[] | null;
  readonly url: string;
  readonly createdAt: string;
  readonly state: string;
  readonly why: string | null;
  readonly failures: number;
  readonly failingSince: string | null;
  readonly nextAt: string | null;
  readonly waiting: number;
}

interface Delivery {
  readonly attempt: number;
  readonly message: string;
  readonly type: string;
  readonly items: number;
  readonly replayOf: string | null;
  readonly at: string;
  readonly ms: number;
  readonly status: number | null;
  readonly fault: string | null;
}

const path = `${root}/webhooks`;
const trail = [[path, 'Webhooks']] as const;

/** What is delivered to partners, and what is not. */
export function webhookPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const { etat: state, siret, cursor } = visit.query;
    const hooks = await api.ask<Listed<Webhook>>(visit.visitor, '/v1/admin/webhooks', {
      query: { state, siret, cursor },
    });
    const filters = [
      { kind: 'choice', name: 'etat', label: 'État', options: optionsOf(webhookStates, 'Tous') },
      { kind: 'text', name: 'siret', label: 'SIRET de l’organisme' },
    ] as const;
    const body = html`${filterForm(filters, visit.query)}${webhooksTable(hooks.items)}${paging(visit, hooks)}`;
    return operatorPage(visit, { title: 'Webhooks', body });
  });
  routes.get(`${path}/:id`, async (visit) => {
    const { id = '' } = visit.params;
    const { echecs: failed, cursor } = visit.query;
    const [hook, deliveries] = await Promise.all([
      api.ask<Webhook>(visit.visitor, apiPath`/v1/admin/webhooks/${id}`),
      api.ask<Listed<Delivery>>(visit.visitor, apiPath`/v1/admin/webhooks/${id}/deliveries`, {
        query: { failed, cursor, limit: 50 },
      }),
    ]);
    const filter = {
      kind: 'choice',
      name: 'echecs',
      label: 'Lesquelles',
      options: [
        ['', 'Toutes'],
        ['true', 'Celles qui n’ont pas été prises'],
      ],
    } as const;
    const body = html`${facts(hook)}${offered(hook)}<h2>Livraisons des trente derniers jours</h2>${filterForm([filter], visit.query)}${deliveriesTable(deliveries.items)}${paging(visit, deliveries)}`;
    return operatorPage(visit, { title: `Webhook de ${hook.clientId}`, trail, body });
  });
  for (const [step, title, will, method] of acts) {
    action(routes, context, {
      path: `${path}/:id/${step}`,
      title,
      trail: ({ params: { id = '' } }) => [...trail, [`${path}/${encodeURIComponent(id)}`, id]],
      will: html`<p>${will}</p>`,
      button: title,
      act: async ({ visitor, params: { id = '' } }) => {
        if (method === 'DELETE') {
          await api.ask(visitor, apiPath`/v1/admin/webhooks/${id}`, { method });
          return { to: path };
        }
        await api.ask(visitor, `${apiPath`/v1/admin/webhooks/${id}`}/${method}`, { method: 'POST' });
        return { to: `${path}/${encodeURIComponent(id)}` };
      },
    });
  }
}

const acts = [
  [
    'pause',
    'Mettre en pause',
    'Plus rien n’est envoyé pour le moment. Rien n’est perdu : ce qui s’ajoute attend.',
    'pause',
  ],
  ['reprise', 'Reprendre', 'Les livraisons reprennent tout de suite, là où elles en étaient.', 'resume'],
  [
    'suppression',
    'Supprimer ce webhook',
    'Il est supprimé avec l’historique de ses livraisons. Le partenaire ne reçoit plus rien par lui et devra s’abonner de nouveau.',
    'DELETE',
  ],
] as const;

function webhooksTable(hooks: readonly Webhook[]): Html {
  if (hooks.length === 0) return html`<p>Aucun webhook de ce choix.</p>`;
  return table(
    'Webhooks',
    [
      {
        head: 'Client',
        cell: ({ id, clientId, feed }) => html`<a href="${path}/${id}">${clientId} : ${word(feeds, feed)}</a>`,
      },
      {
        head: 'État',
        cell: ({ state, why }) =>
          html`${word(webhookStates, state)}${why === null ? null : html` <span class="quiet" lang="en">${why}</span>`}`,
      },
      { head: 'Échecs de suite', cell: ({ failures }) => failures, isNumber: true },
      { head: 'Attend', cell: ({ waiting }) => waiting, isNumber: true },
      { head: 'Prochain essai', cell: ({ nextAt }) => instant(nextAt) },
    ],
    hooks,
  );
}

function facts(hook: Webhook): Html {
  const rows = [
    ['État', word(webhookStates, hook.state)],
    ['Pourquoi', hook.why ?? '–'],
    ['Adresse', hook.url],
    ['Ce qui est livré', word(feeds, hook.feed)],
    ['Pour', hook.causes?.join(', ') ?? 'tout'],
    [
      'Échecs de suite',
      `${count(hook.failures)}${hook.failingSince === null ? '' : `, depuis le ${instant(hook.failingSince)}`}`,
    ],
    ['Attend', `${count(hook.waiting)} changements`],
    ['Prochain essai', instant(hook.nextAt)],
  ] as const;
  return html`<dl class="facts">${rows.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}<div><dt>Organisme</dt><dd><a href="${root}/partenaires/${hook.siret}">${hook.siret}</a></dd></div></dl>`;
}

function offered({ id, state }: Webhook): Html {
  const isStopped = state === 'paused' || state === 'suspended';
  const main = isStopped
    ? html`<a class="button main" href="${path}/${id}/reprise">Reprendre…</a>`
    : html`<a class="button" href="${path}/${id}/pause">Mettre en pause…</a>`;
  return html`<p class="row">${main} <a class="button" href="${path}/${id}/suppression">Supprimer…</a></p>`;
}

function deliveriesTable(deliveries: readonly Delivery[]): Html {
  if (deliveries.length === 0) return html`<p>Aucune livraison.</p>`;
  return table(
    'Livraisons, la plus récente d’abord',
    [
      { head: 'Le', cell: ({ at }) => instant(at) },
      {
        head: 'Quoi',
        cell: ({ type, items, replayOf }) => `${word(feeds, type)}, ${items}${replayOf === null ? '' : ' (rejoué)'}`,
      },
      {
        head: 'Réponse',
        cell: ({ status, fault }) =>
          html`${status === null ? 'aucune' : String(status)}${fault === null ? null : html` <span class="quiet" lang="en">${fault}</span>`}`,
      },
      { head: 'Durée', cell: ({ ms }) => `${ms} ms`, isNumber: true },
      { head: 'Message', cell: ({ message }) => html`<code>${message}</code>` },
    ],
    deliveries,
  );
}
