import { type Html, html } from '@hub/platform';
import { type Field, filledIn, formFields, type Values } from '../frame/form-fields.ts';

/** A form that only asks: its answers stand in the address. */
export function filterForm(fields: readonly Field[], values: Values): Html {
  return html`<form method="get" class="filter" role="search" aria-label="Filtrer">${formFields(fields, filledIn(fields, values))}<button>Filtrer</button></form>`;
}
