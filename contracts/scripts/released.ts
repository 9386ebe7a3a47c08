import { createHash } from 'node:crypto';
import { type EventSchema, type Json, readDefinitions, referenceParts } from './read-schemas.ts';

export type Definitions = ReadonlyMap<string, Json>;

/**
 * SHA-256 (hex) of a version of an event: its schema and every shared definition that it reaches, keys sorted. Layout
 * and order of keys do not count; a changed title does.
 */
function versionHash(schema: Json, definitions: Definitions): string {
  const reached = new Map<string, unknown>();
  reach(schema, '', definitions, reached);
  const parts = [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(sortedJson([schema, parts]))
    .digest('hex');
}

function reach(part: unknown, file: string, definitions: Definitions, reached: Map<string, unknown>): void {
  if (typeof part !== 'object' || part === null) return;
  const reference = (part as Json).$ref;
  if (typeof reference === 'string') {
    const [document, name] = referenceParts(reference, file);
    const definition = (definitions.get(document)?.$defs as Json | undefined)?.[name];
    if (definition === undefined) throw new Error(`${reference} leads nowhere.`);
    if (!reached.has(`${document}/${name}`)) {
      reached.set(`${document}/${name}`, definition);
      reach(definition, document, definitions, reached);
    }
  }
  for (const value of Object.values(part)) reach(value, file, definitions, reached);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Names (`<event>:<major>`) of released versions that are no longer what was released, or are gone. */
export function changedVersions(
  released: Readonly<Record<string, string>>,
  events: readonly EventSchema[],
  definitions: Definitions = readDefinitions(),
): string[] {
  const hashes = new Map(events.map((event) => [versionName(event), versionHash(event.schema, definitions)]));
  return Object.keys(released).filter((name) => hashes.get(name) !== released[name]);
}

/** `schemas/released.json` with the versions that are new; what was released stays as it is. */
export function releasedWith(released: Readonly<Record<string, string>>, events: readonly EventSchema[]): string {
  const definitions = readDefinitions();
  const hashes = events.map((event) => [versionName(event), versionHash(event.schema, definitions)] as const);
  const all = Object.entries({ ...Object.fromEntries(hashes), ...released });
  return `${JSON.stringify(Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`;
}

function versionName(event: EventSchema): string {
  return `${event.name}:${event.version}`;
}
