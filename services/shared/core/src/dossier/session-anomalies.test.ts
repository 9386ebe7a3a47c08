import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSession } from '../session/describe-session.ts';
import { summariseSession } from '../session/session-summary.ts';
import { propertyRuns } from '../test/config.ts';
import { life } from '../test/lives.ts';
import { releasedRules as rules } from '../test/released-rules.ts';
import { sessionLife } from '../test/worlds.ts';
import { assess } from './assess.ts';
import { factSet } from './facts.ts';
import { maySessionSay, sessionAnomalies } from './session-anomalies.ts';
import { describeRow } from './summary.ts';

const plain = {
  publishers: ['ofeli'],
  state: 'closed' as const,
  entryMode: 'fixed-dates' as const,
  startsOn: '2026-01-05',
  endsOn: '2026-03-27',
  missing: [],
  deletedSlots: [],
  identified: false,
};
const dossier = {
  sessions: ['session:eos:1'],
  stays: [{ entered: '2026-01-05', left: '2026-03-27' }],
  undated: false,
};

describe('what a session may say of a dossier', () => {
  it('is nothing where the dossier fits it, or names none', () => {
    expect(maySessionSay(dossier, [plain], sessionAnomalies)).toBe(false);
    expect(maySessionSay({ sessions: [], stays: [], undated: false }, [], sessionAnomalies)).toBe(false);
  });

  it.each([
    ['session-unresolved', dossier, []],
    ['session-unresolved', dossier, [{ ...plain, publishers: [] }]],
    ['session-incomplete', dossier, [{ ...plain, missing: ['title'] }]],
    ['outside-session-dates', { ...dossier, stays: [{ entered: '2026-01-04', left: null }] }, [plain]],
    ['outside-session-dates', { ...dossier, stays: [{ entered: null, left: '2026-03-28' }] }, [plain]],
    ['transfer-after-cancellation', dossier, [{ ...plain, deletedSlots: ['R1'] }]],
    ['recruitment-without-way-in', dossier, [{ ...plain, state: 'open' }]],
    ['slot-without-session', dossier, [{ ...plain, state: 'unpublished' }]],
    ['transfer-unknown-slot', { ...dossier, undated: true }, [plain]],
  ] as const)('may be %s, and nothing else', (code, one, stored) => {
    const possible = sessionAnomalies.filter((each) => maySessionSay(one, stored, [each]));
    expect(possible).toEqual([code]);
    expect(maySessionSay(one, stored, ['late-declaration'])).toBe(false);
  });

  it('is that it recruits only until it starts, or until it ends where it is permanent', () => {
    const recruitsOn = (day: string, more: object = {}) =>
      maySessionSay(dossier, [{ ...plain, state: 'open', ...more }], ['recruitment-without-way-in'], day);
    expect([recruitsOn('2026-01-04'), recruitsOn('2026-01-05')]).toEqual([true, false]);
    const permanent = { entryMode: 'permanent' };
    expect([recruitsOn('2026-03-27', permanent), recruitsOn('2026-03-28', permanent)]).toEqual([true, false]);
  });

  it('may be anything of the session where several sessions, systems or a verdict say what it is', () => {
    const says = (...args: Parameters<typeof maySessionSay>) => maySessionSay(...args);
    expect(says({ ...dossier, sessions: ['session:eos:1', 'session:eos:2'] }, [plain], ['session-unresolved'])).toBe(
      true,
    );
    expect(says(dossier, [{ ...plain, publishers: ['eos', 'ofeli'] }], ['session-incomplete'])).toBe(true);
    expect(says(dossier, [{ ...plain, identified: true }], ['outside-session-dates'])).toBe(true);
    expect(says(dossier, [plain, plain], ['late-declaration'])).toBe(false);
  });

  it('is never less than what is found when the record is assessed', () => {
    fc.assert(
      fc.property(life, sessionLife, (facts, offered) => {
        const { record, summary } = describeRow(factSet(facts), rules);
        const offers = factSet(offered);
        const session = describeSession(offers, rules);
        const columns = summariseSession(session, offers, rules);
        const found = assess(record, session, '2026-06-01', rules).anomalies.filter(
          (each) => each.found === 'assessed',
        );
        const codes = found.map(({ code }) => code);
        for (const code of sessionAnomalies.filter((each) => codes.includes(each))) {
          expect(maySessionSay(summary, [columns], [code])).toBe(true);
          expect(maySessionSay(summary, [columns], [code], '2026-06-01')).toBe(true);
        }
      }),
      { numRuns: propertyRuns },
    );
  });
});
