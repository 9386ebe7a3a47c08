import { refusalSentence } from '@hub/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { addFormats } from './formats.ts';
import { type ExpectationText, type RuleText, readExpectationTexts, readRuleTexts } from './load-rules.ts';
import {
  type CodeList,
  type DictionaryEntry,
  type Json,
  readCodeLists,
  readDefinitions,
  readEntries,
} from './schema-files.ts';
import { type Fault, faultsOf, longList, periodFaults, type Violation } from './violations.ts';

/** The shared data dictionary, read from `schemas/` once. */
export interface Dictionary {
  /** Every version of every event, by name, then version. */
  readonly entries: readonly DictionaryEntry[];
  /** Shared parts by name. */
  readonly definitions: ReadonlyMap<string, Json>;
  readonly codes: readonly CodeList[];
  /** Every rule code that a problem or an anomaly can name. */
  readonly rules: ReadonlyMap<string, RuleText>;
  readonly expectations: readonly ExpectationText[];
  /** The faults of `data`, at most 20, sorted by pointer and rule; empty: as described. Reads, never changes, `data`. */
  validate(name: string, version: number, data: unknown): Violation[];
}

const violationsMax = 20;

export function loadDictionary(): Dictionary {
  const entries = readEntries();
  const definitions = readDefinitions();
  const rules = readRuleTexts();
  const validator = lazyValidators(entries, definitions);
  return {
    entries,
    definitions,
    codes: readCodeLists(),
    rules,
    expectations: readExpectationTexts(),
    validate: (name, version, data) => violationsOf(faultsIn(validator(name, version), data)),
  };
}

/** Compiles a schema when its first event comes: all of them at once would take half of the time of a start. */
function lazyValidators(
  entries: readonly DictionaryEntry[],
  definitions: ReadonlyMap<string, Json>,
): (name: string, version: number) => Validator | undefined {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addVocabulary(['x-hub', 'x-hub-sealed', 'x-hub-rule']);
  for (const schema of definitions.values()) ajv.addSchema(schema);
  const schemas = new Map(entries.map(({ name, version, schema }) => [`${name}:${version}`, schema]));
  const sharedItemsMax = Math.max(...[...definitions.values()].map(itemsMaxOf));
  const compiled = new Map<string, Validator>();
  return (name, version) => {
    const key = `${name}:${version}`;
    const known = compiled.get(key);
    const schema = schemas.get(key);
    if (known !== undefined || schema === undefined) return known;
    const validator = { validate: ajv.compile(schema), itemsMax: Math.max(sharedItemsMax, itemsMaxOf(schema)) };
    compiled.set(key, validator);
    return validator;
  };
}

interface Validator {
  readonly validate: ValidateFunction;
  /** No list of this event may have more items than this. */
  readonly itemsMax: number;
}

/** The greatest `maxItems` anywhere in a schema. */
function itemsMaxOf(schema: unknown): number {
  if (typeof schema !== 'object' || schema === null) return 0;
  const { maxItems } = schema as { readonly maxItems?: unknown };
  return Math.max(typeof maxItems === 'number' ? maxItems : 0, ...Object.values(schema).map(itemsMaxOf));
}

function faultsIn(validator: Validator | undefined, data: unknown): Fault[] {
  if (validator === undefined) return [{ pointer: '', rule: 'version-unknown' }];
  const { validate, itemsMax } = validator;
  const tooLong = longList(data, itemsMax);
  if (tooLong !== null) return [tooLong];
  const faults = validate(data) ? [] : faultsOf(validate.errors ?? []);
  if (typeof data === 'object' && data !== null) faults.push(...periodFaults(data as Json));
  return faults;
}

function violationsOf(faults: readonly Fault[]): Violation[] {
  if (faults.length === 0) return [];
  const byPlace = new Map(faults.map((fault) => [`${fault.pointer} ${fault.rule}`, fault]));
  return [...byPlace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, violationsMax)
    .map(([, { pointer, rule, particulars }]) => ({ pointer, rule, detail: refusalSentence(rule, particulars) }));
}

export type { CodeList, CodeValue, DictionaryEntry, EventExamples } from './schema-files.ts';
export type { Violation } from './violations.ts';
