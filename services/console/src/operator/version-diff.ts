import { type Html, html } from '@hub/platform';
import { apiPath } from '../frame/api-path.ts';
import type { ConsoleContext } from '../frame/console-context.ts';
import { table } from '../frame/parts.ts';
import type { TradeRoutes } from '../frame/visit.ts';
import { operatorPage, type Trail } from './operator-page.ts';
import { versionsPath } from './version-paths.ts';

interface NamedFact {
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

interface DossierDiff {
  readonly dossier: number;
  readonly here: string;
  readonly there: string;
  readonly fields: readonly {
    readonly path: string;
    readonly here: unknown;
    readonly there: unknown;
    readonly factHere: NamedFact | null;
    readonly factThere: NamedFact | null;
  }[];
}

/** One dossier in two versions, side by side. */
export function versionDiff({ get }: TradeRoutes, { api }: ConsoleContext, trail: Trail): void {
  get(`${versionsPath}/:version/dossiers/:dossier`, async (visit) => {
    const { version = '', dossier = '' } = visit.params;
    const diff = await api.ask<DossierDiff>(visit.visitor, apiPath`/v1/admin/versions/${version}/dossiers/${dossier}`, {
      query: { with: visit.query.avec },
    });
    const title = `Dossier ${dossier} dans deux versions`;
    return operatorPage(visit, { title, trail, body: sideBySide(diff) });
  });
}

function sideBySide({ here, there, fields }: DossierDiff): Html {
  if (fields.length === 0) return html`<p>Ce dossier est le même dans les deux versions.</p>`;
  return table(
    'Ce qui diffère',
    [
      { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
      { head: `En face (${there})`, cell: ({ there: value, factThere }) => valued(value, factThere) },
      { head: `Ici (${here})`, cell: ({ here: value, factHere }) => valued(value, factHere) },
    ],
    fields,
  );
}

export function valued(value: unknown, fact: NamedFact | null = null): Html {
  const shown =
    value == null
      ? html`<span class="quiet">absent</span>`
      : html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;
  return fact === null ? shown : html`${shown} <span class="quiet">d’après ${fact.source} ${fact.id}</span>`;
}
