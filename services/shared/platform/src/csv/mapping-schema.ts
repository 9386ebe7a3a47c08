import type { Json } from '../dictionary/schema-files.ts';
import type { EventField, MappableEvent } from './event-fields.ts';

/** JSON Schema of a mapping, made from the dictionary: what is checked, and what an editor completes. */
export function mappingSchema(events: ReadonlyMap<string, MappableEvent>): Json {
  const names = [...events.keys()];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:hub:csv-mapping:1',
    title: 'Correspondance entre un CSV et le dictionnaire',
    description: 'docs/partners.md, "A CSV of your own"; docs/decisions/0057-a-row-of-a-csv-is-a-statement.md.',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'source', 'key', 'events'],
    properties: {
      ...documentProperties,
      fields: { ...fieldsSchema(allFields(events)), title: 'Champs de tous' },
      events: eventList(names),
    },
    $defs: { ...valueDefinitions, ...codeDefinitions(events), ...eventDefinitions(events) },
  };
}

const columnSchema = { type: 'string', minLength: 1, maxLength: 255 } as const;
const columnsSchema = { type: ['string', 'array'], minLength: 1, minItems: 1, items: columnSchema } as const;

const documentProperties = {
  $schema: { type: 'string' },
  name: {
    title: 'Nom de la correspondance',
    description: 'Part of every id: never changed once rows were reported.',
    type: 'string',
    pattern: '^[a-z][a-z0-9-]{0,31}$',
  },
  source: { title: 'Système qui déclare', type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
  key: {
    ...columnsSchema,
    title: 'Clé de la ligne',
    description:
      'Columns that are the same for a row from one file to the next, and for no other row: your own number of it.',
  },
  recorded: {
    ...columnSchema,
    title: 'Dernière modification de la ligne',
    description: 'Without it a row is of the day on which the file was extracted (--dated).',
  },
  time: { ...columnSchema, title: 'Instant de l’événement', description: 'Where it is another than `recorded`.' },
  sequence: {
    ...columnSchema,
    title: 'Version de la ligne',
    description: 'A number that grows with each change of the row; without it, the second of `recorded`.',
  },
  edition: {
    title: 'Édition de la correspondance',
    description: 'Counted up when the same rows are to say something else.',
    type: 'integer',
    minimum: 0,
    maximum: 999,
  },
  dates: {
    title: 'Formes des jours',
    description: 'Tried in their order; DD/MM/YYYY and YYYY-MM-DD where none are given. A time may follow.',
    type: 'array',
    minItems: 1,
    maxItems: 8,
    items: { type: 'string', pattern: '^(?=[^D]*DD[^D]*$)(?=[^M]*MM[^M]*$)(?=[^Y]*YYYY[^Y]*$)[DMY./ -]+$' },
  },
} as const;

function eventList(names: readonly string[]): Json {
  return {
    title: 'Événements d’une ligne',
    type: 'array',
    minItems: 1,
    maxItems: 32,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['event'],
      properties: {
        event: { title: 'Événement du dictionnaire', enum: names },
        when: { ...columnsSchema, title: 'Dit seulement si ces colonnes sont remplies' },
        emptied: {
          title: 'Colonnes vidées',
          description: 'take-back: a row that told the event and tells it no more takes it back.',
          enum: ['keep', 'take-back'],
        },
        fields: { title: 'Champs de l’événement', type: 'object' },
      },
      allOf: names.map((name) => ({
        if: { required: ['event'], properties: { event: { const: name } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { fields: { $ref: `#/$defs/${name}` } } },
      })),
    },
  };
}

/** How a field is filled; `value` limits what is written for it in the mapping itself. */
function fillerSchema(value: Json): Json {
  return {
    type: ['string', 'object'],
    minLength: 1,
    additionalProperties: false,
    properties: {
      column: { ...columnSchema, title: 'Colonne' },
      constant: { ...value, title: 'Toujours cette valeur' },
      text: { type: 'string', minLength: 1, maxLength: 255, title: 'Texte avec des {colonnes}' },
      codes: {
        type: 'object',
        minProperties: 1,
        additionalProperties: value,
        title: 'Code de chaque valeur du fichier',
      },
      otherwise: { ...value, title: 'Code de toute autre valeur' },
      ifEmpty: { ...value, title: 'Valeur d’une cellule vide' },
      times: { type: 'number', exclusiveMinimum: 0, title: 'Multiplié par (100 : d’euros en centimes)' },
      ifWrong: { enum: ['refuse', 'leave-out'], title: 'Si la valeur est refusée : l’événement, ou le champ seul' },
    },
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { oneOf: [{ required: ['column'] }, { required: ['constant'] }, { required: ['text'] }] },
  };
}

const written = { type: ['string', 'number', 'boolean'] } as const;

const oneValue = fillerSchema(written);

/** A list is filled by one column, or by several. */
const valueDefinitions = {
  value: oneValue,
  values: { ...oneValue, type: ['string', 'object', 'array'], minItems: 1, items: { $ref: '#/$defs/value' } },
};

/** Fields of one list of codes share a definition, and the places in it that take a code its list. */
function codeDefinitions(events: ReadonlyMap<string, MappableEvent>): Json {
  const fields = [...events.values()].flatMap((event) => [...event.fields.values()]);
  return Object.fromEntries(
    fields.flatMap(({ codes }) =>
      codes === null
        ? []
        : [
            [`list-${codes.list}`, codeSchema(codes)],
            [`code-${codes.list}`, fillerSchema({ $ref: `#/$defs/list-${codes.list}` })],
          ],
    ),
  );
}

function codeSchema({ values }: NonNullable<EventField['codes']>): Json {
  return {
    enum: values.map(({ code }) => code),
    description: values.map(({ code, label }) => `${code} : ${label}`).join(' ; '),
  };
}

function eventDefinitions(events: ReadonlyMap<string, MappableEvent>): Json {
  return Object.fromEntries(
    [...events].map(([name, { entry, fields }]) => [
      name,
      { ...fieldsSchema([...fields.values()]), title: entry.title },
    ]),
  );
}

function fieldsSchema(fields: readonly EventField[]): Json {
  const properties = fields.map(({ path, title, description, isList, codes }) => {
    const definition = isList ? 'values' : codes === null ? 'value' : `code-${codes.list}`;
    return [path, { $ref: `#/$defs/${definition}`, title, ...(description === null ? {} : { description }) }];
  });
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

function allFields(events: ReadonlyMap<string, MappableEvent>): readonly EventField[] {
  return [...new Map([...events.values()].flatMap(({ fields }) => [...fields])).values()];
}
