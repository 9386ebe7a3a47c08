import { type HubStatus, html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { delay, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { livePath } from '../assets.ts';
import { live } from '../live.ts';
import { operatorPage } from '../operator-page.ts';
import { codeWords, services, word } from '../operator-words.ts';
import { root } from '../pages.ts';
import { checkName } from './check-words.ts';

const everySeconds = 5;
const leaseKinds = { trainee: 'Personnes', offer: 'Offre' };

/** Which projector holds which slice of the log, and which processes live. */
export function slicesPage({ get }: TradeRoutes, { api, dictionary }: ConsoleContext): void {
  const topics = codeWords(dictionary, 'topic');
  get(`${root}/tranches`, async (visit) => {
    const { leases, processes, logSlices, logEvents } = await api.ask<HubStatus>(visit.visitor, '/v1/admin/status');
    const part = html`<p>Le journal a ${logSlices ?? 'un nombre inconnu de'} tranches. Chaque tranche est tenue par un seul projecteur à la fois, par un bail qu’il renouvelle ; s’il s’arrête, un autre la reprend à la fin du bail.</p>
${table(
  'Tranches de la version donnée aux lecteurs',
  [
    { head: 'Tranche', cell: ({ kind, slice }) => `${word(leaseKinds, kind)} ${slice}` },
    {
      head: 'Tenue par',
      cell: ({ owner }) => (owner === null ? html`<strong>personne</strong>` : html`<code>${owner}</code>`),
    },
    { head: 'Jusqu’à', cell: ({ until }) => instant(until) },
    { head: 'Changements de main', cell: ({ epoch }) => epoch, isNumber: true },
    { head: 'Dernière avance', cell: ({ ageSeconds }) => delay(ageSeconds), isNumber: true },
    { head: 'Reste à lire', cell: ({ lagEvents }) => lagEvents, isNumber: true },
  ],
  leases,
)}
${table(
  'Processus du hub',
  [
    { head: 'Processus', cell: ({ host, pid }) => html`<code>${host} ${pid}</code>` },
    { head: 'Services', cell: (each) => each.services.map((name) => word(services, name)).join(', ') },
    { head: 'État', cell: ({ heard, checks }) => stateOf(heard, checks) },
    { head: 'Version', cell: ({ version }) => version },
    { head: 'Depuis', cell: ({ startedAt }) => instant(startedAt) },
    { head: 'Entendu', cell: ({ seenAt }) => instant(seenAt) },
  ],
  processes,
)}
${
  logEvents === null
    ? null
    : table(
        'Événements sur le journal',
        [
          { head: 'Sujet', cell: ([topic]) => word(topics, topic) },
          { head: 'Événements', cell: ([, events]) => events, isNumber: true },
        ],
        Object.entries(logEvents),
      )
}`;
    return operatorPage(visit, { title: 'Tranches et baux', body: live(part, { everySeconds }), script: livePath });
  });
}

function stateOf(isHeard: boolean, checks: HubStatus['processes'][number]['checks']): string {
  if (!isHeard) return 'Plus de nouvelles';
  const failing = checks.filter(({ state }) => state !== 'ok');
  return failing.length === 0 ? 'Vit' : `Vit ; à regarder : ${failing.map(({ name }) => checkName(name)).join(', ')}`;
}
