import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent, HubAnnotation } from '@hub/contracts';
import { HubError } from '@hub/core';

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

/** Directories in the shape of `schemas/`: what the first lacks is read from the next. */
export type SchemaPlaces = readonly string[];

const ownSchemas: SchemaPlaces = [schemasDirectory];

/** JSON files by their path in `schemas/`. */
export type SchemaFiles = Readonly<Record<string, object>>;

/** A path in `schemas/` that the hub reads. */
export const schemaPathPattern =
  '^(authority|rules|rights|released|(codes|definitions)/[a-z0-9-]{1,64}|events/[a-z0-9-]{1,64}/v[1-9][0-9]?(\\.examples)?)\\.json$';

/** What a directory, which may hold the changed files alone, would make of the schemas. */
export function schemasWith(candidate: string): SchemaPlaces {
  return [candidate, schemasDirectory];
}

/** Throws `configuration-invalid` for a file that is no JSON. */
export function readSchemaFile(path: string, places: SchemaPlaces = ownSchemas): Json {
  const file =
    places.map((place) => join(place, path)).find((each) => existsSync(each)) ?? join(schemasDirectory, path);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (cause) {
    throw new HubError('configuration-invalid', `${file} cannot be read as JSON.`, { cause });
  }
}

/** Every version of every event, by name, then version. */
export function readEntries(places?: SchemaPlaces): DictionaryEntry[] {
  return namesIn('events', places).flatMap((name) => versionsOf(name, places).map((v) => readEntry(name, v, places)));
}

function versionsOf(name: string, places?: SchemaPlaces): number[] {
  return namesIn(`events/${name}`, places)
    .map((file) => /^v(\d+)\.json$/.exec(file)?.[1])
    .filter((version) => version !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function readEntry(name: string, version: number, places?: SchemaPlaces): DictionaryEntry {
  const schema = readSchemaFile(`events/${name}/v${version}.json`, places);
  const examples = `v${version}.examples.json`;
  return {
    name,
    version,
    title: String(schema.title),
    description: typeof schema.description === 'string' ? schema.description : null,
    hub: schema['x-hub'] as HubAnnotation,
    schema,
    examples: namesIn(`events/${name}`, places).includes(examples)
      ? (readSchemaFile(`events/${name}/${examples}`, places) as unknown as EventExamples)
      : { valid: [], invalid: [] },
  };
}

/** Shared parts by name: `dates`, `trainee`, … */
export function readDefinitions(places?: SchemaPlaces): ReadonlyMap<string, Json> {
  return new Map(
    jsonFiles('definitions', places).map((name) => [name, readSchemaFile(`definitions/${name}.json`, places)]),
  );
}

export function readCodeLists(places?: SchemaPlaces): CodeList[] {
  return jsonFiles('codes', places).map((name) => readCodeList(name, places));
}

export function readCodeList(name: string, places?: SchemaPlaces): CodeList {
  return readSchemaFile(`codes/${name}.json`, places) as unknown as CodeList;
}

/** The codes of one list, in its order. */
export function codesOfList(name: string): readonly string[] {
  return readCodeList(name).values.map(({ code }) => code);
}

function jsonFiles(directory: string, places?: SchemaPlaces): string[] {
  return namesIn(directory, places)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

function namesIn(directory: string, places: SchemaPlaces = ownSchemas): string[] {
  const present = places.map((place) => join(place, directory)).filter((each) => existsSync(each));
  return [...new Set(present.flatMap((each) => readdirSync(each)))].sort();
}
