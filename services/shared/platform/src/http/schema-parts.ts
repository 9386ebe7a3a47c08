/** Small words to write JSON Schemas of answers with. */
export const text = { type: 'string' } as const;
export const instant = { type: 'string', format: 'date-time', description: 'UTC' } as const;
export const count = { type: 'integer', minimum: 0 } as const;

/** Every property is always there, unless its name ends in `?`. Other properties may come in later versions. */
export function shape(properties: Readonly<Record<string, object>>, title?: string): object {
  const named = Object.entries(properties).map(([name, schema]) => [name.replace('?', ''), schema] as const);
  return {
    ...(title === undefined ? {} : { title }),
    type: 'object',
    required: Object.keys(properties).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(named),
  };
}

export function orNull(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}
