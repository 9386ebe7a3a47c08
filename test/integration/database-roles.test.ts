import { type DatabaseRole, migrateHub, migrateKeys, migrateProjection, openPool, withClient } from '@hub/platform';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { databaseUrl } from '../support/postgres-server.ts';

const roles: readonly DatabaseRole[] = [
  'hub_process',
  'hub_gateway',
  'hub_projector',
  'hub_query',
  'hub_dispatcher',
  'hub_console',
];

let database: TestDatabase;
const pools = new Map<string, Pool>();

beforeAll(async () => {
  database = await testDatabase();
  await migrateProjection(database.pool, 'projection_of_roles');
});
afterAll(async () => {
  await Promise.all([...pools.values()].map((pool) => pool.end()));
  await database?.drop();
});

function poolOf(role: DatabaseRole, url = database.url): Pool {
  const name = `${role} ${url}`;
  const pool = pools.get(name) ?? openPool(url, { applicationName: role, role, max: 1, logger: testLogger });
  pools.set(name, pool);
  return pool;
}

const denied = { code: '42501' };

/** What a statement of this role comes to: PostgreSQL looks for the right before it looks for rows. */
async function outcome(role: DatabaseRole, sql: string, url = database.url): Promise<'done' | 'denied'> {
  try {
    await poolOf(role, url).query(`begin; ${sql}; rollback`);
    return 'done';
  } catch (error) {
    await poolOf(role, url).query('rollback');
    expect(error, `${role}: ${sql}`).toMatchObject(denied);
    return 'denied';
  }
}

const everybodyBut = (...may: DatabaseRole[]) => roles.filter((role) => !may.includes(role));

test.each<[what: string, sql: string, may: readonly DatabaseRole[]]>([
  ['changes the trace of reads', "update access.trace set agent = 'another'", []],
  ['removes from the trace of reads', 'delete from access.trace', []],
  ['empties the trace of reads', 'truncate access.trace', []],
  ['changes how the trace is kept', 'alter table access.trace add column more text', []],
  ['gives a number of a dossier to another', 'update registry.dossier set trainee_id = trainee_id', ['hub_gateway']],
  ['gives an alias to another', 'update registry.alias set trainee_id = trainee_id', ['hub_gateway']],
  ['makes a person', 'insert into registry.trainee select from registry.trainee', ['hub_gateway']],
  ['says who is one person', 'insert into registry.verdict select * from registry.verdict', ['hub_gateway']],
  ['removes a person', 'delete from registry.trainee', []],
  ['finds persons by their aliases', 'select trainee_id from registry.alias', ['hub_gateway', 'hub_query']],
  ['changes a partner', "update access.partner set sources = '{}'", ['hub_gateway']],
  [
    'reads the secrets of partners',
    'select secret_hash from access.partner',
    ['hub_gateway', 'hub_query', 'hub_dispatcher'],
  ],
  ['reads the secrets of webhooks', 'select sealed from delivery.secret', ['hub_dispatcher']],
  ['takes back the end of a visit', 'delete from console.ended_visit', ['hub_console']],
  ['reads what changed past the rights', 'select number from feed.dossier', ['hub_projector', 'hub_query']],
  ['writes records', 'update projection_of_roles.dossier set hash = hash', ['hub_projector']],
  ['removes records', 'drop schema projection_of_roles cascade', ['hub_projector']],
  ['gives readers another version', 'update projection.active set version = version', ['hub_projector']],
  ['appends to the embedded log', 'insert into log.message select * from log.message', ['hub_process']],
  ['changes what is on the embedded log', "update log.message set value = ''", []],
  ['forgets which secrets are those of the hub', 'delete from custody.check_value', []],
  ...(['destroy-trainees', 'data-set'] as const).map((kind): [string, string, readonly DatabaseRole[]] => [
    `asks for a job ${kind}`,
    `insert into admin.job (kind, parameters, asked_by_client, asked_by_agent) values ('${kind}', '{}', 'x', 'x')`,
    ['hub_gateway', 'hub_projector', ...(kind === 'data-set' ? (['hub_query'] as const) : [])],
  ]),
  ['makes a schema', 'create schema anything', ['hub_projector']],
  ['makes a table beside the others', 'create table registry.more (n int)', []],
  ['makes roles', 'create role hub_more', []],
  ['reads files of the server', "copy registry.trainee from program 'true'", []],
])('%s: only who is to', async (_what, sql, may) => {
  for (const role of roles)
    expect([role, await outcome(role, sql)]).toEqual([role, may.includes(role) ? 'done' : 'denied']);
});

test('of keys, the projector and what every process does for itself know nothing; readers read them alone', async () => {
  for (const role of everybodyBut('hub_gateway', 'hub_query')) {
    expect(await outcome(role, 'select from keys.trainee_key', database.keysUrl)).toBe('denied');
  }
  for (const sql of ['delete from keys.trainee_key', 'update keys.trainee_key set kek_epoch = 2']) {
    expect(await outcome('hub_query', sql, database.keysUrl)).toBe('denied');
    expect(await outcome('hub_gateway', sql, database.keysUrl)).toBe('done');
  }
});

test('every table has its line among the grants', async () => {
  const tables = (pool: Pool) =>
    pool.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition
         and n.nspname !~ '^(pg_|information_schema$|public$|projection_)'
         and not exists (select from pg_roles r cross join aclexplode(c.relacl) a
           where r.rolname like 'hub\\_%' and a.grantee = r.oid)
         and not exists (select from pg_attribute t cross join aclexplode(t.attacl) a join pg_roles r on r.oid = a.grantee
           where t.attrelid = c.oid and r.rolname like 'hub\\_%')
       order by 1`,
    );
  const hint = 'add them to migrations/*/grants-*.sql';
  expect((await tables(database.pool)).rows, hint).toEqual([]);
  expect((await tables(database.keysPool)).rows, hint).toEqual([]);
});

test('a login user of one service alone reaches what is its own, and takes no other role', async () => {
  const name = `login_${database.url.slice(-16)}`;
  const url = new URL(database.url);
  const server = inject('postgresUrl');
  await withClient(server, (client) =>
    client.query(`create role ${name} login password 'of-the-test' in role hub_process, hub_query`),
  );
  [url.username, url.password] = [name, 'of-the-test'];
  const query = openPool(url.href, { applicationName: 'login', role: 'hub_query', max: 1, logger: testLogger });
  const gateway = openPool(url.href, { applicationName: 'login', role: 'hub_gateway', max: 1, logger: testLogger });
  try {
    expect((await query.query('select current_user as role')).rows).toEqual([{ role: 'hub_query' }]);
    // It is no member of it: its statements run as its login user.
    expect((await gateway.query('select current_user as role')).rows).toEqual([{ role: name }]);
    await expect(query.query('set role hub_gateway')).rejects.toMatchObject(denied);
    await expect(gateway.query('insert into registry.trainee select from registry.trainee')).rejects.toMatchObject(
      denied,
    );
  } finally {
    await Promise.all([query.end(), gateway.end()]);
    await withClient(server, (client) => client.query(`drop role ${name}`));
  }
});

test('a user who may make no roles, and is a member of none, migrates all the same', async () => {
  const name = `owner_${database.url.slice(-16)}`;
  const server = inject('postgresUrl');
  await withClient(server, async (client) => {
    await client.query(`create role ${name} login password 'of-the-test'`);
    await client.query(`create database ${name} owner ${name}`);
  });
  try {
    const url = new URL(databaseUrl(server, name));
    [url.username, url.password] = [name, 'of-the-test'];
    expect((await migrateHub(url.href)).at(-1)).toBe('grants-hub.sql');
    expect((await migrateKeys(url.href)).at(-1)).toBe('grants-keys.sql');
    expect([await migrateHub(url.href), await migrateKeys(url.href)]).toEqual([[], []]);
    await migrateProjection(poolOf('hub_projector', url.href), 'projection_of_owner');
  } finally {
    await pools.get(`hub_projector ${databaseUrl(server, name)}`)?.end();
    await withClient(server, async (client) => {
      await client.query(`drop database ${name} with (force)`);
      await client.query(`drop role ${name}`);
    });
  }
});
