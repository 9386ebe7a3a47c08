import { activeVersion, createLogger, openPool, withTransaction } from '@hub/platform';
import type { ClientBase } from 'pg';
import { decodeFacts, encodeFacts } from '../../services/shared/platform/src/projection/encode-facts.ts';

/** Rows of one statement. */
const copiedAtOnce = 5_000;

/**
 * Copies everybody that was reported so often, row by row, to numbers and persons of their own, as the hub keeps them:
 * registry and records, without events. What they are named by has no copy: nobody is asked for by it.
 */
export async function copyPeople(databaseUrl: string, copies: number): Promise<void> {
  if (copies === 0) return;
  const logger = createLogger('warn', 'bench');
  const pool = openPool(databaseUrl, { applicationName: 'bench', logger, timeoutMs: 3_600_000 });
  try {
    const version = await activeVersion(pool);
    if (version === null) throw new Error('no version is active');
    const [trainee, dossier, stay] = ['trainee', 'dossier', 'stay'].map((name) => `${version.schemaName}.${name}`);
    const copied = ['registry.trainee', 'registry.dossier', trainee, dossier, stay] as string[];
    await withTransaction(
      pool,
      async (client) => {
        await nameCopies(client, copies);
        for (const table of copied) {
          if (table === dossier) await copyDossiers(client, table, copies);
          else await copyRows(client, table);
        }
      },
      { job: true },
    );
    await pool.query(`analyze ${copied.join(', ')}`);
  } finally {
    await pool.end();
  }
}

/** To numbers that nobody has, whatever their check digit, and to one person for each person and copy. */
async function nameCopies(client: ClientBase, copies: number): Promise<void> {
  await client.query(
    `create temp table copied on commit drop as
     with wanted as (
       select number, trainee_id, md5(trainee_id || ' ' || copy)::uuid as new_trainee_id, row_number() over () as place
       from registry.dossier, generate_series(1, $1::int) copy),
     free as (
       select number as new_number, row_number() over () as place
       from generate_series(100000000, 100000000 + (select count(*) from wanted) + (select count(*) from registry.dossier)) number
       where number not in (select number from registry.dossier))
     select number, trainee_id, new_trainee_id, new_number::int from wanted join free using (place)`,
    [copies],
  );
  await client.query('create index on copied (number)');
  await client.query('analyze copied');
}

/** Rows that say of whom they are by a column alone. */
async function copyRows(client: ClientBase, table: string): Promise<void> {
  const columns = await columnsOf(client, table);
  const by = columns.includes('number') ? 'number' : 'trainee_id';
  await client.query(
    `insert into ${table} (${columns.join(', ')}) select ${columns.map(copiedValue).join(', ')} from ${table} o join
     (select distinct on (${by}, new_${by}) * from copied) c using (${by})`,
  );
}

function copiedValue(column: string): string {
  return column === 'number' || column === 'trainee_id' ? `c.new_${column}` : `o.${column}`;
}

/** The facts of a dossier say its number too. */
async function copyDossiers(client: ClientBase, table: string, copies: number): Promise<void> {
  const columns = await columnsOf(client, table);
  const values = columns.map((name) => (name === 'facts' ? 'f.facts' : copiedValue(name)));
  const { rows } = await client.query<{ number: number }>('select distinct number from copied order by 1');
  const atOnce = Math.max(1, Math.floor(copiedAtOnce / copies));
  for (let at = 0; at < rows.length; at += atOnce) {
    const numbers = rows.slice(at, at + atOnce).map(({ number }) => number);
    const { rows: copied } = await client.query<{ facts: Buffer; new_number: number }>(
      `select facts, new_number from ${table} join copied using (number) where number = any($1)`,
      [numbers],
    );
    await client.query(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
       from unnest($1::int[], $2::bytea[]) f (new_number, facts) join copied c using (new_number) join ${table} o using (number)`,
      [
        copied.map((row) => row.new_number),
        copied.map((row) => encodeFacts(JSON.stringify(renumbered(row.facts, row.new_number)))),
      ],
    );
  }
}

function renumbered(facts: Buffer, number: number) {
  return decodeFacts(facts).map((fact) =>
    fact.type === 'dossier-attributed' ? { ...fact, data: { ...fact.data, number } } : fact,
  );
}

async function columnsOf(client: ClientBase, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}
