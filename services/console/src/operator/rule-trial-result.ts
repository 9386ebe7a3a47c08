import { type Html, html } from '@hub/platform';
import { count, table } from '../frame/parts.ts';
import { rowSaid } from './authority-words.ts';
import { type Words, word } from './operator-words.ts';
import type { RuleChange, Tried, WrittenRow } from './rules.ts';
import { valued } from './version-diff.ts';

const changeKinds = { deadline: 'Délai', threshold: 'Seuil', setting: 'Réglage', row: 'Qui fait foi' };

/** French labels by code. */
export interface TrialWords {
  readonly fundings: Words;
  readonly deadlines: Words;
}

/** What is tried, beside what it was; `current`: readers still have the rules that it was tried against. */
export function changesOf(
  { changes, current }: { readonly changes: readonly RuleChange[]; readonly current: boolean },
  { fundings, deadlines }: TrialWords,
): Html {
  const said = ({ kind }: RuleChange, value: unknown) => {
    if (kind === 'deadline') return `${value} jours`;
    return kind === 'row' && value !== null ? rowSaid(value as WrittenRow, fundings) : valued(value);
  };
  const named = ({ kind, name }: RuleChange) =>
    kind === 'deadline' ? html` : ${word(deadlines, name)}` : html` <code>${name}</code>`;
  return html`${current ? null : html`<p class="note bad">Les règles des lecteurs ont changé depuis cet essai : refaites-le avant de décider.</p>`}
${table(
  'Ce qui est essayé',
  [
    { head: 'Règle', cell: (change) => html`${word(changeKinds, change.kind)}${named(change)}` },
    { head: 'Avant', cell: (change) => said(change, change.before) },
    { head: 'Essayé', cell: (change) => said(change, change.after) },
  ],
  changes,
)}`;
}

export function answerOf({ dossiers, changed, failed }: Tried): Html {
  return html`<div class="note ${failed > 0 ? 'bad' : 'good'}"><p><strong>${count(changed)} dossiers changeraient</strong> sur ${count(dossiers)}.${failed > 0 ? ` ${count(failed)} ne pourraient plus être décrits.` : ''}</p></div>`;
}

export function details({ statuses, anomalies, fields, samples }: Tried): Html {
  return html`${
    statuses.length === 0
      ? null
      : table(
          'Étapes qui changeraient',
          [
            { head: 'Aujourd’hui', cell: ({ before }) => before },
            { head: 'Avec cette règle', cell: ({ after }) => after },
            { head: 'Dossiers', cell: ({ dossiers }) => dossiers, isNumber: true },
          ],
          statuses,
        )
  }${
    anomalies.length === 0
      ? null
      : table(
          'Anomalies',
          [
            { head: 'Anomalie', cell: ({ code }) => html`<code>${code}</code>` },
            { head: 'Apparaîtraient', cell: ({ raised }) => raised, isNumber: true },
            { head: 'Disparaîtraient', cell: ({ gone }) => gone, isNumber: true },
          ],
          anomalies,
        )
  }${
    fields.length === 0
      ? null
      : table(
          'Champs qui changeraient',
          [
            { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
            { head: 'Dossiers', cell: ({ dossiers }) => dossiers, isNumber: true },
          ],
          fields,
        )
  }${samples.length === 0 ? null : html`<h2>Dossiers, côte à côte</h2>${samples.map(sampleOf)}`}`;
}

function sampleOf({ dossier, fields, more }: Tried['samples'][number]): Html {
  return html`<details><summary>Dossier ${dossier} : ${fields.length + more} différences</summary>${table(
    `Dossier ${dossier}`,
    [
      { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
      { head: 'Aujourd’hui', cell: ({ before }) => valued(before) },
      { head: 'Avec cette règle', cell: ({ after }) => valued(after) },
    ],
    fields,
  )}${more === 0 ? null : html`<p>Et ${more} autres.</p>`}</details>`;
}
