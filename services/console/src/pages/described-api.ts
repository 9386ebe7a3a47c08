/** The OpenAPI document, as far as pages read it. */
export interface DescribedApi {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, DescribedSchema>>;
    readonly responses: Readonly<Record<string, DescribedAnswer>>;
  };
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly DescribedParameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, DescribedContent>> };
  readonly responses?: Readonly<Record<string, DescribedAnswer>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface DescribedParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema?: DescribedSchema;
}

export interface DescribedAnswer {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, DescribedContent>>;
  readonly headers?: Readonly<Record<string, { readonly description?: string }>>;
}

export interface DescribedContent {
  readonly schema?: DescribedSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value?: unknown }>>;
}

export interface DescribedSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly required?: readonly string[];
  readonly items?: DescribedSchema;
  readonly anyOf?: readonly DescribedSchema[];
  readonly oneOf?: readonly DescribedSchema[];
}

export interface NamedOperation extends DescribedOperation {
  readonly method: string;
  readonly path: string;
}

/** By their tag, in the order of the tags. */
export function operationsOf({ paths }: DescribedApi): readonly NamedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

export interface SchemaLine {
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string | null;
}

const depthMax = 3;

/** The properties of a schema, nested ones by their path; not deeper than three, for what refers to itself has no end. */
export function schemaLines(api: DescribedApi, schema: DescribedSchema, path = '', depth = 0): readonly SchemaLine[] {
  const whole = opened(api, schema);
  if (whole.items !== undefined) return schemaLines(api, whole.items, `${path}[]`, depth);
  const required = new Set(whole.required ?? []);
  return Object.entries(whole.properties ?? {}).flatMap(([name, property]) => {
    const inside = opened(api, property);
    const at = path === '' ? name : `${path}.${name}`;
    const line = {
      path: at,
      type: typeOf(api, property),
      isRequired: required.has(name),
      description: inside.description ?? null,
    };
    return depth + 1 >= depthMax ? [line] : [line, ...schemaLines(api, property, at, depth + 1)];
  });
}

/** With its reference opened; of a choice with nothing else, the one that is not null. */
function opened(api: DescribedApi, schema: DescribedSchema): DescribedSchema {
  if (schema.$ref !== undefined) {
    const { $ref, ...beside } = schema;
    return { ...opened(api, api.components.schemas[nameOf($ref)] ?? {}), ...beside };
  }
  const [only, ...others] = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== 'null');
  return only !== undefined && others.length === 0 ? { ...opened(api, only), ...described(schema) } : schema;
}

function described({ description }: DescribedSchema): DescribedSchema {
  return description === undefined ? {} : { description };
}

/** Of `#/components/…/Name`. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** In English, as the whole of the API. */
export function typeOf(api: DescribedApi, schema: DescribedSchema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (choices !== undefined) return [...new Set(choices.map((each) => typeOf(api, each)))].join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(', ');
  if (schema.items !== undefined) return `list of ${typeOf(api, schema.items)}`;
  const types = [schema.type ?? 'any'].flat().join(' or ');
  return schema.format === undefined ? types : `${types} (${schema.format})`;
}
