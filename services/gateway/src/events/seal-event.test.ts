import { randomBytes } from 'node:crypto';
import { sealedPlace, unseal } from '@hub/platform';
import { expect, test } from 'vitest';
import { type Draft, sealedFact } from './seal-event.ts';

const key = randomBytes(32);

function sealedSituation(situation: Readonly<Record<string, unknown>>): string {
  const draft = {
    source: 'eos',
    id: '1894-situation-1',
    type: 'situation-declared',
    version: 1,
    partner: 'eos',
    recordedAt: '2026-04-01T07:00:00.000Z',
    receivedAt: '2026-04-01T07:00:01.000Z',
    references: ['session:eos:67680'],
    data: { effectiveDate: '2026-04-01' },
    plain: { situation },
  } as unknown as Draft;
  return sealedFact(draft, 'T1', key).sealed?.situation ?? '';
}

test('nothing in the length of a sealed situation says what was answered', () => {
  const answers = [
    { rqth: true },
    { rqth: false },
    { rqth: true, audience: 'ppsmj' },
    { rqth: false, audience: 'visas-libres-savoirs' },
    { kind: 'TH' },
    { kind: 'Rémunération des travailleurs handicapés' },
    { status: "En recherche d'emploi - non chômeur longue durée", household: { homeless: 'not-told' } },
  ];
  expect(new Set(answers.map((answer) => sealedSituation(answer).length)).size).toBe(1);
  const [first = {}] = answers;
  const place = sealedPlace({ source: 'eos', id: '1894-situation-1' }, 'T1', 'situation');
  expect(JSON.parse(unseal(key, sealedSituation(first), place))).toEqual(first);
});
