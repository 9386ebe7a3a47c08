import type { CloudEvent } from '@hub/contracts';
import { reportDirectly, simulateAll } from '@hub/simulation';
import { describe, expect, it } from 'vitest';
import { importLheo } from '../import/import-lheo.ts';
import { simulateOfeli } from './simulate-ofeli.ts';
import { simulateOffers } from './simulate-offers.ts';

const options = { seed: 'catalogue', today: '2026-06-01', sessions: 300 };

async function imported(pieces: Iterable<string>): Promise<{ events: CloudEvent[]; rules: object }> {
  const events: CloudEvent[] = [];
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const result = await importLheo({
    stream: stream(),
    now: new Date('2026-06-01T08:00:00Z'),
    report: async (batch) => {
      events.push(...batch);
      return batch.map((_, index) => ({ index, status: 'accepted' }));
    },
  });
  return { events, rules: result.rules };
}

const reference = ({ data }: CloudEvent) => (data as { training: string[] }).training[0];

const isStatement = ({ data }: CloudEvent) => 'statement' in data;
const sequence = ({ data }: CloudEvent) => (data as { statement: { sequence: number } }).statement.sequence;
const content = ({ type, data }: CloudEvent) => JSON.stringify([type, { ...data, statement: null }]);

describe('the simulated offer', () => {
  it('is the same, byte for byte, for the same seed', () => {
    const [a, b, c] = ['x', 'x', 'y'].map((seed) =>
      [...simulateOffers({ ...options, seed }).exports[1].lheo()].join(''),
    );
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it('is imported without a remark, one publication for each session, those of EOS too', async () => {
    const { sessions, exports } = simulateOffers(options);
    const { events, rules } = await imported(exports[0].lheo());
    expect(rules).toEqual({});
    expect(new Set(events.map(reference))).toEqual(
      new Set(sessions.map((session) => session.carifReference ?? session.reference)),
    );
    expect(
      events.filter(({ data }) => (data as { entryMode: string }).entryMode === 'permanent').length,
    ).toBeGreaterThan(5);
  });

  it('says the same of what did not change a day later, under a greater sequence, and withdraws some sessions', async () => {
    const { exports } = simulateOffers(options);
    const first = await imported(exports[0].lheo());
    const second = await imported(exports[1].lheo());
    const told = new Map(first.events.filter(isStatement).map((event) => [content(event), sequence(event)]));
    const news = second.events.filter((event) => isStatement(event) && !told.has(content(event)));
    expect(new Set(news.map(reference))).toEqual(new Set(exports[1].changed));
    expect(exports[1].changed.length).toBeGreaterThan(5);
    for (const event of second.events.filter(isStatement)) {
      expect(sequence(event)).toBeGreaterThan(told.get(content(event)) ?? 0);
    }
    const withdrawn = second.events.filter(({ type }) => type === 'hub.session-withdrawn').map(reference);
    expect(withdrawn).toEqual(exports[1].withdrawn);
    expect(withdrawn.length).toBeGreaterThan(0);
  });

  it('says of each session of EOS its number there, as one fact in every export', async () => {
    const { sessions, exports } = simulateOffers(options);
    const pairs = async (pieces: Iterable<string>) => {
      const { events } = await imported(pieces);
      return events.filter(({ type }) => type === 'hub.session-identified').map(({ id, data }) => [id, data]);
    };
    const [first, second] = [await pairs(exports[0].lheo()), await pairs(exports[1].lheo())];
    const ofEos = sessions.filter(({ registry }) => registry === 'eos');
    expect(new Set(first.map(([, data]) => JSON.stringify(data)))).toEqual(
      new Set(
        ofEos.map(({ reference, carifReference }) =>
          JSON.stringify({ training: [carifReference, reference], verdict: 'same' }),
        ),
      ),
    );
    expect(second.map(([id]) => id)).toEqual(first.map(([id]) => id));
  });

  it('is mended where it is written carelessly', async () => {
    const { exports } = simulateOffers({ ...options, mess: 0.5 });
    const { events, rules } = await imported(exports[0].lheo());
    expect(Object.keys(rules).sort()).toEqual(['siret-repaired', 'text-cleaned']);
    expect(events.length).toBe((await imported(simulateOffers(options).exports[0].lheo())).events.length);
  });

  it('says through LHEO the same as a system that speaks the dictionary', () => {
    const lives = { seed: 'play', today: '2026-06-01', trainees: 40, systems: ['ofeli' as const] };
    const native = [...simulateAll({ ...lives, simulators: { ofeli: simulateOfeli } }).items].flatMap(
      ({ events }) => events,
    );
    const direct = [...simulateAll({ ...lives, simulators: { ofeli: reportDirectly } }).items].flatMap(
      ({ events }) => events,
    );
    const content = (events: CloudEvent[]) =>
      // The lives do not say how their sessions are taught.
      events.map(({ type, data }) => ({ type, data: { ...data, statement: undefined, teachingMode: undefined } }));
    expect(content(native)).toEqual(content(direct));
    expect(new Set(native.map(({ type }) => type))).toContain('hub.session-published');
  });
});
