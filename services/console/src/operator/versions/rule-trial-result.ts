import { counted, type Html, html } from '@hub/platform';
import { count, table } from '../../frame/parts.ts';
import { states } from '../../frame/state-names.ts';
import { fieldSaid, valueSaid } from '../field-words.ts';
import { anomalyWords, unitWords, word } from '../operator-words.ts';
import { type AuthorityWords, rowSaid } from './authority-words.ts';
import type { RuleChange, Rules, Tried, WrittenRow } from './rules.ts';

const changeKinds = { deadline: 'Délai', threshold: 'Seuil', setting: 'Réglage', row: 'Qui fait foi' };

/** What is tried, beside what it was; `current`: readers still have the rules that it was tried against. */
export function changesOf(
  { changes, current }: { readonly changes: readonly RuleChange[]; readonly current: boolean },
  rules: Pick<Rules, 'thresholds' | 'settings'>,
  words: AuthorityWords,
): Html {
  const named = ({ kind, label, name }: RuleChange) =>
    kind === 'row' ? html` <code>${name}</code>` : html` : ${label}`;
  return html`${current ? null : html`<p class="note bad">Les règles des lecteurs ont changé depuis cet essai : refaites-le avant de décider.</p>`}
${table(
  'Ce qui est essayé',
  [
    { head: 'Règle', cell: (change) => html`${word(changeKinds, change.kind)}${named(change)}` },
    { head: 'Avant', cell: (change) => ruleValue(change, change.before, rules, words) },
    { head: 'Essayé', cell: (change) => ruleValue(change, change.after, rules, words) },
  ],
  changes,
)}`;
}

function ruleValue(
  { kind, name }: RuleChange,
  value: unknown,
  { thresholds, settings }: Pick<Rules, 'thresholds' | 'settings'>,
  words: AuthorityWords,
): Html | string {
  switch (kind) {
    case 'deadline':
      return counted(Number(value), 'jour', 'jours');
    case 'threshold':
      return `${value} ${word(unitWords, thresholds.find(({ code }) => code === name)?.unit ?? '')}`;
    case 'setting': {
      const choices = settings.find((each) => each.name === name)?.choices ?? [];
      return choices.find(({ code }) => code === value)?.label ?? String(value);
    }
    default:
      return value === null ? 'absente' : rowSaid(value as WrittenRow, words);
  }
}

export function answerOf({ dossiers, changed, failed }: Tried): Html {
  return html`<div class="note ${failed > 0 ? 'bad' : 'good'}"><p><strong>${counted(changed, 'dossier changerait', 'dossiers changeraient')}</strong> sur ${count(dossiers)}.${failed > 0 ? ` ${counted(failed, 'ne pourrait plus être décrit', 'ne pourraient plus être décrits')}.` : ''}</p>
<p>Compté : tout dossier dont un lecteur verrait autre chose aujourd’hui, d’après ses faits, sa session et le jour. Une version construite avec cette règle se compare ligne à ligne : ce que donnent la session et le jour n’est pas dans les lignes, et des événements arrivent entre-temps. Son compte peut donc être moindre.</p></div>`;
}

export function details({ changed, statuses, anomalies, fields, samples }: Tried): Html {
  return html`${
    statuses.length === 0
      ? null
      : table(
          'Étapes qui changeraient',
          [
            { head: 'Aujourd’hui', cell: ({ before }) => word(states, before) },
            { head: 'Avec cette règle', cell: ({ after }) => word(states, after) },
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
            { head: 'Anomalie', cell: ({ code }) => anomalySaid(code) },
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
            { head: 'Champ', cell: ({ path }) => fieldSaid(path) },
            { head: 'Dossiers', cell: ({ dossiers }) => dossiers, isNumber: true },
          ],
          fields,
        )
  }${
    samples.length === 0
      ? null
      : html`<h2>Dossiers, côte à côte</h2><p>${shownOf(samples.length, changed)} D’abord ceux dont l’étape ou une anomalie change : chaque changement a au moins un exemple.</p>${samples.map(sampleOf)}`
  }`;
}

function shownOf(shown: number, all: number): string {
  if (shown >= all) return 'Tous ceux qui changeraient.';
  return `${count(shown)} dossiers montrés sur les ${count(all)} qui changeraient.`;
}

function anomalySaid(code: string): Html {
  return html`${word(anomalyWords(), code)} <code class="quiet">${code}</code>`;
}

function sampleOf(sample: Tried['samples'][number]): Html {
  const { dossier, fields, more } = sample;
  return html`<details><summary>Dossier ${dossier} : ${tellingOf(sample) ?? counted(fields.length + more, 'différence', 'différences')}</summary>${table(
    `Dossier ${dossier}`,
    [
      { head: 'Champ', cell: ({ path }) => fieldSaid(path) },
      { head: 'Aujourd’hui', cell: ({ path, before }) => valueSaid(path, before) },
      { head: 'Avec cette règle', cell: ({ path, after }) => valueSaid(path, after) },
    ],
    fields,
  )}${more === 0 ? null : html`<p>Et ${counted(more, 'autre', 'autres')}.</p>`}</details>`;
}

/** What it would be told by first; trials of before an upgrade do not say it. */
function tellingOf({ status = null, raised = [], gone = [] }: Tried['samples'][number]): string | null {
  const said = [
    ...(status === null ? [] : [`de « ${word(states, status.before)} » à « ${word(states, status.after)} »`]),
    ...raised.map((code) => `apparaîtrait « ${word(anomalyWords(), code)} »`),
    ...gone.map((code) => `disparaîtrait « ${word(anomalyWords(), code)} »`),
  ];
  return said.length === 0 ? null : said.join(' ; ');
}
