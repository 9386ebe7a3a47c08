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
  return schema === 'projection' || schema.startsWith('projection_') || schema === 'health' || schema === 'feed';
}

export function quoted({ schema, table }: Pick<StoreTable, 'schema' | 'table'>): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
}

export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}

/** The same tables, each behind those whose rows its own refer to. */
export async function behindReferences<Table extends Pick<StoreTable, 'schema' | 'table'>>(
  client: ClientBase,
  tables: readonly Table[],
): Promise<readonly Table[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select distinct format('%I.%I', fn.nspname, f.relname) as from, format('%I.%I', tn.nspname, t.relname) as to
     from pg_constraint c
     join pg_class f on f.oid = c.conrelid join pg_namespace fn on fn.oid = f.relnamespace
     join pg_class t on t.oid = c.confrelid join pg_namespace tn on tn.oid = t.relnamespace
     where c.contype = 'f' and c.conrelid <> c.confrelid`,
  );
  const waits = new Map(Map.groupBy(rows, ({ from }) => from));
  const ordered = new Set<Table>();
  const add = (table: Table) => {
    const name = `${table.schema}.${table.table}`;
    const referred = waits.get(name) ?? [];
    waits.delete(name);
    for (const { to } of referred) for (const each of tables) if (`${each.schema}.${each.table}` === to) add(each);
    ordered.add(table);
  };
  for (const table of tables) add(table);
  return [...ordered];
}
