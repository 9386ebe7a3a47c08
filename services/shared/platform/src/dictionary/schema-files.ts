import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent, HubAnnotation } from '@hub/contracts';

export type Json = Readonly<Record<string, unknown>>;

/** `v<n>.examples.json`: whole events; an invalid one names the pointer (inside `data`) and the rule it breaks. */
export interface EventExamples {
  readonly valid: readonly { readonly event: CloudEvent }[];
  readonly invalid: readonly { readonly event: CloudEvent; readonly pointer: string; readonly rule: string }[];
}

/** One released version of one event. */
export interface DictionaryEntry {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly hub: HubAnnotation;
  readonly schema: Json;
  readonly examples: EventExamples;
}

/** A list of codes with French labels. A list that is not closed is given for information and binds nobody. */
export interface CodeList {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly closed: boolean;
  readonly description?: string;
  readonly values: readonly CodeValue[];
}

export interface CodeValue {
  readonly code: string;
  readonly label: string;
  readonly source?: string;
  readonly note?: string;
  readonly class?: string;
}

const schemasDirectory = join(import.meta.dirname, '../../../../../schemas');
export const definitionPrefix = 'urn:hub:dictionary:definitions:';

export function readSchemaFile(...path: readonly string[]): Json {
  return JSON.parse(readFileSync(join(schemasDirectory, ...path), 'utf8')) as Json;
}

/** Every version of every event, by name, then version. */
export function readEntries(): DictionaryEntry[] {
  return readdirSync(join(schemasDirectory, 'events'))
    .sort()
    .flatMap((name) => versionsOf(name).map((version) => readEntry(name, version)));
}

function versionsOf(name: string): number[] {
  return readdirSync(join(schemasDirectory, 'events', name))
    .map((file) => /^v(\d+)\.json$/.exec(file)?.[1])
    .filter((version) => version !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function readEntry(name: string, version: number): DictionaryEntry {
  const schema = readSchemaFile('events', name, `v${version}.json`);
  const examples = join('events', name, `v${version}.examples.json`);
  return {
    name,
    version,
    title: String(schema.title),
    description: typeof schema.description === 'string' ? schema.description : null,
    hub: schema['x-hub'] as HubAnnotation,
    schema,
    examples: existsSync(join(schemasDirectory, examples))
      ? (readSchemaFile(examples) as unknown as EventExamples)
      : { valid: [], invalid: [] },
  };
}

/** Shared parts by name: `dates`, `trainee`, … */
export function readDefinitions(): ReadonlyMap<string, Json> {
  return new Map(jsonFiles('definitions').map((name) => [name, readSchemaFile('definitions', `${name}.json`)]));
}

export function readCodeLists(): CodeList[] {
  return jsonFiles('codes').map((name) => readSchemaFile('codes', `${name}.json`) as unknown as CodeList);
}

/** The codes of one list, in its order. */
export function codesOfList(name: string): readonly string[] {
  return (readSchemaFile('codes', `${name}.json`) as unknown as CodeList).values.map(({ code }) => code);
}

function jsonFiles(directory: string): string[] {
  return readdirSync(join(schemasDirectory, directory))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}
