import type { Subject } from '@hub/contracts';
import type { ClientBase, Pool } from 'pg';
import type { LeaseKind } from './leases.ts';
import { tableOf } from './row-tables.ts';
import type { Version } from './versions.ts';

/** Keys by what two versions say of their rows. */
export type DifferenceKind = 'equal' | 'changed' | 'onlyHere' | 'onlyThere';

export interface DifferenceRow {
  readonly kind: DifferenceKind;
  readonly rows: number;
  /** The first of them; none of `equal`. */
  readonly keys: readonly string[];
}

/** Everything that this transaction reads is of one moment: offsets, and the rows that they stand for. */
export async function readOneMoment(client: ClientBase): Promise<void> {
  await client.query('set transaction isolation level repeatable read, read only');
  await client.query('set local statement_timeout = 0');
}

/** The slices of two versions, and whether both have projected the same of them. */
export async function levelSlices(
  client: ClientBase,
  here: string,
  there: string,
): Promise<readonly { readonly kind: LeaseKind; readonly slice: number; readonly level: boolean }[]> {
  const { rows } = await client.query<{ kind: LeaseKind; slice: number; level: boolean }>(
    `select kind, slice, coalesce(h.offsets = t.offsets, false) as level
     from (select * from projection.lease where version = $1) h
     full join (select * from projection.lease where version = $2) t using (kind, slice)`,
    [here, there],
  );
  return rows;
}

const keys: Readonly<Record<Subject, string>> = { dossier: 'number', trainee: 'trainee_id', session: 'reference' };

/** The rows of these slices by their hash; whatever their shape, every version has key, slice and hash. */
export async function countDifferences(
  client: ClientBase,
  [here, there]: readonly [Version, Version],
  subject: Subject,
  slices: readonly number[],
  samplesMax: number,
): Promise<readonly DifferenceRow[]> {
  const side = ({ schemaName }: Version) =>
    `(select ${keys[subject]}::text as key, hash from ${tableOf(schemaName, subject)} where slice = any($1))`;
  const { rows } = await client.query<Omit<DifferenceRow, 'keys'> & { keys: string[] | null }>(
    `select kind, sum(count)::int as rows, array_agg(key) filter (where key is not null) as keys from (
       select kind, case when nth <= $2 and kind <> 'equal' then key end as key, 1 as count from (
         select key, kind, row_number() over (partition by kind) as nth from (
           select key, case when h.hash = t.hash then 'equal' when t.hash is null then 'onlyHere'
             when h.hash is null then 'onlyThere' else 'changed' end as kind
           from ${side(here)} h full join ${side(there)} t using (key)) each) numbered) sampled
     group by kind`,
    [slices, samplesMax],
  );
  return rows.map((row) => ({ ...row, keys: (row.keys ?? []).sort() }));
}

/** What a version stores of one dossier: its columns by name but the facts, which are decoded elsewhere. */
export async function readDossierColumns(
  pool: Pool,
  { schemaName }: Version,
  number: number,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { rows } = await pool.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(d) - 'facts' as row from ${tableOf(schemaName, 'dossier')} d where number = $1`,
    [number],
  );
  return rows[0]?.row ?? null;
}
