import { randomUUID } from 'node:crypto';
import { type EventLog, parisDay } from '@hub/core';
import {
  type AccessTrace,
  createMetrics,
  defaultLimits,
  drawSecrets,
  embeddedEventLog,
  type Grounds,
  listAlarms,
  openAccessTrace,
  rememberNewPersons,
  type TraceEntry,
  traceDoor,
  traceKeyOf,
  verifyTrace,
  withTransaction,
} from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeOrphans, dropMonthsOver } from '../../services/shared/platform/src/access-trace/keep-trace.ts';
import { tellAnchors } from '../../services/shared/platform/src/access-trace/trace-anchors.ts';
import { linkOf, openingLink } from '../../services/shared/platform/src/access-trace/trace-links.ts';
import { testLogger as logger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const secrets = drawSecrets();
const key = traceKeyOf(secrets);
let database: TestDatabase;
let pool: Pool;
let log: EventLog;
const open: AccessTrace[] = [];

beforeAll(async () => {
  database = await testDatabase();
  ({ pool } = database);
  log = await embeddedEventLog({ pool, slices: 4 });
});
afterAll(async () => {
  for (const trace of open) await trace.close();
  await log?.close();
  await database?.drop();
});

/** As one more process of the hub. */
function newTrace(): AccessTrace {
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics: createMetrics() });
  open.push(trace);
  return trace;
}

interface Look extends Partial<Omit<TraceEntry, 'reader'>> {
  readonly client?: string;
  readonly agent?: string;
  readonly limits?: Partial<typeof defaultLimits>;
  readonly grounds?: Grounds;
}

function lookAt(
  trainee: string | null,
  { client = 'region', agent = 'agent-1', limits, grounds, ...more }: Look = {},
): TraceEntry {
  return {
    reader: {
      organisation: '99000106700018',
      clientId: client,
      agent,
      purpose: 'funding-follow-up',
      limits: { ...defaultLimits, ...limits },
    },
    operation: 'path',
    persons: trainee === null ? [] : [{ trainee, dossier: null, ...(grounds !== undefined && { grounds }) }],
    decision: trainee === null ? 'unknown' : 'allowed',
    traceparent: `00-${'4'.repeat(32)}-${'5'.repeat(16)}-01`,
    ...more,
  };
}

const people = (count: number) => Array.from({ length: count }, () => randomUUID());
const verified = (on: Pick<Pool, 'query'> = pool) => verifyTrace({ pool: on as Pool, log, key });

describe('the access trace', () => {
  let writer: string;
  beforeAll(async () => {
    const trace = newTrace();
    await Promise.all(people(40).map((trainee, n) => trace.write(lookAt(trainee, { agent: `agent-${n}` }))));
    await trace.write(lookAt(null));
    await trace.close();
    const { rows } = await pool.query('select writer, max(sequence) as last from access.trace group by writer');
    expect(rows).toEqual([{ writer: expect.any(String), last: '41' }]);
    writer = rows[0].writer;
  });

  it('says who looked at whom, when and why, and is whole', async () => {
    const { rows } = await pool.query('select * from access.trace where sequence = 41');
    expect(rows[0]).toMatchObject({
      organisation: '99000106700018',
      client_id: 'region',
      agent: 'agent-1',
      purpose: 'funding-follow-up',
      operation: 'path',
      trainee_id: null,
      decision: 'unknown',
    });
    expect(await verified()).toMatchObject({ rows: 41, writers: 1, faults: [], unanchored: { rows: 0 } });
  });

  it.each(['update access.trace set agent = agent', 'delete from access.trace', 'truncate access.trace'])(
    'is only added to: %s',
    async (sql) => {
      await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it.each<[string, string, string, number, number]>([
    ['another agent', "update access.trace set agent = 'x' where sequence = 7", 'row-changed', 7, 7],
    [
      'another person',
      'update access.trace set trainee_id = gen_random_uuid() where sequence = 1',
      'row-changed',
      1,
      1,
    ],
    ['another kind of number', "update access.trace set searched_by = 'nir' where sequence = 9", 'row-changed', 9, 9],
    ['another decision', "update access.trace set decision = 'allowed' where sequence = 41", 'row-changed', 41, 41],
    [
      'another time',
      "update access.trace set read_at = read_at - interval '1 ms' where sequence = 9",
      'row-changed',
      9,
      9,
    ],
    ['another link', "update access.trace set link = '\\x00' where sequence = 20", 'row-changed', 20, 20],
    ['a row removed', 'delete from access.trace where sequence = 12', 'rows-missing', 12, 12],
    ['its first rows removed', 'delete from access.trace where sequence < 4', 'rows-missing', 1, 3],
    ['its last rows cut off', 'delete from access.trace where sequence > 30', 'cut-off', 31, 41],
    ['all its rows removed', 'delete from access.trace', 'writer-missing', 1, 41],
    [
      'a row told twice',
      `insert into access.trace select writer, sequence, read_at + interval '1 ms', organisation, client_id,
      agent, purpose, operation, trainee_id, dossier, decision, reason, categories, traceparent, link
      from access.trace where sequence = 5`,
      'row-inserted',
      5,
      5,
    ],
    [
      'a row after its end',
      `insert into access.trace select writer, 42, read_at, organisation, client_id,
      agent, purpose, operation, trainee_id, dossier, decision, reason, categories, traceparent, link
      from access.trace where sequence = 41`,
      'row-inserted',
      42,
      42,
    ],
    [
      'a writer that the log never heard of',
      `insert into access.trace select gen_random_uuid(), 1, read_at, organisation,
      client_id, agent, purpose, operation, trainee_id, dossier, decision, reason, categories, traceparent, link
      from access.trace where sequence = 1`,
      'writer-unknown',
      1,
      1,
    ],
  ])('shows %s', async (_what, sql, kind, from, to) => {
    await tampered(async (client) => {
      await client.query(sql);
      const { faults } = await verified(client);
      expect(faults).toContainEqual(expect.objectContaining({ kind, from, to }));
    });
    expect((await verified()).faults).toEqual([]);
  });

  it('shows links made anew by who has the key too, for the log knows others', async () => {
    await tampered(async (client) => {
      await client.query('delete from access.trace where sequence > 1');
      const { rows } =
        await client.query(`select to_char(read_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt",
        organisation, client_id as "clientId", purpose, operation, trainee_id as trainee, dossier, decision, reason,
        categories, traceparent, searched_by as "searchedBy" from access.trace`);
      let link = openingLink(key, writer);
      await client.query('delete from access.trace');
      for (let sequence = 1; sequence <= 41; sequence++) {
        const row = { ...rows[0], agent: 'nobody' };
        link = linkOf(key, link, { writer, sequence, readAt: row.readAt }, row);
        await client.query(
          `insert into access.trace (writer, sequence, read_at, organisation, client_id, agent, purpose, operation, trainee_id,
             decision, traceparent, link) values ($1, $2, $3, $4, $5, 'nobody', $6, $7, $8, $9, $10, $11)`,
          [
            writer,
            sequence,
            row.readAt,
            row.organisation,
            row.clientId,
            row.purpose,
            row.operation,
            row.trainee,
            row.decision,
            row.traceparent,
            link,
          ],
        );
      }
      const { faults } = await verified(client);
      expect(faults.map(({ kind }) => kind)).toEqual(['rewritten']);
    });
  });

  it('says of rows that an older backup does not have that they are lost, and not that somebody took them', async () => {
    const later = newTrace();
    for (const trainee of people(3)) await later.write(lookAt(trainee, { agent: 'later' }));
    await later.close();
    const backupOf = new Date(Date.now() - 60_000).toISOString();
    await tampered(async (client) => {
      await client.query(`delete from access.trace where agent = 'later'`);
      expect((await verified(client)).faults).toMatchObject([{ kind: 'writer-missing', from: 1, to: 3 }]);
      await tellAnchors(log, key, [{ kind: 'restored', backupOf }]);
      await client.query('delete from access.trace where sequence > 30');
      const { faults, lostByRestore, restores } = await verified(client);
      expect([faults, restores]).toMatchObject([[], [{ backupOf }]]);
      expect(lostByRestore.map(({ from, to }) => [from, to])).toEqual(
        expect.arrayContaining([
          [1, 3],
          [31, 41],
        ]),
      );
    });
  });

  it('of a writer that died is closed by another, so that its end is known', async () => {
    const dead = newTrace();
    for (const trainee of people(3)) await dead.write(lookAt(trainee, { agent: 'dead' }));
    expect((await verified()).unanchored).toMatchObject({ rows: expect.any(Number) });
    expect(await closeOrphans({ pool, log, key }, 0)).toBe(1);
    expect(await verified()).toMatchObject({ faults: [], unanchored: { rows: 0 } });
    await tampered(async (client) => {
      await client.query(`delete from access.trace where agent = 'dead' and sequence = 3`);
      expect((await verified(client)).faults).toMatchObject([{ kind: 'cut-off', from: 3, to: 3 }]);
    });
  });

  it('loses the months whose year is over, which the log knows, and keeps those that are held', async () => {
    const trace = newTrace();
    await trace.write(lookAt(randomUUID(), { agent: 'old' }));
    await trace.close();
    const row = `writer, sequence, link from access.trace where agent = 'old'`;
    const { rows } = await pool.query(`select to_char(now() - interval '15 months', 'YYYY-MM') as month, ${row}`);
    const { month } = rows[0];
    await pool.query(`select access.make_trace_month(now() - interval '15 months')`);
    await pool.query(
      `insert into access.trace_hold (from_day, to_day, reason, set_by) values ($1, $1, 'case-1', 'agent')`,
      [`${month}-15`],
    );
    expect(await dropMonthsOver({ pool, log, key })).toEqual([]);
    await pool.query(`update access.trace_hold set lifted_at = now(), lifted_by = 'agent'`);
    expect(await dropMonthsOver({ pool, log, key })).toEqual([`${month}-01`]);
    expect(await verified()).toMatchObject({ faults: [], monthsDropped: [`${month}-01`] });
    expect(
      (await pool.query('select access.drop_trace_month($1) as dropped', [`${parisDay(Date.now()).slice(0, 7)}-01`]))
        .rows,
    ).toEqual([{ dropped: false }]);
  });
});

/** What somebody with all rights on the database does; taken back afterwards. */
async function tampered(work: (client: PoolClient) => Promise<void>): Promise<void> {
  const undone = new Error('undone');
  const tampering = withTransaction(pool, async (client) => {
    await client.query('set local session_replication_role = replica');
    await work(client);
    throw undone;
  });
  await expect(tampering).rejects.toBe(undone);
}

describe('limits', () => {
  let one: AccessTrace;
  let other: AccessTrace;
  let client: string;
  beforeAll(() => {
    [one, other] = [newTrace(), newTrace()];
  });
  beforeEach(() => {
    client = `client-${randomUUID()}`;
  });
  const stopped = { problem: { status: 429, type: 'urn:hub:problem:quota-reached' } };

  /** How many of these were answered. */
  async function answered(entries: readonly TraceEntry[]): Promise<number> {
    let count = 0;
    for (const [n, entry] of entries.entries()) {
      try {
        await (n % 2 === 0 ? one : other).write(entry);
        count += 1;
      } catch (error) {
        expect(error).toMatchObject(stopped);
        expect(Number((error as { headers: Record<string, string> }).headers['retry-after'])).toBeGreaterThan(0);
      }
    }
    return count;
  }

  it('hold for all processes: an agent reads so many persons an hour, and those again', async () => {
    const [met, more] = [people(10), people(10)];
    const limits = { agentPersonsAnHour: 10 };
    expect(await answered([...met, ...more].map((trainee) => lookAt(trainee, { client, limits })))).toBe(10);
    expect(await answered(met.map((trainee) => lookAt(trainee, { client, limits })))).toBe(10);
    expect(await answered([lookAt(more[0] ?? '', { client, limits, agent: 'agent-2' })])).toBe(1);
    const alarms = await listAlarms(pool, { open: true, limit: 500 });
    const own = alarms.filter(({ clientId }) => clientId === client);
    expect(own).toMatchObject([{ kind: 'agent-persons', agent: 'agent-1', limit: 10 }]);
    const { rows } = await pool.query(
      'select reason, count(*)::int from access.trace where client_id = $1 and decision = $2 group by 1',
      [client, 'stopped'],
    );
    expect(rows).toEqual([{ reason: 'agent-persons', count: 10 }]);
  });

  it('stop the client however many agents it names, and ring for the organisation', async () => {
    const entries = people(12).map((trainee, n) =>
      lookAt(trainee, { client, agent: `agent-${n}`, limits: { personsADay: 5 } }),
    );
    expect(await answered(entries)).toBe(5);
  });

  it('stop an agent that misses so often, whatever it asks for next but persons it has read', async () => {
    const limits = { missesAnHour: 4 };
    const known = randomUUID();
    expect(await answered([lookAt(known, { client, limits })])).toBe(1);
    const misses = [null, null, randomUUID(), randomUUID(), null, randomUUID()].map((trainee) =>
      lookAt(trainee, { client, limits, decision: trainee === null ? 'unknown' : 'forbidden' }),
    );
    expect(await answered(misses)).toBe(4);
    expect(await answered([lookAt(randomUUID(), { client, limits })])).toBe(0);
    expect(await answered([lookAt(known, { client, limits })])).toBe(1);
  });

  it('count whom lists show, each once', async () => {
    const persons = people(8).map((trainee) => ({ trainee, dossier: null }));
    const list = { client, operation: 'anomalies', limits: { agentListedAnHour: 10 } } as const;
    expect(
      await answered([
        lookAt(null, { ...list, decision: 'allowed', persons }),
        lookAt(null, { ...list, decision: 'allowed', persons }),
      ]),
    ).toBe(2);
    const others = people(3).map((trainee) => ({ trainee, dossier: null }));
    expect(await answered([lookAt(null, { ...list, decision: 'allowed', persons: others })])).toBe(0);
  });

  it('count a line told of somebody new, and then a read of that person', async () => {
    const told = people(6);
    const limits = { readsAfterLineADay: 3 };
    const partner = {
      clientId: client,
      siret: '99000106700018',
      sources: [],
      certifies: [],
      kinds: [],
      convention: null,
    } as const;
    await rememberNewPersons(one, { partner, agent: null, traceparent: '00' }, told);
    const entries = told.map((trainee, n) => lookAt(trainee, { client, agent: `agent-${n}`, limits }));
    expect(await answered(entries)).toBe(3);
    expect(await answered(people(4).map((trainee) => lookAt(trainee, { client, agent: 'agent-9' })))).toBe(4);
  });

  /** A read by what this other organisation reports. */
  const read = (trainee: string, pairedWith: string, limits: Look['limits'] = {}) =>
    lookAt(trainee, { client, agent: 'agent-7', limits, grounds: { pairedWith: [pairedWith], excepted: [] } });
  const pairAlarms = async (counterpart: string) => {
    const alarms = await listAlarms(pool, { open: true, limit: 500 });
    return alarms.filter((alarm) => alarm.counterpart === counterpart);
  };

  it('ring for a pair of organisations, whichever client and agent reads by what the other reports, and stop nobody', async () => {
    const [other, third, met] = [`other-${randomUUID()}`, `third-${randomUUID()}`, people(6)];
    const limits = { pairPersonsIn28Days: 5 };
    expect(await answered(met.slice(0, 5).map((trainee) => read(trainee, other, limits)))).toBe(5);
    // The same persons again, others without that other side, and those of another pair.
    expect(await answered(met.slice(0, 5).map((trainee) => read(trainee, other, limits)))).toBe(5);
    expect(await answered(people(3).map((trainee) => lookAt(trainee, { client, limits })))).toBe(3);
    expect(await answered(met.map((trainee) => read(trainee, third, { pairPersonsIn28Days: 6 })))).toBe(6);
    expect([await pairAlarms(other), await pairAlarms(third)]).toEqual([[], []]);
    expect(await answered([{ ...read(met[5] ?? '', other, limits), operation: 'search' }])).toBe(1);
    expect(await pairAlarms(other)).toMatchObject([
      {
        kind: 'pair-persons-28-days',
        organisation: '99000106700018',
        counterpart: other,
        clientId: null,
        agent: null,
        count: 6,
        limit: 5,
      },
    ]);
    expect(await pairAlarms(third)).toEqual([]);
  });

  it('ring early for a pair that reads persons of whom both were the first to tell within the day', async () => {
    const [reader, other] = ['99000106700018', `other-${randomUUID()}`];
    const [byBoth, byOne, limits] = [people(4), people(4), { pairNewPersonsADay: 3 }];
    const told = { clientId: client, sources: [], certifies: [], kinds: [], convention: null } as const;
    const tells = (siret: string, persons: readonly string[]) =>
      rememberNewPersons(one, { partner: { ...told, siret }, agent: null, traceparent: '00' }, persons);
    await tells(reader, [...byBoth, ...byOne]);
    await tells(other, byBoth);
    const looks = [...byOne, ...byBoth.slice(0, 3)].map((trainee) => read(trainee, other, limits));
    expect(await answered(looks)).toBe(7);
    expect(await pairAlarms(other)).toEqual([]);
    expect(await answered([read(byBoth[3] ?? '', other, limits)])).toBe(1);
    expect(await pairAlarms(other)).toMatchObject([{ kind: 'pair-new-persons', count: 4, limit: 3 }]);
  });

  it('end an exception of the convention for its month: who was read by it stays, anybody new is not', async () => {
    const [funding, met] = [`prf-direct-${randomUUID()}`, people(4)];
    const excepted = (trainee: string, month: string) =>
      lookAt(trainee, { client, grounds: { pairedWith: [], excepted: [{ funding, personsAMonth: 3, month }] } });
    const outcomes = async (month: string) => {
      const found: string[] = [];
      for (const trainee of [...met, met[0] ?? '']) found.push((await one.write(excepted(trainee, month))).status);
      return found;
    };
    const expected = ['written', 'written', 'written', 'exception-used-up', 'written'];
    expect(await outcomes('2026-05')).toEqual(expected);
    expect(await outcomes('2026-06')).toEqual(expected);
    const alarms = await listAlarms(pool, { open: true, limit: 500 });
    expect(alarms.filter(({ kind }) => kind === 'exception-persons')).toMatchObject([
      { organisation: '99000106700018', clientId: null, count: 4, limit: 3 },
    ]);
    const { rows } = await pool.query(
      'select trainee_id from access.trace where client_id = $1 and reason = $2 and decision = $3',
      [client, 'exception-persons', 'stopped'],
    );
    expect(rows).toEqual([{ trainee_id: met[3] }, { trainee_id: met[3] }]);
  });

  it('ring for what the door refuses, and stop nothing there', async () => {
    const limits = { ...defaultLimits, doorMissesADay: 3 };
    const terms = {
      from: '2026-01-01',
      to: null,
      purposes: [],
      categories: [],
      territories: [],
      addresses: [],
      exceptions: {},
      takeover: false,
      delegatedBy: [],
      dataSets: [],
    };
    const partner = {
      clientId: client,
      siret: '99000106700018',
      sources: [],
      certifies: [],
      kinds: [],
      convention: { ...terms, limits },
    } as const;
    const refusals = Array.from({ length: 5 }, (_, n) => ({
      partner,
      agent: null,
      traceparent: '00',
      rule: 'dossier-unknown',
      dossier: 100_000_000 + n,
    }));
    await traceDoor(one, refusals);
    const alarms = await listAlarms(pool, { open: true, limit: 500 });
    expect(alarms.filter(({ clientId }) => clientId === client)).toMatchObject([
      { kind: 'client-door-misses', count: 5, limit: 3 },
    ]);
  });
});
