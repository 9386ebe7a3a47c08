import { type Fact, factStates } from '@hub/core';
import { expect, test } from 'vitest';
import { atTime } from './at-time.ts';

function fact(id: string, type: Fact['type'], day: string, data: Record<string, unknown> = {}): Fact {
  return {
    source: 'eos',
    id,
    type,
    version: 1,
    partner: 'eos',
    recordedAt: `${day}T08:00:00.000Z`,
    receivedAt: `${day}T08:00:01.000Z`,
    effectiveDate: day,
    digest: id,
    references: ['session:eos:67680'],
    data,
  };
}

const positioned = fact('p', 'candidate-positioned', '2026-03-20', { by: 'self', mode: 'candidature' });
const entry = fact('e1', 'entry-attested', '2026-04-01');
const corrected = fact('e2', 'entry-attested', '2026-05-04', { corrects: ['e1'] });

function statesOn(facts: readonly Fact[], asOf: string): Record<string, string> {
  const row = { number: 123456789, trainee: 'T1', slice: 0, facts };
  const person = { ids: ['T1'], trainees: [], dossiers: [row], sessions: [] };
  const states = factStates(atTime(person, { today: asOf, asOf, knownAt: null }).dossiers);
  return Object.fromEntries(states.map(({ id, state }) => [id, state]));
}

test('a correction of a later day takes its target away, and shows nothing of itself', () => {
  expect(statesOn([entry, corrected, positioned], '2026-04-15')).toEqual({ e1: 'removed', p: 'live' });
  expect(statesOn([entry, corrected, positioned], '2026-05-04')).toEqual({ e1: 'removed', e2: 'live', p: 'live' });
});

test('a dossier of which everything came later is none', () => {
  expect(statesOn([corrected], '2026-04-15')).toEqual({});
});
