import { withTransaction } from '@hub/platform';
import pg from 'pg';

/** The keys and indexes of migrations/projection/0002, 0004 and 0008, by name: a rebuild fills the tables without them. */
const keys = [
  ['dossier', 'number'],
  ['trainee', 'trainee_id'],
  ['session', 'reference'],
  ['attention', 'number'],
] as const;

const indexes = [
  ['dossier_of_trainee', 'dossier (trainee_id)'],
  ['trainee_linked', `trainee using gin (linked) where linked <> '{}'`],
  ['session_refs', 'session using gin (refs) where cardinality(refs) > 1'],
  ['attention_watchers', 'attention using gin (watchers)'],
  [
    'trainee_noted',
    `trainee (trainee_id) where record not like '%"anomalies":[]%' or record not like '%"moved":[],%'
       or record not like '%"restricted":null,%'`,
  ],
] as const;

export async function dropRecordIndexes(pool: pg.Pool, schemaName: string): Promise<void> {
  const schema = pg.escapeIdentifier(schemaName);
  await withTransaction(pool, async (client) => {
    for (const [table] of keys)
      await client.query(`alter table ${schema}.${table} drop constraint if exists ${table}_pkey`);
    for (const [name] of indexes) await client.query(`drop index if exists ${schema}.${name}`);
  });
}

/** Two rebuilders may come here together: the second finds them made. */
export async function createRecordIndexes(pool: pg.Pool, schemaName: string): Promise<void> {
  const schema = pg.escapeIdentifier(schemaName);
  await withTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0; set local lock_timeout = 0');
    await client.query(`select pg_advisory_xact_lock(hashtext($1))`, [`hub indexes of ${schemaName}`]);
    for (const [table, column] of keys) {
      const { rowCount } = await client.query(
        `select from pg_constraint where conname = $1 and connamespace = $2::regnamespace`,
        [`${table}_pkey`, schemaName],
      );
      if (rowCount === 0)
        await client.query(`alter table ${schema}.${table} add constraint ${table}_pkey primary key (${column})`);
    }
    for (const [name, definition] of indexes)
      await client.query(`create index if not exists ${name} on ${schema}.${definition}`);
    for (const [table] of keys) await client.query(`analyze ${schema}.${table}`);
  });
}
