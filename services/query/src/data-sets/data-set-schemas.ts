import { dataSetFormats, dataSetKinds, problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import {
  answer,
  day,
  flag,
  instant,
  integer,
  list,
  notModified,
  orNull,
  paging,
  shape,
  text,
} from '../http/schema-parts.ts';
import { setKinds } from './kinds.ts';

export const dataSetStates = ['waiting', 'making', 'ready', 'failed', 'ended'] as const;
export type DataSetState = (typeof dataSetStates)[number];

const id = { type: 'string', format: 'uuid' } as const;
const week = {
  type: 'string',
  pattern: '^[0-9]{4}-W[0-9]{2}$',
  description: 'ISO 8601, Europe/Paris; over for an hour at least',
  examples: ['2026-W23'],
} as const;
const kind = {
  enum: dataSetKinds,
  description: dataSetKinds.map((each) => `\`${each}\`: ${setKinds[each].title}`).join('. '),
};
const format = { enum: dataSetFormats, default: 'csv' };
const bom = {
  type: 'boolean',
  default: false,
  description: 'CSV with a byte order mark, by which Excel reads UTF-8',
} as const;

const column = shape({
  name: text,
  label: { ...text, description: 'In French' },
  type: { enum: ['integer', 'decimal', 'text', 'date', 'boolean'] },
  from: orNull({ ...text, description: 'The category of rights that must be open for it to be filled' }),
});

const manifestSchema = shape(
  {
    id,
    kind: text,
    title: text,
    organisation: { ...text, description: 'SIRET' },
    purpose: text,
    week,
    from: day,
    to: day,
    knownAt: { ...instant, description: 'What came later is not in it' },
    file: { ...text, examples: ['outcomes-2026-W23.csv'] },
    format,
    rows: integer,
    bytes: integer,
    sha256: { ...text, pattern: '^[0-9a-f]{64}$' },
    columns: list(column),
    projectionVersion: text,
    rulesVersion: text,
    cursor: { ...text, description: 'For `GET /v1/changes`: what changed since is told from there' },
    madeAt: instant,
  },
  'DataSetManifest',
);

const dataSetSchema = shape(
  {
    id,
    kind,
    purpose: text,
    week,
    format,
    bom: flag,
    state: { enum: dataSetStates, description: '`ended`: its days are over, and the file is deleted' },
    askedAt: instant,
    madeAt: orNull(instant),
    progress: orNull(
      shape({
        done: { ...integer, description: 'Dossiers' },
        total: orNull(integer),
        secondsLeft: orNull(integer),
      }),
    ),
    fault: orNull({ ...text, description: 'Why it failed, or what it waits for' }),
    manifest: orNull(manifestSchema),
    signature: orNull({
      ...text,
      description:
        'JWS (RFC 7515, compact, `typ` `hub-data-set+jws`) of the manifest, by a key of `/.well-known/jwks.json`; its payload is the manifest as canonical JSON (RFC 8785)',
    }),
  },
  'DataSet',
);

const common = { tags: ['data-sets'], security: [{ partner: ['read'] }] };
const params = { type: 'object', required: ['id'], properties: { id } };
const { cursor, limit } = paging('Most items of a page, 1 to 500; default 100');
const bytes = { type: 'string', format: 'binary' } as const;
const file = {
  description: 'The file',
  content: { 'text/csv': { schema: bytes }, 'application/vnd.apache.parquet': { schema: bytes } },
};
const fileHeaders = {
  ETag: { type: 'string', description: 'The SHA-256 of the whole, in quotation marks.' },
  'Content-Range': { type: 'string', description: 'Which part it is.' },
};

/** Schemas of the routes of data sets. */
export const dataSetSchemas = {
  ask: {
    ...common,
    operationId: 'askDataSet',
    summary: 'Ask for the data set of a week',
    description:
      'What the asker’s own organisation sees today of what the hub knew when the week was over, for one purpose: made by a ' +
      'job, and kept for some days. The convention names the data sets, by kind and purpose, that it may be given. A week ' +
      'asked for again is the same but for persons destroyed, restricted, linked otherwise or out of sight.',
    headers: readerHeaders(),
    body: {
      title: 'NewDataSet',
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'week'],
      properties: { kind, week, format, bom },
      examples: [{ kind: 'outcomes', week: '2026-W23', format: 'csv', bom: true }],
    },
    response: {
      202: answer('It will be made: ask `GET /v1/data-sets/{id}`.', dataSetSchema, {
        Location: { type: 'string', description: 'Where to ask.' },
      }),
      ...problems(400, 401, 403, 409, 429, 503),
    },
  },
  list: {
    ...common,
    operationId: 'listDataSets',
    summary: 'Data sets that were asked for, the newest first',
    description: 'Those of the asker’s organisation for this purpose.',
    headers: readerHeaders(),
    querystring: { type: 'object', additionalProperties: false, properties: { cursor, limit } },
    response: {
      200: answer('A page.', shape({ items: list(dataSetSchema), next: orNull(text) }, 'DataSets')),
      ...problems(400, 401, 403, 429, 503),
    },
  },
  show: {
    ...common,
    operationId: 'getDataSet',
    summary: 'How far a data set is; once it is made, its manifest',
    description: 'Of one’s own organisation, under the purpose that it was asked for; another’s is unknown.',
    headers: readerHeaders(),
    params,
    response: { 200: answer('The data set.', dataSetSchema), ...problems(400, 401, 403, 404, 429, 503) },
  },
  file: {
    ...common,
    operationId: 'getDataSetFile',
    summary: 'The file of a data set, whole or from where a download broke off',
    description: '`Range: bytes=…` gives a part; with `If-Range` the whole again where it is another file.',
    headers: readerHeaders({
      range: { type: 'string', maxLength: 200, description: 'One range in bytes' },
      'if-range': { type: 'string', maxLength: 200 },
      'if-none-match': { type: 'string', maxLength: 2_000 },
    }),
    params: {
      type: 'object',
      required: ['id', 'name'],
      properties: { id, name: { ...text, maxLength: 64, description: '`file` of the manifest' } },
    },
    response: {
      200: { ...file, headers: fileHeaders },
      206: { ...file, headers: fileHeaders },
      ...notModified,
      ...problems(400, 401, 403, 404, 410, 416, 429, 503),
    },
  },
  manifest: {
    ...common,
    operationId: 'getDataSetManifest',
    summary: 'The signed manifest of a data set',
    description: 'A JWS of rows, columns, SHA-256, rules, period, and the cursor of the feed to go on from.',
    headers: readerHeaders(),
    params,
    response: {
      200: { description: 'A JWS in compact form.', content: { 'application/jose': { schema: text } } },
      ...problems(400, 401, 403, 404, 429, 503),
    },
  },
} as const;
