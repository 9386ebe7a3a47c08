import { counted, type Html, hasWords, html, searchForm, wordsOf } from '@hub/platform';
import { type Column, table } from '../frame/parts.ts';
import {
  type DescribedAnswer,
  type DescribedApi,
  type DescribedContent,
  type DescribedParameter,
  type NamedOperation,
  nameOf,
  operationsOf,
  type SchemaLine,
  schemaLines,
  typeOf,
} from './described-api.ts';

export const apiPath = '/console/api';

export interface ApiPage {
  readonly title: string;
  readonly body: Html;
  readonly trail?: readonly (readonly [path: string, name: string])[];
}

/** Every operation by its group, or those in which all words of `search` stand. */
export function apiIndexPage(api: DescribedApi, search: string): ApiPage {
  const words = wordsOf(search);
  const found = operationsOf(api).filter((operation) => hasWords(textOf(operation), words));
  const groups = api.tags.map(({ name, description }) => {
    const own = found.filter(({ tags = [] }) => tags.includes(name));
    return own.length === 0
      ? html``
      : html`<section><h2 id="${name}" lang="en">${name}</h2>
<p lang="en">${description}</p>
${table(`Opérations du groupe ${name}`, operationColumns, own)}</section>
`;
  });
  return {
    title: 'L’API expliquée',
    body: html`<p>Les ${operationsOf(api).length} opérations du hub, par groupe. L’API et sa description sont en anglais. Pour les essayer : <a href="/docs">/docs</a> ; pour des programmes : <a href="/openapi.json">OpenAPI 3.1</a>.</p>
${searchForm(apiPath, search, 'Chercher une opération', 'Un mot de son adresse ou de ce qu’elle fait, en anglais.')}
${search === '' ? null : html`<p role="status">${found.length === 0 ? 'Aucune opération ne porte ces mots.' : `${counted(found.length, 'opération')} pour « ${search} ».`}</p>`}
${groups}`,
  };
}

/** What stands between backticks is code. */
function withCode(text: string): Html {
  return html`${text.split('`').map((part, place) => (place % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;
}

function textOf({ method, path, operationId, summary, description = '', tags = [] }: NamedOperation): string {
  return [method, path, operationId, summary, description, ...tags].join(' ');
}

const operationColumns: readonly Column<NamedOperation>[] = [
  {
    head: 'Ce qu’elle fait',
    cell: ({ operationId, summary }) => html`<a lang="en" href="${apiPath}/${operationId}">${summary}</a>`,
  },
  { head: 'Adresse', cell: ({ method, path }) => html`<code>${method} ${path}</code>` },
];

/** One operation whole; null: there is none of this name. */
export function apiOperationPage(api: DescribedApi, name: string): ApiPage | null {
  const operation = operationsOf(api).find(({ operationId }) => operationId === name);
  if (operation === undefined) return null;
  const { method, path, summary, description, tags = [], parameters = [], requestBody, responses = {} } = operation;
  const answers = Object.entries(responses).map(([status, answer]) => [status, answerOf(api, answer)] as const);
  const isGood = ([status]: readonly [string, DescribedAnswer]) => /^[123]/.test(status);
  return {
    title: `${method} ${path}`,
    trail: [[apiPath, 'API']],
    body: html`<p lang="en"><strong>${summary}.</strong> ${withCode(description ?? '')}</p>
<p>Groupe : <a href="${apiPath}#${tags[0] ?? ''}">${tags[0] ?? ''}</a>. ${accessWords(operation)} Pour essayer : <a href="/docs">/docs</a>.</p>
${
  parameters.length === 0
    ? null
    : html`<h2 id="parametres">Paramètres</h2>
${table('Paramètres', parameterColumns(api), parameters)}`
}
${
  requestBody?.content === undefined
    ? null
    : html`<h2 id="corps">Corps de la demande</h2>
${contents(api, requestBody.content)}`
}
<h2 id="reponses">Réponses</h2>
${answers.filter(isGood).map(([status, answer]) => goodAnswer(api, status, answer))}
<h2 id="problemes">Problèmes</h2>
<p>Chacun est un document RFC 9457, qui dit quel champ, quelle <a href="/v1/dictionary/rules">règle</a> et que faire.</p>
${table(
  'Problèmes',
  [
    { head: 'Statut', cell: ([status]) => status },
    { head: 'Quand', cell: ([, answer]) => html`<span lang="en">${withCode(answer.description ?? '')}</span>` },
  ],
  answers.filter((each) => !isGood(each)),
)}`,
  };
}

function answerOf(api: DescribedApi, answer: DescribedAnswer): DescribedAnswer {
  return answer.$ref === undefined ? answer : (api.components.responses[nameOf(answer.$ref)] ?? {});
}

function accessWords({ security }: NamedOperation): string {
  const ways = (security ?? [{ partner: [] }]).flatMap((each) => Object.entries(each));
  if (ways.length === 0) return 'Sans jeton.';
  const scopes = [...new Set(ways.flatMap(([, named]) => named))];
  return scopes.length === 0 ? 'Avec un jeton du partenaire.' : `Avec un jeton du partenaire (${scopes.join(', ')}).`;
}

function parameterColumns(api: DescribedApi): readonly Column<DescribedParameter>[] {
  return [
    { head: 'Nom', cell: ({ name }) => html`<code>${name}</code>` },
    { head: 'Place', cell: (parameter) => places[parameter.in] ?? parameter.in },
    { head: 'Obligatoire', cell: ({ required }) => (required ? 'oui' : 'non') },
    {
      head: 'Type',
      cell: ({ schema }) => html`<span lang="en">${schema === undefined ? '' : typeOf(api, schema)}</span>`,
    },
    {
      head: 'Ce qu’il dit',
      cell: ({ description = '', example }) =>
        html`<span lang="en">${withCode(description)}</span>${example === undefined ? null : html` <small>Exemple : <code>${String(example)}</code></small>`}`,
    },
  ];
}

const places: Readonly<Record<string, string>> = { query: 'adresse (?)', path: 'adresse', header: 'en-tête' };

function goodAnswer(
  api: DescribedApi,
  status: string,
  { description = '', headers = {}, content }: DescribedAnswer,
): Html {
  const named = Object.entries(headers);
  return html`<h3 lang="en">${status} ${withCode(description)}</h3>
${
  named.length === 0
    ? null
    : html`<ul>${named.map(
        ([
          name,
          header,
        ]) => html`<li><code>${name}</code> <span lang="en">${withCode(header.description ?? '')}</span></li>
`,
      )}</ul>`
}${content === undefined ? null : contents(api, content)}`;
}

const rowsMax = 250;

/** Of each media type an example, as a hub answered it, and what its fields are. */
function contents(api: DescribedApi, content: Readonly<Record<string, DescribedContent>>): Html {
  const each = Object.entries(content).map(([type, { schema, example, examples = {} }]) => {
    const lines = schema === undefined ? [] : schemaLines(api, schema);
    const shown = example ?? Object.values(examples)[0]?.value;
    return html`<p><code>${type}</code></p>
${shown === undefined ? null : html`<pre tabindex="0" aria-label="Exemple, ${type}">${typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)}</pre>`}
${
  lines.length === 0
    ? null
    : html`<details><summary>Champs (${type})</summary>
${table(`Champs, ${type}`, fieldColumns, lines.slice(0, rowsMax))}
${lines.length > rowsMax ? html`<p class="hint">La suite est dans <a href="/openapi.json">OpenAPI</a>.</p>` : null}</details>`
}
`;
  });
  return html`${each}`;
}

const fieldColumns: readonly Column<SchemaLine>[] = [
  { head: 'Champ', cell: ({ path }) => html`<code>${path}</code>` },
  { head: 'Type', cell: ({ type }) => html`<span lang="en">${type}</span>` },
  { head: 'Toujours là', cell: ({ isRequired }) => (isRequired ? 'oui' : 'non') },
  { head: 'Ce qu’il dit', cell: ({ description }) => html`<span lang="en">${withCode(description ?? '')}</span>` },
];
