import { html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { asked, type Listed, paging } from '../../frame/list-pages.ts';
import { day, instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { operatorPage } from '../operator-page.ts';
import { codeWords, word } from '../operator-words.ts';
import { root } from '../pages.ts';

interface Rectification {
  readonly id: string;
  readonly askedAt: string;
  readonly organisation: string;
  readonly dossier: number;
  readonly source: string;
  readonly eventId: string;
  readonly reason: string;
  readonly dueOn: string | null;
  readonly answer: string | null;
}

/** Errors that were reported to the sources of the operators' own organisation. */
export function rectificationPages({ get }: TradeRoutes, { api, dictionary }: ConsoleContext): void {
  const reasons = codeWords(dictionary, 'rectification-reason');
  get(`${root}/rectifications`, async (visit) => {
    const query = { ...asked(visit.query, 'cursor'), role: 'to-answer', open: 'true' };
    const found = await api.ask<Listed<Rectification>>(visit.visitor, '/v1/rectifications', { query });
    const rows = table(
      'Rectifications sans réponse',
      [
        { head: 'Dossier', cell: ({ dossier }) => String(dossier) },
        { head: 'Fait', cell: ({ source, eventId }) => html`<code>${source} ${eventId}</code>` },
        { head: 'Motif', cell: ({ reason }) => word(reasons, reason) },
        { head: 'Demandée', cell: ({ askedAt, organisation }) => `${instant(askedAt)}, par ${organisation}` },
        { head: 'Réponse attendue', cell: ({ dueOn }) => day(dueOn) },
      ],
      found.items,
    );
    const body = html`<p>Ce que d’autres organismes signalent comme faux dans ce que vos propres sources ont dit, par exemple un jugement. On y répond en corrigeant le fait, ou par l’API (<code>POST /v1/rectifications/…/answer</code>).</p>
${found.items.length === 0 ? html`<div class="note good"><p>Aucune rectification n’attend de réponse.</p></div>` : rows}${paging(visit, found)}`;
    return operatorPage(visit, { title: 'Rectifications', body });
  });
}
