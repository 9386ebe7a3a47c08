import { html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import type { Field } from '../../frame/form-fields.ts';
import { asked, type Listed, paging } from '../../frame/list-pages.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { filterForm } from '../filter-form.ts';
import { operatorPage } from '../operator-page.ts';
import { root } from '../pages.ts';
import { plain } from '../plain.ts';

interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly clientId: string;
  readonly agent: string;
  readonly what: string;
  readonly subject: string;
  readonly before: object | null;
  readonly after: object | null;
}

const filters: readonly Field[] = [
  { kind: 'text', name: 'what', label: 'Quoi', hint: 'Par exemple : client-revoked' },
  { kind: 'text', name: 'subject', label: 'Sur quoi', hint: 'Par exemple : client:kairos' },
  { kind: 'text', name: 'agent', label: 'Qui', hint: 'Le pseudonyme de la personne' },
];

/** Who changed what, and what was there before. */
export function auditPage({ get }: TradeRoutes, { api }: ConsoleContext): void {
  get(`${root}/audit`, async (visit) => {
    const query = asked(visit.query, 'what', 'subject', 'agent', 'cursor');
    const rows = await api.ask<Listed<AuditRow>>(visit.visitor, '/v1/admin/audit', { query: { ...query, limit: 25 } });
    const shown = table(
      'Ce que des exploitants ont changé, le plus récent d’abord',
      [
        { head: 'Le', cell: ({ at }) => instant(at) },
        { head: 'Quoi', cell: ({ what }) => html`<code>${what}</code>` },
        { head: 'Sur quoi', cell: ({ subject }) => html`<code>${subject}</code>` },
        {
          head: 'Par',
          cell: ({ agent, clientId }) => html`<code>${agent}</code> <span class="quiet">${clientId}</span>`,
        },
        {
          head: 'Avant et après',
          cell: ({ id, before, after }) =>
            html`<details><summary>Voir<span class="read-out"> la ligne ${id}</span></summary>${plain({ before, after })}</details>`,
        },
      ],
      rows.items,
    );
    const body = html`<p>On n’y fait qu’ajouter : rien ne s’y efface.</p>${filterForm(filters, visit.query)}${rows.items.length === 0 ? html`<p>Rien de ce choix.</p>` : shown}${paging(visit, rows)}`;
    return operatorPage(visit, { title: 'Journal des exploitants', body });
  });
}
