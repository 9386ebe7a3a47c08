import { counted } from '../html/counted.ts';
import { type Html, html } from '../html/html.ts';
import { hasWords, searchedWords, searchForm } from '../html/search-form.ts';
import { consequences } from './consequences.ts';
import type { Dictionary } from './dictionary.ts';
import type { DictionaryPage, PageForPeople } from './dictionary-page.ts';
import type { RuleText } from './load-rules.ts';
import { bundledSchema, type PropertyLine, propertyLines, usedCodeLists } from './properties.ts';
import type { CodeList, DictionaryEntry } from './schema-files.ts';
import { searchDictionary, searchRules } from './search-dictionary.ts';
import { sourceWords } from './source-words.ts';

/** Every page by its path under `/v1/dictionary`: ``, `/rules`, `/<event>/<major>`. */
export function dictionaryPages(dictionary: Dictionary): ReadonlyMap<string, DictionaryPage> {
  return new Map([
    ['', indexPage(dictionary)],
    ['/rules', rulesPage(dictionary)],
    ...dictionary.entries.map((entry) => [`/${entry.name}/${entry.version}`, eventPage(entry, dictionary)] as const),
  ]);
}

/** Of events of the hub's own. */
const reporters: Readonly<Record<string, string>> = {
  operator: 'les exploitants du hub',
  hub: 'le hub lui-même',
};

/** Who may report it, by name: `Kairos, EOS`. */
function reportersOf({ hub }: DictionaryEntry, { codes }: Dictionary): string {
  const own = reporters[hub.reporter];
  if (own !== undefined) return own;
  const systems = codes.find(({ name }) => name === 'system')?.values ?? [];
  const names = hub.emitters.map((emitter) => systems.find(({ code }) => code === emitter)?.label ?? emitter);
  return names.map((name) => name.replace(/ \(.*\)$/, '')).join(', ');
}

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
  const { codes, entries } = dictionary;
  const events = entries.map(({ name, version, title, hub: { topic, subject, reporter } }) => {
    return { name, version, title, topic, subject, reporter, href: hrefOf({ name, version }) };
  });
  return {
    json: { title: 'Dictionnaire', rules: '/v1/dictionary/rules', events, codes },
    shown: (search) => ({
      title: 'Dictionnaire des événements',
      body: html`<p>Les événements que le hub comprend, leurs champs et leurs codes. Ce qu’un refus ou une anomalie veut dire : <a href="/v1/dictionary/rules">les règles</a>.</p>
${searchForm('/v1/dictionary', search, 'Chercher dans le dictionnaire', 'Un événement, un champ, un code ou une règle : entrée, NIR, date d’effet…')}
${search === '' ? wholeIndex(dictionary) : foundIndex(dictionary, search)}`,
    }),
  };
}

function hrefOf({ name, version }: Pick<DictionaryEntry, 'name' | 'version'>): string {
  return `/v1/dictionary/${name}/${version}`;
}

function eventLink(entry: DictionaryEntry): Html {
  return html`<a href="${hrefOf(entry)}">${entry.title}</a>`;
}

const eventHead = html`<thead><tr><th scope="col">Événement</th><th scope="col">Type</th><th scope="col">Déclaré par</th></tr></thead>`;

function wholeIndex(dictionary: Dictionary): Html {
  const { codes, entries } = dictionary;
  const topics = codes.find(({ name }) => name === 'topic')?.values ?? [];
  const sections = topics.map(
    ({ code, label }) => html`<section><h2 id="${code}">${label} <code>hub.${code}</code></h2>
${wide(
  `Événements du thème ${label}`,
  html`${eventHead}<tbody>
${entries.filter(({ hub }) => hub.topic === code).map((entry) => eventRow(entry, dictionary))}</tbody>`,
)}</section>
`,
  );
  return html`${sections}<section><h2 id="codes">Listes de codes</h2>
<ul class="columns">${codes.map(
    ({ name, title }) => html`<li><a href="#codes-${name}">${title}</a></li>
`,
  )}</ul>
${codes.map(codeSection)}</section>
<p class="note">Le dictionnaire d’Agora n’est pas public. Celui-ci est construit d’après les documents des sources et les cite. La mention « inféré » signale une lecture qui est la nôtre, « l. » une ligne du texte tiré du document. « Règles propres à ce hub » : aucune source n’en parle, le hub a choisi ; ses règles et les titres des documents sont dans la documentation du projet (en anglais).</p>`;
}

function eventRow(entry: DictionaryEntry, dictionary: Dictionary): Html {
  const { name, version } = entry;
  return html`<tr><th scope="row">${eventLink(entry)}</th><td><code>hub.${name}</code> v${version}</td><td>${reportersOf(entry, dictionary)}</td></tr>
`;
}

const fieldsMax = 6;

function foundIndex(dictionary: Dictionary, search: string): Html {
  const { events, codes, rules } = searchDictionary(dictionary, search);
  const found = [
    ...rules.rules.map(({ code, sentence }) => [code, code, sentence] as const),
    ...rules.expectations.map(({ name, label, sentence }) => [`expected-${name}`, label, sentence] as const),
  ];
  const sums = [
    counted(events.length, 'événement'),
    counted(codes.length, 'liste de codes', 'listes de codes'),
    counted(found.length, 'règle'),
  ];
  return html`<p role="status">${sums.join(', ')} pour « ${search} ». <a href="/v1/dictionary">Tout montrer</a></p>
${
  events.length === 0
    ? null
    : html`<h2 id="events">Événements</h2>
<ul class="found">${events.map(
        ({
          entry,
          fields,
        }) => html`<li>${eventLink(entry)} <code>hub.${entry.name}</code> v${entry.version}${fieldLinks(entry, fields)}</li>
`,
      )}</ul>`
}
${
  codes.length === 0
    ? null
    : html`<h2 id="codes">Listes de codes</h2>
<ul class="found">${codes.map(
        (list) => html`<li><a href="/v1/dictionary#codes-${list.name}">${list.title}</a>${foundCodes(list, search)}</li>
`,
      )}</ul>`
}
${
  found.length === 0
    ? null
    : html`<h2 id="rules">Règles</h2>
<ul class="found">${found.map(
        ([id, label, sentence]) => html`<li><a href="/v1/dictionary/rules#${id}">${label}</a> ${sentence}</li>
`,
      )}</ul>`
}`;
}

/** Of a list, the codes that have all the words themselves. */
function foundCodes({ values }: CodeList, search: string): Html | null {
  const words = searchedWords(search);
  const labels = values.flatMap(({ code, label }) => (hasWords(`${code} ${label}`, words) ? [label] : []));
  return labels.length === 0
    ? null
    : html` ${labels.slice(0, fieldsMax).join(', ')}${labels.length > fieldsMax ? '…' : null}`;
}

function fieldLinks(entry: DictionaryEntry, fields: readonly PropertyLine[]): Html | null {
  if (fields.length === 0) return null;
  const links = fields.slice(0, fieldsMax).map(({ path, title }, place) => {
    return html`${place === 0 ? null : ' ; '}<a href="${hrefOf(entry)}#${fieldId(path)}"><code>${path}</code></a> ${title}`;
  });
  const more = fields.length - fieldsMax;
  return html`<br><small>${links}${more > 0 ? ` ; et ${counted(more, 'autre')}` : null}</small>`;
}

function fieldId(path: string): string {
  return `champ-${path.replaceAll('[]', '-')}`;
}

/** A table that scrolls by itself where it is wide. */
function wide(caption: string, rows: Html): Html {
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>${rows}</table></div>`;
}

function eventPage(entry: DictionaryEntry, dictionary: Dictionary): DictionaryPage {
  const lines = propertyLines(entry, dictionary.definitions);
  const codes = usedCodeLists(lines, dictionary.codes);
  const { name, version, title, description, hub, examples } = entry;
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
    shown: () => shownEvent(entry, dictionary, lines, codes),
  };
}

function shownEvent(
  entry: DictionaryEntry,
  dictionary: Dictionary,
  lines: readonly PropertyLine[],
  codes: readonly CodeList[],
): PageForPeople {
  const { name, version, title, description, hub, examples } = entry;
  const [example] = examples.valid;
  const body = html`${description === null ? null : html`<p>${withEvents(description, dictionary)}</p>`}
<dl>
<dt>Type</dt><dd><code>hub.${name}</code>, schéma <code>urn:hub:dictionary:${name}:${version}</code></dd>
<dt>Thème</dt><dd><code>hub.${hub.topic}</code></dd>
<dt>Porte sur</dt><dd>${subjects[hub.subject] ?? hub.subject}</dd>
<dt>Déclaré par</dt><dd>${reportersOf(entry, dictionary)} <small>(<code>${hub.emitters.join(', ')}</code>)</small>${hub.reporter === 'partner' ? html`. Un système qui n’en est pas : <a href="/#rejoindre">rejoindre le hub</a>` : null}</dd>
<dt>Étape d’autorité</dt><dd>${hub.step ?? 'aucune'}</dd>
<dt>Source</dt><dd>${sourceWords(hub.source)}</dd>
</dl>
${
  example === undefined
    ? null
    : html`<h2 id="example">Un exemple à copier</h2>
<p>Envoyé par <code>POST /v1/events</code> ; <a href="#examples">tous les exemples</a>.</p>
<pre tabindex="0" aria-label="Exemple">${JSON.stringify(example.event, null, 2)}</pre>
`
}<h2 id="properties">Propriétés de <code>data</code></h2>
${wide(
  `Propriétés de ${name}`,
  html`<thead><tr><th scope="col">Propriété</th><th scope="col">Libellé</th><th scope="col">Type</th><th scope="col">Obligatoire</th><th scope="col">Scellée</th></tr></thead><tbody>
${lines.map(propertyRow)}</tbody>`,
)}
${consequences(entry, dictionary)}
${codes.length === 0 ? null : html`<h2 id="codes">Codes</h2>`}
${codes.map(codeSection)}
<h2 id="examples">Exemples admis</h2>
${examples.valid.map(
  (
    { event },
    place,
  ) => html`<details><summary>Exemple ${place + 1}</summary><pre tabindex="0" aria-label="Exemple ${place + 1}">${JSON.stringify(event, null, 2)}</pre></details>
`,
)}<h2 id="refusals">Exemples refusés</h2>
${examples.invalid.map(
  ({
    event,
    pointer,
    rule,
  }) => html`<details><summary><code>${rule}</code> en <code>/data${pointer}</code></summary><p><a href="/v1/dictionary/rules#${rule}">${dictionary.rules.get(rule)?.sentence ?? rule}</a></p><pre tabindex="0" aria-label="Exemple refusé, ${rule}">${JSON.stringify(event, null, 2)}</pre></details>
`,
)}`;
  return { title, body, trail: [['/v1/dictionary', 'Dictionnaire']] };
}

/** Names of events in a sentence lead to their pages. */
function withEvents(text: string, { entries }: Dictionary): Html {
  const parts = sourceWords(text).split(/([a-z]+(?:-[a-z]+)+)/);
  return html`${parts.map((part, place) => {
    const named = place % 2 === 0 ? undefined : entries.findLast(({ name }) => name === part);
    return named === undefined ? html`${part}` : html`<a href="${hrefOf(named)}">${named.title}</a>`;
  })}`;
}

function propertyRow(line: PropertyLine): Html {
  const type = line.codes === null ? html`${line.type}` : html`<a href="#codes-${line.codes}">${line.type}</a>`;
  const limits = line.limits.length === 0 ? null : html`<small>${line.limits.join(' ; ')}</small>`;
  const description = line.description === null ? null : html`<small>${sourceWords(line.description)}</small>`;
  const sealed = line.sealed === null ? 'non' : `oui : ${sealedLabels[line.sealed] ?? line.sealed}`;
  return html`<tr id="${fieldId(line.path)}"><th scope="row"><code>${line.path}</code></th><td>${line.title}${description}</td><td>${type}${limits}</td><td>${line.mandatory ? 'oui' : 'non'}</td><td>${sealed}</td></tr>
`;
}

function codeSection(list: CodeList): Html {
  return html`<section><h3 id="codes-${list.name}">${list.title}</h3>
<p>Source : ${sourceWords(list.source)}.${list.description === undefined ? null : html` ${sourceWords(list.description)}`}${list.closed ? null : ' Liste ouverte.'}</p>
${wide(
  list.title,
  html`<thead><tr><th scope="col">Code</th><th scope="col">Libellé</th></tr></thead><tbody>
${list.values.map(
  ({
    code,
    label,
    note,
    source,
  }) => html`<tr><th scope="row"><code>${code}</code></th><td>${label}${note === undefined ? null : html`<small>${note}</small>`}${source === undefined ? null : html`<small>Source : ${source}</small>`}</td></tr>
`,
)}</tbody>`,
)}</section>
`;
}

const severities: Readonly<Record<string, string>> = { info: 'information', warning: 'alerte', error: 'erreur' };

const units: Readonly<Record<string, string>> = { days: 'jours', 'hours a day': 'heures par jour', percent: '%' };

/** Every rule code that a problem or an anomaly can name, with its sentence and its remedy; then what is expected when, and what keeps a trainee from being paid. */
function rulesPage(dictionary: Dictionary): DictionaryPage {
  const { expectations, payments } = dictionary;
  return {
    json: { title: 'Règles', rules: [...dictionary.rules.values()], expectations, payments },
    shown: (search) => ({
      title: 'Règles',
      trail: [['/v1/dictionary', 'Dictionnaire']],
      body: html`<p>Le hub répond un refus aussitôt, et ne garde rien de l’événement refusé. Une anomalie se lit dans le dossier, et le hub garde les faits qui la causent. Les seuils et les échéances sont ceux de la version livrée du hub ; son exploitant peut en avoir donné d’autres à ceux qui lisent.</p>
${searchForm('/v1/dictionary/rules', search, 'Chercher une règle', 'Son code, ou un mot de ce qu’elle veut dire ou de ce qu’il faut faire.')}
${shownRules(dictionary, search)}`,
    }),
  };
}

function shownRules(dictionary: Dictionary, search: string): Html {
  const { rules, expectations, payments } = searchRules(dictionary, search);
  const refusals = rules.filter(({ kind }) => kind === 'refusal').map((rule) => ruleRow(rule, null));
  const anomalies = rules.filter(({ kind }) => kind === 'anomaly').map((rule) => ruleRow(rule, anomalyNote(rule)));
  const awaited = expectations.map(
    ({ name, label, sentence, since, due, remedy }) =>
      html`<tr id="expected-${name}"><th scope="row">${label} <small><code>${name}</code></small></th><td>${sentence}</td><td>${since}</td><td>${due}</td><td>${remedy}</td></tr>
`,
  );
  const unpaid = payments.map(
    ({ reason, sentence, remedy }) =>
      html`<tr id="payment-${reason}"><th scope="row"><code>${reason}</code></th><td>${sentence}</td><td>${remedy}</td></tr>
`,
  );
  const count = refusals.length + anomalies.length + awaited.length + unpaid.length;
  const meaning = ['Ce que cela veut dire', 'Que faire'];
  return html`${search === '' ? null : html`<p role="status">${counted(count, 'règle')} pour « ${search} ». <a href="/v1/dictionary/rules">Tout montrer</a></p>`}
${ruleTable('refusals', 'Refus à la porte', ['Règle', ...meaning], refusals)}
${ruleTable('anomalies', 'Anomalies d’un dossier', ['Règle', ...meaning], anomalies)}
${ruleTable('expectations', 'Ce qui est attendu, et quand', ['Attendu', 'Ce que cela veut dire', 'Depuis', 'Échéance', 'Que faire'], awaited)}
${ruleTable('payments', 'Ce qui bloque une rémunération', ['Motif', ...meaning], unpaid)}`;
}

function ruleTable(id: string, title: string, heads: readonly string[], rows: readonly Html[]): Html | null {
  if (rows.length === 0) return null;
  return html`<h2 id="${id}">${title}</h2>
${wide(
  title,
  html`<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows}</tbody>`,
)}`;
}

function anomalyNote({ severity = '', at, threshold, unit = '', source }: RuleText): string {
  const seen = at === 'assessed' ? 'calculée à la lecture' : 'inscrite au dossier';
  const limit = threshold === undefined ? [] : [`seuil : ${threshold} ${units[unit] ?? unit}`];
  const origin = source === undefined ? [] : [`source : ${sourceWords(source)}`];
  return [severities[severity] ?? severity, seen, ...limit, ...origin].join(' ; ');
}

function ruleRow({ code, sentence, remedy }: RuleText, note: string | null): Html {
  return html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${sentence}${note === null ? null : html`<small>${note}</small>`}</td><td>${remedy}</td></tr>
`;
}
