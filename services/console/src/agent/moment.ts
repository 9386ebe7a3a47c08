import { instantInParis } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { type Field, formFields } from '../frame/form-fields.ts';
import { day, instant } from '../frame/parts.ts';

/** The point in time that a page is asked for, as a query of the API: a day of the field, and what the hub knew by when. */
export function momentOf({ jour = '', su = '' }: Readonly<Record<string, string>>): {
  readonly asOf: string | null;
  readonly knownAt: string | null;
} {
  const ms = su === '' ? Number.NaN : instantInParis(`${su}:00`.slice(0, 19));
  return {
    asOf: jour === '' ? null : jour,
    knownAt: su === '' ? null : Number.isNaN(ms) ? su : new Date(ms).toISOString(),
  };
}

/** Whether the page looks back, said so that nobody takes it for today. */
export function momentNote(
  { asOf, knownAt }: { readonly asOf: string | null; readonly knownAt: string | null },
  path: string,
): Html | null {
  if (asOf === null && knownAt === null) return null;
  return html`<div class="note"><p>${asOf === null ? null : html`Vu au <strong>${day(asOf)}</strong> : ce qui est daté d’après est laissé de côté. `}${knownAt === null ? null : html`Tel que le hub le savait le <strong>${instant(knownAt)}</strong>. `}<a href="${path}">Revenir à aujourd’hui</a></p></div>`;
}

/** Two ways to look back; the browser writes days and times as it is used to. */
const fields: readonly Field[] = [
  {
    kind: 'date',
    name: 'jour',
    label: 'Vu à un jour',
    hint: 'Ce qui était arrivé ce jour-là, d’après ce que l’on sait aujourd’hui.',
  },
  {
    kind: 'datetime-local',
    name: 'su',
    label: 'Tel que su à un moment',
    hint: 'Ce que le hub avait reçu à ce moment, heure de Paris.',
  },
];

export function momentForm(path: string, query: Readonly<Record<string, string>>): Html {
  return html`<form method="get" action="${path}" class="two">
${formFields(fields, query)}
<div><button>Regarder</button></div></form>`;
}
