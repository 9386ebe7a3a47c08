import pg, { type ClientBase } from 'pg';

/** A table of a store, with the columns that are written as they are. */
export interface StoreTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** An estimate. */
  readonly rows: number;
}

/**
 * The tables of a store, by name: all of the hub's database but `public`, which says what was migrated, or those of the
 * key store. Found by the catalogue of PostgreSQL, so that a table that a later release adds is in its backups.
 */
export async function tablesOf(client: ClientBase, store: 'hub' | 'keys'): Promise<readonly StoreTable[]> {
  const { rows } = await client.query<StoreTable>(
    `select n.nspname as schema, c.relname as table, greatest(c.reltuples, 0)::float8 as rows,
       array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$|public$)' and (n.nspname = 'keys') = $1
     group by 1, 2, 3 order by 1, 2`,
    [store === 'keys'],
  );
  return rows;
}

/** What is built again from the log, or said again by every process: nobody keeps a copy of it. */
export function isDerived({ schema }: Pick<StoreTable, 'schema'>): boolean {
  return schema === 'projection' || schema.startsWith('projection_') || schema === 'health';
}

export function quoted({ schema, table }: Pick<StoreTable, 'schema' | 'table'>): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
}

export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}
