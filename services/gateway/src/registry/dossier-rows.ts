import { dossierNumberCapacity, HubError } from '@hub/core';
import { fullMarksOf } from '@hub/platform';
import type { Pool } from 'pg';
import type { Registry } from './registry.ts';

export interface RegistryDossier {
  readonly number: number;
  readonly trainee: string;
  readonly reference: string;
  readonly announced: boolean;
  /** Those that reported facts of it, by SIRET. */
  readonly organisations: readonly string[];
  /** Sources that put into it as much as they may, as `fullMark` writes them. */
  readonly full: readonly string[];
  /** Of a trainee whose data were destroyed. */
  readonly isDestroyed: boolean;
}

/** What a number is given to. */
export interface DossierPair {
  readonly trainee: string;
  readonly reference: string;
  /** SIRET of whoever reports of it, where the number is given now. */
  readonly organisation?: string | null;
}

export interface FoundDossiers {
  ofPair(pair: DossierPair): RegistryDossier | undefined;
  ofNumber(number: number): RegistryDossier | undefined;
}

/** Dossiers of one person that one organisation opens: to describe a path takes milliseconds for each, and all are described at once. */
export const dossiersMax = 200;

/**
 * The dossiers of these pairs and of these numbers; with `reserve`, every pair has one afterwards, unless its organisation
 * has `reserve.most` of that person. One SELECT where every pair has its number; else the numbers missing are drawn and
 * inserted at once, and those that another gateway was first to give are read again. Throws `number-space-exhausted`.
 */
export async function findDossiers(
  { pool, numberOf }: Registry,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
  reserve: { readonly most: number } | null,
): Promise<FoundDossiers> {
  const rows = await readDossiers(pool, pairs, numbers);
  const found = new Map(rows.map((row) => [pairKey(row), row]));
  const missing = pairs.filter((pair) => !found.has(pairKey(pair)));
  if (missing.length > 0 && reserve !== null) {
    for (const row of await insertDossiers(pool, numberOf, distinct(missing), reserve.most))
      found.set(pairKey(row), row);
    const others = missing.filter((pair) => !found.has(pairKey(pair)));
    for (const row of await readDossiers(pool, others, [])) found.set(pairKey(row), row);
  }
  const byNumber = new Map([...found.values()].map((row) => [row.number, row]));
  return { ofPair: (pair) => found.get(pairKey(pair)), ofNumber: (number) => byNumber.get(number) };
}

function pairKey({ trainee, reference }: DossierPair): string {
  return `${trainee} ${reference}`;
}

/** Once each, with an organisation where any of the same has one. */
function distinct(pairs: readonly DossierPair[]): readonly DossierPair[] {
  const byKey = new Map<string, DossierPair>();
  for (const pair of pairs) if (byKey.get(pairKey(pair))?.organisation == null) byKey.set(pairKey(pair), pair);
  return [...byKey.values()];
}

const columns = `number, trainee_id as trainee, reference, announced, organisations, ${fullMarksOf('registry.dossier.number')} as "full",
  exists (select from registry.destroyed gone where gone.trainee_id = registry.dossier.trainee_id) as "isDestroyed"`;

async function readDossiers(
  pool: Pool,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
): Promise<readonly RegistryDossier[]> {
  const rows: RegistryDossier[] = [];
  if (pairs.length > 0) {
    const wanted = distinct(pairs);
    const result = await pool.query<RegistryDossier>({
      name: 'dossiers-by-pair',
      text: `select ${columns} from registry.dossier
             join unnest($1::uuid[], $2::text[]) as wanted (w_trainee, w_reference)
               on trainee_id = w_trainee and reference = w_reference`,
      values: [wanted.map(({ trainee }) => trainee), wanted.map(({ reference }) => reference)],
    });
    rows.push(...result.rows);
  }
  if (numbers.length > 0) {
    const result = await pool.query<RegistryDossier>({
      name: 'dossiers-by-number',
      text: `select ${columns} from registry.dossier where number = any($1::int[])`,
      values: [numbers],
    });
    rows.push(...result.rows);
  }
  return rows;
}

/**
 * Of two gateways that are first at once, one row stays; the other's place in the sequence is lost, which costs
 * nothing. Inserted in one order everywhere, so that they wait for one another instead of deadlocking.
 */
async function insertDossiers(
  pool: Pool,
  numberOf: Registry['numberOf'],
  pairs: readonly DossierPair[],
  most: number,
): Promise<readonly RegistryDossier[]> {
  const { rows } = await pool.query<{ sequence: string }>(
    `select nextval('registry.dossier_sequence') as sequence from generate_series(1, $1)`,
    [pairs.length],
  );
  const sequences = rows.map(({ sequence }) => Number(sequence));
  if (sequences.some((sequence) => sequence > dossierNumberCapacity)) {
    throw new HubError('number-space-exhausted', `All ${dossierNumberCapacity} dossier numbers are given.`);
  }
  const inserted = await pool.query<RegistryDossier>(
    `insert into registry.dossier (number, trainee_id, reference, organisations)
     select number, trainee, reference, array_remove(array[organisation], null)
     from (
       select *, row_number() over (partition by trainee, organisation) as place
       from unnest($1::int[], $2::uuid[], $3::text[], $4::text[]) as given (number, trainee, reference, organisation)
     ) fresh
     where place <= $5 - (
       select count(*) from registry.dossier known
       where known.trainee_id = fresh.trainee
         and (fresh.organisation = any(known.organisations) or (fresh.organisation is null and known.organisations = '{}')))
     order by trainee, reference
     on conflict (trainee_id, reference) do nothing
     returning ${columns}`,
    [
      sequences.map(numberOf),
      pairs.map(({ trainee }) => trainee),
      pairs.map(({ reference }) => reference),
      pairs.map(({ organisation = null }) => organisation),
      most,
    ],
  );
  return inserted.rows;
}
