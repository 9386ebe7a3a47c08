import { refusalSentence } from '@hub/contracts';
import { type AuthorityTable, HubError } from '@hub/core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { addFormats } from './formats.ts';
import {
  type ExpectationText,
  loadRules,
  type PaymentText,
  type RuleText,
  readExpectationTexts,
  readPaymentTexts,
  readRuleTexts,
} from './load-rules.ts';
import {
  type CodeList,
  type DictionaryEntry,
  type Json,
  readCodeLists,
  readDefinitions,
  readEntries,
  type SchemaPlaces,
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
  readonly payments: readonly PaymentText[];
  /** Who is believed, by step. */
  readonly authority: AuthorityTable;
  /** The faults of `data`, at most 20, sorted by pointer and rule; empty: as described. Reads, never changes, `data`. */
  validate(name: string, version: number, data: unknown): Violation[];
}

const violationsMax = 20;

let loaded: Dictionary | undefined;

/** The dictionary of this release, read once. */
export function loadDictionary(): Dictionary {
  loaded ??= dictionaryOf(readEntries(), readDefinitions());
  return loaded;
}

function dictionaryOf(entries: readonly DictionaryEntry[], definitions: ReadonlyMap<string, Json>): Dictionary {
  const rules = readRuleTexts();
  const validator = lazyValidators(entries, definitions);
  return {
    entries,
    definitions,
    codes: readCodeLists(),
    rules,
    expectations: readExpectationTexts(),
    payments: readPaymentTexts(),
    authority: loadRules().authority,
    validate: (name, version, data) => violationsOf(faultsIn(validator(name, version), data)),
  };
}

/** An event as it was reported and stands on the log. */
export interface ClearEvent {
  readonly name: string;
  /** Major version in which it was reported. */
  readonly version: number;
  readonly data: Json;
  readonly references: readonly string[];
  readonly dossier: number | null;
}

/** Checks events as they stand on the log against these schemas, as far as they speak of what is in clear there. */
export function loadClearValidator(places: SchemaPlaces): (event: ClearEvent) => Violation[] {
  const entries = readEntries(places).map((entry) => ({ ...entry, schema: clearSchema(entry.schema) }));
  const validator = lazyValidators(entries, readDefinitions(places));
  const properties = new Map(entries.map(({ name, version, schema }) => [`${name}:${version}`, schema.properties]));
  return ({ name, version, data, references, dossier }) => {
    const known = (properties.get(`${name}:${version}`) ?? {}) as Json;
    // What names the training or the dossier is beside the data on the log; an event was reported with one of the two.
    const training = 'training' in known && references.length > 0 ? { training: references } : {};
    const numbered = 'dossier' in known && references.length === 0 && dossier !== null ? { dossier } : {};
    return violationsOf(faultsIn(validator(name, version), { ...data, ...training, ...numbered }));
  };
}

/** Without what is sealed on the log, and without the choices that speak of it. */
function clearSchema({ allOf = [], ...schema }: Json): Json {
  const properties = Object.entries(schema.properties as Readonly<Record<string, Json>>);
  const hidden = properties.filter(([name, each]) => name === 'trainee' || each['x-hub-sealed'] !== undefined);
  const names = hidden.map(([name]) => name);
  const speaksOfHidden = (choice: unknown) => names.some((name) => JSON.stringify(choice).includes(`"${name}"`));
  const choices = (allOf as unknown[]).filter((choice) => !speaksOfHidden(choice));
  return {
    ...schema,
    properties: Object.fromEntries(properties.filter(([name]) => !names.includes(name))),
    required: ((schema.required ?? []) as string[]).filter((name) => !names.includes(name)),
    ...(choices.length === 0 ? {} : { allOf: choices }),
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
    const validator = {
      validate: compiledSchema(ajv, key, schema),
      itemsMax: Math.max(sharedItemsMax, itemsMaxOf(schema)),
    };
    compiled.set(key, validator);
    return validator;
  };
}

function compiledSchema(ajv: Ajv2020, name: string, schema: Json): ValidateFunction {
  try {
    return ajv.compile(schema);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HubError('configuration-invalid', `The schema of ${name} is no schema: ${why}`, { cause });
  }
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
