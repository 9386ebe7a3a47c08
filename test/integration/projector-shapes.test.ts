import type { EventLog } from '@hub/core';
import {
  activeVersion,
  embeddedEventLog,
  listVersions,
  loadRules,
  migrateProjection,
  readableVersion,
  rowShape,
} from '@hub/platform';
import { type Projector, promote, readLogFigures, rollback, startProjector, status } from '@hub/projector';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const rules = loadRules();
const slices = 4;
const leaseMs = 1_500;

describe('an active version whose rows are of another shape', () => {
  let database: TestDatabase;
  let log: EventLog;
  const projectors: Projector[] = [];

  const start = async () => {
    const options = { log, pool: database.pool, rules, logger: testLogger, settings: { leaseMs } };
    projectors.push(await startProjector(options));
  };

  /** Shows that a projector of the release that reads that shape lives. */
  const seeOther = () =>
    database.pool.query(
      `insert into projection.projector (version, owner) values ('other.1', '00000000-0000-4000-8000-000000000001')
       on conflict (version, owner) do update set seen_at = clock_timestamp()`,
    );

  const ours = async () => (await listVersions(database.pool)).find(({ shape }) => shape === rowShape);

  beforeEach(async () => {
    database = await testDatabase();
    log = await embeddedEventLog({ pool: database.pool, slices });
    await appendEvents(log, eventsOnLog({ trainees: 20 }));
    const { pool } = database;
    await migrateProjection(pool, 'projection_other');
    await pool.query(
      `insert into projection.version (version, rules_hash, schema_name, shape, built_at)
       values ('other.1', 'other', 'projection_other', $1, now())`,
      [rowShape + 1],
    );
    await pool.query(`insert into projection.active (version) values ('other.1')`);
    await pool.query(
      `insert into projection.lease (version, kind, slice, log_epoch)
       select 'other.1', kind, slice, $1 from unnest(array['trainee', 'offer']) kind, generate_series(0, $2::int - 1) slice`,
      [await log.epoch(), slices],
    );
  });

  afterEach(async () => {
    await Promise.all(projectors.splice(0).map((projector) => projector.close()));
    await log.close();
    await database.drop();
  });

  it('is replaced by one built from the log, where nobody feeds it', async () => {
    await expect(readableVersion(database.pool)).rejects.toMatchObject({
      code: 'projection-building',
      message: 'No projector of this release has begun to build them.',
    });
    await start();
    await eventually(async () => (await activeVersion(database.pool))?.shape === rowShape);
    const active = await readableVersion(database.pool);
    expect(active).toMatchObject({ previous: 'other.1', builtAt: expect.any(String) });
    const { rows } = await database.pool.query(`select from ${active?.schemaName}.dossier`);
    expect(rows).toHaveLength(20);
    await appendEvents(log, eventsOnLog({ trainees: 5, seed: 'later' }));
    await eventually(async () => {
      const { versions } = await status(database.pool, await readLogFigures(log));
      return versions.find(({ version }) => version === active?.version)?.lagEvents === 0;
    });
    await expect(rollback({ pool: database.pool, log }, { by })).rejects.toThrow(
      new RegExp(`rows of shape ${rowShape + 1}; this hub reads shape ${rowShape}.*"hub retire other.1"`),
    );
  });

  it('is replaced once by processes that start together', async () => {
    await Promise.all([start(), start()]);
    await eventually(async () => (await activeVersion(database.pool))?.shape === rowShape);
    const versions = (await listVersions(database.pool)).filter(({ shape }) => shape === rowShape);
    expect(versions).toHaveLength(1);
    expect((await activeVersion(database.pool))?.previous).toBe('other.1');
  });

  it('stays while a projector feeds it, until that one is gone', async () => {
    await seeOther();
    await start();
    await eventually(async () => {
      await seeOther();
      return (await ours())?.builtAt !== null && (await ours()) !== undefined;
    });
    for (let seen = 0; seen < 5; seen++) {
      await seeOther();
      expect((await activeVersion(database.pool))?.version).toBe('other.1');
      await new Promise((resolve) => setTimeout(resolve, leaseMs / 3));
    }
    // Its release holds no lock and shows itself every third of ten seconds: nine of them have passed.
    await database.pool.query(`update projection.projector set seen_at = clock_timestamp() - interval '9 s'
      where version = 'other.1'`);
    await eventually(async () => (await activeVersion(database.pool))?.shape === rowShape);
  });

  it('is replaced by an operator while a projector feeds it', async () => {
    await seeOther();
    await start();
    await eventually(async () => ((await ours())?.builtAt ?? null) !== null);
    await seeOther();
    const name = (await ours())?.version ?? '';
    await expect(promote({ pool: database.pool, log }, name, { by })).rejects.toMatchObject({
      code: 'version-not-compared',
    });
    const promoted = await promote({ pool: database.pool, log }, name, { by, withoutComparison: true });
    expect(promoted).toEqual({ active: name, previous: 'other.1' });
    expect((await readableVersion(database.pool))?.version).toBe(name);
  });
});
