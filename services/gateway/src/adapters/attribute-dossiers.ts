import { dossierNumberCapacity, HubError } from '@hub/core';
import { isMarkedFull } from '@hub/platform';
import type { Pool } from 'pg';
import type { Attributed, DossierPair, DossierRow } from '../app/registry.ts';

/**
 * One SELECT where every pair has its number; else the numbers missing are drawn and inserted at once, and those that
 * another gateway was first to give are read again.
 */
export async function attributeDossiers(
  pool: Pool,
  numberOf: (sequence: number) => number,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
  reserve: boolean,
): Promise<Attributed> {
  const rows = await readDossiers(pool, pairs, numbers);
  const found = new Map(rows.map((row) => [pairKey(row), row]));
  const missing = pairs.filter((pair) => !found.has(pairKey(pair)));
  if (missing.length > 0 && reserve) {
    for (const row of await insertDossiers(pool, numberOf, distinct(missing))) found.set(pairKey(row), row);
    const others = missing.filter((pair) => !found.has(pairKey(pair)));
    for (const row of await readDossiers(pool, others, [])) found.set(pairKey(row), row);
  }
  const byNumber = new Map([...found.values()].map((row) => [row.number, row]));
  return { find: (pair) => found.get(pairKey(pair)), byNumber: (number) => byNumber.get(number) };
}

function pairKey({ trainee, reference }: DossierPair): string {
  return `${trainee} ${reference}`;
}

/** Once each. */
function distinct(pairs: readonly DossierPair[]): readonly DossierPair[] {
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}

const columns = `number, trainee_id as trainee, reference, announced, ${isMarkedFull('registry.dossier.number')} as "isFull"`;

async function readDossiers(
  pool: Pool,
  pairs: readonly DossierPair[],
  numbers: readonly number[],
): Promise<readonly DossierRow[]> {
  const rows: DossierRow[] = [];
  if (pairs.length > 0) {
    const wanted = distinct(pairs);
    const result = await pool.query<DossierRow>({
      name: 'dossiers-by-pair',
      text: `select ${columns} from registry.dossier
             join unnest($1::uuid[], $2::text[]) as wanted (w_trainee, w_reference)
               on trainee_id = w_trainee and reference = w_reference`,
      values: [wanted.map(({ trainee }) => trainee), wanted.map(({ reference }) => reference)],
    });
    rows.push(...result.rows);
  }
  if (numbers.length > 0) {
    const result = await pool.query<DossierRow>({
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
  numberOf: (sequence: number) => number,
  pairs: readonly DossierPair[],
): Promise<readonly DossierRow[]> {
  const { rows } = await pool.query<{ sequence: string }>(
    `select nextval('registry.dossier_sequence') as sequence from generate_series(1, $1)`,
    [pairs.length],
  );
  const sequences = rows.map(({ sequence }) => Number(sequence));
  if (sequences.some((sequence) => sequence > dossierNumberCapacity)) {
    throw new HubError('number-space-exhausted', `All ${dossierNumberCapacity} dossier numbers are given.`);
  }
  const inserted = await pool.query<DossierRow>(
    `insert into registry.dossier (number, trainee_id, reference)
     select number, trainee, reference from unnest($1::int[], $2::uuid[], $3::text[]) as fresh (number, trainee, reference)
     order by trainee, reference
     on conflict (trainee_id, reference) do nothing
     returning ${columns}`,
    [sequences.map(numberOf), pairs.map(({ trainee }) => trainee), pairs.map(({ reference }) => reference)],
  );
  return inserted.rows;
}
