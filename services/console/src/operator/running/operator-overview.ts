import { counted, type Html, type HubStatus, html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { count, delay, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { livePath } from '../assets.ts';
import { live } from '../live.ts';
import { operatorPage } from '../operator-page.ts';
import { services, sourceName, word } from '../operator-words.ts';
import { pageGroups, root } from '../pages.ts';
import { sumOf } from '../sum.ts';
import { versionsPath } from '../version-paths.ts';
import { failingSaid, pastFailures } from './check-words.ts';
import { freshSources, sinceOf } from './source-freshness.ts';
import { type Awaiting, awaitingOf } from './what-waits.ts';

const everySeconds = 5;

/** Does it run, how fresh is it, what waits for me. */
export function overviewPage({ get }: TradeRoutes, context: ConsoleContext): void {
  get(root, async (visit) => {
    const { visitor } = visit;
    const status = await context.api.ask<HubStatus>(visitor, '/v1/admin/status');
    const waits = await awaitingOf(context.api, visitor, status);
    const part = html`${verdictOf(status)}
<h2>Ce qui vous attend</h2>${waitingList(waits)}
<h2>Est-ce que ça marche ?</h2>${running(status)}
<h2>Est-ce à jour ?</h2>${freshSources(status.freshness)}`;
    return operatorPage(visit, {
      title: 'Exploitation',
      body: html`${live(part, { everySeconds })}<h2>Faire</h2>${doing}`,
      script: livePath,
    });
  });
}

const doing = html`<p class="row"><a class="button" href="${versionsPath}/reconstruction">Reconstruire les enregistrements…</a> <a class="button" href="${root}/regles">Essayer une règle</a> <a class="button" href="${root}/evenement">Suivre un événement</a></p>
<h2 id="pages">Toutes les pages</h2><dl class="facts">${pageGroups.flatMap(({ pages }) => pages.map(({ path, name, says }) => html`<div><dt><a href="${path}">${name}</a></dt><dd>${says}</dd></div>`))}</dl>`;

/** The one sentence for whoever only looks whether it runs. */
function verdictOf(status: HubStatus): Html {
  const faults = faultsOf(status);
  const past = pastOf(status);
  const at = html`<span class="quiet">Relevé le ${instant(status.at)}.</span>`;
  if (faults.length === 0) {
    return html`<div class="note good"><p data-said><strong>Tout marche.</strong> Ce qui est pris est projeté et montré.</p>${past}${at}</div>`;
  }
  return html`<div class="note bad"><p data-said><strong>${faults.length === 1 ? 'Un point ne va pas.' : `${faults.length} points ne vont pas.`}</strong></p><ul>${faults.map((fault) => html`<li>${fault}</li>`)}</ul>${past}${at}</div>`;
}

/** What is over by itself, and may come again. */
function pastOf(status: HubStatus): Html | null {
  const past = pastFailures(status);
  if (past.length === 0) return null;
  return html`<p>Depuis une heure, n’a pas répondu puis est revenu :</p><ul>${past.map((failure) => html`<li>${failure}</li>`)}</ul>`;
}

function faultsOf(status: HubStatus): readonly Html[] {
  const { services: named, freshness, logNotReached, versions } = status;
  const failing = Object.entries(named).filter(([, { ok }]) => !ok);
  const late = Map.groupBy(
    (freshness?.sources ?? []).filter(({ isLate }) => isLate),
    ({ source }) => source,
  );
  const active = versions.find(({ active }) => active);
  const orphaned = active === undefined ? 0 : orphanedOf(active.slices);
  return [
    ...failing.map(
      ([name, { failing: checks, living }]) =>
        html`${word(services, name)} : ${living === 0 ? 'aucun processus ne vit' : failingSaid(checks)}`,
    ),
    ...(logNotReached ? [html`Le journal ne répond pas : ${logNotReached}`] : []),
    ...(active === undefined ? [html`<a href="${versionsPath}">Aucune version n’est donnée aux lecteurs</a>`] : []),
    ...(orphaned > 0
      ? [html`<a href="${root}/tranches">${counted(orphaned, 'tranche', 'tranches')} que personne ne tient</a>`]
      : []),
    ...(freshness?.behindSince == null
      ? []
      : [html`Les lecteurs voient un état plus ancien que promis, depuis le ${instant(freshness.behindSince)}`]),
    ...[...late].map(([source, topics]) => {
      const sum = (of: 'late' | 'events') => topics.reduce((total, topic) => total + topic[of], 0);
      return html`${sourceName(source)} est en retard${sinceOf(topics)} : ${counted(sum('late'), 'événement', 'événements')} sur ${count(sum('events'))} hors délai`;
    }),
  ];
}

function orphanedOf(slices: HubStatus['versions'][number]['slices']): number {
  return Object.values(slices).reduce((sum, { slices: all, owned }) => sum + all - owned, 0);
}

/** What calls for somebody first; the rest says that it was looked at. */
function waitingList(waits: readonly Awaiting[]): Html {
  const calling = waits.filter(({ many }) => many !== 0);
  const quiet = waits.filter(({ many }) => many === 0);
  const none = quiet.map(({ none, path }) => html`<li><a href="${path}">${none}</a></li>`);
  return html`${calling.length === 0 ? html`<p>Rien ne vous attend.</p>` : html`<ul class="cards">${calling.map(card)}</ul>`}
${none.length === 0 ? null : html`<details><summary>Regardé aussi, et rien à faire (${none.length})</summary><ul>${none}</ul></details>`}`;
}

function card({ many, name, path }: Awaiting): Html {
  const figure = many === null ? 'Inconnu' : typeof many === 'string' ? many : count(many);
  return html`<li><a href="${path}"><b>${figure}</b> ${name[many === 1 ? 0 : 1]}</a></li>`;
}

function running({ services: named, versions, throughput, logEvents }: HubStatus): Html {
  const active = versions.find(({ active }) => active);
  const lag = active?.lagEvents ?? null;
  const figures = [
    ['Pris', throughput?.logged == null ? '–' : `${rate(throughput.logged)} par seconde`],
    ['Projeté', throughput === null ? '–' : `${rate(throughput.projected)} par seconde`],
    ['Reste à montrer', lag === null ? 'inconnu' : counted(lag, 'événement', 'événements')],
    ['Retard', active?.lagSeconds == null ? 'inconnu' : delay(active.lagSeconds)],
    ['Sur le journal', logEvents === null ? 'inconnu' : counted(sumOf(logEvents), 'événement', 'événements')],
  ] as const;
  return html`<dl class="facts">${figures.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>
${table(
  'Services',
  [
    { head: 'Service', cell: ([name]) => word(services, name) },
    {
      head: 'État',
      cell: ([, { ok, failing }]) => (ok ? 'Marche' : `Ne marche pas : ${failingSaid(failing) || 'aucun processus'}`),
    },
    { head: 'Processus vivants', cell: ([, { living }]) => living, isNumber: true },
  ],
  Object.entries(named),
)}`;
}

function rate(perSecond: number): string {
  return perSecond >= 10 || perSecond === 0 ? count(Math.round(perSecond)) : perSecond.toFixed(1).replace('.', ',');
}
