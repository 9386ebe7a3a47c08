import type { Topic } from '@hub/contracts';
import type { EventLog, OutgoingMessage, Position, StoredMessage } from '@hub/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageBytesMax } from './append-queue.ts';
import { partitionOf } from './partitions.ts';

/** One log and its server, made for a test of its own. */
export interface LogWorld {
  /** Another instance on the same log, as another process would have it. */
  readonly open: (slices?: number) => Promise<EventLog>;
  readonly dispose: () => Promise<void>;
}

/** A world whose server may be taken away; the tests of an outage share one. */
export interface FragileLogWorld extends LogWorld {
  /** As abruptly as the server allows. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

export interface EventLogSuiteOptions {
  /** An empty log of four slices. */
  readonly makeWorld: () => Promise<LogWorld>;
  readonly makeFragileWorld: () => Promise<FragileLogWorld>;
}

const slices = 4;

/** What every adapter of `EventLog` promises; called from a test file that has its server. */
export function eventLogSuite(name: string, options: EventLogSuiteOptions): void {
  describe(`${name}: appending`, () => appendTests(options));
  describe(`${name}: reading`, () => readTests(options));
  describe(`${name}: the log as a whole`, () => wholeTests(options));
  describe(`${name}: a server that goes away`, () => outageTests(options));
}

function appendTests({ makeWorld }: EventLogSuiteOptions): void {
  const { one, two } = useWorld(makeWorld);

  test('offsets grow by one from 0, whoever appends at the same time', async () => {
    const calls = Array.from({ length: 60 }, (_, call) => {
      const log = call % 2 === 0 ? one() : two();
      const batch = Array.from({ length: 1 + (call % 7) }, (_, n) => message('entry', `key-${call}-${n}`, `${call}`));
      return log.append(batch);
    });
    const positions = (await Promise.all(calls)).flat();
    for (let slice = 0; slice < slices; slice += 1) {
      const offsets = positions.filter((each) => each.slice === slice).map((each) => each.offset);
      expect(offsets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: offsets.length }, (_, n) => n));
      expect(offsets.length).toBeGreaterThan(10);
    }
  });

  test('a message lies where append says, in the partition of its key, and comes back as it was given', async () => {
    const sent = Array.from({ length: 50 }, (_, n) => message('exit', `stagiaire-é-${n}`, `contenu ${n}`));
    const positions = await one().append(sent);
    const found = new Map((await readAll(two(), ['exit'])).map((each) => [positionText(each), each]));
    for (const [index, each] of sent.entries()) {
      const position = positions[index] as Position;
      expect(position.slice).toBe(partitionOf(each.key, slices));
      expect(found.get(positionText(position))).toEqual({ ...each, slice: position.slice, offset: position.offset });
    }
  });

  test('messages of one key keep their order within a call and from call to call', async () => {
    for (let call = 0; call < 20; call += 1) {
      const batch = [0, 1, 2].map((n) => message('follow-up', 'same-key', String(call * 3 + n)));
      await (call % 2 === 0 ? one() : two()).append(batch);
    }
    const values = (await readAll(one(), ['follow-up'])).map((each) => Number(each.value));
    expect(values).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  test('one call may go to many topics and partitions', async () => {
    const before = await one().endOffsets(['positioning', 'interruption', 'financing']);
    const sent = Array.from({ length: 900 }, (_, n) =>
      message((['positioning', 'interruption', 'financing'] as const)[n % 3] as Topic, `k${n}`, `v${n}`),
    );
    const positions = await one().append(sent);
    expect(new Set(positions.map((each) => `${each.topic}/${each.slice}`)).size).toBe(12);
    const after = await one().endOffsets(['positioning', 'interruption', 'financing']);
    expect(total(after) - total(before)).toBe(900);
  });

  test('a message too large is refused, and nothing of its call is appended', async () => {
    const before = await one().endOffsets(['offer']);
    const large = { ...message('offer', 'large', ''), value: Buffer.alloc(messageBytesMax) };
    const call = one().append([message('offer', 'small', 'x'), large, message('offer', 'other', 'y')]);
    await expect(call).rejects.toMatchObject({ code: 'log-message-too-large', retryable: false });
    expect(await one().endOffsets(['offer'])).toEqual(before);
  });

  test('several megabytes for one partition go in one call', async () => {
    const sent = Array.from({ length: 12 }, () => ({
      ...message('offer', 'big', ''),
      value: Buffer.alloc(500_000, 7),
    }));
    const positions = await one().append(sent);
    const [first] = positions;
    expect(positions.map((each) => each.offset - (first?.offset ?? 0))).toEqual(sent.map((_, n) => n));
  });

  test('an append of nothing resolves to nothing', async () => {
    expect(await one().append([])).toEqual([]);
  });
}

function readTests({ makeWorld }: EventLogSuiteOptions): void {
  const { one, two } = useWorld(makeWorld);
  const sent = Array.from({ length: 5_000 }, (_, n) => message('entry', `key-${n % 300}`, String(n)));
  let positions: readonly Position[] = [];
  beforeAll(async () => {
    positions = await one().append(sent);
  });

  test('a reader may start anywhere, in the middle of what was appended together too', async () => {
    const whole = await readAll(one(), ['entry']);
    for (const offset of [0, 1, 7, 500]) {
      const from = Array.from({ length: slices }, (_, slice) => ({ topic: 'entry' as const, slice, offset }));
      const expected = whole.filter((each) => each.offset >= offset).map(positionText);
      expect((await readFrom(two(), from, expected.length)).map(positionText).sort()).toEqual(expected.sort());
    }
  });

  test('reads come without gap or repeat, in offset order within each partition', async () => {
    const next = new Map<number, number>();
    for (const each of await readAll(two(), ['entry'])) {
      expect(each.offset).toBe(next.get(each.slice) ?? 0);
      next.set(each.slice, each.offset + 1);
    }
    expect([...next.values()].reduce((a, b) => a + b)).toBe(positions.length);
  });

  test('only the partitions asked for are read, from the log a batch of several at once', async () => {
    const asked = [1, 3].map((slice) => ({ topic: 'entry' as const, slice, offset: 0 }));
    const expected = positions.filter((each) => each.slice === 1 || each.slice === 3).length;
    const found = await readFrom(one(), asked, expected);
    expect(new Set(found.map((each) => each.slice))).toEqual(new Set([1, 3]));
  });

  test('a reader that is slow is not flooded: batches stay within their bounds and nothing is lost', async () => {
    const bulk = Array.from({ length: 240 }, (_, n) => ({
      ...message('exit', `k${n}`, ''),
      value: Buffer.alloc(100_000),
    }));
    for (let at = 0; at < bulk.length; at += 20) await one().append(bulk.slice(at, at + 20));
    const abort = new AbortController();
    let count = 0;
    for await (const batch of one().read(startOf(['exit']), abort.signal)) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.reduce((bytes, each) => bytes + each.value.length, 0)).toBeLessThanOrEqual(4_400_000);
      count += batch.length;
      await new Promise((resolve) => setImmediate(resolve));
      if (count === bulk.length) abort.abort();
    }
    expect(count).toBe(bulk.length);
  });

  test('a waiting reader gets what is appended later, by another process too', async () => {
    const abort = new AbortController();
    const end = await one().endOffsets(['positioning']);
    const values: string[] = [];
    const reading = (async () => {
      for await (const batch of one().read(end, abort.signal)) {
        values.push(...batch.map((each) => each.value.toString()));
        if (values.length === 10) abort.abort();
      }
    })();
    for (let n = 0; n < 10; n += 1) await two().append([message('positioning', 'live', String(n))]);
    await reading;
    expect(values).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
  });

  test('an abort ends the iteration at once, also while nothing comes', async () => {
    const abort = new AbortController();
    const end = await one().endOffsets(['identity']);
    const reading = (async () => {
      for await (const _ of one().read(end, abort.signal)) throw new Error('nothing was appended');
    })();
    await two().append([message('employment', 'other', 'topic')]);
    const started = performance.now();
    abort.abort();
    await reading;
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('an aborted signal reads nothing, and leaving the loop ends it', async () => {
    for await (const _ of one().read(startOf(['entry']), AbortSignal.abort())) throw new Error('read after the abort');
    for await (const batch of one().read(startOf(['entry']), new AbortController().signal)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
  });

  test('an offset beyond the end is refused', async () => {
    const end = await one().endOffsets(['entry']);
    const beyond = end.map((each) => ({ ...each, offset: each.offset + 1 }));
    const reading = one().read(beyond, new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ code: 'log-offset-out-of-range' });
  });
}

function wholeTests({ makeWorld }: EventLogSuiteOptions): void {
  test('two that open a new log at once agree on its epoch, and so does who opens it later', async () => {
    const world = await makeWorld();
    const logs = await Promise.all([world.open(), world.open()]);
    const later = await world.open();
    const epochs = await Promise.all([...logs, later].map((log) => log.epoch()));
    expect(new Set(epochs).size).toBe(1);
    expect(epochs[0]).toMatch(/^[0-9a-f-]{36}$/);
    await Promise.all([...logs, later].map((log) => log.close()));
    await world.dispose();
  });

  test('a log that takes and gives says so, however many ask', async () => {
    const world = await makeWorld();
    const log = await world.open();
    await Promise.all(Array.from({ length: 200 }, () => log.reach()));
    await log.close();
    await world.dispose();
  });

  test('an empty log ends at 0 in every partition', async () => {
    const world = await makeWorld();
    const log = await world.open();
    expect(log.slices).toBe(slices);
    expect(await log.endOffsets(['entry', 'offer'])).toEqual(startOf(['entry', 'offer']));
    await log.close();
    await world.dispose();
  });

  test('another number of slices than the log has is refused', async () => {
    const world = await makeWorld();
    const log = await world.open();
    await expect(world.open(slices + 1)).rejects.toMatchObject({ code: 'log-settings-unsafe' });
    await log.close();
    await world.dispose();
  });

  test('closing finishes the appends under way and ends the readers', async () => {
    const world = await makeWorld();
    const log = await world.open();
    const reading = (async () => {
      for await (const _ of log.read(startOf(['entry']), new AbortController().signal));
    })();
    const appending = log.append([message('entry', 'last', 'word')]);
    await log.close();
    await reading;
    expect(await appending).toHaveLength(1);
    await world.dispose();
  });
}

function outageTests({ makeFragileWorld }: EventLogSuiteOptions): void {
  let world: FragileLogWorld;
  beforeAll(async () => {
    world = await makeFragileWorld();
  });
  afterAll(() => world?.dispose());

  test('a server killed and started again loses nothing that was acknowledged or read', async () => {
    const log = await world.open();
    const abort = new AbortController();
    const read = new Map<string, string>();
    const reading = (async () => {
      for await (const batch of log.read(startOf(['entry']), abort.signal))
        for (const each of batch) {
          expect(read.has(positionText(each))).toBe(false);
          read.set(positionText(each), each.value.toString());
        }
    })();
    const acknowledged = new Map<string, string>();
    let running = true;
    const appending = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; running; n += 1) await appendUntilTaken(log, `${writer}-${n}`, acknowledged);
    });
    await until(() => read.size > 50);
    await world.goAway();
    const known = acknowledged.size;
    await world.comeBack();
    await until(() => acknowledged.size > known + 50);
    running = false;
    await Promise.all(appending);
    await until(() => read.size >= acknowledged.size);
    abort.abort();
    await reading;
    const stored = new Map((await readAll(log, ['entry'])).map((each) => [positionText(each), each.value.toString()]));
    for (const [place, value] of acknowledged) expect(stored.get(place)).toBe(value);
    for (const [place, value] of read) expect(stored.get(place)).toBe(value);
    await log.close();
  });

  test('while the server is away who asks hears it in seconds, and an append is refused as worth a repeat', async () => {
    const log = await world.open();
    await log.append([message('entry', 'before', 'x')]);
    await log.reach();
    await world.goAway();
    const asked = performance.now();
    const asking = Array.from({ length: 50 }, () => log.reach());
    for (const each of await Promise.allSettled(asking))
      expect(each).toMatchObject({ reason: { code: 'log-unavailable', retryable: true } });
    expect(performance.now() - asked).toBeLessThan(3_000);
    const call = log.append([message('entry', 'during', 'x')]);
    await expect(call).rejects.toMatchObject({ code: 'log-unavailable', retryable: true });
    await world.comeBack();
    await expect.poll(() => log.reach().then(() => 'reached', String), { timeout: 30_000 }).toBe('reached');
    await appendUntilTaken(log, 'after', new Map());
    await log.close();
  });
}

/** Two instances on one log for the tests of a block. */
function useWorld(makeWorld: () => Promise<LogWorld>): { one: () => EventLog; two: () => EventLog } {
  let world: LogWorld | undefined;
  let logs: EventLog[] = [];
  beforeAll(async () => {
    world = await makeWorld();
    logs = [await world.open(), await world.open()];
  });
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await world?.dispose();
  });
  return { one: () => logs[0] as EventLog, two: () => logs[1] as EventLog };
}

function message(topic: Topic, key: string, value: string): OutgoingMessage {
  return { topic, key, value: Buffer.from(value) };
}

function startOf(topics: readonly Topic[]): Position[] {
  return topics.flatMap((topic) => Array.from({ length: slices }, (_, slice) => ({ topic, slice, offset: 0 })));
}

function positionText(position: Position): string {
  return `${position.topic}/${position.slice}/${position.offset}`;
}

function total(positions: readonly Position[]): number {
  return positions.reduce((sum, each) => sum + each.offset, 0);
}

async function readAll(log: EventLog, topics: readonly Topic[]): Promise<StoredMessage[]> {
  return readFrom(log, startOf(topics), total(await log.endOffsets(topics)));
}

async function readFrom(log: EventLog, from: readonly Position[], count: number): Promise<StoredMessage[]> {
  const abort = new AbortController();
  const found: StoredMessage[] = [];
  if (count === 0) return found;
  for await (const batch of log.read(from, abort.signal)) {
    found.push(...batch);
    if (found.length >= count) abort.abort();
  }
  return found;
}

async function appendUntilTaken(log: EventLog, value: string, acknowledged: Map<string, string>): Promise<void> {
  for (;;) {
    try {
      const [position] = await log.append([message('entry', value, value)]);
      acknowledged.set(positionText(position as Position), value);
      return;
    } catch (error) {
      expect(error).toMatchObject({ code: 'log-unavailable', retryable: true });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function until(check: () => boolean): Promise<void> {
  await expect.poll(check, { timeout: 60_000, interval: 20 }).toBe(true);
}
