import type { AuthorityRow } from '@hub/core';
import { type Html, html } from '../html/html.ts';
import type { Dictionary } from './dictionary.ts';
import type { DictionaryEntry } from './schema-files.ts';

/** What follows from an event: what it answers, what may be said of it, and who is believed. All of it is read from the rules. */
export function consequences(entry: DictionaryEntry, dictionary: Dictionary): Html {
  const { rules, expectations, authority } = dictionary;
  const named = (text: string) => new RegExp(`(?<![a-z-])${entry.name}(?![a-z-])`).test(text);
  const answered = expectations.filter(({ remedy }) => named(remedy));
  const anomalies = [...rules.values()].filter(
    ({ kind, sentence, remedy }) => kind === 'anomaly' && named(sentence + remedy),
  );
  const refusals = [...new Set(entry.examples.invalid.map(({ rule }) => rule))];
  const rows = authority.rows.filter(({ step }) => step === entry.hub.step);
  return html`<h2 id="consequences">Ce qui en découle</h2>
<dl>
<dt>Il répond à une attente</dt><dd>${
    answered.length === 0
      ? 'Aucune attente du hub ne le demande.'
      : html`<ul>${answered.map(
          ({
            name,
            label,
            sentence,
            due,
          }) => html`<li><a href="/v1/dictionary/rules#expected-${name}">${label}</a> : ${sentence} Échéance : ${due}.</li>
`,
        )}</ul>`
  }</dd>
${
  anomalies.length === 0
    ? null
    : html`<dt>Anomalies qui en parlent</dt><dd><ul>${anomalies.map(
        ({
          code,
          sentence,
        }) => html`<li><a href="/v1/dictionary/rules#${code}"><code>${code}</code></a> : ${sentence}</li>
`,
      )}</ul></dd>`
}
${
  refusals.length === 0
    ? null
    : html`<dt>Refus montrés par ses exemples</dt><dd><ul>${refusals.map(
        (
          rule,
        ) => html`<li><a href="/v1/dictionary/rules#${rule}"><code>${rule}</code></a> : ${rules.get(rule)?.sentence ?? ''}</li>
`,
      )}</ul></dd>`
}
<dt>Toute règle</dt><dd><a href="/v1/dictionary/rules">Refus, anomalies, attentes</a></dd>
</dl>
${rows.length === 0 ? null : authorityTable(rows, dictionary)}`;
}

function authorityTable(rows: readonly AuthorityRow[], { codes }: Dictionary): Html {
  const labels = (list: string, values: readonly string[]) =>
    values.map(
      (code) => codes.find(({ name }) => name === list)?.values.find((each) => each.code === code)?.label ?? code,
    );
  return html`<div class="wide" role="region" aria-label="Qui est cru" tabindex="0"><table><caption>Qui est cru, par territoire et financement</caption>
<thead><tr><th scope="col">Territoire</th><th scope="col">Financement</th><th scope="col">Valideur</th><th scope="col">Source qui fait autorité</th></tr></thead><tbody>
${rows.map(
  ({ territory, funding = [], exceptFunding = [], validator, regimes }) =>
    html`<tr><th scope="row">${territory === undefined ? 'tous' : (labels('territory', [territory])[0] ?? '')}</th><td>${funding.length > 0 ? labels('funding', funding).join(', ') : exceptFunding.length > 0 ? `tous, sauf ${labels('funding', exceptFunding).join(', ')}` : 'tous'}</td><td>${validator === undefined ? 'tous' : [validator].flat().join(', ')}</td><td>${regimes.map(({ name, sources }) => `${sources.length === 0 ? 'aucune' : sources.join(', ')} (${name})`).join(' ; ')}</td></tr>
`,
)}</tbody></table></div>`;
}
