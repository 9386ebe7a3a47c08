import { counted, type Html, html } from '@hub/platform';
import { count, instant, table } from '../../frame/parts.ts';
import { causes, eventWords, ruleParts, subjects, word } from '../operator-words.ts';
import { dossierPath, versionCode } from '../version-paths.ts';

interface Difference {
  readonly equal: number;
  readonly changed: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
}

interface EventNamed {
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

interface Sample {
  readonly subject: 'dossier' | 'trainee' | 'session';
  readonly key: string;
  readonly events: Readonly<Record<'onlyHere' | 'onlyThere' | 'changed', readonly EventNamed[]>>;
}

interface Explanation {
  readonly by: string;
  readonly detail: string;
  readonly dossiers: number;
  readonly trainees: number;
  readonly sessions: number;
  readonly samples: readonly Sample[];
}

/** What a comparison found, as it is kept. */
export interface Comparison {
  readonly here: string;
  readonly there: string;
  readonly slices: number;
  readonly slicesCompared: number;
  readonly dossiers: Difference;
  readonly trainees: Difference;
  readonly sessions: Difference;
  readonly explanations: readonly Explanation[];
  readonly parked: Omit<Difference, 'changed'>;
}

export function differing({ changed, onlyHere, onlyThere }: Difference): number {
  return changed + onlyHere + onlyThere;
}

/** One sentence: how much differs, and whether something is unexplained. */
export function summary(compared: Comparison): Html {
  const { dossiers, explanations, slices, slicesCompared } = compared;
  const all = dossiers.equal + differing(dossiers);
  const unexplained = explanations.filter(({ by }) => by === 'unexplained');
  const kind = unexplained.length > 0 ? 'bad' : 'good';
  const partly =
    slicesCompared < slices ? ` Seules ${slicesCompared} tranches sur ${slices} ont pu être comparées.` : '';
  return html`<div class="note ${kind}"><p><strong>${
    differing(dossiers) === 0
      ? 'Aucun dossier ne diffère'
      : counted(differing(dossiers), 'dossier diffère', 'dossiers diffèrent')
  }</strong> sur ${count(all)}.${partly} ${
    unexplained.length > 0
      ? 'Des différences n’ont pas d’explication : n’allez pas plus loin avant de les comprendre.'
      : 'Chaque différence a son explication.'
  }</p><p>Compté : tout dossier dont la ligne enregistrée n’est pas la même. Ce que donnent la session et le jour n’est pas dans les lignes : l’essai d’une règle, qui le compte aussi, peut en trouver davantage.</p></div>`;
}

export function comparisonReport(compared: Comparison, comparedAt?: string): Html {
  const { here, there, explanations } = compared;
  const rows = [
    ['Dossiers', compared.dossiers],
    ['Personnes', compared.trainees],
    ['Sessions', compared.sessions],
    ['Événements mis de côté', { changed: 0, ...compared.parked }],
  ] as const;
  return html`${summary(compared)}
<p>Version comparée : ${versionCode(here)}. En face : ${versionCode(there)}.${comparedAt === undefined ? '' : ` Comparées le ${instant(comparedAt)}.`}</p>
${table(
  'Ce qui est pareil et ce qui diffère',
  [
    { head: 'Quoi', cell: ([name]) => name },
    { head: 'Pareils', cell: ([, { equal }]) => equal, isNumber: true },
    { head: 'Changés', cell: ([, { changed }]) => changed, isNumber: true },
    { head: 'Dans la version comparée seule', cell: ([, { onlyHere }]) => onlyHere, isNumber: true },
    { head: 'En face seulement', cell: ([, { onlyThere }]) => onlyThere, isNumber: true },
  ],
  rows,
)}
${explanations.length === 0 ? null : html`<h3>Pourquoi</h3>${explanations.map((each) => explanation(compared, each))}`}`;
}

function explanation(
  { here, there }: Comparison,
  { by, detail, dossiers, trainees, sessions, samples }: Explanation,
): Html {
  return html`<details open><summary>${word(causes, by)} : ${counted(dossiers, 'dossier', 'dossiers')}, ${counted(trainees, 'personne', 'personnes')}, ${counted(sessions, 'session', 'sessions')}</summary>
<p>Détail : ${by === 'rules' ? partsSaid(detail) : html`<code>${detail}</code>`}</p>
${firstOf(samples.length, dossiers + trainees + sessions)}<ul>${samples.map(({ subject, key, events }) => {
    const named =
      subject === 'dossier'
        ? html`dossier <a href="${dossierPath(here, there, key)}">${key}</a>`
        : html`${word(subjects, subject)} <code>${key}</code>`;
    return html`<li>${named}${eventsOf(events)}</li>`;
  })}</ul></details>`;
}

/** Of the rules, those by which rows differ. */
function partsSaid(detail: string): string {
  return detail
    .split(', ')
    .map((part) => word(ruleParts, part))
    .join(', ');
}

function firstOf(shown: number, all: number): Html | null {
  return shown >= all ? null : html`<p>Les ${count(shown)} premiers sur ${count(all)}.</p>`;
}

const sides = {
  onlyHere: 'dans la version comparée seule',
  onlyThere: 'en face seulement',
  changed: 'dit autre chose',
};

function eventsOf(events: Sample['events']): Html | null {
  const told = Object.entries(sides).flatMap(([side, words]) =>
    events[side as keyof typeof sides].map(
      ({ source, id, type }) => html`<li><code>${source} ${id}</code> (${word(eventWords(), type)}) : ${words}</li>`,
    ),
  );
  return told.length === 0 ? null : html`<ul>${told}</ul>`;
}
