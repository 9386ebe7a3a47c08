import { blockCategories, categories, descriptions, type Rights, relationNames } from '@hub/core';
import { z } from 'zod';
import { codesOfList, readSchemaFile } from './schema-files.ts';

const oneOf = (list: string) => z.enum(codesOfList(list) as [string, ...string[]]);

/** Who reads or is named: kinds of organisation (docs/rules.md, Rights). */
const kind = z.string().regex(/^[a-z-]+$/);
const source = z.string().min(1);
const scope = z.union([z.enum(['own', 'dossier', 'all']), z.array(oneOf('system')).min(1)]);

const row = z.strictObject({
  id: z.string(),
  relation: z.enum(relationNames),
  purposes: z.array(oneOf('purpose')).min(1),
  kinds: z.array(kind).min(1),
  described: z.enum(descriptions),
  categories: z.array(z.enum(categories)).min(1),
  blocks: z.partialRecord(z.enum(blockCategories), scope),
  source,
});

const naming = z.strictObject({
  kind,
  fundings: z.array(oneOf('funding')),
  financerCodes: z.array(oneOf('lheo-financer')),
  sole: z.enum(['territory', 'country', 'none']),
  source,
});

const months = z.number().int().positive();

const relation = z.strictObject({ title: z.string(), sentence: z.string(), source });

const statistics = z.strictObject({ kinds: z.array(kind).min(1), territories: z.enum(['all', 'own']), source });

const rightsFile = z.strictObject({
  title: z.string(),
  description: z.string(),
  source,
  categories: z.record(z.enum(categories), z.string()),
  relations: z.record(z.enum(relationNames), relation),
  months: z.strictObject({
    afterExit: months,
    afterOthers: months,
    registered: months,
    accompanied: months,
    paying: months,
    source,
  }),
  namings: z.array(naming),
  rows: z.array(row),
  statistics: z.array(statistics),
});

export type RightsFile = z.infer<typeof rightsFile>;

/** `schemas/rights.json` with its French words. Throws where it is not of its shape, or names a code that is none. */
export function readRights(): RightsFile {
  return rightsFile.parse(readSchemaFile('rights.json'));
}

/** What `relationsOf` and `decide` go by: the same without words. It is no part of the hash of a projection's version. */
export function loadRights(): Rights {
  const { rows, namings, months: bounds, statistics: told } = readRights();
  const { afterExit, afterOthers, registered, accompanied, paying } = bounds;
  return {
    rows: rows.map(({ id: _, source: __, ...kept }) => kept as Rights['rows'][number]),
    namings: namings.map(({ source: _, ...kept }) => kept),
    months: { afterExit, afterOthers, registered, accompanied, paying },
    statistics: told.map(({ source: _, ...kept }) => kept),
  };
}
