import { encodeLogEvent, type Fact, type LogEvent, type StoredMessage } from '@hub/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, decodeMessage, groupArrivals, partByTrainee } from './arrival.ts';

const trainee = '0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11';

/** The data is what the dictionary would let pass, or on purpose is not. */
function eventOf(fact: Partial<Omit<Fact, 'data'>> & { data?: object }, more: Partial<LogEvent> = {}): LogEvent {
  return {
    trainee,
    dossier: 123_456_789,
    ...more,
    fact: {
      source: 'eos',
      id: 'e1',
      type: 'entry-attested',
      version: 1,
      partner: 'eos',
      recordedAt: '2026-04-01T08:00:00.000Z',
      receivedAt: '2026-04-01T08:00:01.000Z',
      effectiveDate: '2026-04-01',
      digest: 'd',
      references: ['session:EOS:1'],
      data: { effectiveDate: '2026-04-01' },
      ...fact,
    } as Fact,
  };
}

function messageOf(event: LogEvent): StoredMessage {
  return { ...encodeLogEvent(event), slice: 3, offset: 7 };
}

function groupsOf(event: LogEvent): Record<string, string[]> {
  const arrival: Arrival = { topic: 'entry', slice: 3, offset: 7, event };
  const { dossier, trainee: trainees, session } = groupArrivals([arrival]);
  return { dossier: [...dossier.keys()], trainee: [...trainees.keys()], session: [...session.keys()] };
}

describe('an event that arrives', () => {
  it('is of the dossier that its header names', () => {
    expect(groupsOf(eventOf({}))).toEqual({ dossier: ['123456789'], trainee: [], session: [] });
  });

  it('is of the trainee, and of the dossier too where it names one', () => {
    const type = 'certification-obtained';
    expect(groupsOf(eventOf({ type }, { dossier: null }))).toEqual({ dossier: [], trainee: [trainee], session: [] });
    expect(groupsOf(eventOf({ type }))).toEqual({ dossier: ['123456789'], trainee: [trainee], session: [] });
  });

  it('is of what its target is of, where it retracts', () => {
    const retraction = (type: string, more: Partial<LogEvent>) =>
      groupsOf(eventOf({ type: 'fact-retracted', data: { target: { source: 'eos', id: 'x', type } } }, more));
    expect(retraction('session-published', { trainee: null, dossier: null }).session).toEqual(['session:EOS:1']);
    expect(retraction('cep-period-opened', { dossier: null }).trainee).toEqual([trainee]);
    expect(retraction('entry-attested', {}).dossier).toEqual(['123456789']);
  });

  it.each<[string, Partial<LogEvent>, Partial<Fact>]>([
    ['a trainee that is no UUID', { trainee: 'somebody' }, {}],
    ['a dossier that is no number', { dossier: 12 }, {}],
    ['no dossier on an event of a dossier', { dossier: null }, {}],
    [
      'a reference too long for the index',
      { trainee: null },
      { type: 'session-published', references: ['r'.repeat(600)] },
    ],
  ])('is parked with %s', (_, event, fact) => {
    expect(decodeMessage(messageOf(eventOf(fact, event)))).toMatchObject({
      parked: { topic: expect.any(String), slice: 3, offset: 7, reason: 'event-unreadable' },
    });
  });
});

describe('what arrived of one dossier', () => {
  const people = ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11', '1b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11'];
  const arrived = fc.array(fc.record({ person: fc.nat({ max: 1 }), second: fc.nat({ max: 3 }), upper: fc.boolean() }), {
    minLength: 1,
  });
  const arrivalsOf = (events: readonly { person: number; second: number; upper: boolean }[]): Arrival[] =>
    events.map(({ person, second, upper }, offset) => {
      const id = people[person] as string;
      const event = eventOf(
        { receivedAt: `2026-04-01T08:00:0${second}.000Z` },
        { trainee: upper ? id.toUpperCase() : id },
      );
      return { topic: 'entry', slice: person, offset, event };
    });
  const part = (owner: string | null, arrivals: Arrival[]) => {
    const { trainee: whose, own, ofOthers } = partByTrainee(owner, { key: '123456789', slice: 9, arrivals });
    return { whose, own, ofOthers };
  };

  it('is parted alike in any order, and nothing of it is left out', () => {
    fc.assert(
      fc.property(arrived, (events) => {
        const arrivals = arrivalsOf(events);
        const { whose, own, ofOthers } = part(null, arrivals);
        const turned = part(null, arrivals.toReversed());
        expect([turned.whose, turned.own.slice]).toEqual([whose, own.slice]);
        expect(new Set([...own.arrivals, ...ofOthers])).toEqual(new Set(arrivals));
        expect(own.arrivals.length).toBeGreaterThan(0);
        const first = Math.min(...events.map(({ second }) => second));
        expect(events.some(({ person, second }) => people[person] === whose && second === first)).toBe(true);
      }),
    );
  });

  it('is of others where the dossier is there already and of somebody else', () => {
    const arrivals = arrivalsOf([
      { person: 0, second: 0, upper: false },
      { person: 1, second: 3, upper: true },
    ]);
    const { own, ofOthers } = part(people[1] ?? '', arrivals);
    expect([own.arrivals, own.slice, ofOthers]).toEqual([[arrivals[1]], 1, [arrivals[0]]]);
    expect(part(trainee.replace('0b', '2b'), arrivals)).toMatchObject({ own: { arrivals: [] }, ofOthers: arrivals });
  });
});
