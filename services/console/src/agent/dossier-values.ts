import { decidedFields } from '@hub/core';
import { type Html, html } from '@hub/platform';
import { day, instant, table } from '../frame/parts.ts';
import { sources, standing } from './agent-parts.ts';
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
  ['Parcours prévu dans la session', ['plan']],
  ['Parcours complet prévu', ['wholePath']],
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
  return html`${stays.map(({ shown }) => shown)}${[...attempts, ...others].map(folded)}`;
}

interface ValueTable {
  readonly title: string;
  readonly count: number;
  readonly shown: Html;
}

/** What is not asked first. */
function folded({ title, count, shown }: ValueTable): Html {
  return count === 0 ? shown : html`<details class="fold"><summary>${title} (${count})</summary>${shown}</details>`;
}

function valueTable(words: Words, title: string, lines: readonly Line[]): ValueTable {
  return { title, count: lines.length, shown: lines.length === 0 ? html`` : linesTable(words, title, lines) };
}

function linesTable(words: Words, title: string, lines: readonly Line[]): Html {
  return html`<div class="values">${table<Line>(
    title,
    [
      { head: 'Information', cell: ({ named }) => named.label },
      { head: 'Valeur', cell: ({ named, told }) => valueShown(words, named, told) },
      { head: 'Jour', cell: ({ told }) => day(told.effectiveDate) },
      { head: 'Dit par', cell: ({ told }) => words.source(told.source) },
      { head: 'Certitude', cell: (line) => certainty(words, line) },
      { head: 'Les autres sources', cell: (line) => others(words, line) },
    ],
    lines,
  )}</div>
`;
}

/** An exit also says of what kind it is. */
function valueShown(words: Words, named: NamedField, told: Told): Html | string {
  const shown = shownValue(words, named, told.value, told.source);
  const { kind } = told as Told & { readonly kind?: unknown };
  return typeof kind === 'string' ? html`${shown} (${words.valueOf(named.event, 'kind', kind)})` : shown;
}

/** Who confirms, and what says otherwise: which event of which day and source, and with which value. */
function others(words: Words, { named, told, why }: Line): Html {
  const { confirmedBy, contestedBy } = told;
  const confirmed = confirmedBy.length === 0 ? null : html`<p>Confirmé par ${sources(words, confirmedBy)}</p>`;
  const contests = why?.contestedBy ?? [];
  if (contests.length === 0)
    return contestedBy.length === 0 && confirmed === null
      ? html`–`
      : html`${confirmed}${contestedBy.length === 0 ? null : html`<p>Contesté par ${sources(words, contestedBy)}</p>`}`;
  const against = contests.map(({ type, source, effectiveDate, value }) => {
    const on = effectiveDate === null ? '' : ` du ${day(effectiveDate)}`;
    const other = value === null ? null : html` : ${shownValue(words, { ...named, event: type }, value, source)}`;
    return html`<li>Contesté par ${words.source(source)} : ${words.event(type)}${on}${other}</li>`;
  });
  return html`${confirmed}<ul class="plain">${against}</ul>`;
}

function certainty(words: Words, { told, why, named }: Line): Html {
  const said = html`<p>Enregistré par la source le ${instant(told.recordedAt)}, reçu par le hub le ${instant(told.receivedAt)}.</p>`;
  return html`${standing(told)}<details class="why"><summary>${why === undefined ? 'Reçu quand' : 'Pourquoi'}<span class="read-out"> : ${named.label}</span></summary>${why === undefined ? null : html`<p>${words.said(why.sentence)}</p>`}${said}</details>`;
}
