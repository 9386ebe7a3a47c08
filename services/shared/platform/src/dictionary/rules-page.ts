import type { Dictionary } from './dictionary.ts';
import { type DictionaryPage, type Html, html, page } from './html.ts';
import type { RuleText } from './load-rules.ts';

const severities: Readonly<Record<string, string>> = { info: 'information', warning: 'alerte', error: 'erreur' };

const units: Readonly<Record<string, string>> = { days: 'jours', 'hours a day': 'heures par jour', percent: '%' };

/** Every rule code that a problem or an anomaly can name, with its sentence and its remedy; then what is expected when. */
export function rulesPage(dictionary: Dictionary): DictionaryPage {
  const rules = [...dictionary.rules.values()];
  const refusals = rules.filter(({ kind }) => kind === 'refusal');
  const anomalies = rules.filter(({ kind }) => kind === 'anomaly');
  const body = html`<p>Un refus est dit tout de suite à qui envoie ; une anomalie se lit dans le dossier, dont les faits sont gardés.</p>
<h2 id="refusals">Refus à la porte</h2>
<table><thead><tr><th scope="col">Règle</th><th scope="col">Ce que cela veut dire</th><th scope="col">Que faire</th></tr></thead><tbody>
${refusals.map((rule) => ruleRow(rule, null))}</tbody></table>
<h2 id="anomalies">Anomalies d'un dossier</h2>
<table><thead><tr><th scope="col">Règle</th><th scope="col">Ce que cela veut dire</th><th scope="col">Que faire</th></tr></thead><tbody>
${anomalies.map((rule) => ruleRow(rule, anomalyNote(rule)))}</tbody></table>
<h2 id="expectations">Ce qui est attendu, et quand</h2>
<table><thead><tr><th scope="col">Attendu</th><th scope="col">Ce que cela veut dire</th><th scope="col">Depuis</th><th scope="col">Échéance</th><th scope="col">Que faire</th></tr></thead><tbody>
${dictionary.expectations.map(
  ({ name, label, sentence, since, due, remedy }) =>
    html`<tr id="expected-${name}"><th scope="row">${label} <small><code>${name}</code></small></th><td>${sentence}</td><td>${since}</td><td>${due}</td><td>${remedy}</td></tr>
`,
)}</tbody></table>`;
  return { json: { title: 'Règles', rules, expectations: dictionary.expectations }, html: page('Règles', body) };
}

function anomalyNote({ severity = '', at, threshold, unit = '', source }: RuleText): string {
  const seen = at === 'assessed' ? 'calculée à la lecture' : 'inscrite au dossier';
  const limit = threshold === undefined ? [] : [`seuil : ${threshold} ${units[unit] ?? unit}`];
  const origin = source === undefined ? [] : [`source : ${source}`];
  return [severities[severity] ?? severity, seen, ...limit, ...origin].join(' ; ');
}

function ruleRow({ code, sentence, remedy }: RuleText, note: string | null): Html {
  return html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${sentence}${note === null ? null : html`<small>${note}</small>`}</td><td>${remedy}</td></tr>
`;
}
