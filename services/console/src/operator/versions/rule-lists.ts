import { counted, type Html, hasWords, html, searchedWords } from '@hub/platform';
import { addressOf } from '../../frame/list-pages.ts';
import { table } from '../../frame/parts.ts';
import { unitWords, word } from '../operator-words.ts';
import { type AuthorityWords, authorityWords, conditionsOf, regimeSaid } from './authority-words.ts';
import { rulesPath } from './rule-paths.ts';
import type { AuthorityRow, Rules } from './rules.ts';

/** Rules of one kind, or of one step: closed until they are looked for. */
interface Topic {
  readonly name: string;
  readonly many: number;
  readonly table: Html;
}

/** The rules by topic, each with the way to try another value; of a search, those in which its words stand. */
export function ruleLists(rules: Rules, search: string): Html {
  const words = authorityWords(rules);
  const isFound = foundBy(search);
  const values = valueTopics(rules, isFound);
  const steps = stepTopics(rules, words, isFound);
  const many = [...values, ...steps].reduce((sum, topic) => sum + topic.many, 0);
  const said = search === '' ? null : html`<p>${counted(many, 'règle trouvée', 'règles trouvées')}.</p>`;
  return html`${said}${section('Délais, seuils et réglages', values, search)}
${section('Qui fait foi', steps, search, html`<p>${rules.authority.description}</p>`)}
<p><a class="button" href="${rulesPath}/essai?kind=row">Essayer une ligne de plus…</a></p>`;
}

type IsFound = (...texts: readonly (string | null)[]) => boolean;

function foundBy(search: string): IsFound {
  const words = searchedWords(search);
  return (...texts) => hasWords(texts.filter((text) => text !== null).join(' '), words);
}

function section(name: string, topics: readonly Topic[], search: string, intro: Html | null = null): Html | null {
  const shown = topics.filter(({ many }) => many > 0);
  if (shown.length === 0) return null;
  const open = { html: search === '' ? '' : ' open' };
  return html`<h2>${name}</h2>${intro}${shown.map(
    (topic) => html`<details${open}><summary>${topic.name} (${topic.many})</summary>${topic.table}</details>`,
  )}`;
}

function valueTopics({ deadlines, thresholds, settings }: Rules, isFound: IsFound): readonly Topic[] {
  const found = {
    deadlines: deadlines.filter((each) => isFound('délai', each.label, each.sentence, each.name)),
    thresholds: thresholds.filter((each) => isFound('seuil anomalie', each.sentence, each.code)),
    settings: settings.filter((each) => isFound('réglage', each.label, each.name)),
  };
  return [
    { name: 'Délais', many: found.deadlines.length, table: deadlineTable(found.deadlines) },
    { name: 'Seuils d’anomalie', many: found.thresholds.length, table: thresholdTable(found.thresholds) },
    { name: 'Autres réglages', many: found.settings.length, table: settingTable(found.settings) },
  ];
}

function stepTopics({ authority }: Rules, words: AuthorityWords, isFound: IsFound): readonly Topic[] {
  const found = authority.rows.filter((row) => {
    const deciding = row.regimes.flatMap(({ name, sources }) => [
      name,
      ...sources.flatMap((source) => [source, word(words.sources, source)]),
    ]);
    return isFound(
      'qui fait foi',
      row.id,
      row.note,
      word(words.steps, row.step),
      conditionsOf(row, words),
      ...deciding,
    );
  });
  return [...Map.groupBy(found, ({ step }) => step)].map(([step, rows]) => {
    const name = word(words.steps, step);
    return { name, many: rows.length, table: rowTable(name, rows, words) };
  });
}

/** A table of which each row stands by itself where there is little room, with what it offers. */
function stacked(shown: Html): Html {
  return html`<div class="stacked">${shown}</div>`;
}

function tryLink(name: string, query: Readonly<Record<string, string>>): Html {
  return html`<a href="${addressOf(`${rulesPath}/essai`, query)}">Essayer…<span class="read-out"> (${name})</span></a>`;
}

function deadlineTable(deadlines: Rules['deadlines']): Html {
  return stacked(
    table(
      'Délais, en jours',
      [
        { head: 'Délai', cell: ({ label, sentence }) => html`${label} <span class="quiet">${sentence}</span>` },
        { head: 'Jours', cell: ({ days }) => days, isNumber: true },
        { head: 'Texte', cell: ({ source }) => source },
        { head: 'Essayer', cell: ({ name, label }) => tryLink(label, { kind: 'deadline', name }) },
      ],
      deadlines,
    ),
  );
}

function thresholdTable(thresholds: Rules['thresholds']): Html {
  return stacked(
    table(
      'Seuils',
      [
        { head: 'Anomalie', cell: ({ code, sentence }) => html`${sentence} <code class="quiet">${code}</code>` },
        { head: 'Seuil', cell: ({ threshold, unit }) => `${threshold} ${word(unitWords, unit)}`, isNumber: true },
        { head: 'Texte', cell: ({ source }) => source },
        { head: 'Essayer', cell: ({ code, sentence }) => tryLink(sentence, { kind: 'threshold', name: code }) },
      ],
      thresholds,
    ),
  );
}

function settingTable(settings: Rules['settings']): Html {
  return stacked(
    table(
      'Réglages',
      [
        { head: 'Réglage', cell: ({ label }) => label },
        { head: 'Valeur', cell: settingSaid, isNumber: true },
        { head: 'Essayer', cell: ({ name, label }) => tryLink(label, { kind: 'setting', name }) },
      ],
      settings,
    ),
  );
}

function settingSaid({ value, choices }: Rules['settings'][number]): string {
  return choices?.find(({ code }) => code === value)?.label ?? String(value);
}

function rowTable(step: string, rows: readonly AuthorityRow[], words: AuthorityWords): Html {
  return stacked(
    table(
      `${step} : les sources dont la parole décide`,
      [
        {
          head: 'Ligne',
          cell: ({ id, note }) =>
            html`<code>${id}</code>${note === null ? null : html` <span class="quiet">${note}</span>`}`,
        },
        { head: 'Pour', cell: (row) => conditionsOf(row, words) },
        { head: 'Qui décide', cell: (row) => regimesOf(row, words) },
        { head: 'Toute la ligne', cell: wholeRow },
      ],
      rows,
    ),
  );
}

function regimesOf({ id, regimes }: AuthorityRow, words: AuthorityWords): Html {
  return html`<ul class="plain">${regimes.map((regime) => html`<li>${regimeSaid(regime, words)} ${tryLink(`${id}, ${regime.name}`, { kind: 'sources', name: id, regime: regime.name })}</li>`)}</ul>`;
}

function wholeRow({ id }: AuthorityRow): Html {
  const name = html`<span class="read-out"> la ligne ${id}</span>`;
  return html`<a href="${addressOf(`${rulesPath}/essai`, { kind: 'row', name: id })}">Changer${name}…</a> <a href="${addressOf(`${rulesPath}/retrait`, { name: id })}">Retirer${name}…</a>`;
}
