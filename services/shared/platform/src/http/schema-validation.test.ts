import type { ErrorObject } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compileSchema, fieldErrors } from './schema-validation.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['nir'] }, { required: ['nia'] }, { required: ['partnerNumber'] }],
  properties: {
    nir: { type: 'string', minLength: 2, pattern: '^[0-9]+$' },
    nia: { type: 'string' },
    partnerNumber: { enum: ['A', 'B'] },
    causes: { anyOf: [{ type: 'array', minItems: 1, items: { enum: ['a'] } }, { type: 'null' }] },
  },
};

type Validate = ((body: unknown) => boolean) & { readonly errors?: readonly ErrorObject[] };
const validate = compileSchema({ schema, method: 'POST', url: '/', httpPart: 'body' }) as unknown as Validate;

function told(body: unknown): readonly string[] {
  return validate(body)
    ? []
    : fieldErrors(validate.errors ?? [], 'body').map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('of a request, one cause is one fault', () => {
  it.each([
    [{}, ' value-invalid'],
    [{ nir: '12', nia: '7' }, ' value-invalid'],
    [[], ' type-wrong'],
    [null, ' type-wrong'],
    [{ nir: '' }, '/nir format-wrong'],
    [{ nir: '1' }, '/nir too-short'],
    [{ nir: 12 }, '/nir type-wrong'],
    [{ partnerNumber: null }, '/partnerNumber code-unknown'],
    [{ nir: '12', causes: ['b'] }, '/causes value-invalid'],
    [{ nir: '12', causes: [] }, '/causes value-invalid'],
    [{ nir: '12', foo: 1 }, '/foo property-unknown'],
  ])('%j is %s', (body, fault) => {
    expect(told(body)).toEqual([fault]);
  });

  it('is said in the words of its rule, with what to do', () => {
    validate({ partnerNumber: 'C' });
    expect(fieldErrors(validate.errors ?? [], 'body')[0]?.detail).toMatch(/^is not a code of its list: A, B\. Use /);
    validate({ nir: 'x1' });
    expect(fieldErrors(validate.errors ?? [], 'body')[0]?.detail).toContain('must match pattern "^[0-9]+$". Follow ');
  });
});
