import { type RefusalRule, refusalSentence } from '@hub/contracts';
import { isCalendarDay, maskNir } from '@hub/core';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { FieldError } from './problem.ts';
import { shownName } from './shown-pointer.ts';
import { tellingErrors } from './telling-errors.ts';

const errorsMax = 20;

let ajv: Ajv2020 | undefined;

/** Fastify's own ajv is draft-07 and coerces; ours is 2020-12 and takes values as they came. One for all servers of the process: each takes a tenth of a second. */
export const compileSchema: FastifySchemaCompiler<object> = ({ schema }) => {
  ajv ??= formats
    .default(new Ajv2020({ allErrors: true, strict: false, coerceTypes: false, useDefaults: false }))
    // A day that is asked for is one that can be told: of the years in which events may be.
    .addFormat('date', { type: 'string', validate: isCalendarDay });
  return ajv.compile(schema);
};

const partOf: Readonly<Record<string, string>> = { querystring: '/query', params: '/path', headers: '/headers' };

/** Errors of a route's schema as fields at fault; `context` is Fastify's name of the part that failed. */
export function fieldErrors(errors: readonly ErrorObject[], context: string | undefined): FieldError[] {
  const part = partOf[context ?? 'body'] ?? '';
  return tellingErrors(errors)
    .filter((error) => error.keyword !== 'if')
    .slice(0, errorsMax)
    .map((error) => ({
      pointer: maskNir(part + error.instancePath + lastPart(error)),
      rule: ruleOf(error),
      detail: maskNir(refusalSentence(ruleOf(error), particularsOf(error))),
    }));
}

function lastPart(error: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params as Record<
    string,
    string | undefined
  >;
  const name = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  if (name === undefined) return '';
  return `/${shownName(name)}`;
}

/** What the sentence of the rule does not say: nothing where it says all. */
function particularsOf(error: ErrorObject): string | undefined {
  const { keyword, message, params } = error;
  if (isOfDay(error)) return undefined;
  if (keyword === 'oneOf') return 'it must hold exactly one of the choices';
  if (keyword === 'anyOf') return 'it must hold one of the choices';
  if (keyword === 'enum') return (params as { allowedValues: readonly unknown[] }).allowedValues.join(', ');
  return keyword in saidWhole ? undefined : message;
}

/** Keywords of which the rule's own sentence says all. */
const saidWhole = { required: true, additionalProperties: true, unevaluatedProperties: true };

const rules: Readonly<Record<string, RefusalRule>> = {
  required: 'property-missing',
  additionalProperties: 'property-unknown',
  unevaluatedProperties: 'property-unknown',
  type: 'type-wrong',
  enum: 'code-unknown',
  const: 'code-unknown',
  format: 'format-wrong',
  pattern: 'format-wrong',
  maxLength: 'too-long',
  minLength: 'too-short',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  maxItems: 'too-many',
  minItems: 'too-few',
};

function ruleOf(error: ErrorObject): RefusalRule {
  return isOfDay(error) ? 'date-impossible' : (rules[error.keyword] ?? 'value-invalid');
}

function isOfDay({ keyword, params }: ErrorObject): boolean {
  return keyword === 'format' && (params as { format: string }).format === 'date';
}
