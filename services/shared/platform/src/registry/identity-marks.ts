import type { Pool, PoolClient } from 'pg';

/** Everything of the identity topic of this slice below `offset` is known to the store that holds the mark. */
export interface IdentityMark {
  readonly slice: number;
  readonly logEpoch: string;
  readonly offset: number;
}

/** A mark as it stands. */
export interface StoredMark extends IdentityMark {
  /** When it was last set or begun, as the database writes it; raising it leaves this. */
  readonly setAt: string;
}

/** A mark to raise, with what the caller last knew it to be. */
export interface RaisedMark extends IdentityMark {
  readonly known: number;
}

/**
 * The marks of one store. Whoever appended to the identity topic may raise them to behind its message: what a message
 * names is in the stores before it is appended, whoever appends.
 */
export interface IdentityMarks {
  /** One for each slice; none where nobody ever compared this store with the log. */
  read(): Promise<readonly StoredMark[]>;
  /** Those of slices that have none yet. */
  begin(marks: readonly IdentityMark[]): Promise<void>;
  /** These and no others: after all of the log was read. */
  set(marks: readonly IdentityMark[]): Promise<void>;
  /** Never lowers one. False where one is missing, or lower than known: this is not the store that it was. */
  raise(marks: readonly RaisedMark[]): Promise<boolean>;
}

/** `table`: the store's own, with its schema. */
export function identityMarks(database: Pool | PoolClient, table: string): IdentityMarks {
  const insert = `insert into ${table} (slice, log_epoch, next_offset)
    select * from unnest($1::smallint[], $2::text[], $3::bigint[]) as marks (slice, log_epoch, next_offset) order by slice
    on conflict (slice) do`;
  return {
    read: async () => {
      const { rows } = await database.query<StoredMark>(
        `select slice, log_epoch as "logEpoch", next_offset::float8 as "offset", set_at::text as "setAt" from ${table} order by slice`,
      );
      return rows;
    },
    begin: async (marks) => {
      await database.query(`${insert} nothing`, columnsOf(marks));
    },
    set: async (marks) => {
      await database.query(
        `with others as (delete from ${table} where slice <> all($1::smallint[]))
         ${insert} update set log_epoch = excluded.log_epoch, next_offset = excluded.next_offset, set_at = excluded.set_at`,
        columnsOf(marks),
      );
    },
    raise: (marks) => raiseMarks(database, table, marks),
  };
}

async function raiseMarks(database: Pool | PoolClient, table: string, marks: readonly RaisedMark[]): Promise<boolean> {
  if (marks.length === 0) return true;
  // Rows are locked in one order by all gateways, so that two that raise the same ones never deadlock.
  const { rowCount } = await database.query(
    `update ${table} mark set next_offset = greatest(mark.next_offset, raised.next_offset)
     from (
       select slice, given.next_offset from ${table} held
       join unnest($1::smallint[], $2::text[], $3::bigint[], $4::bigint[]) as given (slice, log_epoch, next_offset, known)
         using (slice, log_epoch)
       where held.next_offset >= known order by slice for update of held) raised
     where mark.slice = raised.slice`,
    [...columnsOf(marks), marks.map(({ known }) => known)],
  );
  return rowCount === marks.length;
}

function columnsOf(marks: readonly IdentityMark[]): unknown[][] {
  return [marks.map(({ slice }) => slice), marks.map(({ logEpoch }) => logEpoch), marks.map(({ offset }) => offset)];
}
