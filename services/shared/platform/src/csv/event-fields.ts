import type { CodeList, Dictionary, DictionaryEntry } from '../dictionary/dictionary.ts';
import { type PropertyLine, propertyLines } from '../dictionary/properties.ts';
import type { Json } from '../dictionary/schema-files.ts';

/** How the text of a cell is read for a field. */
export type FieldKind = 'text' | 'day' | 'month' | 'instant' | 'number' | 'boolean';

/** A field of an event that a cell can fill. */
export interface EventField extends Pick<PropertyLine, 'path' | 'title' | 'description' | 'limits' | 'mandatory'> {
  readonly kind: FieldKind;
  readonly isList: boolean;
  /** Null: any value of its kind. */
  readonly codes: {
    readonly list: string;
    readonly values: readonly { readonly code: string; readonly label: string }[];
  } | null;
}

/** Told by the importer itself, or of no use in a table. */
const reserved: ReadonlySet<string> = new Set(['statement', 'corrects']);

/** The newest version of an event that partners report, with its fields in the order of the schema. */
export interface MappableEvent {
  readonly entry: DictionaryEntry;
  readonly fields: ReadonlyMap<string, EventField>;
}

export function mappableEvents(dictionary: Dictionary): ReadonlyMap<string, MappableEvent> {
  const newest = new Map(dictionary.entries.map((entry) => [entry.name, entry]));
  const reported = [...newest.values()].filter(({ hub, schema }) => hub.reporter === 'partner' && hasStatement(schema));
  return new Map(reported.map((entry) => [entry.name, { entry, fields: fieldsOf(entry, dictionary) }]));
}

/** What takes other facts away has none: it names events by ids, which a table does not have. */
function hasStatement({ properties }: Json): boolean {
  return Object.hasOwn(properties as Json, 'statement');
}

function fieldsOf(entry: DictionaryEntry, { definitions, codes }: Dictionary): ReadonlyMap<string, EventField> {
  const lines = propertyLines(entry, definitions).filter(({ path }) => !reserved.has(path.split(/[.[]/, 1)[0] ?? ''));
  const items = new Map(lines.map((line) => [line.path, line]));
  const fields = lines.flatMap((line): EventField[] => {
    const isList = line.schema.type === 'array';
    const value = isList ? items.get(`${line.path}[]`) : line;
    if (line.path.includes('[]') || value === undefined || value.schema.type === 'object') return [];
    const { path, title, description, limits, mandatory } = line;
    return [{ path, title, description, limits, mandatory, isList, kind: kindOf(value), codes: codesOf(value, codes) }];
  });
  return new Map(fields.map((field) => [field.path, field]));
}

function kindOf({ schema: { type, format, pattern } }: PropertyLine): FieldKind {
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'boolean';
  if (format === 'date' || format === 'birth-date') return 'day';
  if (format === 'date-time') return 'instant';
  return pattern === monthPattern ? 'month' : 'text';
}

const monthPattern = '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$';

function codesOf(line: PropertyLine, lists: readonly CodeList[]): EventField['codes'] {
  if (!Array.isArray(line.schema.enum)) return null;
  const labels = new Map(lists.find(({ name }) => name === line.codes)?.values.map(({ code, label }) => [code, label]));
  const values = line.schema.enum.map(String).map((code) => ({ code, label: labels.get(code) ?? code }));
  return { list: line.codes ?? line.path, values };
}
