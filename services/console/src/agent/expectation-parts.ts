import { type Html, html } from '@hub/platform';
import { monthName } from '../frame/month-names.ts';
import { type Column, count, day } from '../frame/parts.ts';
import { dossierLink } from './agent-parts.ts';
import type { ListedExpectation } from './answers.ts';
import type { Words } from './words.ts';

/** Columns of what is awaited, from whom and by when. */
export function expectationColumns(words: Words): readonly Column<ListedExpectation>[] {
  return [
    {
      head: 'Attendu',
      cell: ({ what, month }) => `${words.expected(what)}${month === undefined ? '' : `, ${monthName(month)}`}`,
    },
    {
      head: 'À qui de transmettre',
      cell: ({ tellers, own }) =>
        tellers.length === 0 ? 'Aucune source n’en est chargée' : whoSends(words, tellers, own),
    },
    {
      head: 'Échéance',
      cell: ({ dueBy, daysLate }) =>
        html`${day(dueBy)}${daysLate === null ? null : html` <strong class="late">${late(daysLate)}</strong>`}`,
    },
    { head: 'Pourquoi', cell: ({ sentence }) => words.said(sentence) },
    { head: 'À faire', cell: ({ remedy }) => words.said(remedy) },
  ];
}

/** `46 jours de retard` */
export function late(days: number): string {
  return `${count(days)} ${days === 1 ? 'jour' : 'jours'} de retard`;
}

/** Whose turn it is: one’s own organisation’s, or by which system. */
export function whoSends(words: Words, tellers: readonly string[], own: boolean): Html {
  const named = tellers.map((each) => words.source(each)).join(' ou ');
  return own ? html`<strong>À vous</strong> (${named})` : html`À ${named}`;
}

export const ofDossier: Column<{ readonly dossier: number }> = {
  head: 'Dossier',
  cell: ({ dossier }) => dossierLink(dossier),
};
