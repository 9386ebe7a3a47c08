import { type Html, html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Field, type Values, wordsOf } from '../../frame/form-fields.ts';
import { addressOf, asked, type Listed, paging } from '../../frame/list-pages.ts';
import { count, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { filterForm } from '../filter-form.ts';
import { jobPath } from '../jobs.ts';
import { operatorPage } from '../operator-page.ts';
import { optionsOf, parkedReasons, sourceName, topicWords, word } from '../operator-words.ts';
import { root } from '../pages.ts';

/** An event that could not be projected, as the hub's API tells it. */
export interface ParkedEvent {
  /** `version/topic/slice/offset`. */
  readonly place: string;
  readonly source: string | null;
  readonly id: string | null;
  readonly dossier: number | null;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  readonly parkedAt: string;
  readonly settled: { readonly agent: string; readonly reason: string; readonly at: string } | null;
}

interface ParkedCount {
  readonly version: string;
  readonly source: string | null;
  readonly topic: string;
  readonly reason: string;
  readonly parked: number;
  readonly settled: number;
}

const path = `${root}/mis-de-cote`;
const trail = [[path, 'Événements mis de côté']] as const;

const filters: readonly Field[] = [
  { kind: 'choice', name: 'reason', label: 'Raison', options: optionsOf(parkedReasons, 'Toutes') },
  { kind: 'text', name: 'source', label: 'Source' },
  { kind: 'number', name: 'dossier', label: 'Dossier' },
  {
    kind: 'choice',
    name: 'settled',
    label: 'Lesquels',
    options: [
      ['', 'À traiter'],
      ['true', 'Classés'],
      ['all', 'Tous'],
    ],
  },
];

/** What could not be projected, why, and what an operator can do about it. */
export function parkedPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  const { get } = routes;
  get(path, async (visit) => {
    const query = asked(visit.query, 'reason', 'source', 'dossier', 'settled', 'topic', 'version', 'cursor');
    const [parked, counts] = await Promise.all([
      api.ask<Listed<ParkedEvent>>(visit.visitor, '/v1/admin/parked', { query }),
      api.ask<{ readonly items: readonly ParkedCount[] }>(visit.visitor, '/v1/admin/parked/counts'),
    ]);
    const body = html`<p>Un événement est mis de côté quand il est sur le journal mais ne peut pas être projeté : son dossier ne le montre pas. Rien n’est perdu. Corrigez la cause, puis reprenez-le ; ce qui n’a plus à être montré se classe.</p>
${counted(counts.items)}
<h2>Un par un</h2>${filterForm(filters, visit.query)}${parkedTable(parked.items)}${paging(visit, parked)}`;
    return operatorPage(visit, { title: 'Événements mis de côté', body });
  });
  get(`${path}/:version/:topic/:slice/:offset`, async (visit) => {
    const { version = '', topic = '', slice = '', offset = '' } = visit.params;
    const parked = await api.ask<ParkedEvent & { readonly event: string }>(
      visit.visitor,
      apiPath`/v1/admin/parked/${version}/${topic}/${slice}/${offset}`,
    );
    return operatorPage(visit, { title: 'Événement mis de côté', trail, body: onePage(parked) });
  });
  retrying(routes, context);
  settling(routes, context);
}

function counted(items: readonly ParkedCount[]): Html {
  if (items.length === 0)
    return html`<div class="note good"><p><strong>Aucun événement n’est mis de côté.</strong></p></div>`;
  return table(
    'Par raison et par source',
    [
      { head: 'Raison', cell: ({ reason }) => word(parkedReasons, reason) },
      { head: 'Source', cell: ({ source }) => source && sourceName(source) },
      { head: 'Thème', cell: ({ topic }) => word(topicWords(), topic) },
      { head: 'Version', cell: ({ version }) => html`<code>${version}</code>` },
      { head: 'À traiter', cell: ({ parked }) => parked, isNumber: true },
      { head: 'Classés', cell: ({ settled }) => settled, isNumber: true },
      {
        head: 'Faire',
        cell: ({ reason, source, version, topic }) => {
          const to = addressOf(`${path}/reprise`, { reason, source: source ?? '', version, topic });
          return html`<a href="${to}">Reprendre…<span class="read-out"> (${word(parkedReasons, reason)}, ${source ?? 'sans source'})</span></a>`;
        },
      },
    ],
    items,
  );
}

function parkedTable(items: readonly ParkedEvent[]): Html {
  if (items.length === 0) return html`<p>Aucun événement de ce choix.</p>`;
  return table(
    'Événements mis de côté',
    [
      {
        head: 'Événement',
        cell: ({ place, source, id }) =>
          html`<a href="${path}/${placeAddress(place)}">${source ?? '?'} ${id ?? place}</a>`,
      },
      { head: 'Raison', cell: ({ reason }) => word(parkedReasons, reason) },
      { head: 'Dossier', cell: ({ dossier }) => (dossier === null ? null : String(dossier)), isNumber: true },
      { head: 'Depuis', cell: ({ parkedAt }) => instant(parkedAt) },
      {
        head: 'Classé',
        cell: ({ settled }) => (settled === null ? 'non' : `${instant(settled.at)} : ${settled.reason}`),
      },
    ],
    items,
  );
}

function placeAddress(place: string): string {
  return place.split('/').map(encodeURIComponent).join('/');
}

function onePage(parked: ParkedEvent & { readonly event: string }): Html {
  const { place, source, id, dossier, reason, detail, parkedAt, settled, event } = parked;
  const to = (act: string) => addressOf(`${path}/${act}`, { places: place });
  return html`<dl class="facts"><div><dt>Source et identifiant</dt><dd><code>${source ?? '?'} ${id ?? '?'}</code></dd></div>
<div><dt>Dossier</dt><dd>${dossier === null ? '–' : String(dossier)}</dd></div><div><dt>Depuis</dt><dd>${instant(parkedAt)}</dd></div>
<div><dt>Place</dt><dd><code>${place}</code></dd></div></dl>
<h2>Pourquoi</h2><p><strong>${word(parkedReasons, reason)}</strong></p><p lang="en">${detail}</p>
${settled === null ? html`<p class="row"><a class="button" href="${to('reprise')}">Reprendre…</a> <a class="button" href="${to('classement')}">Classer…</a></p>` : html`<p>Classé le ${instant(settled.at)} par <code>${settled.agent}</code> : ${settled.reason}</p>`}
<h2>L’événement sur le journal</h2><p class="hint">Ce qu’il a de personnel est scellé : le hub ne l’ouvre pas ici.</p><pre>${event}</pre>`;
}

const which = ['places', 'source', 'topic', 'reason', 'dossier', 'version'] as const;

function retrying(routes: TradeRoutes, context: ConsoleContext): void {
  action(routes, context, {
    path: `${path}/reprise`,
    title: 'Reprendre des événements mis de côté',
    trail,
    will: (visit) =>
      html`<p>${chosen(visit.query)} Un essai à blanc les projette sans rien écrire et dit ce qui serait montré. Pour de bon, ceux qui passent deviennent visibles et leurs dossiers changent ; les autres restent de côté avec leur raison.</p>`,
    fields: [
      ...which.map((name) => ({ kind: 'hidden', name, label: name }) as const),
      {
        kind: 'choice',
        name: 'dryRun',
        label: 'Comment',
        options: [
          ['on', 'Essai à blanc : rien ne change'],
          ['off', 'Pour de bon : les dossiers changent'],
        ],
      },
    ],
    button: 'Reprendre',
    act: async ({ visitor, fields }) => {
      const body = { ...selection(fields), dryRun: fields.dryRun !== 'off' };
      return { to: jobPath(await context.api.ask<Job>(visitor, '/v1/admin/parked/retries', { body })) };
    },
  });
}

function settling(routes: TradeRoutes, context: ConsoleContext): void {
  action(routes, context, {
    path: `${path}/classement`,
    title: 'Classer un événement mis de côté',
    trail,
    will: ({ query, fields }) => {
      const places = wordsOf({ ...query, ...fields }.places);
      return html`<p>${places.length === 1 ? 'Cet événement reste sur le journal et n’est pas montré. Il n’appelle' : `Ces ${count(places.length)} événements restent sur le journal et ne sont pas montrés. Ils n’appellent`} plus personne ; le motif est gardé, et votre choix est écrit au journal des exploitants.</p><ul>${places.map((place) => html`<li><code>${place}</code></li>`)}</ul>`;
    },
    fields: [
      { kind: 'hidden', name: 'places', label: 'Place' },
      { kind: 'text', name: 'why', label: 'Motif', hint: 'En une phrase, sans rien de personnel.', isRequired: true },
    ],
    button: 'Classer cet événement',
    act: async ({ visitor, fields: { places, why } }) => {
      const body = { places: wordsOf(places), why };
      return { to: jobPath(await context.api.ask<Job>(visitor, '/v1/admin/parked/settlements', { body })) };
    },
  });
}

function chosen(values: Values): string {
  const { places, reason, source, dossier } = values;
  if (places) {
    const many = wordsOf(places).length;
    return many === 1 ? '1 événement est repris.' : `${count(many)} événements sont repris.`;
  }
  const said = [
    reason && `raison « ${word(parkedReasons, reason)} »`,
    source && `source « ${source} »`,
    dossier && `dossier ${dossier}`,
  ];
  const named = said.filter(Boolean).join(', ');
  return named === ''
    ? 'Tous les événements mis de côté sont repris.'
    : `Les événements mis de côté sont repris : ${named}.`;
}

function selection({ places, dossier, ...more }: Values): object {
  const texts = ['source', 'topic', 'reason', 'version'].flatMap((name) => (more[name] ? [[name, more[name]]] : []));
  return {
    ...Object.fromEntries(texts),
    ...(places ? { places: wordsOf(places) } : {}),
    ...(dossier ? { dossier: Number(dossier) } : {}),
  };
}
