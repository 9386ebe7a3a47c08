import { problemMediaType, problemSchema } from './problem.ts';

const asProblem = { content: { 'application/problem+json': { schema: problemSchema } } };
/** What HTTP itself may refuse, at every address alike. */
const otherRefusals = {
  '4XX': { description: 'Any other refusal, as everywhere: 405 with `Allow`, 408, 413, 414, 415, 431.', ...asProblem },
  '5XX': { description: 'A fault of the hub, or of what it stands on: quote `instance`.', ...asProblem },
};

type Operation = { readonly summary?: string; readonly responses?: object; readonly callbacks?: object };

function withOtherRefusals(document: { readonly paths?: object }): Record<string, unknown> {
  const paths = mapValues((document.paths ?? {}) as Record<string, Record<string, Operation>>, (operations) =>
    mapValues(operations, (operation) => ({
      ...operation,
      ...(operation.callbacks && { callbacks: summarised(operation.callbacks, `${operation.summary}: the call`) }),
      responses: { ...operation.responses, ...otherRefusals },
    })),
  );
  return { ...document, paths };
}

/** The plugin leaves out what a call back is about. */
function summarised(callbacks: object, summary: string): object {
  const each = (node: unknown, change: (value: object) => object) => mapValues(node as Record<string, object>, change);
  return each(callbacks, (urls) => each(urls, (methods) => each(methods, (call) => ({ summary, ...call }))));
}

type Json = Record<string, unknown>;

const sharedTitle = /^[A-Z][A-Za-z]+$/;

/** A document as the plugin makes it of the routes, as it is published. */
export function apiDocument(described: { readonly paths?: object }): Json {
  return shareRefusals(shareSchemas(withOtherRefusals(described)));
}

/**
 * An OpenAPI document where each schema with a title like `Problem` stands once, under `components.schemas`, and is
 * referred to elsewhere. Two different schemas of one title are a fault of ours.
 */
function shareSchemas(document: Json): Json {
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

type Responses = Readonly<Record<string, { readonly content?: object }>>;

/** A document where the refusals that are the same at every address stand once, under `components.responses`, by their status. */
function shareRefusals(document: Json): Json {
  const refusals: Record<string, unknown> = {};
  const refer = (status: string, response: Responses[string]) => {
    if (Object.keys(response.content ?? {}).join() !== problemMediaType) return response;
    const name = `Refusal${status}`;
    refusals[name] ??= response;
    const isSame = JSON.stringify(refusals[name]) === JSON.stringify(response);
    return isSame ? { $ref: `#/components/responses/${name}` } : response;
  };
  const paths = mapValues(document.paths as Json, (methods) =>
    mapValues(methods as Json, (operation) => {
      const { responses } = operation as { readonly responses: Responses };
      return { ...(operation as Json), responses: mapValues(responses, (response, status) => refer(status, response)) };
    }),
  );
  return { ...document, paths, components: { ...(document.components as Json), responses: sortedByName(refusals) } };
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => unknown,
): Json {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
