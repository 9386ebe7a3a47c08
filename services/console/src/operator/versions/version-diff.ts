import { type Html, html } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { table } from '../../frame/parts.ts';
import type { TradeRoutes } from '../../frame/visit.ts';
import { fieldSaid, valueSaid } from '../field-words.ts';
import { operatorPage, type Trail } from '../operator-page.ts';
import { eventWords, word } from '../operator-words.ts';
import { versionsPath } from '../version-paths.ts';

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
      { head: 'Champ', cell: ({ path }) => fieldSaid(path) },
      { head: `En face (${there})`, cell: ({ path, there: value, factThere }) => valued(path, value, factThere) },
      { head: `Ici (${here})`, cell: ({ path, here: value, factHere }) => valued(path, value, factHere) },
    ],
    fields,
  );
}

function valued(path: string, value: unknown, fact: NamedFact | null): Html {
  const shown = valueSaid(path, value);
  if (fact === null) return shown;
  const { source, id, type } = fact;
  return html`${shown} <span class="quiet">d’après ${source} ${id} (${word(eventWords(), type)})</span>`;
}
