import { type EventLog, type Rules, rulesHash } from '@hub/core';
import { activeVersion, diffDossier, embeddedEventLog, listParked, listVersions, loadRules } from '@hub/platform';
import {
  type Beside,
  buildBeside,
  compare,
  type Projector,
  promote,
  type RebuildProgress,
  readLogFigures,
  rebuild,
  retire,
  rollback,
  startProjector,
  status,
} from '@hub/projector';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testKafkaLog } from '../support/log.ts';
import { appendEvents, dossierNumber, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { caughtUp } from '../support/projection.ts';

const rules = loadRules();
const slices = 4;
const same = { changed: 0, onlyHere: 0, onlyThere: 0 };

describe.each(['the embedded log', 'Kafka'])('rebuilding from %s', (name) => {
  let database: TestDatabase;
  let log: EventLog;
  const projectors: Projector[] = [];

  const start = async (with_: Rules = rules) => {
    const { pool } = database;
    const projector = await startProjector({
      log,
      pool,
      rules: with_,
      logger: testLogger,
      settings: { leaseMs: 1_500 },
    });
    projectors.push(projector);
    return projector;
  };
  const rebuildNow = (more: Partial<Parameters<typeof rebuild>[0]> = {}) =>
    rebuild({ log, pool: database.pool, rules, logger: testLogger, settings: { leaseMs: 1_500 }, ...more });

  beforeEach(async () => {
    database = await testDatabase();
    log = name === 'Kafka' ? await testKafkaLog({ slices }) : await embeddedEventLog({ pool: database.pool, slices });
  });

  afterEach(async () => {
    await Promise.all(projectors.splice(0).map((projector) => projector.close()));
    await log.close();
    await database.drop();
  });

  it('gives the hashes of the live version, with the parked events and says the progress', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 60 }));
    await log.append([{ topic: 'entry', key: 'x', value: Buffer.from('{"type":"hub.not-an-event"}') }]);
    await start();
    await caughtUp(database, log);
    const seen: RebuildProgress[] = [];
    const report = await rebuildNow({ onProgress: (progress) => seen.push(progress) });
    expect(report.comparison).toMatchObject({ slices: 2 * slices, slicesCompared: 2 * slices });
    expect(report.comparison?.dossiers).toMatchObject({ equal: 60, ...same });
    expect(report.comparison?.trainees).toMatchObject({ equal: 60, ...same });
    expect(report.comparison?.sessions).toMatchObject({ equal: 2, ...same });
    expect(seen.at(-1)).toMatchObject({ eventsTotal: report.events, events: report.events, slices: 2 * slices });
    expect(await listParked(database.pool, { version: report.version })).toHaveLength(1);
    for (const table of ['dossier', 'trainee', 'session', 'stay']) {
      const [live, rebuilt] = await rowsOf(table);
      expect(live?.length).toBeGreaterThan(0);
      expect(rebuilt).toEqual(live);
    }
  });

  /** Every column of a table, in every version, the oldest first. */
  async function rowsOf(table: string): Promise<object[][]> {
    const found = (await listVersions(database.pool)).map(({ schemaName }) =>
      database.pool.query(`select * from ${schemaName}.${table} order by 1, 2`),
    );
    return (await Promise.all(found)).map((each) => each.rows);
  }

  it('needs several passes for a slice that does not fit the memory, with the same result', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 40 }));
    await start();
    await caughtUp(database, log);
    const report = await rebuildNow({ memoryBound: 100_000 });
    expect(report.comparison?.dossiers).toMatchObject({ equal: 40, ...same });
    expect(Math.round(report.events)).toBeGreaterThan(0);
  });

  it('goes on with the slices left when it was interrupted', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 40 }));
    await start();
    await caughtUp(database, log);
    const stop = new AbortController();
    let built = 0;
    const interrupted = rebuildNow({
      memoryBound: 100_000,
      signal: stop.signal,
      onProgress: ({ done }) => {
        built = done;
        if (done >= 2) stop.abort();
      },
    });
    await expect(interrupted).rejects.toThrow();
    expect(built).toBeGreaterThanOrEqual(2);
    const left = await database.pool.query('select from projection.lease where not built');
    expect(left.rowCount).toBeLessThan(2 * slices);
    const report = await rebuildNow();
    expect(report.resumed).toBe(true);
    expect(report.comparison?.dossiers).toMatchObject({ equal: 40, ...same });
    expect((await listVersions(database.pool)).length).toBe(2);
  });

  it('begins anew where the slices left were built from another log', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 20 }));
    const stop = AbortSignal.abort(new Error('interrupted'));
    await expect(rebuildNow({ signal: stop })).rejects.toThrow('interrupted');
    await database.pool.query(`update projection.lease set log_epoch = 'another'`);
    const report = await rebuildNow();
    expect(report).toMatchObject({ resumed: false, comparison: null });
    expect((await listVersions(database.pool)).map((each) => each.version)).toHaveLength(2);
  });

  it('is shared by two processes that rebuild at once', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 40 }));
    await start();
    await caughtUp(database, log);
    const reports = await Promise.all([rebuildNow({ memoryBound: 200_000 }), rebuildNow({ memoryBound: 200_000 })]);
    expect(reports[0].version).toBe(reports[1].version);
    expect(reports[0].comparison?.dossiers).toMatchObject({ equal: 40, ...same });
  });

  it('counts what threads beside it read, and leaves nothing where one of them fails', async () => {
    const events = eventsOnLog({ trainees: 40 });
    await appendEvents(log, events);
    await start();
    await caughtUp(database, log);
    const options = () => ({ log, pool: database.pool, rules, logger: testLogger });
    const beside: Beside = {
      builders: 3,
      async run(version, onStep) {
        const builds = [1, 2].map(async (thread) => {
          const signal = thread === 1 ? AbortSignal.abort(new Error('this one fails')) : undefined;
          const build = buildBeside({ ...options(), beside, ...(signal && { signal }) }, version, onStep);
          await build.catch(() => {});
        });
        await Promise.all(builds);
      },
    };
    const report = await rebuild({ ...options(), beside });
    expect(report.events).toBe(events.length);
    expect(report.comparison?.dossiers).toMatchObject({ equal: 40, ...same });
  });

  it('works without a living projector, promotes, and a reader notices nothing', async () => {
    const events = eventsOnLog({ trainees: 50 });
    await appendEvents(log, events.slice(0, 400));
    const first = await start();
    await caughtUp(database, log);
    await first.close();
    await appendEvents(log, events.slice(400));
    const report = await rebuildNow();
    expect(report.comparison?.dossiers).toMatchObject({ equal: 50, ...same });
    const before = await activeVersion(database.pool);
    expect(before?.version).not.toBe(report.version);

    let reading = true;
    let reads = 0;
    const reader = (async () => {
      while (reading) {
        const { rows } = await database.pool.query<{ schema: string }>(
          'select schema_name as schema from projection.version join projection.active using (version)',
        );
        const found = await database.pool.query(`select hash from ${rows[0]?.schema}.dossier where number = $1`, [
          dossierNumber('log', 1),
        ]);
        expect(found.rowCount).toBe(1);
        reads += 1;
      }
    })();
    expect(await promote({ pool: database.pool, log }, report.version, { by })).toEqual({
      active: report.version,
      previous: before?.version,
    });
    // The version of before is not fed from here on: a rollback waits until it shows what readers have seen.
    await appendEvents(log, eventsOnLog({ trainees: 5, seed: 'meanwhile' }));
    const only = (await listVersions(database.pool)).filter((each) => each.version === report.version);
    const alone = await startProjector({ log, pool: database.pool, rules, logger: testLogger, only });
    projectors.push(alone);
    await eventually(
      async () =>
        (await status(database.pool, await readLogFigures(log))).versions.find((each) => each.active)?.lagEvents === 0,
    );
    await expect(rollback({ pool: database.pool, log }, { by, waitMs: 200 })).rejects.toMatchObject({
      code: 'version-behind',
    });
    await start();
    expect(await rollback({ pool: database.pool, log }, { by })).toEqual({
      active: before?.version,
      previous: report.version,
    });
    await promote({ pool: database.pool, log }, report.version, { by });
    reading = false;
    await reader;
    expect(reads).toBeGreaterThan(0);
    await expect(retire(database.pool, report.version, { by })).rejects.toMatchObject({ code: 'wrong-use' });
    await expect(retire(database.pool, before?.version ?? '', { by })).rejects.toMatchObject({
      code: 'consent-needed',
    });
    await retire(database.pool, before?.version ?? '', { by, withoutWayBack: true });
    await expect(rollback({ pool: database.pool, log }, { by })).rejects.toMatchObject({
      code: 'way-back-missing',
      message: expect.stringMatching(`${before?.version} was retired at 20\\d\\d-`),
    });
    expect(await promote({ pool: database.pool, log }, report.version, { by })).toEqual({
      active: report.version,
      previous: null,
    });
    await appendEvents(log, eventsOnLog({ trainees: 5, seed: 'later' }));
    await caughtUp(database, log);
    expect((await status(database.pool, await readLogFigures(log))).versions).toHaveLength(1);
  });

  it.runIf(name !== 'Kafka')(
    'gives readers only what was compared with the version that they have, unless the operator says so',
    async () => {
      await appendEvents(log, eventsOnLog({ trainees: 10 }));
      await start();
      await caughtUp(database, log);
      await expect(rollback({ pool: database.pool, log }, { by })).rejects.toThrow(
        'nothing was promoted since the first start',
      );
      const { version } = await rebuildNow();
      const forget = 'delete from projection.comparison';
      await database.pool.query('update projection.comparison set slices_compared = slices_compared - 1');
      await expect(promote({ pool: database.pool, log }, version, { by })).rejects.toMatchObject({
        code: 'version-not-compared',
        message: expect.stringContaining(`7 of 8 slices`),
      });
      await database.pool.query(forget);
      await expect(promote({ pool: database.pool, log }, version, { by })).rejects.toThrow(
        `run "hub diff ${version}" first`,
      );
      const active = await activeVersion(database.pool);
      await compare(database.pool, active?.version ?? '', version);
      expect(await promote({ pool: database.pool, log }, version, { by })).toMatchObject({ active: version });
      await database.pool.query(forget);
      expect(await rollback({ pool: database.pool, log }, { by })).toMatchObject({ active: active?.version });
      await promote({ pool: database.pool, log }, version, { by, withoutComparison: true });
    },
  );

  it.runIf(name !== 'Kafka')(
    'does not give readers a version of another log, empty as it is, for one that shows events',
    async () => {
      await appendEvents(log, eventsOnLog({ trainees: 10 }));
      await start();
      await caughtUp(database, log);
      await Promise.all(projectors.splice(0).map((projector) => projector.close()));
      await database.pool.query(`update projection.lease set log_epoch = 'the former log'`);
      const report = await rebuildNow();
      expect(report.comparison).toBeNull();
      const shown = await status(database.pool, await readLogFigures(log));
      const events = Object.values(shown.logEvents ?? {}).reduce((sum, count) => sum + count, 0);
      await expect(promote({ pool: database.pool, log }, report.version, { by })).rejects.toMatchObject({
        code: 'version-not-compared',
        message: expect.stringMatching(new RegExp(`two logs.* shows ${events} events, .* ${events}`)),
      });
      await promote({ pool: database.pool, log }, report.version, { by, withoutComparison: true });
    },
  );

  it.runIf(name !== 'Kafka')(
    'gives readers no version that was retired, or compared with another, meanwhile',
    async () => {
      const { pool } = database;
      await appendEvents(log, eventsOnLog({ trainees: 3 }));
      await start();
      await caughtUp(database, log);
      const first = await activeVersion(pool);
      const [second, third] = [(await rebuildNow()).version, (await rebuildNow()).version];
      const others = await pool.connect();
      const behindLock = async (count: number, work: () => Promise<unknown>) => {
        const outcome = work().catch((error: unknown) => error);
        await eventually(async () => {
          const waiting = await pool.query(
            `select from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())`,
          );
          expect(waiting.rowCount).toBe(count);
        });
        return () => outcome;
      };
      await others.query(`select pg_advisory_lock(hashtext('hub projection versions'))`);
      const retired = await behindLock(1, () => retire(pool, second, { by }));
      const ofRetired = await behindLock(2, () => promote({ pool, log }, second, { by }));
      const ofOther = await behindLock(3, () => promote({ pool, log }, third, { by }));
      await pool.query('update projection.active set version = $1, previous = $2', [third, first?.version]);
      await others.query(`select pg_advisory_unlock(hashtext('hub projection versions'))`);
      others.release();
      expect(await retired()).toBeUndefined();
      expect(await ofRetired()).toMatchObject({ code: 'version-overtaken' });
      expect(await ofOther()).toMatchObject({
        code: 'version-overtaken',
        message: expect.stringContaining(`given ${third} meanwhile`),
      });
      expect((await activeVersion(pool))?.version).toBe(third);
      await expect(promote({ pool, log }, second, { by })).rejects.toThrow('was retired');
    },
  );

  it('compares slice by slice at equal offsets while events go on coming', async () => {
    const events = eventsOnLog({ trainees: 120 });
    await appendEvents(log, events.slice(0, 600));
    await start();
    const appended = appendEvents(log, events.slice(600), 10);
    const report = await rebuildNow();
    await appended;
    expect(report.comparison?.slicesCompared).toBe(2 * slices);
    expect(report.comparison?.dossiers).toMatchObject(same);
    await caughtUp(database, log);
    await eventually(async () => {
      const active = await activeVersion(database.pool);
      const later = await compare(database.pool, report.version, active?.version ?? '');
      return later.dossiers.equal === 120;
    });
  });

  it('with other rules goes on serving the active version and builds its own beside it', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 20 }));
    await start();
    await caughtUp(database, log);
    const active = await activeVersion(database.pool);
    const otherRules: Rules = { ...rules, authority: { ...rules.authority, rows: [] } };
    expect(rulesHash(otherRules)).not.toBe(rulesHash(rules));
    await start(otherRules);
    await caughtUp(database, log);
    expect(await activeVersion(database.pool)).toEqual(active);
    const versions = await listVersions(database.pool);
    expect(versions.map((each) => each.rulesHash)).toEqual([rulesHash(rules), rulesHash(otherRules)]);
    const [here, there] = [versions[1]?.version ?? '', versions[0]?.version ?? ''];
    await eventually(async () => {
      const { dossiers } = await compare(database.pool, here, there);
      expect(dossiers.equal + dossiers.changed).toBe(20);
      expect(dossiers.changed).toBeGreaterThan(0);
      const [sample] = dossiers.samples.changed;
      expect((await diffDossier(database.pool, Number(sample), here, there))?.fields.length).toBeGreaterThan(0);
    });
  });
});
