import type { EventName } from '@hub/contracts';
import { describe, expect, it } from 'vitest';
import type { Sight } from './decide.ts';
import { type RaisedCause, toldCauses } from './told-causes.ts';

const [mine, others] = ['99000106700018', '99000108300015'];
const sight: Sight = {
  ...{ described: 'all', categories: ['states'], blocks: {}, own: [], relations: ['corroborated'] },
  ...{ until: null, days: null },
};
const own: Sight = { ...sight, described: 'own', own: ['states', 'amounts'], relations: ['own'] };

function came(what: EventName, of: string, id: string, day: number): RaisedCause {
  return { what, of, event: { source: 'eos', id, receivedAt: `2026-04-0${day}T08:00:00.000Z` } };
}

describe('toldCauses', () => {
  it('names the last event of each type, in the order in which they were received', () => {
    const raised = [came('entry-attested', others, 'b', 2), came('entry-attested', mine, 'a', 1)];
    expect(toldCauses(raised, sight, mine)).toEqual([
      { type: 'entry-attested', source: 'eos', id: 'b', receivedAt: '2026-04-02T08:00:00.000Z' },
    ]);
  });

  it('names no event of a category that the reader does not see, nor by what it is', () => {
    expect(toldCauses([came('financing-engaged', others, 'a', 1)], sight, mine)).toBeNull();
  });

  it('names what is shown of the whole dossier to nobody who sees states alone, but for its own', () => {
    const states: Sight = { ...sight, described: 'states', own: ['states'] };
    for (const what of ['skills-profile-completed', 'adviser-notified'] as const) {
      expect(toldCauses([came(what, others, 'a', 1)], states, mine), what).toBeNull();
      expect(toldCauses([came(what, others, 'a', 1)], sight, mine), what).toMatchObject([{ id: 'a' }]);
      expect(toldCauses([came(what, mine, 'a', 1)], states, mine), what).toMatchObject([{ id: 'a' }]);
    }
  });

  it('names to who sees its own facts alone these, though others reported the same later', () => {
    const raised = [came('financing-engaged', mine, 'a', 1), came('financing-engaged', others, 'b', 2)];
    expect(toldCauses(raised, own, mine)).toMatchObject([{ id: 'a' }]);
    expect(toldCauses(raised.slice(1), own, mine)).toBeNull();
  });

  it('says why it changed only where there is no event to name', () => {
    const [bySight, byRules] = [
      { what: 'sight', of: '*', event: null },
      { what: 'rules', of: '*', event: null },
    ] as const;
    expect(toldCauses([byRules, bySight], sight, mine)).toBe('sight');
    expect(toldCauses([byRules], sight, mine)).toBe('rules');
    expect(toldCauses([bySight, came('entry-attested', others, 'a', 1)], sight, mine)).toMatchObject([{ id: 'a' }]);
    expect(toldCauses([bySight], own, mine)).toBeNull();
  });
});
