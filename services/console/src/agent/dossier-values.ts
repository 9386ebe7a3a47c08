import { decidedFields } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { day, instant, table } from '../frame/parts.ts';
import { agreement, standing } from './agent-parts.ts';
import type { Dossier, Explanation, Told } from './answers.ts';
import { type NamedField, namedField } from './named-field.ts';
import { shownValue } from './shown-value.ts';
import { states, type Words } from './words.ts';

interface Line {
  readonly named: NamedField;
  readonly told: Told;
  readonly why: Explanation | undefined;
}

type Part = keyof Dossier;

/** Values that stand together, in the order in which a training goes. */
const groups: readonly (readonly [title: string, parts: readonly Part[]])[] = [
  ['Parcours prévu', ['plan', 'wholePath']],
  ['Assiduité et heures', ['attendance', 'absences', 'hours', 'hostCompanies']],
  ['Financement et rémunération', ['financing', 'remuneration', 'costs', 'quotes', 'serviceDone']],
  ['Émargements et factures', ['attendanceSheets', 'invoices']],
  ['Bilan et suites', ['assessment', 'skillsProfile', 'certifications', 'notifications']],
];

/** Every value with its day, who says it, how sure it is, who agrees, and why it stands. */
export function dossierValues(words: Words, dossier: Dossier): Html {
  const explained = new Map((dossier.explanation ?? []).map((each) => [each.field, each]));
  const given = new Map((dossier.givenBy ?? []).map((each) => [each.field, each]));
  const linesOf = (part: unknown, at: string) =>
    [...decidedFields(part, at)].map(
      ({ field, value }): Line => ({
        named: namedField(words, field, given.get(field)),
        told: value,
        why: explained.get(field),
      }),
    );
  const stays = dossier.stays.map((stay, index) =>
    valueTable(
      words,
      `Période de formation ${index + 1} : ${states[stay.state] ?? stay.state}`,
      linesOf(stay, `/stays/${index}`),
    ),
  );
  const attempts = dossier.attempts.map((attempt, index) =>
    valueTable(
      words,
      `Positionnement ${index + 1} : ${states[attempt.state] ?? attempt.state}`,
      linesOf(attempt, `/attempts/${index}`),
    ),
  );
  const others = groups.map(([title, parts]) =>
    valueTable(
      words,
      title,
      parts.flatMap((part) => linesOf(dossier[part], `/${part}`)),
    ),
  );
  return html`${stays}${attempts}${others}`;
}

function valueTable(words: Words, title: string, lines: readonly Line[]): Html {
  if (lines.length === 0) return html``;
  return html`<div class="values">${table<Line>(
    title,
    [
      { head: 'Information', cell: ({ named }) => named.label },
      { head: 'Valeur', cell: ({ named, told }) => valueShown(words, named, told) },
      { head: 'Jour', cell: ({ told }) => day(told.effectiveDate) },
      { head: 'Dit par', cell: ({ told }) => words.source(told.source) },
      { head: 'Certitude', cell: (line) => certainty(line) },
      { head: 'Les autres sources', cell: ({ told }) => agreement(words, told) },
    ],
    lines,
  )}</div>
`;
}

/** An exit also says of what kind it is. */
function valueShown(words: Words, named: NamedField, told: Told): Html | string {
  const shown = shownValue(words, named, told.value);
  const { kind } = told as Told & { readonly kind?: unknown };
  return typeof kind === 'string' ? html`${shown} (${words.valueOf(named.event, 'kind', kind)})` : shown;
}

function certainty({ told, why, named }: Line): Html {
  const said = html`<p>Enregistré par la source le ${instant(told.recordedAt)}, reçu par le hub le ${instant(told.receivedAt)}.</p>`;
  return html`${standing(told)}<details class="why"><summary>${why === undefined ? 'Reçu quand' : 'Pourquoi'}<span class="read-out"> : ${named.label}</span></summary>${why === undefined ? null : html`<p>${why.sentence}</p>`}${said}</details>`;
}
