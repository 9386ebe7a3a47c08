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
  const validate = validatorOf(
    `${method} ${template} ${answer.statusCode}`,
    closed({ ...schema, components: document.components }),
  );
  if (!validate(answer.json())) {
    throw new Error(`${url}: the answer is not as described: ${JSON.stringify(validate.errors)}`);
  }
}

/** A response that stands once for many operations, where it is referred to. */
function standing({ components }: Described, response: Response | undefined): Response | undefined {
  const name = response?.$ref?.replace('#/components/responses/', '');
  return name === undefined ? response : components.responses?.[name];
}

const validators = new Map<string, ValidateFunction>();

/** Readers must expect new properties; the tests expect none, so that answers and schemas cannot drift. */
export function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return {
    ...(inner.type === 'object' && 'properties' in inner ? { additionalProperties: false } : {}),
    ...inner,
  } as T;
}

export function validatorOf(name: string, schema: object): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  validators.set(name, validate);
  return validate;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Record<string, { schema: object }>;
}

interface Described {
  readonly components: { readonly responses?: Record<string, Response> };
  readonly paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
}
