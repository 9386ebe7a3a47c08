import { type FactSet, type LogEvent, type Rules, rulesHash } from '@hub/core';
import {
  activeVersion,
  claimSlice,
  decodeFacts,
  diffDossier,
  encodeFacts,
  findComparison,
  holdShadow,
  holdVerification,
  type Job,
  listVersions,
  loadRules,
  openSliceClaims,
  readAudit,
  readLeases,
  readVersionStatuses,
  requireVersion,
  withSnapshot,
} from '@hub/platform';
import {
  type Comparison,
  compare,
  differs,
  type Projector,
  parseMaxChanged,
  promote,
  rebuild,
  retire,
  rollback,
  startProjector,
  verify,
} from '@hub/projector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdminAnswer } from '../support/admin-here.ts';
import { askAdminAt } from '../support/ask-admin.ts';
import { eventually } from '../support/eventually.ts';
import { appendEvents, dossierNumber, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { operatorHere as by } from '../support/operator.ts';
import { activeSchema, caughtUp } from '../support/projection.ts';
import { openDoor, type TestDoor } from './gateway-harness.ts';

const rules = loadRules();
const trainees = 60;
const dossier = (n: number) => dossierNumber('log', n);

let hub: TestDoor;
let projector: Projector;
beforeAll(async () => {
  hub = await openDoor();
  await appendEvents(hub.log, eventsOnLog({ trainees }));
  projector = await startProjector({ ...stores(), rules, logger: testLogger, settings: { leaseMs: 1_500 } });
  await caughtUp(hub.database, hub.log);
});
afterAll(async () => {
  await projector?.close();
  await hub?.close();
});

const stores = () => ({ pool: hub.database.pool, log: hub.log });
const building = (with_: Rules = rules) => ({ ...stores(), rules: with_, logger: testLogger });
const query = (text: string, values: unknown[] = []) => hub.database.pool.query(text, values);
const liveVersion = async () => (await activeVersion(hub.database.pool))?.version ?? '';

async function dropVersions(): Promise<void> {
  const active = await liveVersion();
  for (const { version, retiredAt } of await listVersions(hub.database.pool)) {
    if (retiredAt === null && version !== active)
      await retire(hub.database.pool, version, { by, withoutWayBack: true });
  }
}

describe('a verification', () => {
  it('finds nothing where nothing was changed, and leaves nothing', async () => {
    const report = await verify(building());
    expect(differs(report.comparison)).toBe(false);
    expect(report.comparison).toMatchObject({ dossiers: { equal: trainees }, explanations: [], slicesCompared: 8 });
    expect((await readVersionStatuses(hub.database.pool, null)).map(({ state }) => state)).toEqual(['active']);
  });

  it('finds a row whose facts, hash, summary, stays, person or session somebody has changed, and says which columns', async () => {
    const schema = await activeSchema(hub.database);
    const kept = await keepRows(schema);
    const facts = (n: number) => factsIn(schema, dossier(n));
    const change = (column: string, value: unknown, number: number) =>
      query(`update ${schema}.dossier set ${column} = $2 where number = $1`, [number, value]);
    await change('facts', encodeFacts(JSON.stringify((await facts(9)).slice(1))), dossier(9));
    await change(
      'facts',
      encodeFacts(JSON.stringify((await facts(1)).map((f) => ({ ...f, partner: 'x' })))),
      dossier(1),
    );
    await change('facts', Buffer.from('no facts'), dossier(2));
    await change('hash', Buffer.alloc(32), dossier(3));
    await change('status', 'positioned-by-hand', dossier(4));
    await change('financers', ['99000106700026'], dossier(5));
    await change('due_by', '2001-01-01', dossier(6));
    await query(`insert into ${schema}.stay (number, place, state, abandoned) values ($1, 77, 'entered', false)`, [
      dossier(7),
    ]);
    await query(`delete from ${schema}.dossier where number = $1`, [dossier(8)]);
    await query(
      `update ${schema}.trainee set moved = not moved where trainee_id = (select min(trainee_id::text)::uuid from ${schema}.trainee)`,
    );
    await query(
      `update ${schema}.session set territory = 'nowhere' where reference = (select min(reference) from ${schema}.session)`,
    );
    const { comparison } = await verify(building());
    const named = new Map(
      comparison.explanations.map(({ detail, samples }) => [detail, samples.map(({ key }) => key)]),
    );
    const active = await liveVersion();
    const keys = (n: number) => [String(dossier(n))];
    expect(named.get(`the facts of ${active} cannot be read`)).toEqual(keys(2));
    expect(named.get(`the record of ${active} is not what its facts give`)).toEqual(keys(3));
    expect(named.get('columns differ: status')).toEqual(keys(4));
    expect(named.get('columns differ: financers')).toEqual(keys(5));
    expect(named.get('columns differ: due_by')).toEqual(keys(6));
    expect(named.get('columns differ: stays')).toEqual(keys(7));
    const lost = named.get(`${active} lacks events that it did not park`);
    expect(lost?.toSorted()).toEqual([...keys(8), ...keys(9)]);
    expect(named.get('columns differ: moved')).toHaveLength(1);
    expect(named.get('columns differ: territory')).toHaveLength(1);
    expect(named.get('the same events say something else')).toEqual(keys(1));
    expect(comparison.explanations.every((each) => each.by === 'unexplained')).toBe(true);
    expect(comparison).toMatchObject({
      dossiers: { changed: 8, onlyHere: 1 },
      trainees: { changed: 1 },
      sessions: { changed: 1 },
    });
    await putBack(schema, kept);
    expect(differs((await verify(building())).comparison)).toBe(false);
  });

  it('may be of some slices, named or drawn', async () => {
    const named = await verify({ ...building(), slices: { named: [2, 0] } });
    expect(named).toMatchObject({ slices: [0, 2], comparison: { slices: 4, slicesCompared: 4 } });
    expect(differs(named.comparison)).toBe(false);
    expect(named.comparison.dossiers.equal).toBeLessThan(trainees);
    const drawn = await verify({ ...building(), slices: { drawn: 1 } });
    expect(drawn.slices).toHaveLength(1);
    expect(differs(drawn.comparison)).toBe(false);
    await expect(verify({ ...building(), slices: { named: [4] } })).rejects.toMatchObject({
      code: 'wrong-use',
      message: expect.stringContaining('0 to 3'),
    });
  });

  it('takes no slice of the version that readers are given, and events go on being shown', async () => {
    const active = await liveVersion();
    const owners = async () => (await readLeases(hub.database.pool, active)).map(({ owner, epoch }) => [owner, epoch]);
    const before = await owners();
    const verifying = Promise.all([verify(building()), verify({ ...building(), slices: { drawn: 2 } })]);
    const latencies: number[] = [];
    let running = true;
    const ended = verifying.finally(() => {
      running = false;
    });
    for (let n = 0; running || n < 3; n += 1) latencies.push(await visibleAfterMs(n));
    for (const { comparison } of await ended) expect(differs(comparison)).toBe(false);
    expect(await owners()).toEqual(before);
    expect(Math.max(...latencies)).toBeLessThan(10_000);
  });

  it('leaves a version that is never given to readers, fed or gone on with, and that goes with whoever comes next', async () => {
    const { pool } = hub.database;
    const wanted = { rules, slices: 4, logEpoch: await hub.log.epoch(), logEvents: 0 };
    const held = await holdVerification(pool, wanted, null);
    const name = held.version.version;
    const stateOf = async () => (await readVersionStatuses(pool, null)).find(({ version }) => version === name)?.state;
    expect(await stateOf()).toBe('verifying');
    await expect(promote(stores(), name, { by, withoutComparison: true })).rejects.toMatchObject({
      code: 'wrong-use',
      message: expect.stringContaining('made by a verification'),
    });
    await expect(compare(pool, name, await liveVersion())).rejects.toThrow('made by a verification');
    const rebuilt = await rebuild(building());
    expect(rebuilt).toMatchObject({ resumed: false, joined: false });
    expect(rebuilt.version).not.toBe(name);
    await verify({ ...building(), slices: { drawn: 1 } });
    // Its runner lives: nobody has dropped it, and no projector has taken a slice of it.
    expect(await stateOf()).toBe('verifying');
    expect((await readLeases(pool, name)).every(({ owner }) => owner === null)).toBe(true);
    held.release();
    await eventually(async () => expect(await stateOf()).toBe('left'));
    await verify({ ...building(), slices: { drawn: 1 } });
    expect(await stateOf()).toBeUndefined();
    await dropVersions();
  });

  it('that is cancelled leaves nothing', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(verify({ ...building(), signal })).rejects.toThrow('cancelled');
    expect((await readVersionStatuses(hub.database.pool, null)).map(({ state }) => state)).toEqual(['active']);
  });

  it('that a process left is dropped by a projector that starts', async () => {
    const { pool } = hub.database;
    const wanted = { rules, slices: 4, logEpoch: await hub.log.epoch(), logEvents: 0 };
    const held = await holdVerification(pool, wanted, null);
    held.release();
    const other = await startProjector({ ...building(), settings: { leaseMs: 1_500 } });
    await eventually(async () =>
      expect((await readVersionStatuses(pool, null)).map(({ state }) => state)).toEqual(['active']),
    );
    await other.close();
  });
});

describe('a comparison', () => {
  const lenient: Rules = { ...rules, authority: { ...rules.authority, rows: [] } };

  it('explains what differs by the part of the rules that says otherwise', async () => {
    const { version, comparison } = await rebuild(building(lenient));
    expect(rulesHash(lenient)).not.toBe(rulesHash(rules));
    const byRules = comparison?.explanations.filter((each) => each.by === 'rules') ?? [];
    expect(byRules.map(({ detail }) => detail)).toEqual(['authority']);
    expect(byRules[0]?.dossiers).toBe(comparison?.dossiers.changed);
    expect(byRules[0]?.dossiers).toBeGreaterThan(0);
    expect(byRules[0]?.samples).toHaveLength(10);
    expect(comparison?.explanations).toHaveLength(1);
    expect(await findComparison(hub.database.pool, await liveVersion(), version)).toMatchObject({
      id: comparison?.id,
      here: version,
      unexplained: 0,
      report: { explanations: comparison?.explanations },
    });
  });

  it('shows one dossier field by field, with the facts that the fields stand on, and nothing that is sealed', async () => {
    const [lenientVersion] = (await listVersions(hub.database.pool)).filter(
      (each) => each.rulesHash === rulesHash(lenient) && each.retiredAt === null,
    );
    const found = await diffDossier(hub.database.pool, dossier(1), lenientVersion?.version ?? '', await liveVersion());
    expect(found?.fields).toContainEqual({
      path: 'stays.0.entry.standing',
      here: 'no-authority',
      there: 'authoritative',
      factHere: { source: 'eos', id: 'log-1-entry-attested', type: 'entry-attested' },
      factThere: { source: 'eos', id: 'log-1-entry-attested', type: 'entry-attested' },
    });
    expect(found?.events).toEqual({ onlyHere: [], onlyThere: [], changed: [] });
    expect(JSON.stringify(found)).not.toContain('xxxx');
    expect(await diffDossier(hub.database.pool, 999_999_999, await liveVersion(), await liveVersion())).toBeNull();
    await dropVersions();
  });

  it('explains what differs by the code, and by what one of the two parked; the rest is unexplained', async () => {
    const { version } = await rebuild(building());
    const { schemaName } = await requireVersion(hub.database.pool, version);
    const [lost] = await factsIn(schemaName, dossier(1));
    await query(`update ${schemaName}.dossier set facts = $2 where number = $1`, [
      dossier(1),
      encodeFacts(JSON.stringify((await factsIn(schemaName, dossier(1))).slice(1))),
    ]);
    await query(`update ${schemaName}.dossier set hash = $2 where number = $1`, [dossier(2), Buffer.alloc(32)]);
    const active = await liveVersion();
    const again = () => compare(hub.database.pool, version, active);
    expect((await again()).explanations.map((each) => [each.by, each.dossiers])).toEqual([
      ['unexplained', 1],
      ['unexplained', 1],
    ]);
    await query(
      `insert into projection.parked (version, topic, slice, "offset", dossier, reason, detail)
       values ($1, 'entry', 0, 999, $2, 'fold-failed', 'for the test')`,
      [version, dossier(1)],
    );
    await query('update projection.version set describe_version = describe_version - 1 where version = $1', [version]);
    const explained = await again();
    expect(explained.explanations).toMatchObject([
      {
        by: 'event',
        detail: `parked in ${version}`,
        samples: [
          { key: String(dossier(1)), events: { onlyHere: [], onlyThere: [{ id: lost?.id, type: lost?.type }] } },
        ],
      },
      { by: 'code', detail: expect.stringMatching(/^description \d+ and \d+$/), dossiers: 1 },
    ]);
    expect(explained.parked).toMatchObject({ equal: 0, onlyHere: 1, samples: { onlyHere: ['entry/0/999'] } });
    expect(differs(explained)).toBe(true);
    await dropVersions();
  });
});

describe('a promotion', () => {
  it.each([
    ['0.1%', { percent: 0.1 }],
    ['25', { dossiers: 25 }],
    ['0', { dossiers: 0 }],
    ['100%', { percent: 100 }],
    ['101%', null],
    ['1.5', null],
    ['few', null],
    ['-1', null],
  ])('reads %s as the most that may differ', (text, most) => {
    expect(parseMaxChanged(text)).toEqual(most);
  });

  it('is refused where more differs than may, or anything for no reason; the audit names what it stood on', async () => {
    const { version, comparison } = await rebuild(building());
    const active = await liveVersion();
    const { schemaName } = await requireVersion(hub.database.pool, version);
    const few = (most: string) =>
      promote(stores(), version, { by, maxChanged: parseMaxChanged(most) ?? { dossiers: 0 } }).catch((error) => error);
    const other = `0.${version.slice(2)}`;
    await query(`update ${schemaName}.dossier set hash = $2 where number = $1`, [dossier(1), Buffer.alloc(32)]);
    const damaged = await compare(hub.database.pool, version, active);
    expect(await few('100%')).toMatchObject({
      code: 'version-unexplained',
      message: expect.stringMatching(`comparison ${damaged.id}, .* in 1 rows for no reason.*--dossier NUMBER`),
    });
    await query('update projection.version set describe_version = describe_version - 1 where version = $1', [version]);
    await compare(hub.database.pool, version, active);
    expect(await few('0')).toMatchObject({
      code: 'version-differs',
      message: expect.stringMatching(/differs from .* in 1 of \d+ dossiers, and 0 may/),
    });
    expect(await few('0.1%')).toMatchObject({ code: 'version-differs' });
    expect(await few('1')).toEqual({ active: version, previous: active });
    expect(await liveVersion()).toBe(version);
    await rollback(stores(), { by });
    await retire(hub.database.pool, version, { by, withoutWayBack: true });
    const audit = await readAudit(hub.database.pool, { subject: `version:${version}`, limit: 10 });
    expect(audit.map(({ what, agent }) => [what, agent])).toEqual([
      ['version-retired', 'test'],
      ['version-promoted', 'test'],
    ]);
    expect(audit[1]).toMatchObject({
      before: { active },
      after: {
        active: version,
        dossiersDiffering: 1,
        unexplained: 0,
        maxChanged: '1',
        comparison: (comparison?.id ?? 0) + 2,
      },
    });
    const [back] = await readAudit(hub.database.pool, { what: 'version-rolled-back', limit: 1 });
    expect(back).toMatchObject({ subject: `version:${active}`, before: { active: version }, after: { active } });
    // What it stood on stays, though the version is gone.
    expect((await findComparison(hub.database.pool, version, active))?.dossiersDiffering).toBe(1);
    await expect(promote(stores(), other, { by })).rejects.toThrow(
      `Version ${other} does not exist; there are: ${active}`,
    );
  });

  it('shows a reader who reads meanwhile one version to the end, and loses nothing that was written after it', async () => {
    const { pool } = hub.database;
    const { version } = await rebuild(building());
    const active = await liveVersion();
    const event = eventsOnLog({ trainees: 1, seed: 'after' }).find((each) => each.dossier !== null) as LogEvent;
    await withSnapshot(pool, async (snapshot) => {
      const read = async () => {
        const { rows } = await (snapshot?.client.query(
          `select count(*)::int as count from ${snapshot?.version.schemaName}.dossier`,
        ) ?? { rows: [] });
        return [snapshot?.version.version, rows[0]?.count];
      };
      const begun = await read();
      expect(begun[0]).toBe(active);
      await promote(stores(), version, { by });
      await appendEvents(hub.log, [event]);
      await caughtUp(hub.database, hub.log);
      expect(await read()).toEqual(begun);
      await rollback(stores(), { by });
      expect(await read()).toEqual(begun);
    });
    expect(await liveVersion()).toBe(active);
    const { rowCount } = await query(`select from ${await activeSchema(hub.database)}.dossier where number = $1`, [
      event.dossier,
    ]);
    expect(rowCount).toBe(1);
    await dropVersions();
  });

  it('is of a version that was wholly built, and compared; one left unfinished is shown and gone on with', async () => {
    const { pool } = hub.database;
    const stop = AbortSignal.abort(new Error('interrupted'));
    await expect(rebuild({ ...building(), signal: stop })).rejects.toThrow('interrupted');
    // Once the session of whoever built it is gone.
    const name = await eventually(async () => {
      const unfinished = (await readVersionStatuses(pool, null)).find(({ state }) => state === 'unfinished');
      expect(unfinished).toBeDefined();
      return unfinished?.version ?? '';
    });
    await expect(promote(stores(), name, { by })).rejects.toThrow('run "hub rebuild" to finish it first');
    await expect(compare(pool, name, await liveVersion())).rejects.toThrow('not wholly built');
    const claims = await openSliceClaims(pool);
    expect(await claimSlice(claims, name, { kind: 'trainee', slice: 0 })).toBe(true);
    await expect(rebuild({ ...building(), signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout|abort/);
    const held = await holdShadow(pool, { rules, slices: 4, logEpoch: await hub.log.epoch(), logEvents: 0 });
    await expect(retire(pool, name, { by })).rejects.toThrow('is being filled by a living process');
    held.release();
    // Whoever had the slice is gone, and it is anybody's again.
    claims.close();
    const [first, second] = await Promise.all([rebuild(building()), rebuild(building())]);
    expect([first.version, second.version]).toEqual([name, name]);
    expect([first.resumed, second.resumed]).toEqual([true, true]);
    expect([first.joined, second.joined].filter(Boolean)).toHaveLength(1);
    expect(first.comparison).toEqual(second.comparison);
    expect(first.comparison?.dossiers).toMatchObject({ changed: 0, onlyHere: 0, onlyThere: 0 });
    await dropVersions();
  });
});

describe('the administration of versions', () => {
  it('rebuilds, verifies, compares, promotes, rolls back and retires as jobs, each with its row of the audit', async () => {
    const before = await liveVersion();
    const rebuilt = await done<{ version: string; switched: object }>(
      await ask('rebuilds', { promote: true, maxChanged: '0' }),
    );
    expect(rebuilt.switched).toEqual({ active: rebuilt.version, previous: before });
    const verified = await done<{ verified: string; comparison: Comparison }>(
      await ask('verifications', { slices: [1] }),
    );
    expect(verified).toMatchObject({ verified: rebuilt.version, comparison: { slices: 2, explanations: [] } });
    expect(await done(await ask('rollback', {}))).toEqual({ active: before, previous: rebuilt.version });
    await done(await ask(`versions/${rebuilt.version}/comparison`, {}));
    const shown = await ask<{ report: Comparison }>(`versions/${rebuilt.version}/comparison?with=${before}`);
    expect(shown).toMatchObject({ status: 200, body: { unexplained: 0, report: { explanations: [] } } });
    const listed = await ask<{ versions: object[]; comparisons: object[] }>('versions');
    expect(listed.body.versions).toMatchObject([
      { version: before, state: 'active', lagEvents: 0 },
      { state: 'ready' },
    ]);
    expect(listed.body.comparisons[0]).toMatchObject({ here: rebuilt.version, there: before, dossiersDiffering: 0 });
    await done(await ask(`versions/${rebuilt.version}/promotion`, {}));
    await done(await ask('rollback', {}));
    expect(await done(await ask(`versions/${rebuilt.version}/retirement`, { withoutWayBack: true }))).toEqual({
      retired: rebuilt.version,
    });
    const [retired] = await readAudit(hub.database.pool, { what: 'version-retired', limit: 1 });
    expect(retired).toMatchObject({ clientId: 'operator', agent: 'agent-1', subject: `version:${rebuilt.version}` });
    const [asked] = await readAudit(hub.database.pool, { what: 'retirement-asked', limit: 1 });
    expect(asked).toMatchObject({ clientId: 'operator', subject: `version:${rebuilt.version}` });
    expect((await ask(`versions/${rebuilt.version}/promotion`, {})).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('was retired'),
    });
  });

  it('does one rebuild at a time; one that is cancelled is left for the next', async () => {
    const { pool } = hub.database;
    const held = await holdShadow(pool, { rules, slices: 4, logEpoch: await hub.log.epoch(), logEvents: 0 });
    const name = held.version.version;
    held.release();
    // Somebody has a slice, so that the job cannot end.
    const claims = await openSliceClaims(pool);
    await claimSlice(claims, name, { kind: 'trainee', slice: 0 });
    const stateOf = async () => (await readVersionStatuses(pool, null)).find(({ version }) => version === name)?.state;
    const asked = await ask<Job>('rebuilds', {});
    const other = await ask('rebuilds', {});
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:hub:problem:job-unfinished' } });
    await eventually(async () => expect(await stateOf()).toBe('filling'));
    // What readers are given does not wait behind it: there is nothing to go back to, and that is said at once.
    expect(await ask('rollback', {})).toMatchObject({
      status: 409,
      body: {
        type: 'urn:hub:problem:way-back-missing',
        detail: expect.stringContaining('Rebuild with the rules wanted'),
      },
    });
    await ask(`jobs/${asked.body.id}/cancel`, {});
    await eventually(async () => expect((await ask<Job>(`jobs/${asked.body.id}`)).body.state).toBe('cancelled'));
    await eventually(async () => expect(await stateOf()).toBe('unfinished'));
    claims.close();
    await retire(pool, name, { by });
  });

  it('says what is wrong with what is asked', async () => {
    const active = await liveVersion();
    expect((await ask('versions/nobody.1/promotion', {})).status).toBe(404);
    expect((await ask(`versions/${active}/comparison`)).body).toMatchObject({
      detail: expect.stringContaining('name another'),
    });
    expect((await ask('verifications', { slices: [4] })).body).toMatchObject({
      detail: expect.stringContaining('0 to 3'),
    });
    expect((await ask('rebuilds', { maxChanged: '1' })).status).toBe(409);
    expect((await ask('rebuilds', { promote: true, maxChanged: 'few' })).status).toBe(400);
    const failed = await ended(await ask<Job>(`versions/${active}/retirement`, {}));
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'wrong-use', message: expect.stringContaining('is active') },
    });
    expect((await ask('versions', undefined, 'cdc')).status).toBe(403);
  });
});

const ask = <Body = Record<string, unknown>>(path: string, body?: object, as = 'operator') =>
  askAdminAt<Body>(hub, path, body, as);

async function ended({ status, body }: AdminAnswer<unknown>): Promise<Job> {
  expect([status, body]).toEqual([202, expect.objectContaining({ state: 'waiting' })]);
  return eventually(async () => {
    const { body: job } = await ask<Job>(`jobs/${(body as Job).id}`);
    if (job.endedAt === null) throw new Error(`the job is ${job.state}`);
    return job;
  });
}

async function done<Result>(asked: AdminAnswer<unknown>): Promise<Result> {
  const job = await ended(asked);
  expect(job.error).toBeNull();
  return job.result as Result;
}

async function factsIn(schema: string, number: number): Promise<FactSet> {
  const { rows } = await query(`select facts from ${schema}.dossier where number = $1`, [number]);
  return decodeFacts(rows[0].facts);
}

/** How long one more event takes from the log to the records. */
async function visibleAfterMs(n: number): Promise<number> {
  const event = eventsOnLog({ trainees: 1, seed: `while ${n}` }).find((each) => each.dossier !== null) as LogEvent;
  const startedAt = performance.now();
  await appendEvents(hub.log, [event]);
  const schema = await activeSchema(hub.database);
  await eventually(async () => {
    const { rowCount } = await query(`select from ${schema}.dossier where number = $1`, [event.dossier]);
    expect(rowCount).toBe(1);
  });
  return performance.now() - startedAt;
}

const tables = ['dossier', 'stay', 'trainee', 'session'];

async function keepRows(schema: string): Promise<string> {
  await query(`create schema kept_${schema}`);
  for (const table of tables) await query(`create table kept_${schema}.${table} as select * from ${schema}.${table}`);
  return `kept_${schema}`;
}

async function putBack(schema: string, kept: string): Promise<void> {
  for (const table of tables) {
    await query(`delete from ${schema}.${table}`);
    await query(`insert into ${schema}.${table} select * from ${kept}.${table}`);
  }
  await query(`drop schema ${kept} cascade`);
}
