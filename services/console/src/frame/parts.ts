import { parisDay } from '@hub/core';
import { type Html, html } from '@hub/platform';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Html | string | number | null;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
}

/** A table with its caption; on a narrow window it scrolls by itself, by keyboard too. The first column names the row. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const head = columns.map(({ head, isNumber }) => html`<th scope="col"${numberClass(isNumber)}>${head}</th>`);
  const body = rows.map(
    (row) => html`<tr>${columns.map((column, index) => cell(column, row, index === 0))}</tr>
`,
  );
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

function cell<Row>({ head, cell, isNumber }: Column<Row>, row: Row, isFirst: boolean): Html {
  const shown = cell(row);
  const value = typeof shown === 'number' ? count(shown) : (shown ?? '–');
  return isFirst
    ? html`<th scope="row"${numberClass(isNumber)}>${value}</th>`
    : html`<td data-label="${head}"${numberClass(isNumber)}>${value}</td>`;
}

function numberClass(isNumber = false): Html {
  return { html: isNumber ? ' class="number"' : '' };
}

const counts = new Intl.NumberFormat('fr-FR');

export function count(value: number): string {
  return counts.format(value);
}

/** `2026-04-01` → `01/04/2026`; null → `–`. */
export function day(value: string | null | undefined): string {
  return value == null ? '–' : value.split('-').reverse().join('/');
}

/** Of an instant in RFC 3339, in Paris; null → `–`. */
export function instant(value: string | null | undefined): string {
  if (value == null) return '–';
  const at = new Date(value);
  return `${day(parisDay(at.getTime()))} ${at.toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris' })}`;
}

/** A delay in words: `3 min`, `2 h 05`, `4 j`. */
export function delay(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800)
    return `${Math.floor(seconds / 3_600)} h ${String(Math.floor((seconds % 3_600) / 60)).padStart(2, '0')}`;
  return `${Math.floor(seconds / 86_400)} j`;
}
