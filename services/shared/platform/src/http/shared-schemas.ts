type Json = Record<string, unknown>;

const sharedTitle = /^[A-Z][A-Za-z]+$/;

/**
 * An OpenAPI document where each schema with a title like `Problem` stands once, under `components.schemas`, and is
 * referred to elsewhere. Two different schemas of one title are a fault of ours.
 */
export function shareSchemas(document: Json): Json {
  const schemas: Record<string, unknown> = {};
  const paths = shared(document.paths, schemas);
  const components = { ...(document.components as Json), schemas: sortedByName(schemas) };
  return { ...document, paths: paths as Json, components };
}

function shared(node: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((item) => shared(item, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, shared(value, schemas)]));
  const { title, type } = copy;
  if (typeof title !== 'string' || type === undefined || !sharedTitle.test(title)) return copy;
  const known = schemas[title];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(copy)) {
    throw new Error(`Two schemas have the title ${title}.`);
  }
  schemas[title] = copy;
  return { $ref: `#/components/schemas/${title}` };
}

function sortedByName(schemas: Record<string, unknown>): Json {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
