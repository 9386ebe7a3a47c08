import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Field, optionsFrom } from '../../frame/form-fields.ts';
import { asked, type Listed, paging } from '../../frame/list-pages.ts';
import { instant, table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { filterForm } from '../filter-form.ts';
import { operatorPage } from '../operator-page.ts';
import { type Words, word } from '../operator-words.ts';
import { root } from '../pages.ts';
import { plain } from '../plain.ts';
import { auditWords, doneSaid, subjectSaid } from './audit-words.ts';
import { organisationChoices, organisationNames } from './organisation-names.ts';

interface AuditRow {
  readonly id: number;
  readonly at: string;
  /** Null: a command of installation. */
  readonly siret: string | null;
  readonly clientId: string;
  readonly agent: string;
  readonly what: string;
  readonly subject: string;
  readonly before: object | null;
  readonly after: object | null;
}

function filtersOf(organisations: Words): readonly Field[] {
  const done = Object.entries(auditWords)
    .map(([code, label]) => ({ code, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
  return [
    { kind: 'choice', name: 'siret', label: 'Organisme', options: organisationChoices(organisations) },
    { kind: 'choice', name: 'what', label: 'Quoi', options: optionsFrom(done, 'Tout') },
    { kind: 'text', name: 'subject', label: 'Sur quoi', hint: 'Son code : client:kairos' },
    { kind: 'text', name: 'agent', label: 'Qui', hint: 'Le pseudonyme de la personne' },
  ];
}

/** Who changed what, and what was there before. */
export function auditPage({ get }: TradeRoutes, { api }: ConsoleContext): void {
  get(`${root}/audit`, async (visit) => {
    const query = asked(visit.query, 'siret', 'what', 'subject', 'agent', 'cursor');
    const [rows, organisations] = await Promise.all([
      api.ask<Listed<AuditRow>>(visit.visitor, '/v1/admin/audit', { query: { ...query, limit: 25 } }),
      organisationNames(api, visit.visitor),
    ]);
    const shown =
      rows.items.length === 0 ? html`<p>Rien de ce choix.</p>` : rowsTable(rows.items, organisations, visit.visitor);
    const body = html`<p>On n’y fait qu’ajouter : rien ne s’y efface.</p>${filterForm(filtersOf(organisations), visit.query)}${shown}${paging(visit, rows)}`;
    return operatorPage(visit, { title: 'Journal des exploitants', body });
  });
}

function rowsTable(rows: readonly AuditRow[], organisations: Words, visitor: Visitor): Html {
  return table(
    'Ce que des exploitants ont changé, le plus récent d’abord',
    [
      { head: 'Le', cell: ({ at }) => instant(at) },
      { head: 'Quoi', cell: ({ what }) => withCode(doneSaid(what), what) },
      { head: 'Sur quoi', cell: ({ subject }) => withCode(subjectSaid(subject, organisations), subject) },
      { head: 'Par', cell: (row) => whoOf(row, organisations, visitor) },
      {
        head: 'Avant et après',
        cell: ({ id, before, after }) =>
          html`<details><summary>Voir<span class="read-out"> la ligne ${id}</span></summary>${plain({ before, after })}</details>`,
      },
    ],
    rows,
  );
}

/** Words with the code beside them. */
function withCode(said: string | null, code: string): Html {
  return said === null ? html`<code>${code}</code>` : html`${said} <code class="quiet">${code}</code>`;
}

function whoOf({ siret, clientId, agent }: AuditRow, organisations: Words, visitor: Visitor): Html {
  const whose = siret === null ? 'L’installation du hub' : word(organisations, siret);
  const who = siret === visitor.siret && agent === visitor.agent ? 'vous, ' : '';
  return html`${whose} <span class="quiet">(${who}<code>${agent}</code>, ${clientId})</span>`;
}
