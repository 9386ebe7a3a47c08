import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HubAnnotation } from '../src/catalogue.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface EventSchema {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly hub: HubAnnotation;
  readonly schema: Json;
}

export const repositoryRoot = join(import.meta.dirname, '../..');
const schemasDirectory = join(repositoryRoot, 'schemas');
const definitionPrefix = 'urn:hub:dictionary:definitions:';

function readJson(...path: string[]): Json {
  return JSON.parse(readFileSync(join(schemasDirectory, ...path), 'utf8')) as Json;
}

/** Every version of every event of `schemas/events`, by name then version. */
export function readEvents(): EventSchema[] {
  return readdirSync(join(schemasDirectory, 'events'))
    .sort()
    .flatMap((name) =>
      readdirSync(join(schemasDirectory, 'events', name))
        .map((file) => /^v(\d+)\.json$/.exec(file)?.[1])
        .filter((version) => version !== undefined)
        .map(Number)
        .sort((a, b) => a - b)
        .map((version) => eventSchema(name, version)),
    );
}

function eventSchema(name: string, version: number): EventSchema {
  const schema = readJson('events', name, `v${version}.json`);
  return { name, version, title: String(schema.title), hub: schema['x-hub'] as HubAnnotation, schema };
}

/** Reported over HTTP; on the log they are headers (CloudEvents and hub extensions) or sealed. */
const notInLogData = new Set(['trainee', 'training', 'dossier']);

/** The schema of an event's `data` as it stands on the log: without what is sealed there or in headers. */
export function clearData({ schema }: EventSchema): Json {
  const clear = Object.entries(schema.properties as Readonly<Record<string, Json>>).filter(
    ([name, property]) => !notInLogData.has(name) && property['x-hub-sealed'] === undefined,
  );
  const required = (schema.required as string[]).filter((name) => clear.some(([own]) => own === name));
  return { ...schema, required, properties: Object.fromEntries(clear) };
}

/** The shared parts, by the last word of their `$id`. */
export function readDefinitions(): ReadonlyMap<string, Json> {
  const files = readdirSync(join(schemasDirectory, 'definitions')).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      const schema = readJson('definitions', file);
      return [String(schema.$id).slice(definitionPrefix.length), schema];
    }),
  );
}

/** `urn:hub:dictionary:definitions:dates#/$defs/day` → ["dates", "day"]; `#/$defs/day` is taken inside `file`. */
export function referenceParts(reference: string, file: string): readonly [string, string] {
  const [document = '', pointer = ''] = reference.split('#');
  return [document === '' ? file : document.slice(definitionPrefix.length), pointer.slice('/$defs/'.length)];
}

/** What lists of codes say of systems and registries, beside their labels. */
export interface CodeValue {
  readonly code: string;
  readonly holders?: readonly string[];
  readonly heldBy?: readonly string[];
  readonly family?: boolean;
  readonly sharesFilesOf?: string;
  readonly territory?: string;
}

export function readCodes(name: string): readonly CodeValue[] {
  return readJson('codes', `${name}.json`).values as readonly CodeValue[];
}

/** The rules that refuse, by code. */
export function readRefusals(): Readonly<Record<string, { readonly detail: string; readonly advice: string }>> {
  return readJson('rules.json').refusals as Record<string, { detail: string; advice: string }>;
}

/** What stands where an identifier should and is nobody's. */
export function readPlaceholderWords(): readonly string[] {
  return (readJson('rules.json').placeholders as { words: string[] }).words;
}
