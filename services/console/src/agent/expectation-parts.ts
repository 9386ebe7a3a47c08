import { html } from '@hub/platform';
import { monthName } from '../frame/month-names.ts';
import { type Column, day } from '../frame/parts.ts';
import { dossierLink } from './agent-parts.ts';
import type { ListedExpectation } from './answers.ts';
import type { Words } from './words.ts';

/** Columns of what is awaited, from whom and by when. */
export function expectationColumns(words: Words): readonly Column<ListedExpectation>[] {
  return [
    { head: 'Attendu', cell: ({ label, month }) => (month === undefined ? label : `${label}, ${monthName(month)}`) },
    {
      head: 'De qui',
      cell: ({ tellers }) =>
        tellers.length === 0 ? 'Aucune source n’en est chargée' : tellers.map((each) => words.source(each)).join(', '),
    },
    {
      head: 'Échéance',
      cell: ({ dueBy, overdue }) =>
        html`${day(dueBy)}${overdue ? html` <strong class="late">en retard</strong>` : null}`,
    },
    { head: 'Pourquoi', cell: ({ sentence }) => sentence },
    { head: 'À faire', cell: ({ remedy }) => words.said(remedy) },
  ];
}

export const ofDossier: Column<{ readonly dossier: number }> = {
  head: 'Dossier',
  cell: ({ dossier }) => dossierLink(dossier),
};
