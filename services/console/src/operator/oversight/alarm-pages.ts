import { type Html, html, type RungAlarm } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Listed, paging } from '../../frame/list-pages.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { filterForm } from '../filter-form.ts';
import { operatorPage } from '../operator-page.ts';
import { alarmKinds, word } from '../operator-words.ts';
import { root } from '../pages.ts';

const path = `${root}/alarmes`;

/** Limits that somebody passed, and that somebody looked after. */
export function alarmPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  routes.get(path, async (visit) => {
    const { etat: open, cursor } = visit.query;
    const alarms = await api.ask<Listed<RungAlarm>>(visit.visitor, '/v1/admin/alarms', { query: { open, cursor } });
    const filter = {
      kind: 'choice',
      name: 'etat',
      label: 'Lesquelles',
      options: [
        ['', 'Toutes'],
        ['true', 'Celles qui sonnent'],
        ['false', 'Celles dont on s’est occupé'],
      ],
    } as const;
    const body = html`<p>Une alarme sonne une fois pour une limite et pour qui l’a franchie, jusqu’à ce que quelqu’un s’en soit occupé. Commencez par appeler l’organisme.</p>
${filterForm([filter], visit.query)}${alarmsTable(alarms.items)}${paging(visit, alarms)}`;
    return operatorPage(visit, { title: 'Alarmes', body });
  });
  action(routes, context, {
    path: `${path}/:id`,
    title: ({ params }) => `S’être occupé de l’alarme ${params.id ?? ''}`,
    trail: [[path, 'Alarmes']],
    will: html`<p>Cette alarme ne sonne plus. Si la limite est franchie de nouveau, une nouvelle alarme sonne. Votre motif est gardé au journal des exploitants.</p>`,
    fields: [
      {
        kind: 'text',
        name: 'why',
        label: 'Ce que c’était',
        hint: 'En une phrase, sans rien de personnel.',
        isRequired: true,
      },
    ],
    button: 'Elle ne sonne plus',
    act: async ({ visitor, params, fields: { why } }) => {
      await api.ask(visitor, apiPath`/v1/admin/alarms/${params.id ?? ''}/acknowledgement`, { body: { why } });
      return { to: `${path}?etat=true` };
    },
  });
}

function alarmsTable(alarms: readonly RungAlarm[]): Html {
  if (alarms.length === 0) return html`<div class="note good"><p>Aucune alarme de ce choix.</p></div>`;
  return table(
    'Alarmes, la plus récente d’abord',
    [
      { head: 'Limite', cell: ({ id, kind }) => html`${word(alarmKinds, kind)} <span class="quiet">n° ${id}</span>` },
      { head: 'Qui', cell: whose },
      { head: 'Compté', cell: ({ count }) => count, isNumber: true },
      { head: 'Limite', cell: ({ limit }) => limit, isNumber: true },
      { head: 'Depuis', cell: ({ since }) => instant(since) },
      { head: 'Dernière fois', cell: ({ lastAt }) => instant(lastAt) },
      { head: 'Suite', cell: outcome },
    ],
    alarms,
  );
}

function whose({ organisation, clientId, agent, address, counterpart }: RungAlarm): Html {
  const organised =
    organisation === null ? [] : [html`<li><a href="${root}/partenaires/${organisation}">${organisation}</a></li>`];
  const named = [
    ['client', clientId],
    ['agent', agent],
    ['adresse', address],
    ['avec', counterpart],
  ].flatMap(([name, value]) => (value == null ? [] : [html`<li>${name ?? ''} <code>${value}</code></li>`]));
  return html`<ul class="plain">${[...organised, ...named]}</ul>`;
}

function outcome({ id, acknowledged }: RungAlarm): Html {
  if (acknowledged === null)
    return html`<strong>Elle sonne.</strong> <a href="${path}/${id}">S’en occuper…<span class="read-out"> (alarme ${id})</span></a>`;
  return html`${acknowledged.why} <span class="quiet">${instant(acknowledged.at)}, par ${acknowledged.by}</span>`;
}
