import type { PersonEvidence } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { encodePersonEvidence } from './encode-evidence.ts';
import {
  decodeFedScenes,
  mayLoseSession,
  mayLoseTrainee,
  type SessionState,
  type TraineeState,
  unknownTrainee,
} from './feed-scenes.ts';

const registration = { organisation: '1', referent: null, from: '2026-01-01', to: null };
const evidence = (...registrations: readonly PersonEvidence['registrations'][number][]) =>
  encodePersonEvidence({ registrations, advice: [], employment: [], restricted: false });
const person = (more: Partial<TraineeState> = {}): TraineeState => ({ ...unknownTrainee('a'), ...more });
const offer: SessionState = {
  ...{ reference: 's', refs: ['s'], domain: null, territory: 'bretagne', verdicts: null },
  ...{ financers: ['2'], financerSirets: [] },
};

describe('what somebody may lose sight by', () => {
  it('is a period that is not there as it was, and none that begins', () => {
    const [open, closed] = [
      person({ evidence: evidence(registration) }),
      person({ evidence: evidence({ ...registration, to: '2026-02-01' }) }),
    ];
    expect(mayLoseTrainee(open, closed)).toBe(true);
    expect(mayLoseTrainee(person(), open)).toBe(false);
    expect(mayLoseTrainee(closed, open)).toBe(false);
    const other = person({ evidence: evidence({ ...registration, referent: '2' }) });
    expect(mayLoseTrainee(open, other)).toBe(true);
  });

  it('is another verdict than before, and no first one', () => {
    const joined = person({ verdicts: 'same' });
    expect(mayLoseTrainee(joined, person({ verdicts: 'different' }))).toBe(true);
    expect(mayLoseTrainee(person(), joined)).toBe(false);
  });

  it.each(['restricted', 'destroyed', 'moved'] as const)('is that the person is %s', (what) => {
    expect(mayLoseTrainee(person(), person({ [what]: true }))).toBe(true);
    expect(mayLoseTrainee(person({ [what]: true }), person())).toBe(false);
  });

  it('is a financer, a territory or a reference less of a session', () => {
    expect(mayLoseSession(offer, { ...offer, financers: ['2', '4'] })).toBe(false);
    expect(mayLoseSession(offer, { ...offer, financers: ['4'] })).toBe(true);
    expect(mayLoseSession(offer, { ...offer, territory: null })).toBe(true);
    expect(mayLoseSession(offer, { ...offer, refs: [] })).toBe(true);
    expect(mayLoseSession(offer, null)).toBe(true);
  });
});

describe('the scenes of a row', () => {
  const scene = { sequence: 1, evidence: '[[],[],[],[null,null,null]]', sessions: ['s'], offers: [offer] };

  it('show the person as it was, each time where it was several things', () => {
    const before = [person({ linked: ['b'] }), person({ linked: ['c'] })];
    const columns = decodeFedScenes({ ...scene, trainees: [person()], before }, 'a');
    expect(columns.map(({ trainees }) => trainees.map(({ linked }) => linked))).toEqual([[['b']], [['c']]]);
    expect(columns[0]?.sessions).toMatchObject([{ reference: 's', evidence: { territory: 'bretagne' } }]);
  });

  it('say nothing of who saw somebody who was destroyed, or of whom facts were moved', () => {
    for (const what of ['destroyed', 'moved'] as const) {
      expect(decodeFedScenes({ ...scene, trainees: [person({ [what]: true })] }, 'a')).toEqual([]);
    }
  });
});
