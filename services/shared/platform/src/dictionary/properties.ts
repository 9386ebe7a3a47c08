import { counted } from '../html/counted.ts';
import { type CodeList, type DictionaryEntry, definitionPrefix, type Json } from './schema-files.ts';

/** One line of the table of an event: a property, nested ones by their path (`trainee.nir`, `training[]`). */
export interface PropertyLine {
  readonly path: string;
  readonly title: string;
  readonly description: string | null;
  /** French. */
  readonly type: string;
  /** French; bounds and shape of the value. */
  readonly limits: readonly string[];
  readonly mandatory: boolean;
  /** Category under which it is sealed at the door. */
  readonly sealed: string | null;
  /** Name of its code list. */
  readonly codes: string | null;
  /** With its references opened. */
  readonly schema: Json;
}

interface PropertyPlace {
  readonly file: string;
  readonly path: string;
  readonly mandatory: boolean;
  readonly sealed: string | null;
}

type Definitions = ReadonlyMap<string, Json>;

/** Every property of an event, nested ones after their parent, in the order of the schema. */
export function propertyLines(entry: DictionaryEntry, definitions: Definitions): PropertyLine[] {
  return below(entry.schema, { file: '', path: '', mandatory: true, sealed: null }, definitions);
}

function below(schema: Json, place: PropertyPlace, definitions: Definitions): PropertyLine[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).flatMap(([name, property]) =>
    linesOf(
      property,
      {
        file: place.file,
        path: place.path === '' ? name : `${place.path}.${name}`,
        mandatory: required.has(name),
        sealed: (property['x-hub-sealed'] as string | undefined) ?? place.sealed,
      },
      definitions,
    ),
  );
}

function linesOf(schema: Json, place: PropertyPlace, definitions: Definitions): PropertyLine[] {
  const { whole, file, codes } = definitionOf(schema, place.file, definitions);
  const own: PropertyLine = {
    path: place.path,
    title: String(whole.title ?? place.path),
    description: typeof whole.description === 'string' ? whole.description : null,
    type: frenchType(whole),
    limits: limits(whole),
    mandatory: place.mandatory,
    sealed: place.sealed,
    codes,
    schema: whole,
  };
  const inside = { ...place, file };
  const items = whole.items as Json | undefined;
  if (items === undefined) return [own, ...below(whole, inside, definitions)];
  const itemLines = linesOf(items, { ...inside, path: `${place.path}[]`, mandatory: false }, definitions);
  return [own, ...itemLines];
}

/** The schema with its reference opened; what stands beside the reference wins. */
export function definitionOf(
  schema: Json,
  file: string,
  definitions: Definitions,
): { readonly whole: Json; readonly file: string; readonly codes: string | null } {
  if (typeof schema.$ref !== 'string') return { whole: schema, file, codes: null };
  const [document = '', name = ''] = schema.$ref.split('#/$defs/');
  const target = document === '' ? file : document.slice(definitionPrefix.length);
  const definition = (definitions.get(target)?.$defs as Record<string, Json> | undefined)?.[name] ?? {};
  const { $ref: _, ...beside } = schema;
  const inner = definitionOf(definition, target, definitions);
  return {
    whole: { ...inner.whole, ...beside },
    file: inner.file,
    codes: target === 'codes' ? codeListName(name) : inner.codes,
  };
}

function codeListName(definition: string): string {
  return definition.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const frenchTypes: Readonly<Record<string, string>> = {
  string: 'texte',
  integer: 'nombre entier',
  number: 'nombre',
  boolean: 'oui ou non (true, false)',
  array: 'liste',
  object: 'objet',
};

function frenchType(schema: Json): string {
  if (schema.enum !== undefined) return 'code';
  if (schema.format === 'date') return 'jour (AAAA-MM-JJ)';
  if (schema.format === 'date-time') return 'instant (RFC 3339)';
  return [schema.type ?? []]
    .flat()
    .map((type) => frenchTypes[String(type)] ?? String(type))
    .join(' ou ');
}

function limits(schema: Json): string[] {
  const said: readonly (readonly [string, (limit: unknown) => string])[] = [
    ['const', (value) => `toujours ${JSON.stringify(value)}`],
    ['minimum', (limit) => `au moins ${limit}`],
    ['maximum', (limit) => `au plus ${limit}`],
    ['maxLength', (limit) => `${limit} caractères au plus`],
    ['minItems', (limit) => `${counted(Number(limit), 'élément')} au moins`],
    ['maxItems', (limit) => `${counted(Number(limit), 'élément')} au plus`],
    ['pattern', (limit) => `forme ${limit}`],
  ];
  const shaped = schema.format !== undefined && schema.format !== 'partner-string' ? ['pattern'] : [];
  return said
    .filter(([key]) => schema[key] !== undefined && !shaped.includes(key))
    .map(([key, say]) => say(schema[key]));
}

/** The code lists that these properties take their values from. */
export function usedCodeLists(lines: readonly PropertyLine[], codes: readonly CodeList[]): CodeList[] {
  const names = new Set(lines.map((line) => line.codes));
  return codes.filter((list) => names.has(list.name));
}

/** The schema as one document that validates by itself: the shared parts that it reaches are embedded under `$defs`. */
export function bundledSchema(schema: Json, definitions: Definitions): Json {
  const reached = new Map<string, Json>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const reference = (part as Json).$ref;
    const file = typeof reference === 'string' ? (reference.split('#')[0] ?? '').slice(definitionPrefix.length) : '';
    const document = definitions.get(file);
    if (document !== undefined && !reached.has(file)) {
      reached.set(file, document);
      visit(document);
    }
    for (const value of Object.values(part)) visit(value);
  };
  visit(schema);
  return reached.size === 0 ? schema : { ...schema, $defs: Object.fromEntries([...reached].sort()) };
}
