import { isRefusalRule, type RefusalRule } from '@hub/contracts';
import { isCalendarDay, looksLikeNir } from '@hub/core';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { tellingErrors } from '../http/telling-errors.ts';
import { refusedFormatRule } from './formats.ts';
import type { Json } from './schema-files.ts';

/** One fault of the `data` of an event. No part of it ever holds a value of the event. */
export interface Violation {
  /** JSON Pointer inside `data`; a property name that may be personal is shown as `…`. */
  readonly pointer: string;
  readonly rule: RefusalRule;
  /** English, for the problem's `detail`. */
  readonly detail: string;
}

/** A fault before its sentence is looked up, with what exactly is wrong. */
export interface Fault {
  readonly pointer: string;
  readonly rule: RefusalRule;
  readonly particulars?: string;
}

const keywordRules: Readonly<Record<string, RefusalRule>> = {
  additionalProperties: 'property-unknown',
  required: 'property-missing',
  type: 'type-wrong',
  enum: 'code-unknown',
  const: 'code-unknown',
  minLength: 'too-short',
  maxLength: 'too-long',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  minItems: 'too-few',
  maxItems: 'too-many',
  uniqueItems: 'item-repeated',
};

/** The faults that ajv found; a choice has the one rule that it is annotated with. */
export function faultsOf(errors: readonly ErrorObject[]): Fault[] {
  return tellingErrors(errors).map((error) => ({
    pointer: pointerOf(error),
    rule: ruleOf(error),
    ...particulars(error),
  }));
}

/**
 * The first list in `data` with more than `itemsMax` items, if any. Looked for before ajv, which checks every item of a
 * list that is too long and copies the faults found so far for each.
 */
export function longList(data: unknown, itemsMax: number, pointer = ''): Fault | null {
  if (typeof data !== 'object' || data === null) return null;
  if (Array.isArray(data) && data.length > itemsMax) {
    return { pointer, rule: 'too-many', particulars: `maxItems ${itemsMax}` };
  }
  for (const name in data) {
    const value = (data as Json)[name];
    const found = typeof value === 'object' ? longList(value, itemsMax, `${pointer}/${nameInside(data, name)}`) : null;
    if (found !== null) return found;
  }
  return null;
}

function nameInside(holder: object, name: string): string {
  return Array.isArray(holder) ? name : nameToShow(name);
}

function annotatedRule(error: ErrorObject): RefusalRule | undefined {
  const rule = (error.parentSchema as Json | undefined)?.['x-hub-rule'];
  return typeof rule === 'string' && isRefusalRule(rule) ? rule : undefined;
}

function ruleOf(error: ErrorObject): RefusalRule {
  const known = keywordRules[error.keyword];
  if (known !== undefined) return known;
  const parent = error.parentSchema as Json;
  if (error.keyword === 'format') return refusedFormatRule(String(parent.format), error.data);
  if (error.keyword === 'pattern') return patternRule(String(parent.format));
  return annotatedRule(error) ?? 'value-invalid';
}

/** A pattern beside a format says for plain JSON Schema validators what the format says better. */
function patternRule(format: string): RefusalRule {
  if (format === 'date' || format === 'birth-date') return 'date-impossible';
  if (format === 'partner-string' || format === 'partner-number') return 'characters-refused';
  return 'format-wrong';
}

function pointerOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  if (missingProperty !== undefined) return `${error.instancePath}/${missingProperty}`;
  if (additionalProperty !== undefined) return `${error.instancePath}/${nameToShow(additionalProperty)}`;
  return error.instancePath;
}

/** The source chooses the names of properties, and may have put a person in one. */
function nameToShow(name: string): string {
  const harmless = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/.test(name) && !/\d{5}/.test(name) && !looksLikeNir(name);
  return harmless ? name : '…';
}

function particulars(error: ErrorObject): Pick<Fault, 'particulars'> {
  const { allowedValues, allowedValue, limit, type } = error.params as Record<string, unknown>;
  if (Array.isArray(allowedValues)) return { particulars: `${allowedValues.join(', ')}` };
  if (allowedValue !== undefined) return { particulars: `${JSON.stringify(allowedValue)}` };
  if (type !== undefined) return { particulars: `${[type].flat().join(' or ')} expected` };
  return limit === undefined ? {} : { particulars: `${error.keyword} ${limit}` };
}

/** Pairs of days of which the second never precedes the first. */
const periods = [
  ['from', 'to'],
  ['start', 'end'],
  ['plannedEntry', 'plannedExit'],
  ['periodStart', 'periodEnd'],
] as const;

/**
 * Rules between two properties, which JSON Schema cannot say: order of periods, `effectiveDate` equal to `from`. Where
 * these two differ one of them is wrong, and the end is held against neither.
 */
export function periodFaults(data: Readonly<Record<string, unknown>>): Fault[] {
  const { effectiveDate, from } = data;
  if (isCalendarDay(effectiveDate) && isCalendarDay(from) && effectiveDate !== from) {
    return [{ pointer: '/effectiveDate', rule: 'dates-differ' }];
  }
  return periods
    .filter(([first, last]) => precedes(data[last], data[first]))
    .map(([, last]) => ({ pointer: `/${last}`, rule: 'period-reversed' }));
}

function precedes(last: unknown, first: unknown): boolean {
  return isCalendarDay(last) && isCalendarDay(first) && last < first;
}
