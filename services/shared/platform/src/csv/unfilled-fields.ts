import { definitionOf } from '../dictionary/properties.ts';
import type { Json } from '../dictionary/schema-files.ts';

type Definitions = ReadonlyMap<string, Json>;

/**
 * What a schema needs and no path fills, each as the paths of which one would do: mandatory properties, choices, and of what
 * is partly filled the same again.
 */
export function unfilledFields(
  schema: Json,
  paths: readonly string[],
  definitions: Definitions,
  place: { readonly file: string; readonly path: string } = { file: '', path: '' },
): readonly (readonly string[])[] {
  const at = (name: string) => (place.path === '' ? name : `${place.path}.${name}`);
  const isFilled = (name: string) => paths.some((path) => path === at(name) || path.startsWith(`${at(name)}.`));
  const needed = ((schema.required ?? []) as readonly string[])
    .filter((name) => !isFilled(name))
    .map((name) => [at(name)]);
  const chosen = choicesOf(schema)
    .filter((names) => !names.some(isFilled))
    .map((names) => names.map(at));
  const inside = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Json>>).flatMap(
    ([name, property]) => {
      const { whole, file } = definitionOf(property, place.file, definitions);
      if (whole.type !== 'object' || !isFilled(name)) return [];
      return unfilledFields(whole, paths, definitions, { file, path: at(name) });
    },
  );
  return [...needed, ...chosen, ...inside];
}

/** Of each choice the names of which one has to be there. */
function choicesOf({ anyOf, allOf = [] }: Json): readonly (readonly string[])[] {
  const all = [{ anyOf }, ...(allOf as readonly Json[])].map((each) => each.anyOf as readonly Json[] | undefined);
  return all.flatMap((choice) => {
    const names = choice?.map(({ required }) => (required as readonly string[] | undefined) ?? []) ?? [];
    return names.length > 0 && names.every(({ length }) => length === 1) ? [names.flat()] : [];
  });
}
