import { isDeepStrictEqual } from 'node:util';
import { describe, type FactSet, HubError } from '@hub/core';
import type { Pool } from 'pg';
import { readWholeRows, type WholeRow } from './compare-rows.ts';
import { differingEvents, type EventDifference, type EventNamed } from './differing-events.ts';
import { decodeFacts } from './encode-facts.ts';
import { requireOwnShape } from './switch-version.ts';
import { requireVersion, rulesOf } from './versions.ts';

/** One field of a dossier as two versions read it; undefined: the version has no such field. */
export interface FieldDifference {
  /** In the record, `stays.0.entry.value`, or a column that is searched for, `columns.status`. */
  readonly path: string;
  readonly here: unknown;
  readonly there: unknown;
  /** The fact that it stands on, where the record says so. */
  readonly factHere: EventNamed | null;
  readonly factThere: EventNamed | null;
}

export interface DossierDifference {
  readonly dossier: number;
  readonly here: string;
  readonly there: string;
  /** Whether each of them has the dossier. */
  readonly present: { readonly here: boolean; readonly there: boolean };
  readonly fields: readonly FieldDifference[];
  readonly events: EventDifference;
}

/**
 * What two versions say otherwise of one dossier, field by field. Nothing personal is in it: what is, is sealed, and sealed
 * blocks are no part of a record. Null: neither has it. Throws `wrong-use` for a version of another shape.
 */
export async function diffDossier(
  pool: Pool,
  number: number,
  hereName: string,
  thereName: string,
): Promise<DossierDifference | null> {
  const [here, there] = [await dossierIn(pool, number, hereName), await dossierIn(pool, number, thereName)];
  if (here === null && there === null) return null;
  return {
    dossier: number,
    here: hereName,
    there: thereName,
    present: { here: here !== null, there: there !== null },
    fields: differingFields(here?.fields ?? new Map(), there?.fields ?? new Map()),
    events: differingEvents(here?.facts ?? [], there?.facts ?? []),
  };
}

interface DossierRead {
  readonly facts: FactSet;
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly value: unknown;
  readonly fact: EventNamed | null;
}

async function dossierIn(pool: Pool, number: number, name: string): Promise<DossierRead | null> {
  const version = await requireVersion(pool, name);
  requireOwnShape(version);
  const row = (await readWholeRows(pool, version, 'dossier', [String(number)])).get(String(number));
  if (row === undefined) return null;
  const facts = factsIn(row, name, number);
  const columns = fieldsOf(facts, row.rest, 'columns');
  const record = fieldsOf(facts, describe(facts, await rulesOf(pool, version)));
  return { facts, fields: new Map([...columns, ...record]) };
}

/** The leaves of what was made of these facts, by path, each with the fact that it stands on. */
export function fieldsOf(facts: FactSet, made: object, path = ''): ReadonlyMap<string, Field> {
  const types = new Map(facts.map(({ source, id, type }) => [`${source}/${id}`, type]));
  const fields = new Map<string, Field>();
  addFields(fields, path, made, { types, fact: null });
  return fields;
}

function factsIn({ facts }: WholeRow, version: string, number: number): FactSet {
  try {
    return decodeFacts(facts);
  } catch (cause) {
    const how = 'its row was damaged. Build the records again by "hub rebuild".';
    throw new HubError('wrong-use', `The facts of dossier ${number} in ${version} cannot be read: ${how}`, { cause });
  }
}

interface Within {
  readonly types: ReadonlyMap<string, string>;
  /** Of the value around it. */
  readonly fact: EventNamed | null;
}

/** The leaves of a value; those within what names a fact stand on that fact. */
function addFields(fields: Map<string, Field>, path: string, value: unknown, within: Within): void {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    fields.set(path, { value, fact: within.fact });
    return;
  }
  const fact = factNamed(value, within) ?? within.fact;
  for (const [name, member] of Object.entries(value)) {
    addFields(fields, path === '' ? name : `${path}.${name}`, member, { ...within, fact });
  }
}

function factNamed(value: object, { types }: Within): EventNamed | null {
  if (!('source' in value) || !('eventId' in value)) return null;
  const [source, id] = [String(value.source), String(value.eventId)];
  return { source, id, type: types.get(`${source}/${id}`) ?? '' };
}

export function differingFields(
  here: ReadonlyMap<string, Field>,
  there: ReadonlyMap<string, Field>,
): FieldDifference[] {
  const paths = [...new Set([...here.keys(), ...there.keys()])];
  return paths.flatMap((path) => {
    const [a, b] = [here.get(path), there.get(path)];
    if (a !== undefined && b !== undefined && isDeepStrictEqual(a.value, b.value)) return [];
    return [{ path, here: a?.value, there: b?.value, factHere: a?.fact ?? null, factThere: b?.fact ?? null }];
  });
}
