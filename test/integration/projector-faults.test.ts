import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventLog } from '@hub/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { testKafkaLog } from '../support/log.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { caughtUp, expectPureFold } from '../support/projection.ts';
import type { ChildOptions } from '../support/projector-child.ts';
import { rounds } from '../support/proofs.ts';

const slices = 4;
const leaseMs = 1_500;
const script = fileURLToPath(new URL('../support/projector-child.ts', import.meta.url));

describe('projectors that are killed or stopped, on Kafka', () => {
  let database: TestDatabase;
  let log: EventLog;
  let topicPrefix: string;
  const children: ChildProcess[] = [];

  /** Resolves with the owner's id once the child projects. */
  const startChild = async (ownLeaseMs = leaseMs): Promise<{ child: ChildProcess; owner: string }> => {
    const kafka = { brokers: testBrokers(), topicPrefix };
    const options: ChildOptions = { databaseUrl: database.url, slices, leaseMs: ownLeaseMs, kafka };
    const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return { child, owner: line.toString().trim() };
  };

  beforeEach(async () => {
    database = await testDatabase();
    topicPrefix = testTopicPrefix();
    log = await testKafkaLog({ slices, topicPrefix });
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await log.close();
    await database.drop();
  });

  it('lose and double nothing when they are killed under load', async () => {
    const events = eventsOnLog({ trainees: rounds(300, 1_200) });
    let alive = [await startChild(), await startChild()];
    const appended = appendEvents(log, events, 100);
    for (let round = 0; round < rounds(2, 12); round++) {
      await delay(300);
      const [victim, ...others] = alive;
      victim?.child.kill('SIGKILL');
      alive = [...others, await startChild()];
    }
    await appended;
    await caughtUp(database, log, 40_000);
    await expectPureFold(database, events);
  });

  it('leave their slices at once, to another or to the next start, however long their lease is', async () => {
    const long = rounds(6_000, 12_000);
    const owns = async (owner: string) => {
      const { rows } = await database.pool.query<{ owned: number }>(
        'select count(*)::int as owned from projection.lease where owner = $1 and expires_at > clock_timestamp()',
        [owner],
      );
      return rows[0]?.owned;
    };
    const first = await startChild(long);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const next = await startChild(long);
    // Taken at the start itself, before the first round.
    expect(await owns(next.owner)).toBe(2 * slices);
    const beside = await startChild(long);
    await eventually(async () => (await owns(beside.owner)) === slices, { timeoutMs: long });
    next.child.kill('SIGKILL');
    await eventually(async () => (await owns(beside.owner)) === 2 * slices, { timeoutMs: long / 3 + 2_000 });
    const events = eventsOnLog({ trainees: 5 });
    await appendEvents(log, events);
    await caughtUp(database, log);
    await expectPureFold(database, events);
  });

  it('commit nothing after being stopped beyond their lease', async () => {
    const events = eventsOnLog({ trainees: 200 });
    const { child, owner } = await startChild();
    const appended = appendEvents(log, events.slice(0, 1_000), 100);
    await delay(200);
    child.kill('SIGSTOP');
    await appended;
    await eventually(async () => {
      const { rows } = await database.pool.query<{ late: boolean }>(
        'select bool_and(expires_at < clock_timestamp()) as late from projection.lease',
      );
      return rows[0]?.late ?? false;
    });
    const heir = await startChild();
    await eventually(async () => {
      const { rows } = await database.pool.query<{ owned: number }>(
        'select count(*)::int as owned from projection.lease where owner = $1',
        [heir.owner],
      );
      return rows[0]?.owned === 2 * slices;
    });
    const epochs = 'select kind, slice, epoch, owner from projection.lease order by kind, slice';
    const { rows: before } = await database.pool.query(epochs);
    child.kill('SIGCONT');
    await appendEvents(log, events.slice(1_000));
    await caughtUp(database, log, 40_000);
    await expectPureFold(database, events);
    expect(before.every((lease) => lease.owner === heir.owner && Number(lease.epoch) >= 2)).toBe(true);
    // The one that was stopped comes back as any other: it takes its share anew, under new epochs.
    await eventually(async () => {
      const { rows } = await database.pool.query<{ epoch: string }>(
        'select epoch from projection.lease where owner = $1',
        [owner],
      );
      return rows.length === slices && rows.every((lease) => Number(lease.epoch) >= 3);
    });
  });
});
