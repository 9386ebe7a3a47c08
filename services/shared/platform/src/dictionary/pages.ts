import { type Html, html } from '../html/html.ts';
import type { Dictionary } from './dictionary.ts';
import { type DictionaryPage, page } from './dictionary-page.ts';
import type { RuleText } from './load-rules.ts';
import { bundledSchema, type PropertyLine, propertyLines, usedCodeLists } from './properties.ts';
import type { CodeList, DictionaryEntry } from './schema-files.ts';

/** Every page by its path under `/v1/dictionary`: ``, `/rules`, `/<event>/<major>`. */
export function dictionaryPages(dictionary: Dictionary): ReadonlyMap<string, DictionaryPage> {
  return new Map([
    ['', indexPage(dictionary)],
    ['/rules', rulesPage(dictionary)],
    ...dictionary.entries.map((entry) => [`/${entry.name}/${entry.version}`, eventPage(entry, dictionary)] as const),
  ]);
}

const reporters: Readonly<Record<string, string>> = {
  partner: 'un partenaire',
  operator: 'les exploitants du hub',
  hub: 'le hub lui-même',
};

const subjects: Readonly<Record<string, string>> = {
  session: 'une session',
  dossier: 'un dossier',
  trainee: 'un stagiaire',
};

const sealedLabels: Readonly<Record<string, string>> = {
  identifiers: 'identifiants',
  identity: 'identité',
  contact: 'coordonnées',
  situation: 'situation',
  reasons: 'motifs',
};

function indexPage(dictionary: Dictionary): DictionaryPage {
  const topics = dictionary.codes.find(({ name }) => name === 'topic')?.values ?? [];
  const events = dictionary.entries.map(({ name, version, title, hub }) => ({
    name,
    version,
    title,
    topic: hub.topic,
    subject: hub.subject,
    reporter: hub.reporter,
    href: `/v1/dictionary/${name}/${version}`,
  }));
  const sections = topics.map(
    ({ code, label }) => html`<section><h2 id="${code}">${label} <code>hub.${code}</code></h2>
<table><thead><tr><th scope="col">Événement</th><th scope="col">Type</th><th scope="col">Déclaré par</th></tr></thead><tbody>
${events
  .filter(({ topic }) => topic === code)
  .map(
    (
      event,
    ) => html`<tr><th scope="row"><a href="${event.href}">${event.title}</a></th><td><code>hub.${event.name}</code> v${event.version}</td><td>${reporters[event.reporter] ?? event.reporter}</td></tr>
`,
  )}</tbody></table></section>
`,
  );
  const lists = dictionary.codes.map(codeSection);
  const body = html`<p>Les événements que le hub comprend, par thème. Le dictionnaire d'Agora n'est pas public. Celui-ci est construit d'après les documents des sources et les cite. La mention « inféré » signale une lecture qui est la nôtre, « l. » une ligne du texte tiré du document. Les titres, et ce que désigne « rules.md », se trouvent dans docs/rules.md du projet.</p>
${sections}<section><h2 id="codes">Listes de codes</h2>
${lists}</section>`;
  return {
    json: { title: 'Dictionnaire', rules: '/v1/dictionary/rules', events, codes: dictionary.codes },
    html: page('Dictionnaire des événements', body),
  };
}

function eventPage(entry: DictionaryEntry, dictionary: Dictionary): DictionaryPage {
  const lines = propertyLines(entry, dictionary.definitions);
  const codes = usedCodeLists(lines, dictionary.codes);
  const { name, version, title, description, hub, examples } = entry;
  const body = html`${description === null ? null : html`<p>${description}</p>`}
<dl>
<dt>Type</dt><dd><code>hub.${name}</code>, schéma <code>urn:hub:dictionary:${name}:${version}</code></dd>
<dt>Thème</dt><dd><code>hub.${hub.topic}</code></dd>
<dt>Porte sur</dt><dd>${subjects[hub.subject] ?? hub.subject}</dd>
<dt>Déclaré par</dt><dd>${reporters[hub.reporter] ?? hub.reporter} (${hub.emitters.join(', ')})</dd>
<dt>Étape d'autorité</dt><dd>${hub.step ?? 'aucune'}</dd>
<dt>Source</dt><dd>${hub.source}</dd>
</dl>
<h2 id="properties">Propriétés de <code>data</code></h2>
<div class="wide"><table><thead><tr><th scope="col">Propriété</th><th scope="col">Libellé</th><th scope="col">Type</th><th scope="col">Obligatoire</th><th scope="col">Scellée</th></tr></thead><tbody>
${lines.map(propertyRow)}</tbody></table></div>
${codes.length === 0 ? null : html`<h2 id="codes">Codes</h2>`}
${codes.map(codeSection)}
<h2 id="examples">Exemples admis</h2>
${examples.valid.map(
  ({ event }) => html`<pre>${JSON.stringify(event, null, 2)}</pre>
`,
)}<h2 id="refusals">Exemples refusés</h2>
${examples.invalid.map(
  ({
    event,
    pointer,
    rule,
  }) => html`<details><summary><a href="/v1/dictionary/rules#${rule}"><code>${rule}</code></a> en <code>/data${pointer}</code></summary><pre>${JSON.stringify(event, null, 2)}</pre></details>
`,
)}`;
  return {
    json: {
      name,
      version,
      title,
      description,
      ...hub,
      // Not the schema of each: what it refers to stands in that of the whole.
      properties: lines.map(({ schema: _, ...line }) => line),
      schema: bundledSchema(entry.schema, dictionary.definitions),
      codes,
      examples,
    },
    html: page(title, body),
  };
}

function propertyRow(line: PropertyLine): Html {
  const type = line.codes === null ? html`${line.type}` : html`<a href="#codes-${line.codes}">${line.type}</a>`;
  const limits = line.limits.length === 0 ? null : html`<small>${line.limits.join(' ; ')}</small>`;
  const description = line.description === null ? null : html`<small>${line.description}</small>`;
  const sealed = line.sealed === null ? 'non' : `oui : ${sealedLabels[line.sealed] ?? line.sealed}`;
  return html`<tr><th scope="row"><code>${line.path}</code></th><td>${line.title}${description}</td><td>${type}${limits}</td><td>${line.mandatory ? 'oui' : 'non'}</td><td>${sealed}</td></tr>
`;
}

function codeSection(list: CodeList): Html {
  return html`<section><h3 id="codes-${list.name}">${list.title}</h3>
<p>Source : ${list.source}.${list.description === undefined ? null : html` ${list.description}`}${list.closed ? null : ' Liste ouverte.'}</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Libellé</th></tr></thead><tbody>
${list.values.map(
  ({
    code,
    label,
    note,
    source,
  }) => html`<tr><th scope="row"><code>${code}</code></th><td>${label}${note === undefined ? null : html`<small>${note}</small>`}${source === undefined ? null : html`<small>Source : ${source}</small>`}</td></tr>
`,
)}</tbody></table></section>
`;
}

const severities: Readonly<Record<string, string>> = { info: 'information', warning: 'alerte', error: 'erreur' };

const units: Readonly<Record<string, string>> = { days: 'jours', 'hours a day': 'heures par jour', percent: '%' };

/** Every rule code that a problem or an anomaly can name, with its sentence and its remedy; then what is expected when, and what keeps a trainee from being paid. */
function rulesPage(dictionary: Dictionary): DictionaryPage {
  const rules = [...dictionary.rules.values()];
  const refusals = rules.filter(({ kind }) => kind === 'refusal');
  const anomalies = rules.filter(({ kind }) => kind === 'anomaly');
  const body = html`<p>Le hub répond un refus aussitôt, et ne garde rien de l'événement refusé. Une anomalie se lit dans le dossier, et le hub garde les faits qui la causent.</p>
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
)}</tbody></table>
<h2 id="payments">Ce qui bloque une rémunération</h2>
<table><thead><tr><th scope="col">Motif</th><th scope="col">Ce que cela veut dire</th><th scope="col">Que faire</th></tr></thead><tbody>
${dictionary.payments.map(
  ({ reason, sentence, remedy }) =>
    html`<tr id="payment-${reason}"><th scope="row"><code>${reason}</code></th><td>${sentence}</td><td>${remedy}</td></tr>
`,
)}</tbody></table>`;
  const { expectations, payments } = dictionary;
  return { json: { title: 'Règles', rules, expectations, payments }, html: page('Règles', body) };
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
