import { html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { jobPath } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { root } from '../pages.ts';

interface Keys {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly state: string;
    readonly since: string;
    readonly keys: number;
  }[];
  readonly peppers: readonly { readonly version: number; readonly aliases: number; readonly newest: boolean }[];
}

const path = `${root}/cles`;
const trail = [[path, 'Clés']] as const;
const epochStates: Readonly<Record<string, string>> = {
  known: 'Connue, pas encore en usage',
  current: 'Prend les nouvelles clés',
  open: 'Encore ouverte',
  ended: 'Terminée',
};

/** Epochs of the master key and peppers, with how much is under each; no key is ever shown. */
export function keyPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const { epochs, peppers } = await api.ask<Keys>(visit.visitor, '/v1/admin/keys');
    const body = html`<p>Chaque personne a sa clé, sous une clé maîtresse d’une époque. Une époque sous laquelle il n’y a plus de clé se termine ; puis elle se détruit dans chaque fichier et chaque copie. Aucune clé n’est montrée ici.</p>
<p class="row"><a class="button" href="${path}/epoque">Remettre les clés sous une autre époque…</a> <a class="button" href="${path}/poivre">Changer de poivre…</a></p>
${table(
  'Époques de la clé maîtresse',
  [
    { head: 'Époque', cell: ({ epoch }) => String(epoch) },
    { head: 'État', cell: ({ state }) => epochStates[state] ?? state },
    { head: 'Depuis', cell: ({ since }) => instant(since) },
    { head: 'Clés', cell: ({ keys }) => keys, isNumber: true },
    {
      head: 'Faire',
      cell: ({ epoch, state, keys }) =>
        state === 'open' && keys === 0
          ? html`<a href="${path}/epoque/${epoch}/fin">Terminer l’époque ${epoch}…</a>`
          : null,
    },
  ],
  epochs,
)}${table(
  'Poivres des marques d’identifiants',
  [
    { head: 'Version', cell: ({ version }) => String(version) },
    { head: 'Marques', cell: ({ aliases }) => aliases, isNumber: true },
    { head: 'Le plus récent', cell: ({ newest }) => (newest ? 'oui' : 'non') },
    {
      head: 'Faire',
      cell: ({ version, aliases, newest }) =>
        !newest && aliases === 0
          ? html`<a href="${path}/poivre/${version}/fin">Terminer le poivre ${version}…</a>`
          : null,
    },
  ],
  peppers,
)}`;
    return operatorPage(visit, { title: 'Clés', body });
  });
  changing(routes, context);
  ending(routes, context);
}

function changing(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${path}/epoque`,
    title: 'Remettre les clés sous une autre époque',
    trail,
    will: html`<p>Chaque clé est remise sous cette époque, que les nouvelles clés prennent dès maintenant. Personne n’attend. Tous les services de prise et de lecture doivent déjà tenir cette époque dans leur fichier de secrets.</p>`,
    fields: [{ kind: 'number', name: 'to', label: 'Époque', isRequired: true }],
    button: 'Remettre les clés',
    act: async ({ visitor, fields }) => ({
      to: jobPath(await api.ask<Job>(visitor, '/v1/admin/keys/rewrap', { body: { to: Number(fields.to) } })),
    }),
  });
  action(routes, context, {
    path: `${path}/poivre`,
    title: 'Changer de poivre',
    trail,
    will: html`<p>Chaque marque d’identifiant est refaite sous le poivre le plus récent des secrets. Pendant ce temps les personnes se trouvent sous les deux. Tous les services de prise et de lecture doivent tenir les deux.</p>`,
    button: 'Changer de poivre',
    act: async ({ visitor }) => ({
      to: jobPath(await api.ask<Job>(visitor, '/v1/admin/keys/peppers/rotate', { method: 'POST' })),
    }),
  });
}

function ending(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  for (const [step, kind, title] of [
    ['epoque', 'epochs', 'Terminer une époque'],
    ['poivre', 'peppers', 'Terminer un poivre'],
  ] as const) {
    action(routes, context, {
      path: `${path}/${step}/:number/fin`,
      title,
      trail,
      will: html`<p>Il n’y a plus rien dessous. Après cela, détruisez-le dans chaque fichier et chaque copie : ce que des sauvegardes tiennent sous lui ne s’ouvre plus pour personne. On n’y revient pas.</p>`,
      button: title,
      act: async ({ visitor, params }) => {
        await api.ask(visitor, apiPath`/v1/admin/keys/${kind}/${params.number ?? ''}/end`, { method: 'POST' });
        return { to: path };
      },
    });
  }
}
