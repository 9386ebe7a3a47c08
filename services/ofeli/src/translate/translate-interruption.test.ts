import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { translateInterruption } from './translate-interruption.ts';

const now = Date.parse('2026-03-10T08:00:00Z');
const lines = readFileSync(new URL('../../fixtures/interruptions.ndjson', import.meta.url), 'utf8').split('\n');
const translated = lines.map((line, index) => translateInterruption(line, index + 1, now));

describe('interruptions of sessions', () => {
  it('are reported under the reference of their session, those of fifteen days and less too', () => {
    const events = translated.flatMap((each) => ('event' in each ? [each.event.event] : []));
    expect(events.map(({ type, data, recordedtime }) => [type, data, recordedtime])).toMatchObject([
      [
        'hub.session-interruption-planned',
        { training: ['session:07:601'], from: '2026-07-20', to: '2026-08-16' },
        '2026-01-07T08:30:00.000Z',
      ],
      [
        'hub.session-interruption-planned',
        { training: ['session:eos:67680'], to: '2026-08-04' },
        '2026-01-07T08:30:00.000Z',
      ],
      ['hub.session-interruption-planned', { training: ['session:07:602'], to: '2026-08-03' }, expect.any(String)],
    ]);
    const doubts = translated.flatMap((each) => ('event' in each ? each.outcomes : []));
    expect(doubts).toMatchObject([{ rule: 'interruption-short', severity: 'doubtful', place: { line: 3 } }]);
  });

  it('are refused with the line and the reason', () => {
    const reasons = translated.flatMap((each) => ('outcome' in each ? [each.outcome] : []));
    expect(reasons.map(({ severity, rule, place }) => `${place.line} ${severity} ${rule}`)).toEqual([
      '4 refused period-inverted',
      '5 refused registry-unknown',
      '6 refused date-invalid',
      '7 refused interruption-unreadable',
      '8 refused interruption-unreadable',
      '9 refused date-invalid',
      '10 refused interruption-unreadable',
    ]);
  });

  it('that are made short replace what was reported of them when they were long', () => {
    const line = { registre: '07', session: '1', numero: 'INT-1', du: '2026-07-20' };
    const told = [
      { ...line, au: '2026-08-16', maj: '2026-01-07' },
      { ...line, au: '2026-07-24', maj: '2026-01-08' },
    ].map((each) => translateInterruption(JSON.stringify(each), 1, now));
    const statements = told.map((each) => ('event' in each ? each.event.event.data : null));
    expect(statements).toMatchObject([{ to: '2026-08-16' }, { to: '2026-07-24' }]);
  });

  it('replace an earlier report under the same reference with a greater sequence', () => {
    const line = { registre: '07', session: '1', numero: 'INT-1', du: '2026-07-20', au: '2026-08-16' };
    const [before, after] = ['2026-01-07', '2026-01-08'].map((maj) =>
      translateInterruption(JSON.stringify({ ...line, maj }), 1, now),
    );
    const statement = (each: typeof before) =>
      each !== undefined && 'event' in each
        ? (each.event.event.data as { statement: { ref: string; sequence: number } }).statement
        : null;
    expect(statement(before)?.ref).toBe('interruption:07:1:INT-1');
    expect(statement(after)?.ref).toBe(statement(before)?.ref);
    expect(statement(after)?.sequence).toBeGreaterThan(statement(before)?.sequence ?? 0);
  });
});
