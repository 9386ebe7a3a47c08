import type { EventLog, StoredMessage } from '@hub/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byKey, type Gathered, gather } from './gather-events.ts';

const topics = ['entry', 'exit', 'identity'] as const;
const drawn = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    topic: fc.constantFrom(...topics),
    value: fc.uint8Array({ maxLength: 6_000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 60 },
);

/** As a log would hold them in one slice. */
function stored(drawnMessages: readonly Pick<StoredMessage, 'key' | 'topic' | 'value'>[]): readonly StoredMessage[] {
  const next = new Map<string, number>();
  return drawnMessages.map((message) => {
    const offset = next.get(message.topic) ?? 0;
    next.set(message.topic, offset + 1);
    return { ...message, slice: 3, offset };
  });
}

function gatherAll(messages: readonly StoredMessage[], span: { pass: number; passes: number; bytesMax: number }) {
  const ends = topics.map((topic) => ({
    topic,
    slice: 3,
    offset: messages.filter((each) => each.topic === topic).length,
  }));
  const log = {
    async *read() {
      if (messages.length > 0) yield messages;
    },
  } as unknown as EventLog;
  const signal = new AbortController().signal;
  return gather({ log, signal, pace: async () => {} }, { ends, ...span }, () => {});
}

function held(gathered: Gathered | null): StoredMessage[] {
  if (gathered === null) throw new Error('it did not fit');
  return [...byKey(gathered)].flat();
}

describe('what is gathered', () => {
  it('comes out by key, each as it was read, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (given) => {
        const messages = stored(given);
        const found = held(await gatherAll(messages, { pass: 0, passes: 1, bytesMax: 1 << 30 }));
        const keys = [...new Set(messages.map(({ key }) => key))];
        expect(found).toEqual(keys.flatMap((key) => messages.filter((each) => each.key === key)));
      }),
    );
  });

  it('is all of it once, over as many passes as there are', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 1, max: 4 }), async (given, passes) => {
        const messages = stored(given);
        const found: StoredMessage[] = [];
        for (let pass = 0; pass < passes; pass += 1) {
          found.push(...held(await gatherAll(messages, { pass, passes, bytesMax: 1 << 30 })));
        }
        const places = (all: readonly StoredMessage[]) => all.map(({ topic, offset }) => `${topic} ${offset}`).sort();
        expect(places(found)).toEqual(places(messages));
      }),
    );
  });

  it('is nothing where it does not fit, but for one key, which no further pass would divide', async () => {
    const big = { topic: 'entry' as const, value: Buffer.alloc(100_000) };
    const span = { pass: 0, passes: 1, bytesMax: 50_000 };
    expect(await gatherAll(stored([big, big].map((each) => ({ ...each, key: 'a' }))), span)).not.toBeNull();
    expect(await gatherAll(stored([big, big].map((each, n) => ({ ...each, key: `${n}` }))), span)).toBeNull();
  });
});
