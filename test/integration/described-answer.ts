import type { HubServer } from '@hub/platform';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Answer = Awaited<ReturnType<HubServer['inject']>>;

/** Every answer of the tests is checked against the API's own description: its status is named, its body fits. */
export function checkDescribed(server: HubServer, method: string, url: string, answer: Answer): void {
  const document = server.swagger() as unknown as Described;
  const path = url.split('?', 1)[0] ?? '';
  const template = Object.keys(document.paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = document.paths[template ?? '']?.[method.toLowerCase()];
  if (operation === undefined) return;
  const described = standing(document, operation.responses[answer.statusCode]);
  if (described === undefined && answer.statusCode < 500)
    throw new Error(`${url}: ${answer.statusCode} is not described`);
  const type = String(answer.headers['content-type']).split(';')[0] ?? '';
  const schema = described?.content?.[type]?.schema;
  if (schema === undefined || answer.body === '' || !type.endsWith('json')) return;
  const validate = validatorOf(document, schema);
  if (!validate(answer.json())) {
    throw new Error(`${url}: the answer is not as described: ${JSON.stringify(validate.errors)}`);
  }
}

/** A response that stands once for many operations, where it is referred to. */
function standing({ components }: Described, response: Response | undefined): Response | undefined {
  const name = response?.$ref?.replace('#/components/responses/', '');
  return name === undefined ? response : components.responses?.[name];
}

const checkers = new WeakMap<object, { readonly ajv: Ajv2020; readonly closedOf: (schema: object) => object }>();

/** Of a schema somewhere in a document: what that one refers to is compiled once for all of them. */
export function validatorOf(document: Pick<Described, 'components'>, schema: object): ValidateFunction {
  const { ajv, closedOf } = checkers.get(document) ?? checkerOf(document);
  return ajv.compile(closedOf(schema));
}

function checkerOf(document: Pick<Described, 'components'>) {
  const ajv = formats.default(new Ajv2020({ strict: false, inlineRefs: false, validateSchema: false }));
  ajv.addSchema(closed({ $id: 'api', components: document.components }));
  const known = new WeakMap<object, object>();
  const closedOf = (schema: object) => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const made = closed(schema);
    known.set(schema, made);
    return made;
  };
  const checker = { ajv, closedOf };
  checkers.set(document, checker);
  return checker;
}

/** Readers must expect new properties; the tests expect none, so that answers and schemas cannot drift. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'api#') : closed(value),
    ]),
  );
  return {
    ...(inner.type === 'object' && 'properties' in inner ? { additionalProperties: false } : {}),
    ...inner,
  } as T;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Record<string, { schema: object }>;
}

interface Described {
  readonly components: { readonly responses?: Record<string, Response> };
  readonly paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
}
