import { describeSession, type Fact, factStates } from '@hub/core';
import { loadRules } from '@hub/platform';
import { expect, test } from 'vitest';
import { reportedFact } from '../test/reported-fact.ts';
import { pointInTime } from './point-in-time.ts';

const rules = loadRules();
const positioned = reportedFact('p', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature' });
const entry = reportedFact('e1', 'entry-attested', '2026-04-01');
const corrected = reportedFact('e2', 'entry-attested', '2026-05-04', { corrects: ['e1'] });

function statesOn(facts: readonly Fact[], asOf: string): Record<string, string> {
  const row = { number: 123456789, trainee: 'T1', slice: 0, facts };
  const person = { ids: ['T1'], trainees: [], dossiers: [row], sessions: [] };
  const states = factStates(pointInTime(person, { today: asOf, nowMs: 0, asOf, knownAt: null }, rules).dossiers);
  return Object.fromEntries(states.map(({ id, state }) => [id, state]));
}

test('a correction of a later day takes its target away, and shows nothing of itself', () => {
  expect(statesOn([entry, corrected, positioned], '2026-04-15')).toEqual({ e1: 'removed', p: 'live' });
  expect(statesOn([entry, corrected, positioned], '2026-05-04')).toEqual({ e1: 'removed', e2: 'live', p: 'live' });
});

test('a dossier of which every fact came later is not shown', () => {
  expect(statesOn([corrected], '2026-04-15')).toEqual({});
});

test('a session is shown as it was reported until then', () => {
  const published = (id: string, day: string, start: string, sequence: number) => {
    const offer = reportedFact(id, 'session-published', day, {
      title: 'Soudage',
      start,
      statement: { ref: '67680', sequence },
    });
    return { ...offer, effectiveDate: null };
  };
  const cancelled = reportedFact('w', 'session-withdrawn', '2026-04-10', { kind: 'cancelled' });
  const slot = reportedFact('s', 'recruitment-opened', '2026-05-15', {
    slot: 'R1',
    mode: 'meeting',
    from: '2026-05-15',
  });
  const openedSlot = { ...slot, receivedAt: '2026-03-05T00:00:00.000Z' };
  const facts = [
    openedSlot,
    published('o1', '2026-03-01', '2026-04-01', 1),
    published('o2', '2026-03-20', '2026-04-08', 2),
    cancelled,
  ];
  const row = { reference: 'session:eos:67680', slice: 0, facts, record: describeSession(facts) };
  const progress = { kind: 'offer' as const, slice: 0, logEpoch: 'e', offsets: {} };
  const person = { ids: [], trainees: [], dossiers: [], sessions: [{ ...row, progress }] };
  const shown = (asOf: string | null, knownAt: string | null) => {
    const [session] = pointInTime(person, { today: '2026-04-15', nowMs: 0, asOf, knownAt }, rules).sessions;
    return [session?.record.published?.value.start, session?.record.state];
  };
  expect(shown(null, '2026-03-10T00:00:00Z')).toEqual(['2026-04-01', 'open']);
  expect(shown('2026-04-01', null)).toEqual(['2026-04-08', 'open']);
  expect(shown('2026-04-15', null)).toEqual(['2026-04-08', 'cancelled']);
  const slots = (knownAt: string | null) =>
    pointInTime(person, { today: '2026-04-15', nowMs: 0, asOf: '2026-04-15', knownAt }, rules).sessions[0]?.record.slots
      .length;
  expect([slots(null), slots('2026-03-04T00:00:00Z')]).toEqual([1, 0]);
});
